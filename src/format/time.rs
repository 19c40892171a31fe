//! Times as files write them: counts and dates, in seconds since 1970.

use super::value::is_year;
use super::words::{Words, words};

/// Which of two numbers before a year is the month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Calendar {
    /// `27-04-2015`.
    #[default]
    DayFirst,
    /// `4/27/2015`.
    MonthFirst,
    /// `2015`, for when it began.
    Years,
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
        if self == Calendar::Years {
            return year_begins(text);
        }
        time(text).or_else(|| self.late_year(text))
    }

    #[cold]
    fn late_year(self, text: &str) -> Option<u32> {
        let ([first, second, third], rest) = date_numbers(text)?;
        let (day, month, year) = match self {
            _ if first > 99 => (third, second, first),
            Calendar::MonthFirst => (second, first, third),
            _ => (first, second, third),
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
    let month = MONTH.iter().position(|month| month.starts_with(&name))? as i64 + 1;
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

/// When a year begins, in seconds, for what [`is_year`].
#[cold]
#[inline(never)]
pub fn year_begins(text: &str) -> Option<u32> {
    if is_year(text) { time(&format!("{text}-01-01")) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
