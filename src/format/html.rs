//! Text that was written for pages: tags and entities.

use std::borrow::Cow;

/// The text with its entities resolved, as [`plain_text`] does where there may be any.
pub fn resolved(text: &str) -> Cow<'_, str> {
    if text.contains('&') { plain_text(text).into() } else { text.into() }
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
    fn tags_and_entities_are_understood() {
        assert_eq!(
            plain_text("<p>\nA &lt;b&gt; &amp; c<br>d &#39;e&#x27; AT&T 1 < 2"),
            "A <b> & c d 'e' AT&T 1 < 2"
        );
    }
}
