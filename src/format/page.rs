//! What a web page lists.

use super::html::plain_text;
use super::words::words;
use super::{Format, Head, Match, Parser, Sink, recognize};
use crate::error::Result;
use std::rc::Rc;

/// The longest table or list of a web page, or the bookmarks of a browser: its rows are read as those of a table are.
pub struct Page;

impl Format for Page {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        if head.is_page() { page(head) } else { None }
    }
}

/// Most bytes of a page; what goes beyond is left out.
pub const LONGEST: usize = 1 << 24;

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
    let rows = move |html: &str| self::parts(html).into_iter().nth(at).map(|part| part.text);
    let parser = Box::new(Whole::new(Box::new(rows), found.parser));
    let told = format!("the longest table or list of the web page “{name}” was read");
    let told = found.told.map_or(told.clone(), |more| format!("{told}: {more}"));
    Some(Match { sure: true, told: Some(told), own: None, parser, ..found })
}

/// The rows that a text makes.
type Rows = Box<dyn Fn(&str) -> Option<String>>;

/// Gives the rows of a page, or of a note, to what reads them, once all of it is there.
pub struct Whole {
    text: Vec<u8>,
    rows: Rows,
    parser: Box<dyn Parser>,
}

impl Whole {
    /// Gives what `rows` makes of a text to this parser.
    pub fn new(rows: Rows, parser: Box<dyn Parser>) -> Self {
        Whole { text: Vec::new(), rows, parser }
    }
}

impl Parser for Whole {
    fn push(&mut self, bytes: &[u8], _sink: &mut Sink) -> Result<()> {
        let room = LONGEST - self.text.len();
        self.text.extend_from_slice(&bytes[..bytes.len().min(room)]);
        Ok(())
    }

    fn finish(&mut self, sink: &mut Sink) -> Result<()> {
        if self.text.len() == LONGEST {
            sink.skip(0, 0, format_args!("a page of less than {LONGEST} bytes"), "a longer one");
        }
        if let Some(rows) = (self.rows)(&String::from_utf8_lossy(&self.text)) {
            self.parser.push(rows.as_bytes(), sink)?;
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
}
