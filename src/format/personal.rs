//! What one person exported from Letterboxd, IMDb or Goodreads. How it meets the items of a data set
//! is told in [`crate::export`].

use super::table::{Dialect, Row, RowParser, Table, fields};
use super::value::{imdb_id, number, time};
use super::{Format, Head, Match, Sink};
use crate::ratings::{FeatureKind, Noun};

/// The person to whom the items belong when they are the only data.
pub const ME: &str = "me";

/// One film or book of an export.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnItem {
    /// Its id in the catalogue it came from.
    pub id: String,
    /// Its title there.
    pub title: String,
    /// The year, when the export has it.
    pub year: Option<u16>,
    /// Its IMDb id, `tt0114709`.
    pub imdb: Option<String>,
    /// Its ISBN, of 10 or 13 characters.
    pub isbn: Vec<String>,
    /// What the person thinks of it.
    pub opinion: Opinion,
    /// Seconds since 1970, if known.
    pub time: Option<u32>,
}

/// What the export says about an item.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Opinion {
    /// Rated this, on a scale from 0 to the other number.
    Rated(f32, f32),
    /// Seen or read, without a rating.
    Seen,
    /// On the list of what to see or read.
    Wanted,
}

/// Letterboxd, IMDb, Goodreads.
pub struct Personal;

impl Format for Personal {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        let first = head.lines().first()?;
        let guess = head.guesses().iter().find(|g| g.dialect.separator == ",");
        let dialect = guess.map_or_else(|| Dialect::quoted(","), |g| g.dialect.clone());
        let header = fields(first, &dialect);
        let find = |name: &str| header.iter().position(|field| field.eq_ignore_ascii_case(name));
        let mut columns = ExportRows::default();
        let format;
        if let (Some(id), Some(title), Some(year)) = (find("Letterboxd URI"), find("Name"), find("Year")) {
            columns.rating = find("Rating");
            columns.best = 5.0;
            columns.wanted = head.stem() == "watchlist";
            columns.unread = matches!(head.stem(), "diary" | "reviews");
            (columns.id, columns.title, columns.years) = (id, title, vec![year]);
            columns.time = find("Date");
            format = "Letterboxd export";
        } else if let (Some(id), Some(title), Some(rating)) =
            (find("Const"), find("Title"), find("Your Rating"))
        {
            (columns.id, columns.title, columns.rating) = (id, title, Some(rating));
            columns.years = find("Year").into_iter().collect();
            columns.imdb = Some(id);
            columns.time = find("Date Rated");
            columns.best = 10.0;
            format = "IMDb export";
        } else if let (Some(id), Some(title), Some(rating)) =
            (find("Book Id"), find("Title"), find("My Rating"))
        {
            (columns.id, columns.title, columns.rating) = (id, title, Some(rating));
            let years = [find("Original Publication Year"), find("Year Published")];
            columns.years = years.into_iter().flatten().collect();
            columns.isbn = [find("ISBN"), find("ISBN13")].into_iter().flatten().collect();
            columns.time = find("Date Read");
            columns.shelf = find("Exclusive Shelf");
            columns.best = 5.0;
            format = "Goodreads export";
        } else {
            return None;
        }
        let parser = Table::new(dialect, 1, header.len(), Box::new(columns)).into_parser(head);
        let items = if format.starts_with("Goodreads") { Noun::BOOK } else { Noun::FILM };
        Some(Match::sure(format, parser).calling(None, items))
    }
}

#[derive(Default)]
struct ExportRows {
    id: usize,
    title: usize,
    years: Vec<usize>,
    rating: Option<usize>,
    time: Option<usize>,
    imdb: Option<usize>,
    isbn: Vec<usize>,
    shelf: Option<usize>,
    /// The highest rating there is.
    best: f32,
    wanted: bool,
    /// The file repeats what another file of the export has.
    unread: bool,
}

impl RowParser for ExportRows {
    fn row(&mut self, row: Row<'_>, sink: &mut Sink) {
        if self.unread {
            return;
        }
        let title = row.get(self.title);
        if title.is_empty() {
            return sink.skip(row.line, self.title as u32 + 1, "a title", "nothing");
        }
        let shelf = self.shelf.map_or("", |column| row.get(column));
        let text = self.rating.map_or("", |column| row.get(column));
        let opinion = if self.wanted {
            Opinion::Wanted
        } else {
            // 0 says unrated.
            match (text, number(text)) {
                ("", _) | (_, Some(0.0)) if shelf == "to-read" => Opinion::Wanted,
                ("", _) | (_, Some(0.0)) => Opinion::Seen,
                (_, Some(value)) if value > 0.0 && value <= self.best => Opinion::Rated(value, self.best),
                _ => {
                    let column = self.rating.map_or(0, |column| column as u32 + 1);
                    let expected = format_args!("a rating from 0 to {}", self.best);
                    return sink.skip(row.line, column, expected, text);
                }
            }
        };
        let year = self.years.iter().find_map(|&column| row.get(column).parse::<u16>().ok());
        // Goodreads writes ="0439023483" to keep spreadsheets from dropping the zero.
        let isbn = self
            .isbn
            .iter()
            .map(|&column| row.get(column).chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>());
        sink.own(OwnItem {
            id: row.get(self.id).to_owned(),
            title: title.to_owned(),
            year,
            imdb: self.imdb.and_then(|column| imdb_id(row.get(column))),
            isbn: isbn.filter(|isbn| isbn.len() >= 10).collect(),
            opinion,
            time: self.time.and_then(|column| time(row.get(column))),
        });
    }

    fn end(&mut self, sink: &mut Sink) {
        if self.unread {
            sink.note("left unread: another file of the export has the ratings");
        }
    }
}

/// Puts items into a data set of their own, as the ratings of [`ME`].
pub(crate) fn into_ratings(items: &[OwnItem], sink: &mut Sink) {
    for item in items {
        let Opinion::Rated(value, _) = item.opinion else { continue };
        sink.builder.rating(ME, &item.id, value, item.time);
        let title = match item.year {
            Some(year) => format!("{} ({year})", item.title),
            None => item.title.clone(),
        };
        sink.item_title(&item.id, &title);
        if let Some(imdb) = &item.imdb {
            sink.item_feature(&item.id, "imdb", FeatureKind::Link, imdb);
        }
    }
}
