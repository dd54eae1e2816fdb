//! Examples: every row has one that it must read, and perhaps one that it must not.

use csv::StringRecord;

use crate::clauses::{self, Action, Clause, Reader};
use crate::folded::{Folded, Kind, Token};
use crate::hits::{self, Hits};
use crate::lexicon::form::expand;
use crate::lexicon::{LANGUAGE_TABLES, Lexicon, Part};
use crate::{Fault, Language, Lexicons, Origin, Role};

/// A fault for every row whose example it does not read, or whose counterexample it does.
///
/// A row reads its example when the example's words are found by that very row, not by another that has the same form.
pub fn check_examples(lexicons: &Lexicons) -> Vec<Fault> {
    let mut faults = Vec::new();
    for language in Language::ALL {
        let mut trial = Trial::new(lexicons, language);
        for (number, table) in lexicons.rows(language).iter().enumerate() {
            let (name, columns, _) = LANGUAGE_TABLES[number];
            let cell = |column: &str| columns.iter().position(|known| *known == column);
            for (line, row) in &table.rows {
                let origin = Origin { table: number as u8, line: *line };
                let text = |column| cell(column).map_or("", |cell| &row[cell]);
                let judged = trial.judge(name, row, origin, text("example"), text("counterexample"));
                faults.extend(judged.into_iter().map(|message| table.fault(*line, message)));
            }
        }
    }
    faults
}

/// A language's lexicon, tried out on one sentence after the other.
struct Trial<'l> {
    lexicons: &'l Lexicons,
    lexicon: &'l Lexicon,
    folded: Folded,
    hits: Hits,
}

/// How the forms of a row are looked for.
enum Search {
    /// As hits that play a role.
    Hits(Role),
    /// As the ends of words.
    Endings,
    /// As the verbs of clauses.
    Clauses,
    /// As the beginning of a line.
    Opener,
}

impl<'l> Trial<'l> {
    fn new(lexicons: &'l Lexicons, language: Language) -> Self {
        let lexicon = lexicons.of(language);
        Trial { lexicons, lexicon, folded: Folded::default(), hits: Hits::default() }
    }

    /// What is wrong with the sentences of a row.
    fn judge(&mut self, table: &str, row: &StringRecord, origin: Origin, example: &str, counter: &str) -> Vec<String> {
        let Some(search) = search(table, row) else { return Vec::new() };
        let mut messages = Vec::new();
        if example.is_empty() {
            messages.push("no example, expected a sentence in which this row reads the form".to_owned());
        } else if !self.reads(&search, row, origin, example) {
            let instead = self.instead(&search, row);
            messages.push(format!("the example is not read by this row, {instead}: {example}"));
        }
        if !counter.is_empty() && self.reads(&search, row, origin, counter) && self.plays(&search, origin) {
            messages.push(format!("the counterexample is read by this row: {counter}"));
        }
        messages
    }

    fn reads(&mut self, search: &Search, row: &StringRecord, origin: Origin, text: &str) -> bool {
        self.folded = Folded::of(text);
        hits::find(self.lexicon, &self.folded, &mut self.hits);
        match search {
            Search::Hits(role) => {
                let mut found = self.hits.iter().filter_map(|hit| hit.entry(self.lexicon, *role));
                found.any(|entry| entry.origin == origin)
            }
            Search::Endings => self.ends(row),
            Search::Clauses => self.verbs().contains(&origin),
            Search::Opener => self.opener() == Some(origin),
        }
    }

    /// Whether a word ends as the form does.
    fn ends(&self, row: &StringRecord) -> bool {
        let endings: Vec<Vec<u8>> = expand(&row[0]).unwrap_or_default().iter().map(|form| ending(form)).collect();
        let ends = |word: &[u8], ending: &[u8]| {
            ending.len() < word.len() && word[word.len() - ending.len()..].eq_ignore_ascii_case(ending)
        };
        (0..self.folded.len()).any(|token| endings.iter().any(|ending| ends(self.folded.word(token), ending)))
    }

