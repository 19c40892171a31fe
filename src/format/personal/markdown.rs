//! One person's list in Markdown or in Org: points, a table, or a line for each title.

use super::guess::{FEWEST, TITLES};
use super::lines::{are_titles, listed, names_one, own};
use super::rows::is_of_wishes;
use super::services::RATING;
use super::{Opinion, columns};
use crate::error::Result;
use crate::format::html::plain_text;
use crate::format::table::column_name;
use crate::format::text::ByLine;
use crate::format::time::year_begins;
use crate::format::value::mark;
use crate::format::words::words;
use crate::format::{Format, Head, LineParser, Match, Sink};

/// Lists, tables and lines of titles in Markdown, which have commas and bars of another kind than tables have.
pub struct Markdown;

impl Format for Markdown {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        if !words!(".md .org").end(&head.name) || head.columns().is_some() {
            return None;
        }
        markdown(head)
    }
}

/// A list in Markdown, in a file called by such items or by what somebody did with them: `books-read.md`.
#[cold]
#[inline(never)]
fn markdown(head: &Head<'_>) -> Option<Match> {
    let (items, _) = listed(&head.name).filter(|(_, done)| *done || head.alone)?;
    let org = head.name.ends_with(".org");
    let points = |plain: bool, table: bool| -> Vec<Point> {
        let mut page = Page { plain, table, ..Page::default() };
        let point = |line: &&str| if org { page.point(&of_org(line)) } else { page.point(line) };
        head.lines().iter().filter_map(point).collect()
    };
    let mut found = points(false, false);
    // The points beside a table say what its marks mean.
    let rows = found.iter().filter(|point| point.row).count();
    let table = rows >= FEWEST && rows * 2 > found.len();
    if table {
        found = points(false, true);
    }
    let plain = found.len() < FEWEST;
    if plain {
        found = points(true, false);
        let titles: Vec<&str> = found.iter().map(|point| &*point.title).collect();
        if !are_titles(&titles) {
            return None;
        }
    }
    let boxes = found.iter().filter(|point| point.boxed).count() * 2 > found.len();
    // Of what somebody has read, a mark on one says little.
    let marks = found.iter().filter(|point| point.mark.is_some()).count();
    let rated = marks > 1 && marks * 10 >= found.len();
    (found.len() >= FEWEST).then(|| {
        let page = Page { plain, boxes, table, ..Page::default() };
        let list = Bullets { page, org, rated, wanted: usize::MAX, year: None, highest: 0.0 };
        let parser = Box::new(ByLine::new(head.line_end, Box::new(list)));
        let what = if plain {
            "line"
        } else if table {
            "row of the tables"
        } else {
            "point of the lists"
        };
        let marks = if rated { ", and what stands beside it for a mark" } else { "" };
        let told = format!("each {what} was taken for a title that one person has chosen{marks}");
        Match::likely("one person's list in Markdown (guessed)", parser).told(told).calling(None, items)
    })
}

/// What is listed in a line of Markdown.
struct Point {
    title: String,
    artist: String,
    /// The mark, and the highest there is where the text says so, else 0.
    mark: Option<(f32, u16)>,
    /// True where a box stands beside it, and where that is still empty.
    boxed: bool,
    open: bool,
    /// True in a table, and where anything stands in its column of marks.
    row: bool,
    said: bool,
}

/// The same in Markdown: headings have stars there, and what is to do or done a word behind these.
fn of_org(line: &str) -> String {
    let rest = line.trim_start_matches('*');
    let depth = line.len() - rest.len();
    let mut text = match rest.strip_prefix(' ').filter(|_| depth > 0).map(str::trim) {
        Some(title) => match title.split_once(' ') {
            Some(("DONE", title)) => format!("- [x] {title}"),
            Some(("TODO", title)) => format!("- [ ] {title}"),
            _ => format!("{} {title}", "#".repeat(depth)),
        },
        // What is told of the file.
        None if line.starts_with('#') => String::new(),
        None => line.to_owned(),
    };
    while let Some((before, link)) = text.split_once("[[")
        && let Some((_, named)) = link.split_once("][")
        && let Some((named, after)) = named.split_once("]]")
    {
        text = format!("{before}{named}{after}");
    }
    text
}

