//! What one person exported from Letterboxd, IMDb or Goodreads, and how it meets the items of a
//! data set.
//!
//! Entries are matched by a link (an IMDb id, an ISBN that is the item's id), else by title and
//! year. Titles are compared without case, accents, punctuation and leading articles, as one
//! catalogue has “Amélie (2001)” and the other “Amelie, The”.

use super::delimited::{Row, Rows, Table, fields, guesses};
use super::value::{imdb_id, is_year, number, time, year_of_title};
use super::{Format, Head, Match, Sink};
use crate::model::OwnRating;
use crate::ratings::{Catalog, FeatureKind, Scale};
use rustc_hash::FxHashMap;

/// The person to whom the entries belong when they are the only data.
pub const ME: &str = "me";

/// One film or book of an export.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
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

/// What the export says about an entry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Opinion {
    /// Rated this, on a scale from 0 to the other number.
    Rated(f32, f32),
    /// Seen or read, without a rating.
    Seen,
    /// On the list of what to see or read.
    Wanted,
}

/// An export met with a data set.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Matched {
    /// Ratings of items of the data set, on its scale.
    pub ratings: Vec<OwnRating>,
    /// Ids of items that were seen without a rating.
    pub seen: Vec<String>,
    /// Ids of items that are wanted.
    pub wanted: Vec<String>,
    /// Titles of the entries that the data set does not have.
    pub unmatched: Vec<String>,
}

/// Letterboxd, IMDb, Goodreads.
pub struct Personal;