    /// Whether the row plays its role in the sentence that was read last: words that are found may still be none of
    /// what the grammar looks for, and for these roles it says so.
    fn plays(&self, search: &Search, origin: Origin) -> bool {
        let Search::Hits(role) = *search else { return true };
        let clauses = self.clauses();
        let mut actions = clauses.iter().flat_map(|clause| &clause.actions);
        let heads =
            |action: &Action| self.reader().entry(action.head.start, role).map(|entry| entry.origin) == Some(origin);
        match role {
            Role::Infinitive | Role::VerbPhrase => actions.any(heads),
            Role::ReportVerb => actions.any(|action| heads(action) && action.report),
            Role::Relay => actions.any(|action| heads(action) && !action.indirect.is_empty()),
            Role::Deadline => actions.any(|action| action.deadline.is_some()),
            Role::Recurrence => actions.any(|action| action.recurrence.is_some()),
            Role::Condition => actions.any(|action| !action.conditions.is_empty()),
            Role::Partner => {
                clauses.iter().any(|clause| !clause.partners.is_empty())
                    || actions.any(|action| !action.partners.is_empty())
            }
            _ => true,
        }
    }

    /// The rows of the operative verbs.
    fn verbs(&self) -> Vec<Origin> {
        self.clauses().iter().map(|clause| clause.row.origin).collect()
    }

    fn clauses(&self) -> Vec<Clause<'l>> {
        let reader = self.reader();
        clauses::parse(self.lexicons, &reader, reader.ends_with_colon())
    }

    fn reader(&self) -> Reader<'l, '_> {
        Reader { lexicon: self.lexicon, folded: &self.folded, hits: &self.hits }
    }

    /// The row that tells the line by its beginning; before a meeting its number stands, before a draft its sponsors.
    fn opener(&self) -> Option<Origin> {
        if let Some(opener) = self.lexicon.opener(&self.folded) {
            return Some(opener.origin);
        }
        let tokens = &self.folded.tokens;
        let counted = |token: &&Token| token.kind == Kind::Figure || token.clean_end - token.clean <= 3;
        let named = |token: &usize| self.folded.mark(*token) == Some(b':');
        let meeting = self.opener_from(tokens.iter().take_while(counted).count(), Part::Meeting);
        meeting.or_else(|| (0..tokens.len()).find(named).and_then(|colon| self.opener_from(colon, Part::Sponsors)))
    }

    /// The row of this part that tells the line by what follows from a token on.
    fn opener_from(&self, token: usize, part: Part) -> Option<Origin> {
        let rest = Folded::of(&self.folded.clean[self.folded.tokens.get(token)?.clean as usize..]);
        self.lexicon.opener(&rest).filter(|opener| opener.part == part).map(|opener| opener.origin)
    }

    /// What reads the sentence where the row should.
    fn instead(&self, search: &Search, row: &StringRecord) -> String {
        let rows: Vec<Origin> = match search {
            Search::Hits(_) => match self.form(row) {
                None => return "the form does not stand in it".to_owned(),
                Some(token) => self.covering(token),
            },
            Search::Endings => return "no word of it ends so".to_owned(),
            Search::Clauses => self.verbs(),
            Search::Opener => self.opener().into_iter().collect(),
        };
        if rows.is_empty() {
            return "nor by any other".to_owned();
        }
        let places: Vec<String> = rows.into_iter().map(|origin| self.lexicon.place(origin)).collect();
        format!("but by {}", places.join(", "))
    }

    /// The token with which one of the row's forms begins.
    fn form(&self, row: &StringRecord) -> Option<usize> {
        let forms = expand(&row[0]).unwrap_or_default();
        let place = forms.iter().find_map(|form| {
            let key = Folded::of(form).key;
            memchr::memmem::find(&self.folded.key, &key[..key.len() - 1])
        })?;
        self.folded.tokens.iter().position(|token| token.key as usize == place)
    }

    /// The rows of the hit that covers a token.
    fn covering(&self, token: usize) -> Vec<Origin> {
        let Some(hit) = self.hits.covering(token) else { return Vec::new() };
        let named = Role::ALL.iter().filter_map(|role| hit.entry(self.lexicon, *role));
        named.map(|entry| entry.origin).collect()
    }
}

/// How the forms of a row are looked for; nothing where the row is faulty.
fn search(table: &str, row: &StringRecord) -> Option<Search> {
    match table {
        "acts.csv" => Some(Search::Clauses),
        "outline.csv" => Some(Search::Opener),
        "markers.csv" => match Role::named(&row[1])? {
            role if role.is_ending() => Some(Search::Endings),
            role => Some(Search::Hits(role)),
        },
        _ => Some(Search::Hits(Role::Actor)),
    }
}

/// The letters of an ending; the byte that begins words of other scripts is none of them.
fn ending(form: &str) -> Vec<u8> {
    let mut key = Folded::of(form).key;
    key.retain(|byte| *byte != 1 && *byte != b' ');
    key
}
