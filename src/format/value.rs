//! Numbers, times and years as files write them.

use crate::decimal::decimal;
use crate::format::words::{Words, words};

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

/// Which of two numbers before a year is the month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Calendar {
    /// `27-04-2015`.
    #[default]
    DayFirst,
    /// `4/27/2015`.
    MonthFirst,
}

impl Calendar {
    /// How a column that holds these texts writes dates. Where no number above 12 tells, the month is
    /// first between strokes, as Americans write, and the day otherwise.
    pub fn of<'a>(mut column: impl Iterator<Item = &'a str>) -> Self {
        let mut strokes = false;
        let told = column.find_map(|text| {
            let ([first, second, _], _) = date_numbers(text)?;
            strokes |= text.contains('/');
            match (first > 12, second > 12) {
                (true, false) => Some(Calendar::DayFirst),
                (false, true) => Some(Calendar::MonthFirst),
                _ => None,
            }
        });
        told.unwrap_or(if strokes { Calendar::MonthFirst } else { Calendar::DayFirst })
    }

    /// Seconds since 1970, as [`time`] reads them, or from a date with the year last.
    #[inline]
    pub fn time(self, text: &str) -> Option<u32> {
        time(text).or_else(|| self.late_year(text))
    }

    #[cold]
    fn late_year(self, text: &str) -> Option<u32> {
        let ([first, second, third], rest) = date_numbers(text)?;
        let (day, month, year) = match self {
            _ if first > 99 => (third, second, first),
            Calendar::DayFirst => (first, second, third),
            Calendar::MonthFirst => (second, first, third),
        };
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        let lower = rest.to_lowercase();
        u32::try_from(days_since_1970(year, month, day) * 86_400 + clock(&lower, &lower)).ok()
    }
}

/// Seconds of the day on a clock of hours, minutes and maybe seconds; “pm” or “am” in what says which `half` it is of.
fn clock(text: &str, half: &str) -> i64 {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let mut next = |most: i64| numbers.next().and_then(|n| n.parse::<i64>().ok()).unwrap_or(0).min(most);
    let (mut hour, minute, second) = (next(23), next(59), next(59));
    if half.contains("pm") && hour < 12 {
        hour += 12;
    } else if half.contains("am") && hour == 12 {
        hour = 0;
    }
    hour * 3600 + minute * 60 + second
}

/// The three numbers of a date with the year last, or first before numbers of one digit, and what follows it.
fn date_numbers(text: &str) -> Option<([i64; 3], &str)> {
    let mut numbers = [0; 3];
    let mut rest = text;
    let (mut between, mut begun) = (None, false);
    for (i, number) in numbers.iter_mut().enumerate() {
        let end = rest.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(rest.len());
        begun |= i == 0 && end == 4;
        let year = if begun { i == 0 } else { i == 2 };
        if !matches!((end, year), (1, false) | (2, _) | (4, true)) {
            return None;
        }
        *number = rest[..end].parse().ok()?;
        if i < 2 {
            let sign = *rest.as_bytes().get(end)?;
            if !matches!(sign, b'-' | b'/' | b'.') || between.is_some_and(|b| b != sign) {
                return None;
            }
            between = Some(sign);
        } else if year && end <= 2 {
            *number += if *number < 70 { 2000 } else { 1900 };
        }
        rest = &rest[end + usize::from(i < 2)..];
    }
    // A clock may follow, and nothing else.
    (rest.is_empty() || rest.starts_with([' ', 'T', ','])).then_some((numbers, rest))
}

/// Seconds since 1970 from a count of seconds, milliseconds or microseconds, or from a date `20050906`, `2005-09-06`,
/// `2005-09-06 18:03:59`, `2005-09-06T18:03:59.5+02:00`, `2005/09/06`. A clock without an
/// offset is taken for that of Greenwich. Times outside 1970 to 2106 are `None`.
#[inline]
pub fn time(text: &str) -> Option<u32> {
    // As many digits as surely fit; checked arithmetic would cost a call for each.
    if text.is_empty() || text.len() > 19 {
        return slow_time(text);
    }
    let (mut seconds, rest) = match text.as_bytes().split_first_chunk() {
        Some((first, rest)) => match eight_digits(*first) {
            Some(number) if rest.is_empty() => return Some(day(number as u32)),
            Some(number) => (number, rest),
            None => return slow_time(text),
        },
        None => (0, text.as_bytes()),
    };
    for b in rest {
        if !b.is_ascii_digit() {
            return slow_time(text);
        }
        seconds = seconds * 10 + u64::from(b - b'0');
    }
    // A count of seconds stays below 10¹¹ until the year 5138.
    while seconds >= 100_000_000_000 {
        seconds /= 1000;
    }
    u32::try_from(seconds).ok()
}