/// What is listed in this line.
fn bullet(line: &str) -> Option<Point> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let signs = if digits > 0 { &line[digits..] } else { line };
    let marks: &[char] = if digits > 0 { &['.', ')'] } else { &['-', '*', '+'] };
    entry(signs.strip_prefix(marks)?.strip_prefix(' ')?)
}

/// What a point, a line of its own or a cell says.
fn entry(text: &str) -> Option<Point> {
    let text = text.trim();
    let open = text.starts_with("[ ]");
    let boxed = open || text.starts_with("[x]") || text.starts_with("[X]");
    let text = if boxed { &text[3..] } else { text };
    let mut title = String::new();
    // Of a link its text, and no signs of emphasis.
    let mut rest = text.trim().trim_end_matches('.');
    while let Some((before, link)) = rest.split_once('[') {
        let Some((named, address)) = link.split_once(']') else { break };
        let Some((_, after)) = address.split_once(')').filter(|(to, _)| to.starts_with('(')) else { break };
        title.push_str(before);
        title.push_str(named);
        rest = after;
    }
    title.push_str(rest);
    title.retain(|c| !matches!(c, '*' | '`' | '_'));
    let title = plain_text(&title);
    let (plain, mark) = apart(&title);
    let (title, artist) = (plain.to_owned(), String::new());
    (!plain.is_empty()).then_some(Point { title, artist, mark, boxed, open, row: false, said: false })
}

/// The title, and the mark that stands behind it: `Heat ★★★★`, `Heat (8/10)`.
fn apart(text: &str) -> (&str, Option<(f32, u16)>) {
    let stars: &[char] = &['★', '⭐', '☆', '½'];
    let bracketed = text.strip_suffix([')', ']']).and_then(|text| text.rsplit_once(['(', '[']));
    let (title, behind) = bracketed.unwrap_or_else(|| {
        let title = text.trim_end_matches(|c: char| stars.contains(&c) || matches!(c, '\u{FE0F}' | ' '));
        let word = text.rfind(' ').map_or(0, |at| at + 1);
        text.split_at(if title.len() < text.len() { title.len() } else { word })
    });
    let behind = behind.trim();
    // “Fahrenheit 9/11” is a film.
    let is_mark = |&(value, best): &(f32, u16)| {
        value > 0.0 && (behind.starts_with(stars) || matches!(best, 5 | 10 | 100))
    };
    let title = title.trim_end_matches([' ', '-', '–', '—', ':', ',']);
    let found = mark(behind).filter(is_mark).filter(|_| !title.is_empty());
    if found.is_some() { (title, found) } else { (text, None) }
}

/// The columns of titles, of artists and of marks in a table.
type Columns = (usize, Option<usize>, Option<usize>);

/// Reads the lines of a page of Markdown.
#[derive(Default)]
struct Page {
    /// Whether each line is a title of its own.
    plain: bool,
    /// How many lines came, and whether they are those of a head between dashes, or of a comment.
    lines: usize,
    head: bool,
    comment: bool,
    /// Whether points have boxes, so that one without is no entry.
    boxes: bool,
    /// Whether it has a table, beside which points are no entries, and what they say of marks: the best one first.
    table: bool,
    legend: Vec<String>,
    /// The columns of the table that goes on.
    columns: Option<Columns>,
}

