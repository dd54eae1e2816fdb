//! The notation in which forms are written: `préoccupé(e)`, `{le|la} {Présidente|présidence}`.

/// How many forms one row may stand for.
const MOST: usize = 256;

/// Every form that a row stands for; `(x)` may be there or not, `{a|b}` is one of its members.
///
/// Errors say what is wrong with the notation.
pub(crate) fn expand(notation: &str) -> Result<Vec<String>, String> {
    // Most rows stand for one form.
    if !notation.is_empty() && !notation.bytes().any(|byte| b"(){}|".contains(&byte)) {
        return Ok(vec![notation.to_owned()]);
    }
    let (forms, rest) = sequence(notation, "")?;
    if !rest.is_empty() {
        return Err(format!("`{}` closes nothing", &rest[..1]));
    }
    let mut seen: Vec<String> = Vec::with_capacity(forms.len());
    for mut form in forms {
        // Where something optional is left out, the spaces around it meet.
        while let Some(double) = form.find("  ") {
            form.remove(double);
        }
        form.truncate(form.trim_end().len());
        if form.starts_with(' ') {
            form.remove(0);
        }
        if form.is_empty() {
            return Err("the form can be empty".to_owned());
        }
        if !seen.contains(&form) {
            seen.push(form);
        }
    }
    Ok(seen)
}

/// Reads up to one of the closing characters and returns what was not read.
fn sequence<'t>(mut text: &'t str, closing: &str) -> Result<(Vec<String>, &'t str), String> {
    let mut forms = vec![String::new()];
    loop {
        let plain = text.find(['(', ')', '{', '}', '|']).unwrap_or(text.len());
        forms.iter_mut().for_each(|form| form.push_str(&text[..plain]));
        text = &text[plain..];
        let Some(next) = text.chars().next() else { return Ok((forms, text)) };
        if closing.contains(next) {
            return Ok((forms, text));
        }
        let members = match next {
            '(' => {
                let (mut members, rest) = group(&text[1..], ')')?;
                members.push(String::new());
                text = rest;
                members
            }
            '{' => {
                let (members, rest) = group(&text[1..], '}')?;
                text = rest;
                members
            }
            _ => return Ok((forms, text)),
        };
        forms =
            forms.iter().flat_map(|form| members.iter().map(move |member| [form.as_str(), member].concat())).collect();
        if MOST < forms.len() {
            return Err(format!("the form stands for more than {MOST} forms; split the row"));
        }
    }
}

/// Reads the members of a group up to its closing character.
fn group(mut text: &str, close: char) -> Result<(Vec<String>, &str), String> {
    let mut members = Vec::new();
    let ends = if close == ')' { "|)" } else { "|}" };
    loop {
        let (forms, rest) = sequence(text, ends)?;
        members.extend(forms);
        match rest.chars().next() {
            Some('|') => text = &rest[1..],
            Some(found) if found == close => return Ok((members, &rest[1..])),
            Some(found) => return Err(format!("found `{found}` where `{close}` was expected")),
            None => return Err(format!("`{close}` is missing")),
        }
    }
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
        for (notation, message) in [("{a|b", "`}` is missing"), ("a)", "closes nothing"), ("(a)", "can be empty")] {
            assert!(expand(notation).unwrap_err().contains(message), "{notation}");
        }
    }
}
