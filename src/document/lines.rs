//! Lines of text, and rows of tables among them.

/// Lines as they come, each with what its reader knows of it.
#[derive(Debug, Default)]
pub(super) struct Lines<T> {
    lines: Vec<(T, String)>,
    rows: Vec<Row<T>>,
    /// How many rows are open that are too deep to be kept as rows.
    deeper: usize,
}

type Row<T> = Vec<Vec<(T, String)>>;

/// How deep tables may stand in tables; below it their cells are mere lines, for lines travel up through every table.
const DEEPEST: usize = 8;

impl<T> Lines<T> {
    /// Adds a line, to the cell that is open if one is.
    pub fn push(&mut self, known: T, line: String) {
        let Some(row) = self.rows.last_mut() else { return self.lines.push((known, line)) };
        match row.last_mut() {
            Some(cell) => cell.push((known, line)),
            None => row.push(vec![(known, line)]),
        }
    }

    /// Begins the row of a table.
    pub fn open_row(&mut self) {
        if self.rows.len() < DEEPEST { self.rows.push(Vec::new()) } else { self.deeper += 1 }
    }

    /// Begins the next cell of the row.
    pub fn open_cell(&mut self) {
        if self.deeper == 0
            && let Some(row) = self.rows.last_mut()
        {
            row.push(Vec::new());
        }
    }

    /// Ends a row: cells of one line stand side by side, those of several keep them.
    pub fn close_row(&mut self) {
        if self.deeper != 0 {
            self.deeper -= 1;
            return;
        }
        let mut open: Option<(T, String)> = None;
        for cell in self.rows.pop().unwrap_or_default() {
            let several = 1 < cell.len();
            for (place, (known, line)) in cell.into_iter().enumerate() {
                open = match open.take() {
                    Some((known, before)) if place == 0 && (!several || is_label(&before)) => {
                        Some((known, before + "\t" + &line))
                    }
                    Some((earlier, before)) => {
                        self.push(earlier, before);
                        Some((known, line))
                    }
                    None => Some((known, line)),
                };
            }
            if several && let Some((known, line)) = open.take() {
                self.push(known, line);
            }
        }
        if let Some((known, line)) = open {
            self.push(known, line);
        }
    }

    /// All lines; rows that are open end.
    pub fn finish(mut self) -> Vec<(T, String)> {
        while !self.rows.is_empty() {
            self.close_row();
        }
        self.lines
    }
}

/// Whether a line is nothing but the number of a paragraph or a note, which what follows in the next cell belongs to.
fn is_label(line: &str) -> bool {
    line.len() <= 8 && (line.ends_with(['.', ')']) || super::numeral::lowered(line).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_one_line_stand_side_by_side() {
        let mut lines = Lines::default();
        for row in [
            vec![vec![], vec!["United Nations"], vec!["A/1/L.1"]],
            vec![vec!["Assembly"], vec!["Limited", "1 May"]],
            vec![vec!["1."], vec!["Requests", "and invites"], vec!["x"]],
        ] {
            lines.open_row();
            for cell in row {
                lines.open_cell();
                cell.into_iter().for_each(|line| lines.push((), line.to_owned()));
            }
            lines.close_row();
        }
        let lines: Vec<String> = lines.finish().into_iter().map(|(_, line)| line).collect();
        assert_eq!(
            lines,
            ["United Nations\tA/1/L.1", "Assembly", "Limited", "1 May", "1.\tRequests", "and invites", "x"]
        );
    }

    #[test]
    fn tables_in_tables_are_read_however_deep() {
        let mut lines = Lines::default();
        for depth in 0..100_000 {
            lines.open_row();
            lines.open_cell();
            lines.push((), depth.to_string());
        }
        assert_eq!(lines.finish().len(), 100_000);
    }
}
