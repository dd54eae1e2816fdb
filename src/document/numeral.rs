//! Numbers as lists write them: figures, letters, roman numbers.

/// How the numbers of a list are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Numeral {
    #[default]
    Decimal,
    /// With a zero before the first nine.
    PaddedDecimal,
    LowerLetter,
    UpperLetter,
    LowerRoman,
    UpperRoman,
}

/// How often the letters of the alphabet may go round: longer labels are damage.
const ROUNDS: i64 = 5;
/// The largest number that roman numerals write.
const ROMAN: i64 = 3999;

impl Numeral {
    /// How a number is written whose first one is this character.
    pub fn of(first: char) -> Option<Self> {
        match first {
            '1' => Some(Numeral::Decimal),
            'a' => Some(Numeral::LowerLetter),
            'A' => Some(Numeral::UpperLetter),
            'i' => Some(Numeral::LowerRoman),
            'I' => Some(Numeral::UpperRoman),
            _ => None,
        }
    }

    /// A number in writing; in figures where it has no other form.
    pub fn write(self, number: i64) -> String {
        let written = match self {
            Numeral::Decimal => None,
            Numeral::PaddedDecimal => (0..10).contains(&number).then(|| format!("0{number}")),
            Numeral::LowerLetter | Numeral::UpperLetter => letters(number),
            Numeral::LowerRoman | Numeral::UpperRoman => roman(number),
        };
        match self {
            Numeral::UpperLetter | Numeral::UpperRoman => written.map(|written| written.to_ascii_uppercase()),
            _ => written,
        }
        .unwrap_or_else(|| number.to_string())
    }
}

/// `a` to `z`, then `aa`, `bb`.
fn letters(number: i64) -> Option<String> {
    let (place, rounds) = ((number - 1).rem_euclid(26), (number - 1).div_euclid(26) + 1);
    let letter = char::from(b'a' + u8::try_from(place).ok()?);
    (0 < number && rounds <= ROUNDS).then(|| letter.to_string().repeat(usize::try_from(rounds).unwrap_or(1)))
}

fn roman(number: i64) -> Option<String> {
    const SIGNS: [(i64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..=ROMAN).contains(&number) {
        return None;
    }
    let (mut rest, mut written) = (number, String::new());
    for (value, sign) in SIGNS {
        while value <= rest {
            written.push_str(sign);
            rest -= value;
        }
    }
    Some(written)
}

/// The digits of a number, raised.
pub(super) fn raised(number: u32) -> String {
    number.to_string().chars().map(raise).collect()
}

/// A digit, raised; any other character as it is.
pub(super) fn raise(digit: char) -> char {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    digit.to_digit(10).map_or(digit, |digit| RAISED[digit as usize])
}

/// Whether a character is a raised digit.
#[cfg(any(feature = "html", feature = "pdf"))]
pub(super) fn is_raised(character: char) -> bool {
    ('0'..='9').any(|digit| raise(digit) == character)
}

/// The number that raised digits write.
pub(super) fn lowered(text: &str) -> Option<u32> {
    let digit = |c: char| ('0'..='9').find(|digit| raise(*digit) == c);
    let digits: Option<String> = text.chars().map(digit).collect();
    digits.filter(|digits| !digits.is_empty())?.parse().ok()
}

/// What stands above the line: figures are marks of notes, or exponents, and are raised; letters belong to an ordinal
/// or an abbreviation and stay (*79e*, *4th*).
pub(super) fn superscript(text: &str) -> String {
    let separates = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '-' | '\u{2013}' | '[' | ']' | '(' | ')');
    let figures = text.chars().any(|c| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || separates(c));
    if !figures {
        return text.to_owned();
    }
    let (before, rest) = text.split_at(text.len() - text.trim_start().len());
    let (rest, after) = rest.split_at(rest.trim_end().len());
    let written: String =
        rest.trim_matches(separates).chars().map(|c| if separates(c) { ' ' } else { raise(c) }).collect();
    [before, &written, after].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_lists_do() {
        for (numeral, number, written) in [
            (Numeral::Decimal, 12, "12"),
            (Numeral::PaddedDecimal, 9, "09"),
            (Numeral::PaddedDecimal, 10, "10"),
            (Numeral::LowerLetter, 1, "a"),
            (Numeral::LowerLetter, 26, "z"),
            (Numeral::LowerLetter, 28, "bb"),
            (Numeral::UpperLetter, 3, "C"),
            (Numeral::LowerRoman, 14, "xiv"),
            (Numeral::UpperRoman, 1999, "MCMXCIX"),
            (Numeral::LowerLetter, 0, "0"),
            (Numeral::LowerLetter, i64::MAX, "9223372036854775807"),
            (Numeral::LowerRoman, -4, "-4"),
        ] {
            assert_eq!(numeral.write(number), written, "{numeral:?}");
        }
    }

    #[test]
    fn figures_are_raised_and_letters_are_not() {
        for (text, written) in [
            ("12", "¹²"),
            ("[3]", "³"),
            (" 1, 2 ", " ¹  ² "),
            ("e", "e"),
            ("th", "th"),
            ("1er", "1er"),
            ("*", "*"),
            ("", ""),
        ] {
            assert_eq!(superscript(text), written);
        }
        assert_eq!((lowered("¹²"), lowered("12"), lowered(""), raised(40)), (Some(12), None, None, "⁴⁰".to_owned()));
    }
}
