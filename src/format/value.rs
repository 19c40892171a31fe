//! Numbers, times and years as files write them.

/// Powers of ten that an `f32` holds exactly.
const TENS: [f32; 11] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10];

/// A finite number. A comma serves as the decimal point when there is no point. `None` for
/// anything else, infinities and NaN included.
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
    // `parse` would also take words like "nan" and "infinity".
    if !text.bytes().all(|b| b.is_ascii_digit() || b"+-.,eE".contains(&b)) {
        return None;
    }
    let value: f32 = match text.bytes().filter(|&b| b == b',').count() {
        0 => text.parse().ok()?,
        1 if !text.contains('.') => text.replace(',', ".").parse().ok()?,
        _ => return None,
    };
    value.is_finite().then_some(value)
}

/// Seconds since 1970 from a count of seconds, milliseconds or microseconds, or from a date
/// `2005-09-06`, `2005-09-06 18:03:59`, `2005-09-06T18:03:59Z`, `2005/09/06`. Times outside 1970 to
/// 2106 are `None`.
#[inline]
pub fn time(text: &str) -> Option<u32> {
    let mut seconds = 0u64;
    for b in text.bytes() {
        if !b.is_ascii_digit() {
            return slow_time(text);
        }
        seconds = seconds.saturating_mul(10).saturating_add(u64::from(b - b'0'));
    }
    if text.is_empty() {
        return None;
    }
    // A count of seconds stays below 10¹¹ until the year 5138.
    while seconds >= 100_000_000_000 {
        seconds /= 1000;
    }
    u32::try_from(seconds).ok()
}

#[cold]
fn slow_time(text: &str) -> Option<u32> {
    let bytes = text.as_bytes();
    if let Some(whole) = text.strip_suffix(".0") {
        return whole.bytes().all(|b| b.is_ascii_digit()).then(|| time(whole)).flatten();
    }
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
    u32::try_from(days_since_1970(year, month, day) * 86_400 + clock).ok()
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

/// The text without HTML tags, entities resolved and white space collapsed.
pub fn plain_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let tag = rest.as_bytes().get(1).is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!'));
        if rest.starts_with('<') && tag {
            // A tag is a break between words.
            text.push(' ');
            rest = rest.find('>').map_or("", |end| &rest[end + 1..]);
        } else if let Some((c, length)) = entity(rest) {
            text.push(c);
            rest = &rest[length..];
        } else {
            text.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    text.push_str(rest);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The character of an HTML entity at the start of the text, and the entity's length in bytes.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(10).position(|b| b == b';')?;
    let name = text.get(1..end)?;
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => digits.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    };
    Some((c, end + 1))
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
        for text in
            ["", "-", ".", "NaN", "inf", "-infinity", "1e99", "five", "1.2.3", "1,2,3", "1.000,5", "0x10"]
        {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn times_come_from_counts_and_dates() {
        assert_eq!(time("881250949"), Some(881_250_949));
        assert_eq!(time("1588687728923"), Some(1_588_687_728), "milliseconds");
        assert_eq!(time("1970-01-01"), Some(0));
        assert_eq!(time("2005-09-06"), Some(1_125_964_800));
        assert_eq!(time("2000-02-29T12:30:05Z"), Some(951_827_405));
        assert_eq!(time("2024/12/31 23:59:59"), Some(1_735_689_599));
        for text in ["", "yesterday", "1969-12-31", "2005-13-01", "-5", "99999999999"] {
            assert_eq!(time(text), None, "{text}");
        }
    }

    #[test]
    fn years_links_and_html_are_understood() {
        assert_eq!(year_of_title("Toy Story (1995)"), Some(("Toy Story", "1995")));
        assert_eq!(year_of_title("The X-Files (1993–2002)"), Some(("The X-Files", "1993")));
        assert_eq!(year_of_title("Fargo (2014- )"), Some(("Fargo", "2014")));
        assert_eq!(year_of_title("Movie (uncut)"), None);
        assert_eq!(year_of_title("(été)"), None);
        assert_eq!(imdb_id("0114709").as_deref(), Some("tt0114709"));
        assert_eq!(imdb_id("https://www.imdb.com/title/tt0114709/").as_deref(), Some("tt0114709"));
        assert_eq!(imdb_id("nm12"), None);
        assert_eq!(
            plain_text("<p>\nA &lt;b&gt; &amp; c<br>d &#39;e&#x27; AT&T 1 < 2"),
            "A <b> & c d 'e' AT&T 1 < 2"
        );
    }
}
