//! Tables of delimited text: CSV, TSV and their relatives, with or without a header.
//!
//! Lines without a quote are split at the separator; a line with one goes through `csv-core`, so
//! that quoted fields may hold separators, quotes and line ends.

use super::text::{ByLine, Encoding, MAX_LINE};
use super::value::{imdb_id, is_year, number, plain_text, time, year_of_title};
use super::{Format, Head, LineParser, Match, Sink};
use crate::error::Result;
use crate::load::Columns;
use crate::ratings::FeatureKind;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};

/// How a line is split into fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Dialect {
    /// What stands between fields: one byte, or a few (`::`, TAB TAB).
    pub separator: String,
    /// Whether `"` encloses fields. Only with a separator of one byte.
    pub quote: bool,
    /// Whether `\` takes the meaning from a quote that follows, beside `""`.
    pub escape: bool,
}

impl Dialect {
    /// Fields separated by this, without quotes.
    pub fn plain(separator: &str) -> Self {
        Dialect { separator: separator.to_owned(), quote: false, escape: false }
    }

    /// Fields separated by this byte, perhaps in quotes.
    pub fn quoted(separator: &str) -> Self {
        Dialect { quote: true, ..Dialect::plain(separator) }
    }
}

/// One row's fields.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    text: &'a str,
    ends: &'a [(u32, u32)],
    /// The line on which the row begins, counted from 1.
    pub line: u64,
}

impl<'a> Row<'a> {
    /// The field at this index, counted from 0, without white space around it; empty past the end.
    #[inline]
    pub fn get(&self, index: usize) -> &'a str {
        match self.ends.get(index) {
            Some(&(start, end)) => trim(&self.text[start as usize..end as usize]),
            None => "",
        }
    }

    /// Number of fields.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True when there is no field.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// `str::trim`, with a short way for text that has nothing to trim.
#[inline]
fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// Takes the rows of a table.
pub trait Rows {
    /// The next row.
    fn row(&mut self, row: Row<'_>, sink: &mut Sink);

    /// The last row has come.
    fn end(&mut self, _sink: &mut Sink) {}
}

/// Splits lines into rows.
pub struct Table {
    dialect: Dialect,
    /// Lines still to be dropped: the header.
    header: usize,
    /// Number of fields by which a row of several lines is told from a stray quote.
    width: usize,
    rows: Box<dyn Rows>,
    ends: Vec<(u32, u32)>,
    quoted: Quoted,
}

/// The state of a row whose quotes have not closed yet.
struct Quoted {
    reader: Reader,
    /// The lines as they came, to start again from if the quotes never close.
    lines: String,
    first_line: u64,
    n_lines: u64,
    open: bool,
    text: Vec<u8>,
    n_text: usize,
    ends: Vec<usize>,
    n_ends: usize,
}

impl Table {
    /// A table whose first `header` lines that are not empty are dropped; rows of several lines must
    /// have `width` fields.
    pub fn new(dialect: Dialect, header: usize, width: usize, rows: Box<dyn Rows>) -> Self {
        let mut builder = ReaderBuilder::new();
        builder.delimiter(dialect.separator.bytes().next().unwrap_or(b','));
        builder.quoting(dialect.quote).escape(dialect.escape.then_some(b'\\'));
        // Lines come one by one; a CR inside one is text.
        builder.terminator(Terminator::Any(b'\n'));
        let quoted = Quoted {
            reader: builder.build(),
            lines: String::new(),
            first_line: 0,
            n_lines: 0,
            open: false,
            text: vec![0; 256],
            n_text: 0,
            ends: vec![0; 16],
            n_ends: 0,
        };
        Table { dialect, header, width, rows, ends: Vec::new(), quoted }
    }

    /// The table as a parser of text.
    pub fn into_parser(self, head: &Head<'_>) -> Box<dyn super::Parser> {
        Box::new(ByLine::new(head.line_end, Box::new(self)))
    }

