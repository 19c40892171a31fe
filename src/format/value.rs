//! Numbers, marks and years as files write them.

use crate::decimal::decimal;

/// Powers of ten that an `f32` holds exactly.
const TENS: [f32; 11] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10];

/// The largest magnitude of a value that is read. Larger ones say nothing of an opinion or a habit,
/// and their squares would not fit what trains on them.
pub const LARGEST: f32 = 1e9;

/// What stood where a number of at most [`LARGEST`] was expected, for a message: not a number at all,
/// or one beyond the bound.
pub fn expected_number(found: &str) -> &'static str {
    if is_number(found) { "a number from -1000000000 to 1000000000" } else { "a number" }
}

/// True for what programs write where there is nothing.
pub fn is_blank(text: &str) -> bool {
    let words = ["null", "n/a", "n.a.", "na", "nan", "none", "-", "?", "#n/a", ".", "tbd"];
    text.is_empty() || words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// The number, if it is finite and not beyond [`LARGEST`].
#[inline]
pub fn bounded(value: f64) -> Option<f32> {
    (value.abs() <= f64::from(LARGEST)).then_some(value as f32)
}

/// A number of at most [`LARGEST`]. A comma serves as the decimal point when there is no point.
/// `None` for anything else, infinities and NaN included.
///
/// Short decimals are exact: a mantissa below 2²⁴ divided by a power of ten up to 10¹⁰ is rounded
/// once (W. D. Clinger, *How to Read Floating Point Numbers Accurately*, 1990). The rest goes to
/// the standard library.
#[inline]
pub fn number(text: &str) -> Option<f32> {
    let bytes = text.as_bytes();
    let (negative, digits) = match bytes.first()? {
        b'-' => (true, &bytes[1..]),
        b'+' => (false, &bytes[1..]),
        _ => (false, bytes),
    };
    let mut mantissa = 0u32;
    let mut point = None;
    let mut any = false;
    for (i, &b) in digits.iter().enumerate() {
        if b.is_ascii_digit() {
            if mantissa >= (1 << 24) / 10 {
                return slow_number(text);
            }
            mantissa = mantissa * 10 + u32::from(b - b'0');
            any = true;
        } else if (b == b'.' || b == b',') && point.is_none() {
            point = Some(i);
        } else {
            return slow_number(text);
        }
    }
    if !any {
        return None;
    }
    let decimals = point.map_or(0, |p| digits.len() - p - 1);
    let Some(ten) = TENS.get(decimals) else { return slow_number(text) };
    let value = mantissa as f32 / ten;
    Some(if negative { -value } else { value })
}

#[cold]
fn slow_number(text: &str) -> Option<f32> {
    parse(text).filter(|value| value.abs() <= LARGEST)
}

/// True for a number of any size.
pub fn is_number(text: &str) -> bool {
    parse(text).is_some()
}

/// A finite number of any size.
fn parse(text: &str) -> Option<f32> {
    // `parse` would also take words like "nan" and "infinity".
    if !text.bytes().all(|b| b.is_ascii_digit() || b"+-.,eE".contains(&b)) {
        return None;
    }
    let value: f32 = match text.bytes().filter(|&b| b == b',').count() {
        0 => decimal(text)?,
        1 if !text.contains('.') => decimal(&text.replace(',', "."))?,
        _ => return None,
    };
    value.is_finite().then_some(value)
}

/// How the numbers of a column are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Notation {
    /// A point or a comma before the decimals, nothing between thousands: `1234.5`, `1234,5`.
    #[default]
    Plain,
    /// Commas between thousands, a point before the decimals: `1,234.5`.
    CommaGroups,
    /// Points between thousands, a comma before the decimals: `1.234,5`.
    PointGroups,
    /// Stars, words and fractions: `★★★½`, `dislike`, `4/5`, `8.5 out of 10`, `5 - great`. The number is
    /// the highest of what stands below fractions, to which the others are brought; 0 where none is known.
    Marks(u16),
    /// What is swept to the left or passed is not wanted: elsewhere, who passes has done well.
    Swipes,
    /// Grades in letters, as American schools give them: `A` is 4 points, `B+` 3.3, `F` none.
    Letters,
}

