//! The notation in which forms are written: `préoccupé(e)`, `{le|la} {Présidente|présidence}`.

/// How many forms one row may stand for.
const MOST: usize = 256;
/// How many groups one row may have.
const GROUPS: usize = 64;

/// Every form that a row stands for; `(x)` may be there or not, `{a|b}` is one of its members.
///
/// Errors say what is wrong with the notation.
pub(crate) fn expand(notation: &str) -> Result<Vec<String>, String> {
    // Most rows stand for one form.
    if !notation.is_empty() && !notation.bytes().any(|byte| b"(){}|".contains(&byte)) {
        return Ok(vec![notation.to_owned()]);
    }
    if GROUPS < notation.bytes().filter(|byte| b"({".contains(byte)).count() {
        return Err(format!("the form has more than {GROUPS} groups; split the row"));
    }
    let mut expansion = Expansion { rest: vec![notation], written: String::new(), count: 0, forms: Vec::new() };
    expansion.write()?;
    Ok(expansion.forms)
}

/// The forms of a row while they are written, one choice after the other.
struct Expansion<'t> {
    /// What is still to be written, the nearest last.
    rest: Vec<&'t str>,
    /// What has been written of the present form.
    written: String,
    /// How many forms have been written, those that came twice included.
    count: usize,
    forms: Vec<String>,
}

impl<'t> Expansion<'t> {
    /// Writes what is left, once for every member of the groups in it; leaves `rest` and `written` as they were.
    fn write(&mut self) -> Result<(), String> {
        let Some(text) = self.rest.pop() else { return self.finish() };
        let length = self.written.len();
        let plain = text.find(['(', ')', '{', '}', '|']).unwrap_or(text.len());
        self.written.push_str(&text[..plain]);
        match text[plain..].chars().next() {
            None => self.write()?,
            Some('(') => self.group(&text[plain + 1..], ')')?,
            Some('{') => self.group(&text[plain + 1..], '}')?,
            Some(mark) => return Err(format!("`{mark}` closes nothing")),
        }
        self.written.truncate(length);
        self.rest.push(text);
        Ok(())
    }

    /// Writes each member of the group that ends with a closing mark, and what follows the group.
    fn group(&mut self, text: &'t str, close: char) -> Result<(), String> {
        let (members, rest) = members(text, close)?;
        let none = (close == ')').then_some("");
        self.rest.push(rest);
        for member in members.into_iter().chain(none) {
            self.rest.push(member);
            self.write()?;
            self.rest.pop();
        }
        self.rest.pop();
        Ok(())
    }

    /// One more form; where something optional is left out, the spaces around it meet.
    fn finish(&mut self) -> Result<(), String> {
        let mut form = self.written.trim_matches(' ').to_owned();
        while let Some(double) = form.as_bytes().windows(2).position(|pair| pair == b"  ") {
            form.remove(double);
        }
        if form.is_empty() {
            return Err("the form can be empty".to_owned());
        }
        if !self.forms.contains(&form) {
            self.forms.push(form);
        }
        self.count += 1;
        if MOST < self.count {
            return Err(format!("the form stands for more than {MOST} forms; split the row"));
        }
        Ok(())
    }
}

/// The members of a group, which may hold groups, and what stands behind its closing mark.
fn members(text: &str, close: char) -> Result<(Vec<&str>, &str), String> {
    let mut members = Vec::new();
    let mut open = Vec::new();
    let mut start = 0;
    for (at, mark) in text.char_indices() {
        match mark {
            '(' => open.push(')'),
            '{' => open.push('}'),
            '|' if open.is_empty() => {
                members.push(&text[start..at]);
                start = at + 1;
            }
            ')' | '}' => match open.pop() {
                Some(expected) if expected == mark => {}
                None if close == mark => {
                    members.push(&text[start..at]);
                    return Ok((members, &text[at + 1..]));
                }
                expected => {
                    let expected = expected.unwrap_or(close);
                    return Err(format!("found `{mark}` where `{expected}` was expected"));
                }
            },
            _ => {}
        }
    }
    Err(format!("`{close}` is missing"))
}

#[cfg(test)]
mod tests {
    use super::expand;

    #[test]
    fn notation_stands_for_forms() {
        for (notation, forms) in [
            ("États Membres", vec!["États Membres"]),
            ("préoccupé(e)", vec!["préoccupée", "préoccupé"]),
            ("{le|la} chef", vec!["le chef", "la chef"]),
            ("prend (bonne) note", vec!["prend bonne note", "prend note"]),
            ("{a|b(c)}", vec!["a", "bc", "b"]),
        ] {
            assert_eq!(expand(notation).unwrap(), forms, "{notation}");
        }
    }

    #[test]
    fn faulty_notation_is_told() {
        let (many, deep) = ("{a|a}".repeat(9), format!("{}a{}", "(".repeat(99), ")".repeat(99)));
        for (notation, message) in [
            ("{a|b", "`}` is missing"),
            ("{a(b}c)", "found `}` where `)` was expected"),
            ("a)", "closes nothing"),
            ("a|b", "closes nothing"),
            ("(a)", "can be empty"),
            (many.as_str(), "split the row"),
            (deep.as_str(), "split the row"),
        ] {
            assert!(expand(notation).unwrap_err().contains(message), "{notation}");
        }
    }
}