    /// One line at a time; `strict` when a quote must close on its line.
    fn take(&mut self, text: &str, number: u64, strict: bool, sink: &mut Sink) {
        if !self.quoted.open {
            if trim(text).is_empty() {
                return;
            }
            let plain = !self.dialect.quote || memchr::memchr(b'"', text.as_bytes()).is_none();
            if plain {
                if self.header > 0 {
                    self.header -= 1;
                    return;
                }
                split(text, self.dialect.separator.as_bytes(), &mut self.ends);
                self.rows.row(Row { text, ends: &self.ends, line: number }, sink);
                return;
            }
            self.quoted.begin(number);
        }
        if !self.quoted.line(text) {
            let too_long = self.quoted.lines.len() > MAX_LINE;
            if strict || too_long {
                self.give_up(strict, sink);
            }
            return;
        }
        let n_lines = self.quoted.n_lines;
        if n_lines > 1 && self.width > 0 && self.quoted.n_ends != self.width {
            return self.give_up(false, sink);
        }
        self.quoted.open = false;
        if self.header > 0 {
            self.header -= 1;
            return;
        }
        let bytes = &self.quoted.text[..self.quoted.n_text];
        self.ends.clear();
        let mut start = 0;
        for &end in &self.quoted.ends[..self.quoted.n_ends] {
            self.ends.push((start, end as u32));
            start = end as u32;
        }
        // Splitting UTF-8 at ASCII bytes leaves UTF-8.
        match std::str::from_utf8(bytes) {
            Ok(text) => {
                self.rows.row(Row { text, ends: &self.ends, line: self.quoted.first_line }, sink);
            }
            Err(_) => sink.skip(self.quoted.first_line, 0, "text", "bytes that are not text"),
        }
    }

    /// The quotes did not close: the first line is reported, the others are read again, each by
    /// itself. `last` when there are no others.
    fn give_up(&mut self, last: bool, sink: &mut Sink) {
        self.quoted.open = false;
        let lines = std::mem::take(&mut self.quoted.lines);
        let first = self.quoted.first_line;
        let mut lines = lines.lines();
        let begin = lines.next().unwrap_or("");
        if self.header > 0 {
            self.header -= 1;
        } else {
            let quote = begin.rfind('"').map_or(begin, |at| &begin[at..]);
            sink.skip(first, 0, "a quote that closes", format_args!("{quote}"));
        }
        if !last {
            for (i, line) in lines.enumerate() {
                self.take(line, first + 1 + i as u64, true, sink);
            }
        }
    }
}

impl Quoted {
    fn begin(&mut self, line: u64) {
        self.reader.reset();
        self.lines.clear();
        self.first_line = line;
        self.n_lines = 0;
        self.open = true;
        self.n_text = 0;
        self.n_ends = 0;
    }

    /// Takes one more line; true when the row is complete.
    fn line(&mut self, text: &str) -> bool {
        self.lines.push_str(text);
        self.lines.push('\n');
        self.n_lines += 1;
        self.feed(text.as_bytes());
        self.feed(b"\n")
    }

    fn feed(&mut self, mut input: &[u8]) -> bool {
        while !input.is_empty() {
            let (result, used, written, fields) =
                self.reader.read_record(input, &mut self.text[self.n_text..], &mut self.ends[self.n_ends..]);
            input = &input[used..];
            self.n_text += written;
            self.n_ends += fields;
            match result {
                ReadRecordResult::InputEmpty => return false,
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record | ReadRecordResult::End => return true,
            }
        }
        false
    }
}

impl LineParser for Table {
    fn line(&mut self, text: &str, number: u64, sink: &mut Sink) -> Result<()> {
        self.take(text, number, false, sink);
        Ok(())
    }

