//! Text that was written for pages: tags and entities, and what a page lists.

use super::words::words;
use super::{Format, Head, Match, Parser, Sink, recognize};
use crate::error::Result;
use std::borrow::Cow;
use std::rc::Rc;

/// The longest table or list of a web page, or the bookmarks of a browser: its rows are read as those of a table are.
pub struct Page;

impl Format for Page {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        let tagged = head.text.trim_start().starts_with('<') && !head.nested && head.columns().is_none();
        match () {
            () if !tagged => None,
            () if head.text.find("material-design-lite").is_some_and(|at| at < FIRST) => activity(),
            () => page(head),
        }
    }
}

/// Where Google's style sheets say their names.
const FIRST: usize = 300;

/// Most bytes of a page; what goes beyond is left out.
const LONGEST: usize = 1 << 24;

/// The format of what the page lists, by the file's name or else by the page's title.
#[cold]
#[inline(never)]
fn page(head: &Head<'_>) -> Option<Match> {
    let parts = parts(head.text);
    let longest = parts.iter().map(|part| part.rows).max()?;
    let at = parts.iter().position(|part| part.rows == longest)?;
    let title = head.text.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>"));
    let title = plain_text(title.map_or("", |(title, _)| title)).replace('/', " ");
    let (name, found) = [head.stem(), &title].into_iter().find_map(|stem| {
        let name = format!("{stem}.txt");
        let mut table = Head::of_table(&name, &parts[at].text, head.whole, None, Rc::default());
        table.alone = head.alone;
        // A page's numbers are seldom marks of many.
        let found =
            recognize(&table).filter(|found| found.told.is_none() || found.format.contains("one person"))?;
        Some((stem, found))
    })?;
    let parser = Box::new(Rows { html: Vec::new(), at, parser: found.parser });
    let told = format!("the longest table or list of the web page “{name}” was read");
    let told = found.told.map_or(told.clone(), |more| format!("{told}: {more}"));
    Some(Match { sure: true, told: Some(told), own: None, parser, ..found })
}

/// What reads Google's pages of what somebody did, which begin with a style sheet longer than a head.
#[cold]
#[inline(never)]
fn activity() -> Option<Match> {
    let rows = "title\ttitleUrl\ttime\n\thttps://www.youtube.com/watch?v=\t\n";
    let table = Head::of_table("watch-history.txt", rows, true, None, Rc::default());
    let mut found = recognize(&table)?;
    found.parser.push(rows.split_inclusive('\n').next()?.as_bytes(), &mut Sink::default()).ok()?;
    Some(Match { parser: Box::new(Activity { html: Vec::new(), parser: found.parser }), ..found })
}

/// Gives the videos of such a page to what reads those of a table.
struct Activity {
    /// What came of a cell that has not ended.
    html: Vec<u8>,
    parser: Box<dyn Parser>,
}

/// What begins a cell of the page.
const CELL: &str = "outer-cell";

impl Activity {
    /// Hands on the video of each cell that is complete, or of all.
    fn give(&mut self, all: bool, sink: &mut Sink) -> Result<()> {
        // Before the first cell stands nothing, but for the beginning of its name.
        let last = memchr::memmem::rfind(&self.html, CELL.as_bytes());
        let last = last.unwrap_or(self.html.len().saturating_sub(CELL.len()));
        let end = if all || self.html.len() > LONGEST { self.html.len() } else { last };
        let mut rows = String::new();
        for cell in String::from_utf8_lossy(&self.html[..end]).split(CELL) {
            let Some((_, link)) = cell.split_once("<a href=\"") else { continue };
            let Some((address, rest)) = link.split_once("\">") else { continue };
            let Some((title, rest)) = rest.split_once("</a>") else { continue };
            // Channels, searches and settings are no videos.
            if address.contains("/watch?v=") {
                let told = rest.split("</div>").next().unwrap_or_default().trim_end_matches("<br>");
                let day = plain_text(told.rsplit("<br>").next().unwrap_or_default());
                rows.push_str(&format!("{}\t{}\t{day}\n", plain_text(title), plain_text(address)));
            }
        }
        self.html.drain(..end);
        self.parser.push(rows.as_bytes(), sink)
    }
}

impl Parser for Activity {
    fn push(&mut self, bytes: &[u8], sink: &mut Sink) -> Result<()> {
        self.html.extend_from_slice(bytes);
        self.give(false, sink)
    }

    fn finish(&mut self, sink: &mut Sink) -> Result<()> {
        self.give(true, sink)?;
        self.parser.finish(sink)
    }
}

/// Gives the rows of a page to what reads them, once all of it is there.
struct Rows {
    html: Vec<u8>,
    /// Which of the page's tables and lists it is.
    at: usize,
    parser: Box<dyn Parser>,
}

impl Parser for Rows {
    fn push(&mut self, bytes: &[u8], _sink: &mut Sink) -> Result<()> {
        let room = LONGEST - self.html.len();
        self.html.extend_from_slice(&bytes[..bytes.len().min(room)]);
        Ok(())
    }