impl Page {
    /// What a line lists: a point, or in a table what stands below the name of a column of titles, which comes before.
    #[inline(never)]
    fn point(&mut self, line: &str) -> Option<Point> {
        self.lines += 1;
        let dashes = line.trim_end() == "---";
        if dashes && (self.head || self.lines == 1) {
            self.head = !self.head;
        }
        let comment = self.comment || line.trim_start().starts_with("<!--");
        self.comment = comment && !line.contains("-->");
        if self.head || comment {
            return None;
        }
        let Some(row) = line.strip_prefix('|') else {
            self.columns = None;
            let text = line.trim();
            let begins = !text.starts_with(['#', '<', '|', '>']) && text.contains(char::is_alphanumeric);
            if self.table {
                let sign = text.trim_start_matches(['-', '*', '+', ' ']).split([' ', '=']).next();
                self.legend.extend(sign.filter(|sign| sign.starts_with(':')).map(str::to_owned));
                return None;
            }
            let point = if self.plain && begins { entry(text) } else { bullet(line) };
            return point.filter(|point| !self.boxes || point.boxed);
        };
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let Some((title, artist, rating)) = self.columns else {
            self.columns = titled(&cells);
            return None;
        };
        let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
        // Dashes stand below the names.
        if cell(title).trim_matches(['-', ':']).is_empty() {
            return None;
        }
        let mut point = Point { row: true, ..entry(cell(title))? };
        if let Some(by) = artist.and_then(|at| entry(cell(at))) {
            point.artist = by.title;
        }
        if let Some(at) = rating {
            let steps = self.legend.len();
            let step = self.legend.iter().position(|sign| sign == cell(at)).filter(|_| steps > 1);
            let marked = mark(&cell(at).replace(":star:", "★")).filter(|(value, _)| *value > 0.0);
            point.mark = step.map(|step| ((steps - step) as f32, steps as u16)).or(marked);
            point.said = !cell(at).is_empty();
        }
        Some(point)
    }
}

/// The columns of a table of these names, where one is of titles.
fn titled(cells: &[&str]) -> Option<Columns> {
    let names: Vec<String> = cells.iter().map(|cell| column_name(cell)).collect();
    let title = columns(&names, &TITLES).first().copied();
    let title = title.or_else(|| cells.iter().position(|cell| cell.split('/').any(names_one)))?;
    let artist = names.iter().position(|name| name == "artist").filter(|&at| at != title);
    let rating = columns(&names, &RATING).first().copied();
    // How high marks go may stand beside the name.
    let rating = rating.or_else(|| cells.iter().position(|cell| cell.contains("/5") || cell.contains("/10")));
    Some((title, artist, rating))
}

/// Reads such lists. A year in what stands above is when somebody did it.
struct Bullets {
    page: Page,
    /// Whether it is written in Org.
    org: bool,
    /// Whether marks count.
    rated: bool,
    /// How deep the heading is below which stands what is wanted; the greatest number without one.
    wanted: usize,
    year: Option<u32>,
    /// The highest mark so far of those that do not say what it is.
    highest: f32,
}

impl LineParser for Bullets {
    fn line(&mut self, text: &str, _number: u64, sink: &mut Sink) -> Result<()> {
        let plain = self.org.then(|| of_org(text));
        let text = plain.as_deref().unwrap_or(text);
        if text.trim().is_empty() {
            return Ok(());
        }
        if let Some(point) = self.page.point(text) {
            // What is ticked or marked below such a heading is wanted no more.
            let told = point.boxed || point.said;
            let opinion = match point.mark.filter(|_| self.rated) {
                _ if point.open || !told && self.wanted < usize::MAX => Opinion::Wanted,
                Some((value, best)) => {
                    if best == 0 {
                        self.highest = self.highest.max(value);
                    }
                    Opinion::Rated(value, f32::from(best))
                }
                None => Opinion::Seen,
            };
            let Point { title, artist, .. } = &point;
            // Albums of several are called the same.
            let id = if artist.is_empty() { title.clone() } else { format!("{artist}: {title}") };
            own(id, title, opinion, self.year, sink);
        } else if text.starts_with('#') {
            let mut words = text.split(|c: char| !c.is_ascii_digit());
            self.year = words.find_map(year_begins);
            let depth = text.bytes().take_while(|b| *b == b'#').count();
            if self.org && self.wanted < depth {
                // Headings are what such an outline lists.
                let title = text.trim_start_matches('#').trim();
                own(title.to_owned(), title, Opinion::Wanted, None, sink);
            }
            if depth <= self.wanted {
                self.wanted = if is_of_wishes(text) { depth } else { usize::MAX };
            }
        }
        Ok(())
    }

    fn end(&mut self, sink: &mut Sink) -> Result<()> {
        sink.own.set_best(self.highest);
        Ok(())
    }
}