    fn end(&mut self, sink: &mut Sink) -> Result<()> {
        if self.quoted.open {
            self.give_up(false, sink);
        }
        self.rows.end(sink);
        Ok(())
    }
}

/// The fields of a line without quotes, as ranges of bytes.
#[inline]
fn split(text: &str, separator: &[u8], ends: &mut Vec<(u32, u32)>) {
    ends.clear();
    let bytes = text.as_bytes();
    let mut start = 0;
    match separator {
        // Fields are short: a plain loop is faster than a vector search for each.
        [separator] => {
            for (i, b) in bytes.iter().enumerate() {
                if b == separator {
                    ends.push((start, i as u32));
                    start = i as u32 + 1;
                }
            }
        }
        _ => {
            for at in memchr::memmem::find_iter(bytes, separator) {
                ends.push((start, at as u32));
                start = (at + separator.len()) as u32;
            }
        }
    }
    ends.push((start, bytes.len() as u32));
}

/// The fields of one line by itself, for guessing and for previews.
pub fn fields(line: &str, dialect: &Dialect) -> Vec<String> {
    let mut found = Vec::new();
    if dialect.quote && line.contains('"') {
        let mut builder = ReaderBuilder::new();
        builder.delimiter(dialect.separator.bytes().next().unwrap_or(b','));
        builder.escape(dialect.escape.then_some(b'\\'));
        let mut reader = builder.build();
        let (mut text, mut ends) = (vec![0; line.len() + 1], vec![0; line.len() + 2]);
        let (_, _, n_text, n_ends) = reader.read_record(line.as_bytes(), &mut text, &mut ends);
        let mut start = 0;
        // The last field of a line without its end is still open.
        for &end in ends[..n_ends].iter().chain([&n_text]) {
            found.push(String::from_utf8_lossy(&text[start..end]).trim().to_owned());
            start = end;
        }
    } else {
        let mut ends = Vec::new();
        split(line, dialect.separator.as_bytes(), &mut ends);
        found.extend(ends.iter().map(|&(a, b)| line[a as usize..b as usize].trim().to_owned()));
    }
    found
}

/// Ratings, one a row.
#[derive(Debug, Clone)]
pub struct RatingRows {
    /// Index of the user's column.
    pub user: usize,
    /// Index of the item's column.
    pub item: usize,
    /// Index of the value's column; without one every row counts 1.
    pub value: Option<usize>,
    /// Index of the time's column.
    pub time: Option<usize>,
    /// Index of a column with the item's title.
    pub title: Option<usize>,
    /// Whether values are counts, which cannot be negative.
    pub counts: bool,
    /// Rows with value 0 say that someone had the item, without a rating; they are left out unless
    /// every row is taken as a plain yes.
    pub zero_is_unrated: bool,
    /// Rows with value 0 so far, and times that were not understood.
    left_out: (u64, u64),
    started: bool,
}

impl RatingRows {
    /// Rows of user, item, value and time.
    pub fn new(user: usize, item: usize, value: Option<usize>, time: Option<usize>) -> Self {
        RatingRows {
            user,
            item,
            value,
            time,
            title: None,
            counts: value.is_none(),
            zero_is_unrated: false,
            left_out: (0, 0),
            started: false,
        }
    }
}

impl Rows for RatingRows {
    fn row(&mut self, row: Row<'_>, sink: &mut Sink) {
        if !self.started {
            self.started = true;
            if self.counts {
                sink.counts();
            }
        }
        let (user, item) = (row.get(self.user), row.get(self.item));
        for (column, id, what) in [(self.user, user, "user"), (self.item, item, "item")] {
            if id.is_empty() {
                let found = if column < row.len() { "nothing" } else { "the end of the line" };
                return sink.skip(row.line, column as u32 + 1, format_args!("the id of a {what}"), found);
            }
        }
        let mut value = 1.0;
        if let Some(column) = self.value {
            let text = row.get(column);
            match number(text) {
                Some(0.0) if self.zero_is_unrated && !sink.is_binary() => {
                    self.left_out.0 += 1;
                    return;
                }
                Some(count) if self.counts && count < 0.0 => {
                    return sink.skip(row.line, column as u32 + 1, "a count, zero or more", text);
                }
                Some(number) => value = number,
                None => {
                    let found = if column >= row.len() {
                        "the end of the line"
                    } else if text.is_empty() {
                        "nothing"
                    } else {
                        text
                    };
                    return sink.skip(row.line, column as u32 + 1, "a number", found);
                }
            }
        }
        let time = self.time.and_then(|column| {
            let text = row.get(column);
            let time = time(text);
            self.left_out.1 += u64::from(time.is_none() && !text.is_empty());
            time
        });
        sink.rating(user, item, value, time);
        if let Some(title) = self.title {
            sink.item_title(item, row.get(title));
        }
    }