impl Notation {
    /// The notation of a column that holds these texts. `1,234` alone may be either: it is 1234 where
    /// the column `counts` and 1.234 where it does not.
    pub fn of<S: AsRef<str>>(column: impl Iterator<Item = S>, counts: bool) -> Self {
        let mut found = if counts { Notation::CommaGroups } else { Notation::Plain };
        let numeric = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b"+-.,".contains(&b));
        for text in column {
            let text = text.as_ref();
            if !numeric(text) {
                continue;
            }
            let commas = text.bytes().filter(|&b| b == b',').count();
            let points = text.bytes().filter(|&b| b == b'.').count();
            match (commas, points) {
                (1, 1) if text.find(',') < text.find('.') => return Notation::CommaGroups,
                (1, 1) => return Notation::PointGroups,
                (2.., _) if grouped(text, b',').is_some() => return Notation::CommaGroups,
                (_, 2..) if grouped(text, b'.').is_some() => return Notation::PointGroups,
                // A comma that cannot stand between thousands stands before decimals.
                (1, 0) if number(text).is_some() && grouped(text, b',').is_none() => found = Notation::Plain,
                _ => {}
            }
        }
        found
    }

    /// A number of at most [`LARGEST`] in this notation.
    #[inline]
    pub fn number(self, text: &str) -> Option<f32> {
        match self {
            Notation::Plain => number(text),
            Notation::CommaGroups if memchr::memchr(b',', text.as_bytes()).is_none() => number(text),
            Notation::CommaGroups => number(&grouped(text, b',')?),
            Notation::PointGroups if memchr::memchr(b'.', text.as_bytes()).is_none() => number(text),
            Notation::PointGroups => number(&grouped(text, b'.')?),
            Notation::Letters => grade(text),
            Notation::Swipes => swipe(text),
            Notation::Marks(best) => mark(text).map(|(value, of)| match (best, of) {
                (0, _) | (_, 0) => value,
                _ => value * f32::from(best) / f32::from(of),
            }),
        }
    }
}

/// What a swipe says.
#[cold]
#[inline(never)]
fn swipe(text: &str) -> Option<f32> {
    let is = |words: [&str; 3]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    match () {
        () if is(["left", "pass", "nope"]) => Some(0.0),
        () if is(["right", "like", "superlike"]) => Some(1.0),
        () => mark(text).map(|(value, _)| value),
    }
}

/// The text without what stands between its thousands; `None` when that stands anywhere else.
#[cold]
fn grouped(text: &str, separator: u8) -> Option<String> {
    let point = if separator == b',' { '.' } else { ',' };
    let (whole, decimals) = match text.find(point) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let digits = whole.strip_prefix(['-', '+']).unwrap_or(whole);
    let mut groups = digits.split(char::from(separator));
    let first = groups.next()?;
    let all_digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let fits = (1..=3).contains(&first.len())
        && all_digits(first)
        && !first.starts_with('0')
        && groups.all(|group| group.len() == 3 && all_digits(group))
        && !decimals.bytes().any(|b| b == separator);
    fits.then(|| text.replace(char::from(separator), ""))
}

/// What people write for a mark, in lower case, and the value that it has: a good mark of two is 1, a bad one 0.
const WORDS: &[(f32, &[&str])] = &[
    (
        1.0,
        &[
            "like",
            "liked",
            "likes",
            "yes",
            "y",
            "true",
            "thumbs up",
            "👍",
            "up",
            "upvote",
            "fresh",
            "recommended",
            "yea",
            "aye",
            "pass",
            "passed",
            "apto",
            "aprobado",
            "aprovado",
            "good",
            "enjoyed",
            "agree",
            "positive",
            "for",
            "sim",
            "si",
            "sí",
            "oui",
            "ja",
            "já",
            "sì",
            "tak",
            "да",
            "evet",
            "ya",
            "是",
            "はい",
        ],
    ),
    (
        0.0,
        &[
            "dislike",
            "disliked",
            "dislikes",
            "no",
            "n",
            "false",
            "thumbs down",
            "👎",
            "down",
            "downvote",
            "rotten",
            "not recommended",
            "nay",
            "fail",
            "failed",
            "no apto",
            "suspenso",
            "reprovado",
            "bad",
            "poor",
            "disagree",
            "negative",
            "against",
            "não",
            "non",
            "nein",
            "nei",
            "nej",
            "nee",
            "nie",
            "нет",
            "hayır",
            "tidak",
            "否",
            "いいえ",
        ],
    ),
    (
        0.5,
        &[
            "neutral",
            "meh",
            "indifferent",
            "mixed",
            "so so",
            "okay",
            "average",
            "fair",
            "mid",
            "maybe",
            "vielleicht",
            "peut-être",
            "quizás",
            "tal vez",
            "talvez",
            "forse",
        ],
    ),
    (1.75, &["love", "loved", "great", "excellent", "perfect"]),
    (-0.75, &["hate", "hated", "terrible", "awful"]),
];

/// What the best and the worst begin with.
const MORE: &[&str] = &["really ", "strongly ", "super ", "very "];