impl Format for Personal {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        let first = head.lines().next()?;
        let guess = guesses(head).into_iter().find(|g| g.dialect.separator == ",");
        let dialect = guess.map_or_else(|| super::delimited::Dialect::quoted(","), |g| g.dialect);
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
        Some(Match { confidence: 95, format: format.into(), parser })
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

impl Rows for ExportRows {
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
        sink.own(Entry {
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

/// Puts entries into a data set of their own, as the ratings of [`ME`].
pub(crate) fn into_ratings(entries: &[Entry], sink: &mut Sink) {
    for entry in entries {
        let Opinion::Rated(value, _) = entry.opinion else { continue };
        sink.builder.rating(ME, &entry.id, value, entry.time);
        let title = match entry.year {
            Some(year) => format!("{} ({year})", entry.title),
            None => entry.title.clone(),
        };
        sink.item_title(&entry.id, &title);
        if let Some(imdb) = &entry.imdb {
            sink.item_feature(&entry.id, "imdb", FeatureKind::Link, imdb);
        }
    }
}

/// Finds the entries among the items of a data set whose ratings have this scale.
///
/// A rating keeps its share of the highest one: 8 of 10 becomes 4 of 5. On a scale that goes below
/// zero it keeps its place between the ends.
pub fn match_to(entries: &[Entry], catalog: &Catalog, scale: Scale) -> Matched {
    let items = &catalog.items;
    let mut links: FxHashMap<&str, u32> = FxHashMap::default();
    if let Some(imdb) = items.feature("imdb") {
        for (row, column, _) in imdb.rows.iter() {
            links.entry(imdb.vocabulary.get(column)).or_insert(row);
        }
    }
    let mut titles: FxHashMap<String, Vec<(Option<u16>, u32)>> = FxHashMap::default();
    for index in 0..items.titles.len() as u32 {
        let title = items.title(index);
        let year = year_of(title).or_else(|| {
            let years = items.feature("year")?;
            years.vocabulary.get(*years.rows.row(index).0.first()?).parse().ok()
        });
        for key in title_keys(title) {
            titles.entry(key).or_default().push((year, index));
        }
    }
    let mut matched = Matched::default();
    let mut taken: FxHashMap<u32, usize> = FxHashMap::default();
    for entry in entries {
        let by_link = entry.imdb.as_deref().and_then(|id| links.get(id).copied());
        let by_isbn = || entry.isbn.iter().find_map(|isbn| items.ids.find(isbn));
        let Some(item) = by_link.or_else(by_isbn).or_else(|| by_title(entry, &titles)) else {
            matched.unmatched.push(match entry.year {
                Some(year) => format!("{} ({year})", entry.title),
                None => entry.title.clone(),
            });
            continue;
        };
        let id = items.ids.get(item).to_owned();
        match entry.opinion {
            Opinion::Rated(value, best) => {
                let rating = if scale.min < 0.0 {
                    scale.min + value / best * (scale.max - scale.min)
                } else {
                    value / best * scale.max
                };
                let rating = scale.clip(rating);
                // Two entries may be one item; the later rating counts.
                match taken.get(&item) {
                    Some(&at) => matched.ratings[at].rating = rating,
                    None => {
                        taken.insert(item, matched.ratings.len());
                        matched.ratings.push(OwnRating { id, rating });
                    }
                }
            }
            Opinion::Seen => matched.seen.push(id),
            Opinion::Wanted => matched.wanted.push(id),
        }
    }
    // An export lists what was rated among what was seen.
    let rated = |id: &String| items.ids.find(id).is_some_and(|item| taken.contains_key(&item));
    matched.seen.retain(|id| !rated(id));
    crate::order::sort_by(&mut matched.unmatched, &|a, b| a.cmp(b));
    matched.unmatched.dedup();
    matched
}

/// The item of this title: of the same year, else of the year before or after (release dates differ
/// between countries), else the only one when a year is missing.
fn by_title(entry: &Entry, titles: &FxHashMap<String, Vec<(Option<u16>, u32)>>) -> Option<u32> {
    let year = entry.year.or_else(|| year_of(&entry.title));
    for key in title_keys(&entry.title) {
        let Some(found) = titles.get(&key) else { continue };
        let near = |most: u16| {
            let year = year?;
            found.iter().find(|(y, _)| y.is_some_and(|y| y.abs_diff(year) <= most)).map(|&(_, item)| item)
        };
        let only = || match found.as_slice() {
            [(y, item)] if y.is_none() || year.is_none() => Some(*item),
            _ => None,
        };
        if let Some(item) = near(0).or_else(|| near(1)).or_else(only) {
            return Some(item);
        }
    }
    None
}

fn year_of(title: &str) -> Option<u16> {
    year_of_title(title)?.1.parse().ok()
}

/// Articles that catalogues move to the end or drop.
const ARTICLES: &[&str] = &[
    "the", "a", "an", "le", "la", "les", "l", "un", "une", "der", "die", "das", "ein", "eine", "el", "los",
    "las", "il", "lo", "gli", "i",
];

/// The forms under which a title is known: without what stands in parentheses, and each alternative
/// title in parentheses by itself.
pub fn title_keys(title: &str) -> Vec<String> {
    let title = match year_of_title(title) {
        Some((name, _)) => name,
        None => title,
    };
    let mut main = String::new();
    let mut others = Vec::new();
    let mut rest = title;
    while let Some((before, after)) = rest.split_once('(') {
        main.push_str(before);
        let (inside, after) = after.split_once(')').unwrap_or((after, ""));
        others.push(inside.trim_start_matches("a.k.a.").trim_start_matches("aka "));
        rest = after;
    }
    main.push_str(rest);
    let mut keys = vec![title_key(&main)];
    // A series and its volume (“The Hunger Games, #1”) are not a title.
    keys.extend(others.into_iter().filter(|other| !other.contains('#') && !is_year(other)).map(title_key));
    keys.retain(|key| !key.is_empty());
    keys
}

/// A title without case, accents, punctuation and articles at its ends.
fn title_key(title: &str) -> String {
    let mut plain = String::with_capacity(title.len());
    for c in title.chars().flat_map(char::to_lowercase) {
        match c {
            '&' => plain.push_str(" and "),
            // “Ocean's” and “Oceans” are one word.
            '\'' | '’' | '.' => {}
            _ => match without_accent(c) {
                Some(letters) => plain.push_str(letters),
                None if c.is_alphanumeric() => plain.push(c),
                // Combining accents stand behind their letter.
                None if ('\u{300}'..='\u{36F}').contains(&c) => {}
                None => plain.push(' '),
            },
        }
    }
    // “l'avventura” has its article without a space.
    let mut words: Vec<&str> = plain.split_whitespace().collect();
    let after_comma = title.rsplit_once(',').is_some_and(|(_, last)| !last.trim().contains(' '));
    if words.len() > 1 && ARTICLES.contains(&words[0]) {
        words.remove(0);
    } else if words.len() > 1 && after_comma && ARTICLES.contains(&words[words.len() - 1]) {
        words.pop();
    }
    words.join(" ")
}

/// The plain letters of an accented lower-case Latin letter.
fn without_accent(c: char) -> Option<&'static str> {
    Some(match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ß' => "ss",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ţ' | 'ť' | 'ț' => "t",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ratings::{Builder, FeatureKind};

    #[test]
    fn one_title_has_one_key_in_every_catalogue() {
        for (a, b) in [
            ("Matrix, The (1999)", "The Matrix"),
            ("Amélie (2001)", "amelie"),
            ("Ocean's Eleven (2001)", "Oceans Eleven"),
            ("Star Wars: Episode IV - A New Hope (1977)", "Star Wars Episode IV: A New Hope"),
            ("Fast & Furious", "Fast and Furious"),
            ("WALL·E (2008)", "Wall-E"),
            ("Das Leben der Anderen", "Leben der Anderen, Das"),
            ("Dr. Strangelove", "Dr Strangelove"),
            ("Ame\u{301}lie", "Amelie"),
        ] {
            assert_eq!(title_keys(a)[0], title_keys(b)[0], "{a} / {b}");
        }
        let keys = title_keys("City of Lost Children, The (Cité des enfants perdus, La) (1995)");
        assert_eq!(keys, ["city of lost children", "cite des enfants perdus"]);
        assert_eq!(title_keys("The Hunger Games (The Hunger Games, #1)"), ["hunger games"]);
        assert_ne!(title_keys("A"), title_keys("B"));
        assert_eq!(title_keys("The"), ["the"], "an article by itself is a title");
    }

    #[test]
    fn entries_meet_items_by_link_then_by_title_and_year() {
        let mut b = Builder::default();
        for (id, title) in [
            ("1", "Matrix, The (1999)"),
            ("2", "Solaris (Solyaris) (1972)"),
            ("3", "Solaris (2002)"),
            ("4", "Seven (a.k.a. Se7en) (1995)"),
            ("5", "Alien (1979)"),
        ] {
            b.rating("u", id, 4.0, None);
            b.item_title(id, title);
        }
        b.rating("v", "1", 0.5, None);
        b.rating("v", "2", 5.0, None);
        b.item_feature("5", "imdb", FeatureKind::Link, "tt0078748", 1.0);
        let built = b.build().unwrap();
        let entry = |title: &str, year: u16, imdb: Option<&str>, opinion| Entry {
            id: title.into(),
            title: title.into(),
            year: Some(year),
            imdb: imdb.map(Into::into),
            isbn: Vec::new(),
            opinion,
            time: None,
        };
        let entries = [
            entry("The Matrix", 1999, None, Opinion::Rated(8.0, 10.0)),
            entry("Solaris", 1972, None, Opinion::Rated(10.0, 10.0)),
            entry("Solaris", 2003, None, Opinion::Rated(2.0, 10.0)),
            entry("Se7en", 1995, None, Opinion::Wanted),
            entry("Alien: der Film", 1979, Some("tt0078748"), Opinion::Seen),
            entry("Aliens", 1986, None, Opinion::Rated(9.0, 10.0)),
            entry("The Matrix", 2021, None, Opinion::Rated(1.0, 10.0)),
        ];
        let ratings = &built.ratings;
        let matched = match_to(&entries, ratings.catalog(), ratings.scale());
        let own: Vec<_> = matched.ratings.iter().map(|r| (r.id.as_str(), r.rating)).collect();
        assert_eq!(own, [("1", 4.0), ("2", 5.0), ("3", 1.0)]);
        assert_eq!((matched.wanted, matched.seen), (vec!["4".to_owned()], vec!["5".to_owned()]));
        assert_eq!(matched.unmatched, ["Aliens (1986)", "The Matrix (2021)"]);
    }
}