    fn end(&mut self, sink: &mut Sink) {
        let (unrated, untimed) = self.left_out;
        if unrated > 0 {
            sink.note(format_args!("{unrated} rows with value 0 (had, not rated) left out"));
        }
        if untimed > 0 {
            sink.note(format_args!("{untimed} times were not understood and are left open"));
        }
    }
}

/// Descriptions of items, one a row.
#[derive(Debug, Clone, Default)]
pub struct ItemRows {
    /// Index of the item's column.
    pub item: usize,
    /// Index of the title's column.
    pub title: Option<usize>,
    /// Index of the column with genres, separated by `|` (or `,` or `;` when there is no `|`).
    pub genres: Option<usize>,
    /// Index of the year's column; without one the year is taken from a title that ends in `(1995)`.
    pub year: Option<usize>,
    /// Index of the column with an IMDb id.
    pub imdb: Option<usize>,
}

impl Rows for ItemRows {
    fn row(&mut self, row: Row<'_>, sink: &mut Sink) {
        let item = row.get(self.item);
        if item.is_empty() {
            return sink.skip(row.line, self.item as u32 + 1, "the id of an item", "nothing");
        }
        let title = self.title.map_or("", |column| row.get(column));
        if title.contains('&') {
            sink.item_title(item, &plain_text(title));
        } else {
            sink.item_title(item, title);
        }
        if let Some(column) = self.genres {
            genres(item, row.get(column), sink);
        }
        let year = match self.year {
            Some(column) => row.get(column).trim_end_matches(".0"),
            None => year_of_title(title).map_or("", |(_, year)| year),
        };
        if is_year(year) {
            sink.item_feature(item, "year", FeatureKind::Attribute, year);
        }
        if let Some(id) = self.imdb.and_then(|column| imdb_id(row.get(column))) {
            sink.item_feature(item, "imdb", FeatureKind::Link, &id);
        }
        sink.described();
    }
}

/// The genres of an item, from a list in one field.
pub fn genres(item: &str, list: &str, sink: &mut Sink) {
    let separator = if list.contains('|') {
        '|'
    } else if list.contains(';') {
        ';'
    } else {
        ','
    };
    for genre in list.split(separator).map(str::trim) {
        if genre != "(no genres listed)" {
            sink.item_feature(item, "genre", FeatureKind::Category, genre);
        }
    }
}

/// Words that people attached to items, one a row.
#[derive(Debug, Clone)]
pub struct TagRows {
    /// Index of the item's column.
    pub item: usize,
    /// Index of the tag's column.
    pub tag: usize,
}

impl Rows for TagRows {
    fn row(&mut self, row: Row<'_>, sink: &mut Sink) {
        let (item, tag) = (row.get(self.item), row.get(self.tag));
        if item.is_empty() || tag.is_empty() {
            return sink.skip(row.line, 0, "an item and a tag", "less");
        }
        // People write one word in many ways; case is the most frequent difference.
        sink.item_feature(item, "tag", FeatureKind::Tag, &tag.to_lowercase());
        sink.described();
    }
}

/// Descriptions of users, one a row.
#[derive(Debug, Clone)]
pub struct UserRows {
    /// Index of the user's column.
    pub user: usize,
    /// Names of attributes and the indices of their columns.
    pub attributes: Vec<(String, usize)>,
}

impl Rows for UserRows {
    fn row(&mut self, row: Row<'_>, sink: &mut Sink) {
        let user = row.get(self.user);
        if user.is_empty() {
            return sink.skip(row.line, self.user as u32 + 1, "the id of a user", "nothing");
        }
        for (name, column) in &self.attributes {
            let value = row.get(*column);
            if value != "NULL" {
                sink.user_feature(user, name, FeatureKind::Attribute, value);
            }
        }
        sink.described();
    }
}

/// Names of columns, without case and punctuation; the more telling ones first.
const USER: &[&str] = &[
    "userid",
    "user",
    "users",
    "uid",
    "reviewerid",
    "customerid",
    "customer",
    "personid",
    "person",
    "memberid",
    "member",
    "listenerid",
    "readerid",
    "visitorid",
    "accountid",
    "username",
    "reviewer",
    "authorid",
];
const ITEM: &[&str] = &[
    "movieid",
    "itemid",
    "bookid",
    "artistid",
    "parentasin",
    "asin",
    "productid",
    "jokeid",
    "trackid",
    "songid",
    "filmid",
    "animeid",
    "gameid",
    "recipeid",
    "businessid",
    "beerid",
    "appid",
    "articleid",
    "itemcode",
    "isbn",
    "sku",
    "iid",
    "item",
    "movie",
    "film",
    "book",
    "artist",
    "product",
    "joke",
    "track",
    "song",
    "anime",
    "game",
    "recipe",
    "business",
    "beer",
    "article",
    "interest",
    "artistmbid",
];
const RATING: &[&str] = &[
    "rating",
    "ratings",
    "score",
    "scores",
    "stars",
    "star",
    "overall",
    "bookrating",
    "userrating",
    "myrating",
    "yourrating",
    "reviewscore",
    "grade",
    "vote",
    "value",
];
const COUNT: &[&str] = &[
    "plays",
    "playcount",
    "playcounts",
    "weight",
    "count",
    "counts",
    "listens",
    "listencount",
    "scrobbles",
    "quantity",
    "hours",
    "hoursplayed",
    "purchases",
    "clicks",
    "views",
    "times",
    "n",
];
const TIME: &[&str] = &[
    "timestamp",
    "time",
    "unixreviewtime",
    "datetime",
    "date",
    "ratedat",
    "createdat",
    "reviewtime",
    "reviewdate",
    "daterated",
    "dateadded",
    "ratingdate",
];
const TITLE: &[&str] = &[
    "title",
    "movietitle",
    "booktitle",
    "itemtitle",
    "producttitle",
    "itemname",
    "artistname",
    "moviename",
    "productname",
    "trackname",
    "name",
    "originaltitle",
];
const GENRES: &[&str] = &["genres", "genre", "categories", "category", "maincategory", "maincat"];
const YEAR: &[&str] = &[
    "year",
    "releaseyear",
    "yearofpublication",
    "originalpublicationyear",
    "publicationyear",
    "yearpublished",
];
const IMDB: &[&str] = &["imdbid", "imdb", "imdburl", "const", "tconst"];
const TAG: &[&str] = &["tag", "tags", "keyword"];
const ATTRIBUTES: &[&str] = &["age", "gender", "sex", "occupation", "country"];

/// Which column of a header is what.
#[derive(Debug, Default, Clone)]
pub struct Roles {
    /// Index of the user's column.
    pub user: Option<usize>,
    /// Index of the item's column.
    pub item: Option<usize>,
    /// Index of the rating's column.
    pub rating: Option<usize>,
    /// Index of a column of counts.
    pub count: Option<usize>,
    /// Index of the time's column.
    pub time: Option<usize>,
    title: Option<usize>,
    genres: Option<usize>,
    year: Option<usize>,
    imdb: Option<usize>,
    tag: Option<usize>,
    attributes: Vec<(String, usize)>,
    /// A bare `id`, which is the item's or the user's by what stands beside it.
    id: Option<usize>,
    /// True when a column names a second thing of the same kind (a friend, a tag's number), so
    /// that rows are not choices of items by users.
    relation: bool,
    /// True when a rating of 0 stands for none.
    zero_is_unrated: bool,
}

/// A column's name without case, spaces and punctuation.
pub fn column_name(field: &str) -> String {
    field.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Roles {
    /// The roles of these column names.
    pub fn of<S: AsRef<str>>(header: &[S]) -> Self {
        let names: Vec<String> = header.iter().map(|field| column_name(field.as_ref())).collect();
        let find = |known: &[&str]| known.iter().find_map(|k| names.iter().position(|n| n == k));
        let attributes = ATTRIBUTES.iter().filter_map(|a| Some(((*a).to_owned(), find(&[a])?)));
        let mut roles = Roles {
            user: find(USER),
            item: find(ITEM),
            rating: find(RATING),
            count: find(COUNT),
            time: find(TIME),
            title: find(TITLE),
            genres: find(GENRES),
            year: find(YEAR),
            imdb: find(IMDB),
            tag: find(TAG),
            attributes: attributes.collect(),
            id: find(&["id"]),
            relation: find(&["friendid", "tagid", "followerid", "trusteeid"]).is_some(),
            // Book-Crossing: "implicit, expressed by 0".
            zero_is_unrated: find(&["bookrating"]).is_some(),
        };
        // An edition of goodbooks-10k has its own id beside Goodreads' book_id; ratings use its own.
        if roles.id.is_some() && find(&["bestbookid"]).is_some() {
            roles.item = roles.id;
        }
        if roles.item.is_none() && roles.title.is_some() {
            // The title is the item's only name, or a bare id is its id.
            roles.item = if roles.user.is_some() { roles.title } else { roles.id };
        }
        if roles.item == roles.title {
            roles.title = None;
        }
        if roles.user.is_none() && roles.item.is_none() && !roles.attributes.is_empty() {
            roles.user = roles.id;
        }
        roles
    }

    /// What reads rows of these roles, and what they are; `None` when they make no sense together.
    pub fn rows(&self) -> Option<(Box<dyn Rows>, &'static str)> {
        match (self.user, self.item) {
            (Some(_), Some(item)) if self.tag.is_some() => {
                Some((Box::new(TagRows { item, tag: self.tag? }), "tags"))
            }
            (Some(user), Some(item)) if !self.relation => {
                let mut rows = RatingRows::new(user, item, self.rating.or(self.count), self.time);
                rows.counts = self.rating.is_none();
                rows.title = self.title;
                rows.zero_is_unrated = self.zero_is_unrated;
                let what = match (self.rating, self.count) {
                    (Some(_), _) => "ratings",
                    (None, Some(_)) => "counts",
                    _ => "choices",
                };
                Some((Box::new(rows), what))
            }
            (None, Some(item)) if self.title.is_some() || self.genres.is_some() || self.imdb.is_some() => {
                let (title, genres, year, imdb) = (self.title, self.genres, self.year, self.imdb);
                let what = if title.is_none() && genres.is_none() { "links" } else { "items" };
                Some((Box::new(ItemRows { item, title, genres, year, imdb }), what))
            }
            (Some(user), None) if !self.attributes.is_empty() => {
                Some((Box::new(UserRows { user, attributes: self.attributes.clone() }), "users"))
            }
            _ => None,
        }
    }
}

/// Separators in the order in which they are tried; the longer ones before those they contain.
pub const SEPARATORS: &[&str] = &["::", "\t\t", "\t", "|", ";", ","];

/// How many lines of the head are looked at to guess.
const SAMPLE: usize = 100;

/// A separator by which nearly all lines of the head have the same number of fields.
#[derive(Debug, Clone)]
pub struct Guess {
    /// How lines are split.
    pub dialect: Dialect,
    /// The most frequent number of fields, two or more.
    pub width: usize,
    /// The share of lines with that number of fields, 0 to 1.
    pub share: f64,
}

/// All separators that could be, the likelier ones first.
pub fn guesses(head: &Head<'_>) -> Vec<Guess> {
    let lines: Vec<&str> = head.lines().take(SAMPLE).collect();
    let mut found: Vec<Guess> = Vec::new();
    for separator in SEPARATORS {
        let begins_quoted = lines.first().is_some_and(|line| line.starts_with('"'));
        let quote = separator.len() == 1 && (matches!(*separator, "," | ";") || begins_quoted);
        // Book-Crossing quotes every field and escapes quotes with a backslash, first far down.
        let backslashes = || lines.iter().any(|line| line.contains("\\\""));
        let escape = quote && ((begins_quoted && *separator == ";") || backslashes());
        let dialect = Dialect { separator: (*separator).to_owned(), quote, escape };
        let mut counts: Vec<(usize, usize)> = Vec::new();
        for line in &lines {
            let width = fields(line, &dialect).len();
            match counts.iter_mut().find(|(w, _)| *w == width) {
                Some((_, n)) => *n += 1,
                None => counts.push((width, 1)),
            }
        }
        counts.retain(|&(width, _)| width > 1);
        if let Some(&(width, n)) = counts.iter().max_by_key(|(_, n)| *n) {
            found.push(Guess { dialect, width, share: n as f64 / lines.len() as f64 });
        }
    }
    crate::order::sort_by(&mut found, &|a: &Guess, b| b.share.total_cmp(&a.share));
    found
}

/// Any delimited table whose columns its header names, or whose numbers look like ratings.
pub struct Delimited;

impl Format for Delimited {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        if let Some(columns) = head.columns() {
            return chosen(head, columns);
        }
        // Lists of wishes are choices of a kind, but no sign that the person had the item.
        if matches!(head.stem(), "to_read" | "wishlist" | "watchlist") {
            return None;
        }
        let guesses = guesses(head);
        let first = head.lines().next()?;
        for guess in &guesses {
            let header = fields(first, &guess.dialect);
            if let Some((rows, what)) = Roles::of(&header).rows() {
                let table = Table::new(guess.dialect.clone(), 1, header.len(), rows);
                return Some(Match {
                    confidence: 50,
                    format: format!("{what}, {}, with a header", separator_name(&guess.dialect.separator)),
                    parser: table.into_parser(head),
                });
            }
        }
        let guess = guesses.first().filter(|g| g.share >= 0.9)?;
        let rows = headerless(head, guess)?;
        let table = Table::new(guess.dialect.clone(), 0, guess.width, Box::new(rows));
        Some(Match {
            confidence: 20,
            format: format!("ratings, {}, without a header", separator_name(&guess.dialect.separator)),
            parser: table.into_parser(head),
        })
    }
}

/// A table whose columns the person named; what was left open is guessed.
fn chosen(head: &Head<'_>, columns: &Columns) -> Option<Match> {
    let guess = likeliest(head, columns);
    let first = fields(head.lines().next()?, &guess.dialect);
    let header = columns.header.unwrap_or_else(|| looks_like_header(&first));
    let index = |column: Option<u32>| column.map(|column| column as usize);
    let mut roles = if header { Roles::of(&first) } else { Roles::default() };
    if columns.user.is_some() && columns.item.is_some() {
        // The person's choice is the whole choice.
        roles = Roles {
            user: index(columns.user),
            item: index(columns.item),
            rating: index(columns.rating),
            time: index(columns.time),
            title: index(columns.title),
            ..Roles::default()
        };
        if let (true, Some(rating)) = (header, roles.rating) {
            let name = first.get(rating).map(|field| column_name(field)).unwrap_or_default();
            if COUNT.contains(&name.as_str()) {
                roles.count = roles.rating.take();
            }
        }
    }
    let (rows, what): (Box<dyn Rows>, _) = match roles.rows() {
        Some(found) => found,
        None => (Box::new(headerless(head, &guess)?), "ratings"),
    };
    let lines = usize::from(header);
    let format = format!("{what}, {}, as chosen", separator_name(&guess.dialect.separator));
    let parser = Table::new(guess.dialect, lines, first.len(), rows).into_parser(head);
    Some(Match { confidence: 100, format, parser })
}

/// The likeliest way to split the lines, with what the person said about it.
fn likeliest(head: &Head<'_>, columns: &Columns) -> Guess {
    let mut guesses = guesses(head);
    if let Some(separator) = columns.separator.as_deref().filter(|s| !s.is_empty()) {
        guesses.retain(|guess| guess.dialect.separator == separator);
        if guesses.is_empty() {
            let dialect =
                if separator.len() == 1 { Dialect::quoted(separator) } else { Dialect::plain(separator) };
            guesses.push(Guess { dialect, width: 0, share: 0.0 });
        }
    }
    let none = Guess { dialect: Dialect::quoted(","), width: 1, share: 0.0 };
    let mut guess = guesses.into_iter().next().unwrap_or(none);
    if let Some(quote) = columns.quote {
        guess.dialect.quote = quote && guess.dialect.separator.len() == 1;
    }
    guess
}

/// True when no field is a number and none is empty.
fn looks_like_header(fields: &[String]) -> bool {
    fields.iter().all(|field| !field.is_empty() && number(field).is_none() && time(field).is_none())
}

/// The first rows of a table and what its columns seem to mean, for a person to choose from.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Preview {
    /// The file's name, with its archive's in front.
    pub file: String,
    /// The guess, or what the person chose before.
    pub columns: Columns,
    /// The first lines, split into fields; the header is the first of them if there is one.
    pub rows: Vec<Vec<String>>,
}