/// The number of eight digits, of which neighbours are joined three times (D. Lemire, *Quickly parsing eight digits*,
/// 2018).
#[inline(always)]
fn eight_digits(digits: [u8; 8]) -> Option<u64> {
    let text = u64::from_le_bytes(digits);
    let all = |word: u64| word & 0xF0F0_F0F0_F0F0_F0F0 == 0x3030_3030_3030_3030;
    if !(all(text) && all(text.wrapping_add(0x0606_0606_0606_0606))) {
        return None;
    }
    let pairs = (text & 0x0F0F_0F0F_0F0F_0F0F).wrapping_mul(10 << 8 | 1) >> 8;
    let fours = (pairs & 0x00FF_00FF_00FF_00FF).wrapping_mul(100 << 16 | 1) >> 16;
    Some((fours & 0x0000_FFFF_0000_FFFF).wrapping_mul(10_000 << 32 | 1) >> 32)
}

/// When the day begins of which these are year, month and day. No count of seconds looks like one of our days: those were in
/// the summer of 1970.
#[cold]
fn day(number: u32) -> u32 {
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    let is_day = (1970..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    if is_day { days_since_1970(year.into(), month.into(), day.into()) as u32 * 86_400 } else { number }
}

#[cold]
fn slow_time(text: &str) -> Option<u32> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if let Some((whole, fraction)) = text.split_once('.')
        && whole.len() >= 8
        && digits(whole)
        && digits(fraction)
    {
        return time(whole);
    }
    year_first(text).or_else(|| named_month(text))
}

/// From a date with the year first, and maybe a clock.
fn year_first(text: &str) -> Option<u32> {
    let bytes = text.as_bytes();
    let part = |range: std::ops::Range<usize>| -> Option<i64> {
        let digits = bytes.get(range)?;
        digits.iter().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + i64::from(b - b'0')))
    };
    let separator = *bytes.get(4)?;
    if !matches!(separator, b'-' | b'/') || bytes.get(7) != Some(&separator) {
        return None;
    }
    let (year, month, day) = (part(0..4)?, part(5..7)?, part(8..10)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let clock = match (part(11..13), part(14..16)) {
        (Some(h), Some(m)) if h < 24 && m < 60 => h * 3600 + m * 60 + part(17..19).unwrap_or(0).min(59),
        _ => 0,
    };
    u32::try_from(days_since_1970(year, month, day) * 86_400 + clock - zone_offset(text)).ok()
}

/// From a date with the month's English name, or the beginning of it: `24 Jan 2023, 09:42`, `January 24, 2023`,
/// `24-Jan-2023`; the first of the month where no day stands there: `April 2021`, `Apr-21`. A day of the week may stand before
/// it, and the year at the end: `Tue, 24 Jan 2023 09:42:00 +0000`, `Tue Jan 24 09:42:00 +0000 2023`.
fn named_month(text: &str) -> Option<u32> {
    const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";
    const MONTH: Words =
        words!("january february march april may june july august september october november december");
    const DAYS: Words = words!("Sun Mon Tue Wed Thu Fri Sat");
    // What a zone is called stands in brackets behind it.
    let text = if DAYS.begin(text) { text.split(" (").next()? } else { text };
    if !text.bytes().any(|b| b.is_ascii_alphabetic()) || text.len() > 40 {
        return None;
    }
    let mut parts = text.split([' ', ',', '-']).filter(|part| !part.is_empty()).peekable();
    parts.next_if(|part| DAYS.begin(part));
    let (first, second, mut third) = (parts.next()?, parts.next()?, parts.next());
    let early = third.filter(|part| part.contains(':'));
    if early.is_some() {
        third = text.rsplit(' ').next();
    }
    let (name, day, year) = match third {
        // A word that begins so is no month: `Marvel 2012`.
        None if !MONTH.iter().any(|month| month.starts_with(&*first.to_ascii_lowercase())) => return None,
        None => (first, "1", second),
        Some(year) if first.starts_with(|c: char| c.is_ascii_digit()) => (second, first, year),
        Some(year) => (first, second, year),
    };
    let day: i64 = day.parse().ok().filter(|day| (1..=31).contains(day))?;
    let short = third.is_none() && year.len() == 2 && text.len() == first.len() + 3 && text.contains('-');
    let mut year: i64 = year.parse().ok().filter(|_| short || year.len() == 4)?;
    if short {
        year += if year < 70 { 2000 } else { 1900 };
    }
    let name = name.get(..3)?.to_ascii_lowercase();
    let month = MONTHS.find(&name).filter(|at| at % 3 == 0)? as i64 / 3 + 1;
    let time = early.or_else(|| parts.next()).unwrap_or_default();
    let clock = clock(time, &parts.next().unwrap_or(time).to_ascii_lowercase());
    u32::try_from(days_since_1970(year, month, day) * 86_400 + clock - zone_offset(text)).ok()
}

