//! What somebody watched on YouTube, as a page: `Takeout/YouTube and YouTube Music/history/watch-history.html`.

use crate::error::Result;
use crate::format::html::plain_text;
use crate::format::page::LONGEST;
use crate::format::{Format, Head, Match, Parser, Sink, recognize};
use std::rc::Rc;

/// Google's pages of what somebody did, with a cell for each deed.
pub struct Activity;

/// Where Google's style sheets say their names.
const FIRST: usize = 300;

impl Format for Activity {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        let styled = || head.text.find("material-design-lite").is_some_and(|at| at < FIRST);
        if head.is_page() && styled() { videos() } else { None }
    }
}

/// What reads the videos of such a page, which begins with a style sheet longer than a head.
#[cold]
#[inline(never)]
fn videos() -> Option<Match> {
    let rows = "title\ttitleUrl\ttime\n\thttps://www.youtube.com/watch?v=\t\n";
    let table = Head::of_table("watch-history.txt", rows, true, None, Rc::default());
    let mut found = recognize(&table)?;
    found.parser.push(rows.split_inclusive('\n').next()?.as_bytes(), &mut Sink::default()).ok()?;
    Some(Match { parser: Box::new(Cells { html: Vec::new(), parser: found.parser }), ..found })
}

/// Gives them to what reads those of a table.
struct Cells {
    /// What came of a cell that has not ended.
    html: Vec<u8>,
    parser: Box<dyn Parser>,
}

/// What begins a cell of the page.
const CELL: &str = "outer-cell";

impl Cells {
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

impl Parser for Cells {
    fn push(&mut self, bytes: &[u8], sink: &mut Sink) -> Result<()> {
        self.html.extend_from_slice(bytes);
        self.give(false, sink)
    }

    fn finish(&mut self, sink: &mut Sink) -> Result<()> {
        self.give(true, sink)?;
        self.parser.finish(sink)
    }
}