/// How many rows a [`Preview`] shows.
const PREVIEW: usize = 8;

impl Preview {
    /// A preview of this file's head; `None` when it is not a table.
    pub fn of(file: &str, head: &Head<'_>, encoding: Encoding) -> Option<Self> {
        let given = head.columns().cloned().unwrap_or_default();
        let guess = likeliest(head, &given);
        let rows: Vec<_> = head.lines().take(PREVIEW).map(|line| fields(line, &guess.dialect)).collect();
        let first = rows.first()?;
        if first.len() < 2 && given.separator.is_none() {
            return None;
        }
        let header = given.header.unwrap_or_else(|| looks_like_header(first));
        let mut roles = if header { Roles::of(first) } else { Roles::default() };
        if !header && let Some(rows) = headerless(head, &guess) {
            roles.user = Some(rows.user);
            roles.item = Some(rows.item);
            (roles.rating, roles.time) = (rows.value, rows.time);
        }
        let index = |column: Option<usize>| column.map(|column| column as u32);
        let columns = Columns {
            file: Some(file.to_owned()),
            separator: Some(guess.dialect.separator.clone()),
            quote: Some(guess.dialect.quote),
            header: Some(header),
            encoding: Some(encoding),
            user: given.user.or(index(roles.user)),
            item: given.item.or(index(roles.item)),
            rating: given.rating.or(index(roles.rating.or(roles.count))),
            time: given.time.or(index(roles.time)),
            title: given.title.or(index(roles.title)),
        };
        Some(Preview { file: file.to_owned(), columns, rows })
    }
}