/// Seconds by which the clock of a date and time is ahead of Greenwich: `+02:00`, `-0530` or `+02` at
/// its end; 0 without one.
fn zone_offset(text: &str) -> i64 {
    // Date, separator and the hours and minutes of the clock hold no sign of an offset.
    let Some(rest) = text.get(16..) else { return 0 };
    let Some(at) = rest.rfind(['+', '-']) else { return 0 };
    let digits: Vec<i64> =
        rest[at + 1..].bytes().filter(|&b| b != b':').map(|b| i64::from(b) - i64::from(b'0')).collect();
    if !matches!(digits.len(), 2 | 4) || digits.iter().any(|d| !(0..=9).contains(d)) {
        return 0;
    }
    let minutes = if digits.len() == 4 { digits[2] * 10 + digits[3] } else { 0 };
    let seconds = (digits[0] * 10 + digits[1]) * 3600 + minutes * 60;
    if rest.as_bytes()[at] == b'-' { -seconds } else { seconds }
}

/// Days from 1970-01-01 in the Gregorian calendar, by counting years from March so that the leap
/// day comes last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year - 719_468
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

/// When a year begins, in seconds, for what [`is_year`].
pub fn year_begins(text: &str) -> Option<u32> {
    if is_year(text) { time(&format!("{text}-01-01")) } else { None }
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
    fn times_come_from_counts_and_dates() {
        assert_eq!(time("881250949"), Some(881_250_949));
        assert_eq!(time("1588687728923"), Some(1_588_687_728), "milliseconds");
        assert_eq!((time("12345678"), time("00000009")), (Some(12_345_678), Some(9)));
        for other in ["/", ":", "?", "-", " ", "\0"] {
            for at in 0..8 {
                let mut text = "12345678".to_owned();
                text.replace_range(at..=at, other);
                assert_eq!(time(&text), None, "{text:?}");
            }
        }
        assert_eq!((time("20171028"), time("20171328")), (Some(1_509_148_800), Some(20_171_328)));
        for text in [
            "Sat, 28 Oct 2017 22:16:29 +0000",
            "Sat Oct 28 22:16:29 +0000 2017",
            "Sat Oct 28 22:16:29 UTC 2017",
            "Sun, 29 Oct 2017 00:16:29 +0200",
            "Sun Oct 29 2017 00:16:29 GMT+0200 (Central European Summer Time)",
        ] {
            assert_eq!(time(text), Some(1_509_228_989), "{text}");
        }
        assert_eq!(time("1970-01-01"), Some(0));
        assert_eq!(time("2005-09-06"), Some(1_125_964_800));
        assert_eq!(time("2000-02-29T12:30:05Z"), Some(951_827_405));
        assert_eq!(time("2024/12/31 23:59:59"), Some(1_735_689_599));
        for text in [
            "2020-01-01T12:00:00+02:00",
            "2020-01-01 12:00:00+0200",
            "2020-01-01T12:00:00.250+02",
            "2020-01-01T05:00:00 -05:00",
            "2020-01-01T10:00:00Z",
            "2020-01-01T10:00+00:00",
            "2020-01-01 10:00:00",
        ] {
            assert_eq!(time(text), Some(1_577_872_800), "{text}");
        }
        assert_eq!(time("881250949.75"), Some(881_250_949));
        for text in [
            "6 Sep 2005, 00:00",
            "06 Sep 2005 00:00",
            "September 6, 2005",
            "Sep 6, 2005, 12:00:00 AM",
            "6-Sep-2005",
        ] {
            assert_eq!(time(text), Some(1_125_964_800), "{text}");
        }
        assert_eq!(time("24 Jan 2023, 09:42"), Some(1_674_553_320));
        assert_eq!(time("Jan 24, 2023, 9:42:00 PM"), time("24 Jan 2023, 21:42"));
        assert_eq!((time("April 2021"), time("Sept 2021")), (time("2021-04-01"), time("2021-09-01")));
        assert_eq!((time("Apr-21"), time("Apr 21")), (time("April 2021"), None));
        assert_eq!(time("Marvel 2021"), None);
        for (texts, at, expected) in [
            (["05-04-2015", "27-04-2015"], 0, 1_428_192_000),
            (["4/5/2015", "4/27/2015"], 0, 1_428_192_000),
            (["4/5/15 1:30 PM", "4/27/15 12:00 AM"], 0, 1_428_240_600),
            (["4/5/15 1:30 PM", "4/27/15 12:00 AM"], 1, 1_430_092_800),
            (["1.2.2015", "1.3.2015"], 0, 1_422_748_800),
            (["2015-2-1", "2015-11-9"], 0, 1_422_748_800),
            (["2015/2/1 0:00", "2015/11/9 12:30"], 0, 1_422_748_800),
        ] {
            let calendar = Calendar::of(texts.into_iter());
            assert_eq!(calendar.time(texts[at]), Some(expected), "{texts:?}");
        }
        for text in ["4/5", "4/5-2015", "1.2.3.4", "13/13/2015", "1/2/345"] {
            assert_eq!(Calendar::MonthFirst.time(text), None, "{text}");
        }
        for text in ["", "yesterday", "1969-12-31", "2005-13-01", "-5", "99999999999"] {
            assert_eq!(time(text), None, "{text}");
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
