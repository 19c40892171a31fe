//! Letters as people type them: without case, accents and ligatures.

/// What a character is for a comparison of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// A letter or a digit.
    Letter,
    /// A mark over or under the letter before it.
    Mark,
    /// Anything else: spaces, punctuation, symbols.
    Other,
}

/// Articles that catalogues move to the end of a title or drop: “Matrix, The”.
pub(crate) const ARTICLES: &[&str] = &[
    "the", "a", "an", "le", "la", "les", "l", "un", "une", "der", "die", "das", "ein", "eine", "el", "los",
    "las", "il", "lo", "gli", "i",
];

/// The letters of U+00C0 to U+017F without their marks; a point where there is none.
const LATIN: &[u8; 192] = b"aaaaaa.ceeeeiiii.nooooo..uuuuy..aaaaaa.ceeeeiiii.nooooo..uuuuy.y\
aaaaaaccccccccdd..eeeeeeeeeegggggggghh..iiiiiiiii...jjkk.llllll....nnnnnn...oooooo..rrrrrrsssssssstttt..uuuuuuuuuuuuwwyyyzzzzzzs";

/// The letters of U+1E00 to U+1EFF, by which Vietnamese is written.
const LATIN_ADDITIONAL: &[u8; 256] = b"aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkll\
llllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy.s....aaaaaaaaaaaaaaaa\
aaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

/// Adds the plain letters of `c` to `into`: of a letter or digit in lower case and without marks; of anything else nothing.
#[inline]
pub(crate) fn fold(c: char, into: &mut String) -> Class {
    if c.is_ascii_alphanumeric() {
        into.push(c.to_ascii_lowercase());
        Class::Letter
    } else if c.is_ascii() {
        Class::Other
    } else {
        fold_beyond_ascii(c, into)
    }
}

fn fold_beyond_ascii(c: char, into: &mut String) -> Class {
    let code = c as usize;
    let plain = match code {
        0x0300..=0x036F => return Class::Mark,
        0x00C0..=0x017F => LATIN[code - 0xC0],
        0x1E00..=0x1EFF => LATIN_ADDITIONAL[code - 0x1E00],
        // Full-width forms of ASCII.
        0xFF01..=0xFF5E => return fold((code - 0xFF01 + 0x21) as u8 as char, into),
        _ => b'.',
    };
    if plain != b'.' {
        into.push(char::from(plain));
        return Class::Letter;
    }
    let letters = match c {
        'Æ' | 'æ' | 'Ǽ' | 'ǽ' => "ae",
        'Œ' | 'œ' => "oe",
        'ß' | 'ẞ' => "ss",
        'Þ' | 'þ' => "th",
        'Ĳ' | 'ĳ' => "ij",
        'Ð' | 'ð' | 'Đ' | 'đ' => "d",
        'Ħ' | 'ħ' => "h",
        'ı' => "i",
        'Ł' | 'ł' | 'Ŀ' | 'ŀ' => "l",
        'Ŋ' | 'ŋ' | 'ŉ' => "n",
        'Ø' | 'ø' | 'Ơ' | 'ơ' | 'Ǒ' | 'ǒ' | 'Ǿ' | 'ǿ' => "o",
        'Ŧ' | 'ŧ' | 'Ț' | 'ț' => "t",
        'Ș' | 'ș' => "s",
        'Ǎ' | 'ǎ' => "a",
        'Ǐ' | 'ǐ' => "i",
        'Ǧ' | 'ǧ' => "g",
        'Ư' | 'ư' | 'Ǔ' | 'ǔ' => "u",
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        _ if c.is_alphanumeric() => {
            for small in c.to_lowercase() {
                into.push(unmarked(small));
            }
            return Class::Letter;
        }
        _ => return Class::Other,
    };
    into.push_str(letters);
    Class::Letter
}

/// The lower-case Greek or Cyrillic letter without its mark, as the same word has none in capitals.
fn unmarked(c: char) -> char {
    match c {
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        'ё' | 'ѐ' => 'е',
        'й' | 'ѝ' => 'и',
        'ї' => 'і',
        'ѓ' => 'г',
        'ќ' => 'к',
        'ў' => 'у',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let mut plain = String::new();
        for c in text.chars() {
            if fold(c, &mut plain) == Class::Other {
                plain.push(' ');
            }
        }
        plain
    }

    #[test]
    fn letters_lose_case_accents_and_ligatures() {
        for (text, plain) in [
            ("Amélie", "amelie"),
            ("Ame\u{301}lie", "amelie"),
            ("ÀÁÂÃÄÅ Çç ÈÉÊË ÌÍÎÏ Ñ ÒÓÔÕÖØ ÙÚÛÜ Ýÿ", "aaaaaa cc eeee iiii n oooooo uuuu yy"),
            ("Ăăąćčďđĕęěğıİłńňőŕřśşșťţțůűųŵŷźżž", "aaaccddeeegiilnnorrssstttuuuwyzzz"),
            ("Straße, STRASSE, Œuvre, Æon, ﬁn", "strasse  strasse  oeuvre  aeon  fin"),
            ("Phở, Việt, ưu", "pho  viet  uu"),
            ("Ελλάδα ΕΛΛΑΔΑ λόγος ΛΟΓΟΣ", "ελλαδα ελλαδα λογοσ λογοσ"),
            ("Ёлка ЙОД и\u{306}од", "елка иод иод"),
            ("Ｍａｔｒｉｘ １９９９", "matrix 1999"),
            ("千と千尋の神隠し", "千と千尋の神隠し"),
            ("a-b_c", "a b c"),
        ] {
            assert_eq!(folded(text), plain.replace("\u{3000}", " "), "{text}");
        }
    }
}