    fn finish(&mut self, sink: &mut Sink) -> Result<()> {
        if self.html.len() == LONGEST {
            sink.skip(0, 0, format_args!("a page of less than {LONGEST} bytes"), "a longer one");
        }
        if let Some(part) = parts(&String::from_utf8_lossy(&self.html)).get(self.at) {
            self.parser.push(part.text.as_bytes(), sink)?;
        }
        self.parser.finish(sink)
    }
}

/// A table or a list of a page.
#[derive(Default)]
struct Part {
    /// A line for each row, with TAB between cells.
    text: String,
    rows: usize,
}

/// All tables and lists of a page; of a browser's bookmarks the one that they all make.
fn parts(html: &str) -> Vec<Part> {
    let small = html.to_ascii_lowercase();
    let bookmarks = small.trim_start().starts_with("<!doctype netscape-bookmark");
    let (mut parts, mut open) = (Vec::<Part>::new(), Vec::new());
    if bookmarks {
        open.push(0);
        parts.push(Part { text: "title\thref\tadd_date".to_owned(), rows: 1 });
    }
    // Where the text of a cell begins, with what stands behind it, and whether there is any so far.
    let (mut cell, mut any, mut at) = (None::<(usize, String)>, false, 0);
    while let Some(found) = small[at..].find('<') {
        let from = at + found;
        any |= !html[at..from].trim().is_empty();
        let end = small[from..].find('>').map_or(small.len(), |end| from + end);
        at = small.len().min(end + 1);
        let tag = &html[from + 1..end];
        let name = small[from + 1..end].split_whitespace().next().unwrap_or_default();
        if matches!(name, "script" | "style") {
            at = small[at..].find("</").map_or(small.len(), |close| at + close);
        }
        let (group, cells) =
            if bookmarks { (words!(""), words!("a")) } else { (words!("table ul ol"), words!("td th li")) };
        let plain = name.strip_prefix('/').unwrap_or(name);
        // What stands first in a point of a list is what it lists, and what follows tells of it.
        let told = |(_, behind): &(usize, String)| {
            any && behind.is_empty()
                && (plain != name || name == "br")
                && words!("a br div p h2 h3 h4").contain(plain)
        };
        if !(group.contain(plain) || cells.contain(plain) || plain == "tr" || cell.as_ref().is_some_and(told))
        {
            continue;
        }
        if let Some((begins, behind)) = cell.take()
            && let Some(part) = open.last().and_then(|&last: &usize| parts.get_mut(last))
        {
            part.text.push_str(&plain_text(&html[begins..from]));
            part.text.push_str(&behind);
        }
        if group.contain(name) {
            open.push(parts.len());
            // Values that were a list stand below a name.
            let above =
                if name == "table" { Part::default() } else { Part { text: "value".to_owned(), rows: 1 } };
            parts.push(above);
        } else if group.contain(plain) {
            open.pop();
        }
        let Some(part) = open.last().and_then(|&last| parts.get_mut(last)) else { continue };
        if matches!(name, "tr" | "li" | "a") {
            part.text.push_str(if part.rows > 0 { "\n" } else { "" });
            part.rows += 1;
        }
        if cells.contain(name) {
            let behind = match name {
                "a" => format!("\t{}\t{}", attribute(tag, "HREF=\""), attribute(tag, "ADD_DATE=\"")),
                "li" => String::new(),
                // A cell may be as wide as several.
                _ => "\t".repeat(attribute(tag, "colspan=").parse().unwrap_or(1).clamp(1, 20)),
            };
            (cell, any) = (Some((at, behind)), false);
        }
    }
    parts
}

/// What an attribute of a tag says.
fn attribute<'a>(tag: &'a str, name: &str) -> &'a str {
    let value = tag.split_once(name).map_or("", |(_, value)| value.trim_start_matches(['"', '\'']));
    value.split(['"', '\'', ' ']).next().unwrap_or_default()
}

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
    fn tables_and_lists_are_found_in_pages() {
        let page = "<ul><li>Home<LI>News</ul><table><tr><th colspan=2>Title<th>By</tr>\n<tr><td>A &amp;\nB</td><td></td>\
                    <td><a href=x>C</a></table><ol><li><a href=x>D</a> (2001)<ul><li>E</ul></ol>";
        let texts: Vec<_> = parts(page).into_iter().map(|part| part.text).collect();
        assert_eq!(texts, ["value\nHome\nNews", "Title\t\tBy\t\nA & B\t\tC\t", "value\nD", "value\nE"]);
    }

    #[test]
    fn tags_and_entities_are_understood() {
        assert_eq!(
            plain_text("<p>\nA &lt;b&gt; &amp; c<br>d &#39;e&#x27; AT&T 1 < 2"),
            "A <b> & c d 'e' AT&T 1 < 2"
        );
    }
}