/// Columns of user, item, rating and perhaps time, when the numbers look like it.
fn headerless(head: &Head<'_>, guess: &Guess) -> Option<RatingRows> {
    if !(3..=4).contains(&guess.width) {
        return None;
    }
    let rows = head.lines().take(SAMPLE).map(|line| fields(line, &guess.dialect));
    let rows: Vec<Vec<String>> = rows.filter(|fields| fields.len() == guess.width).collect();
    let id = |field: &String| !field.is_empty() && field.len() <= 64 && !field.contains(' ');
    let rating = |field: &String| number(field).is_some_and(|value| (-100.0..=100.0).contains(&value));
    // From 1990 on, in seconds, milliseconds or as a date.
    let timed = |field: &String| time(field).is_some_and(|seconds| seconds > 631_152_000);
    let fits = rows.iter().all(|row| {
        matches!(row.as_slice(), [user, item, value, rest @ ..]
            if id(user) && id(item) && rating(value) && rest.iter().all(timed))
    });
    let time = (guess.width == 4).then_some(3);
    (fits && !rows.is_empty()).then(|| RatingRows::new(0, 1, Some(2), time))
}

/// The separator in words.
pub fn separator_name(separator: &str) -> String {
    match separator {
        "\t" => "TAB-separated".into(),
        "\t\t" => "TAB TAB-separated".into(),
        "," => "comma-separated".into(),
        ";" => "semicolon-separated".into(),
        other => format!("{other}-separated"),
    }
}