/// The value of a mark, and the highest there is where the text says so, else 0.
#[cold]
pub fn mark(text: &str) -> Option<(f32, u16)> {
    if let Some(value) = number(text.trim()) {
        return Some((value, 0));
    }
    let lower = text.trim().to_lowercase().replace('_', " ");
    let lower = lower.strip_suffix(" it").unwrap_or(&lower);
    let word = MORE.iter().find_map(|more| lower.strip_prefix(more));
    let more = if word.is_some() { 0.5 } else { 0.0 };
    let word = word.unwrap_or(lower);
    if let Some(&(value, _)) = WORDS.iter().find(|(_, words)| words.contains(&word)) {
        return Some((if value > 0.5 { value + more } else { value - more }, 0));
    }
    let is_star = |c: char| matches!(c, '★' | '⭐' | '*');
    if lower.starts_with(|c| is_star(c) || matches!(c, '½' | '☆')) {
        // An empty star and the sign that makes an emblem of one count nothing.
        let fits = lower.chars().all(|c| is_star(c) || matches!(c, '½' | '☆' | '\u{FE0F}' | ' '));
        let stars = lower.chars().filter(|&c| is_star(c)).count() as f32;
        return fits.then(|| (stars + if lower.contains('½') { 0.5 } else { 0.0 }, 0));
    }
    let end = lower.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','))?;
    let mut value = number(&lower[..end])?;
    let mut rest = lower[end..].trim_start();
    if let Some(after) = rest.strip_prefix('½') {
        value += 0.5;
        rest = after.trim_start();
    }
    if let Some(of) = rest.strip_prefix('/').or_else(|| rest.strip_prefix("out of")) {
        let of = of.trim().parse::<u16>().ok().filter(|&of| of > 0)?;
        return Some((value, of));
    }
    // A word that says what the number means, or a note: `5 - great`, `4 stars`, `3  # twice`.
    let word = rest.trim_start_matches(['-', '–', ':', '=', '(', ' ', ')', '.']);
    let fits = rest.is_empty()
        || rest.starts_with('#')
        || is_star(word.chars().next()?)
        || word.starts_with("star")
        || (word.len() < rest.len() && word.starts_with(char::is_alphabetic));
    fits.then_some((value, 0))
}

/// The points of a grade in letters: `A` is 4, `B+` 3.3, `F` 0.
#[cold]
#[inline(never)]
pub fn grade(text: &str) -> Option<f32> {
    let (&letter, sign) = text.as_bytes().split_first()?;
    let points = b"FDCBA".iter().position(|&known| known == letter)? as f32;
    match sign {
        b"" => Some(points),
        b"+" if letter != b'F' => Some(points + 0.3),
        b"-" if letter != b'F' => Some(points - 0.3),
        _ => None,
    }
}

/// The year of a title that ends in `(1995)`, and the title without it.
pub fn year_of_title(title: &str) -> Option<(&str, &str)> {
    let rest = title.trim_end().strip_suffix(')')?;
    let (name, year) = rest.rsplit_once('(')?;
    // Series stand as (1990–2003) or (2011- ).
    let first = year.get(..4)?;
    let tail = year.get(4..)?.trim_start_matches(['-', '–']).trim();
    let is_year = is_year(first) && (tail.is_empty() || is_year_text(tail));
    is_year.then(|| (name.trim_end(), first))
}

fn is_year_text(text: &str) -> bool {
    text.len() == 4 && is_year(text)
}

/// True for four digits from 1000 to 2999.
pub fn is_year(text: &str) -> bool {
    matches!(text.as_bytes(), [b'1' | b'2', rest @ ..] if rest.len() == 3 && rest.iter().all(u8::is_ascii_digit))
}

/// An IMDb title id in the form `tt0114709`, from that form, from bare digits, or from an address
/// that holds it.
pub fn imdb_id(text: &str) -> Option<String> {
    let text = text.trim();
    let digit_follows = |at: usize| text.as_bytes().get(at + 2).is_some_and(u8::is_ascii_digit);
    let digits = match text.match_indices("tt").map(|(at, _)| at).find(|&at| digit_follows(at)) {
        Some(at) => {
            let rest = &text[at + 2..];
            let end = rest.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(rest.len());
            &rest[..end]
        }
        None => text,
    };
    let plain = !digits.is_empty() && digits.len() <= 10 && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| format!("tt{:0>7}", digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_agree_with_the_standard_library() {
        for text in [
            "0",
            "5",
            "3.5",
            "-9.81",
            "+2",
            "0.1",
            "13883",
            "16777216",
            "16777217",
            "123456789.25",
            "1e3",
            "2.5E-3",
            "0.30000001192092896",
            ".5",
            "4.",
            "352698",
            "0.0000000000001",
        ] {
            assert_eq!(number(text), Some(text.parse::<f32>().unwrap()), "{text}");
        }
        assert_eq!(number("4,5"), Some(4.5));
        for text in ["3e38", "-1000000100", "1000000100", "9999999999"] {
            assert_eq!(
                (number(text), expected_number(text)),
                (None, "a number from -1000000000 to 1000000000")
            );
        }
        assert_eq!((number("1e9"), number("-1000000000")), (Some(1e9), Some(-1e9)));
        for text in
            ["", "-", ".", "NaN", "inf", "-infinity", "1e99", "five", "1.2.3", "1,2,3", "1.000,5", "0x10"]
        {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn a_column_tells_what_its_commas_and_points_are() {
        use Notation::*;
        let cases: &[(&[&str], bool, Notation)] = &[
            (&["12", "1,234"], true, CommaGroups),
            (&["12", "1,234"], false, Plain),
            (&["4,5", "1,234"], true, Plain),
            (&["0,123"], true, Plain),
            (&["1,234,567", "5"], false, CommaGroups),
            (&["1,234.5"], false, CommaGroups),
            (&["1.234,5"], false, PointGroups),
            (&["1.234.567"], true, PointGroups),
            (&["n/a, none", "1,234"], true, CommaGroups),
            (&[], true, CommaGroups),
            (&[], false, Plain),
        ];
        for (column, counts, expected) in cases {
            assert_eq!(Notation::of(column.iter().copied(), *counts), *expected, "{column:?} {counts}");
        }
        for (notation, text, value) in [
            (CommaGroups, "1,234", Some(1234.0)),
            (CommaGroups, "-12,345,678", Some(-12_345_678.0)),
            (CommaGroups, "1,234.5", Some(1234.5)),
            (CommaGroups, "950", Some(950.0)),
            (CommaGroups, "1,5", None),
            (CommaGroups, "12,34,567", None),
            (CommaGroups, "9,999,999,999", None),
            (PointGroups, "1.234,5", Some(1234.5)),
            (PointGroups, "2,5", Some(2.5)),
            (PointGroups, "1.5", None),
            (Plain, "1,234", Some(1.234)),
        ] {
            assert_eq!(notation.number(text), value, "{notation:?} {text}");
        }
    }

    #[test]
    fn marks_are_stars_words_and_fractions() {
        for (text, value) in [
            ("★★★½", Some((3.5, 0))),
            ("⭐⭐⭐⭐", Some((4.0, 0))),
            ("****", Some((4.0, 0))),
            ("½", Some((0.5, 0))),
            ("4/5", Some((4.0, 5))),
            ("8.5 out of 10", Some((8.5, 10))),
            ("5 - great", Some((5.0, 0))),
            ("4 stars", Some((4.0, 0))),
            ("3½", Some((3.5, 0))),
            ("Dislike", Some((0.0, 0))),
            ("Very good", Some((1.5, 0))),
            ("Excellent", Some((1.75, 0))),
            ("strongly disagree", Some((-0.5, 0))),
            ("AGAINST", Some((0.0, 0))),
            ("Nay", Some((0.0, 0))),
            ("Aprobado", Some((1.0, 0))),
            ("thumbs up", Some((1.0, 0))),
            ("3", Some((3.0, 0))),
            ("3 little pigs", None),
            ("good enough", None),
            ("4/0", None),
            ("*a", None),
            ("", None),
        ] {
            assert_eq!(mark(text), value, "{text}");
        }
        assert_eq!(Notation::Marks(10).number("4/5"), Some(8.0));
        for (text, points) in
            [("A", Some(4.0)), ("B+", Some(3.3)), ("F", Some(0.0)), ("F+", None), ("b", None), ("AB", None)]
        {
            assert_eq!(Notation::Letters.number(text), points, "{text}");
        }
    }

    #[test]
    fn years_and_links_are_understood() {
        assert_eq!(year_of_title("Toy Story (1995)"), Some(("Toy Story", "1995")));
        assert_eq!(year_of_title("The X-Files (1993–2002)"), Some(("The X-Files", "1993")));
        assert_eq!(year_of_title("Fargo (2014- )"), Some(("Fargo", "2014")));
        assert_eq!(year_of_title("Movie (uncut)"), None);
        assert_eq!(year_of_title("(été)"), None);
        assert_eq!(imdb_id("0114709").as_deref(), Some("tt0114709"));
        assert_eq!(imdb_id("https://www.imdb.com/title/tt0114709/").as_deref(), Some("tt0114709"));
        assert_eq!(imdb_id("nm12"), None);
    }
}
