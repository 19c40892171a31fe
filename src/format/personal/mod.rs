//! What one person exported from a service. `services` is the list of them; how an export meets the items of a
//! data set is told in [`crate::export`].

mod activity;
mod alone;
mod clippings;
mod deeds;
mod diary;
mod guess;
mod lines;
mod markdown;
mod note;
mod rows;
mod services;

use super::table::{Guess, Header, Roles, Sample, Table};
use super::value::year_of_title;
use super::{Format, Head, Match, Sink};
use crate::format::words::Words;
use crate::ratings::{FeatureKind, Ids};
use rows::ExportRows;
use std::borrow::Cow;

pub use activity::Activity;
pub use alone::Alone;
pub use clippings::Clippings;
pub(in crate::format) use deeds::says_how_far;
pub use diary::Diary;
pub use guess::Guessed;
pub(in crate::format) use guess::is_about;
pub use lines::Lines;
pub(in crate::format) use lines::marked;
pub use markdown::Markdown;
pub use note::Note;
pub(in crate::format) use rows::is_of_wishes;

/// The person to whom the items belong when they are the only data.
pub const ME: &str = "me";

/// One film, book, game … of an export.
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
    /// How often or how long, in the export's own unit; every row counts 1 where it has none.
    pub amount: f32,
    /// Seconds since 1970, if known.
    pub time: Option<u32>,
}

/// What the export says about an item.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Opinion {
    /// Rated this, on a scale from 0 to the other number.
    Rated(f32, f32),
    /// Seen, read, heard or had, without a rating.
    Seen,
    /// On the list of what to see or read.
    Wanted,
}

/// The items of one person's exports, each once.
#[derive(Debug, Default)]
pub(crate) struct OwnItems {
    ids: Ids,
    /// In the order of their ids.
    items: Vec<OwnItem>,
}

impl OwnItems {
    /// Adds an item, or what a row says of an item that is there: a rating says more than that it was seen, and that
    /// more than that it is wanted. The later of two ratings counts.
    pub fn push(&mut self, item: OwnItem) {
        let Some(known) = self.items.get_mut(self.ids.intern(&item.id) as usize) else {
            return self.items.push(item);
        };
        let telling = |opinion| match opinion {
            Opinion::Wanted => 0,
            Opinion::Seen => 1,
            Opinion::Rated(..) => 2,
        };
        let (new, old) = (telling(item.opinion), telling(known.opinion));
        // Hours that come again with each thing that somebody did in a game are the same hours.
        let again = item.time.is_none() && item.amount != 1.0 && item.amount == known.amount;
        if new > 0 && !again {
            known.amount = if old > 0 { known.amount + item.amount } else { item.amount };
        }
        if new > old || new == old && item.time >= known.time {
            (known.opinion, known.time) = (item.opinion, item.time);
        }
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The items in the order in which they came first.
    pub fn into_items(self) -> Vec<OwnItem> {
        self.items
    }

    /// Bytes held, about: ids and titles are as long as one another.
    pub fn bytes(&self) -> u64 {
        (self.items.len() * size_of::<OwnItem>() + 4 * self.ids.bytes()) as u64
    }

    /// Says of those ratings of which the highest is not known what it is, by the highest that was given.
    fn set_best(&mut self, given: f32) {
        let best = [5.0, 10.0, 20.0].into_iter().find(|best| given <= *best).unwrap_or(100.0);
        for item in &mut self.items {
            if let Opinion::Rated(_, 0.0) = item.opinion
                && let Opinion::Rated(_, highest) = &mut item.opinion
            {
                *highest = best;
            }
        }
    }
}

/// Exports of known services.
pub struct Personal;

impl Format for Personal {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        head.ways().find_map(|(guess, first)| {
            let (lines, names, user) = header(head, guess, first)?;
            let service = services::find(&names, user)?;
            let mut rows = ExportRows::new(service, &names, head.stem());
            let beyond = lines > 0 && rows.takes_beyond(head, guess, names.len());
            let width = if beyond { guess.width } else { names.len() };
            rows.set_calendar(&Sample::of(head, &guess.dialect, lines));
            let told = beyond.then(|| "the column behind the last name was taken for the rating".to_owned());
            let table = Table::new(guess.dialect.clone(), lines, width, Box::new(rows));
            let format = format!("{} export", service.name);
            Some(Match::sure(format, table.into_parser(head)).calling(None, service.items).told(told))
        })
    }
}

/// How many rows stand before the data, the names of the columns without case and punctuation, and the column of people,
/// where there is one, so that rows are those of many.
fn header<'a>(
    head: &Head<'_>,
    guess: &Guess,
    first: &'a Header,
) -> Option<(usize, Cow<'a, [String]>, Option<usize>)> {
    let lines = head.lines();
    // What a list is called stands above its films, under a header of its own; above that stands a version since some years.
    let mut above = lines.iter().take(2);
    if let Some(at) = above.position(|line| *line == "Date,Name,Tags,URL,Description") {
        let films = lines.get(at + 2)?;
        let header = Header::of(films, &guess.dialect);
        return Some((at + 3, header.names.into(), header.roles.user));
    }
    if let Some(known) = services::headerless(head, &guess.dialect, &first.fields) {
        return Some((0, known.split(',').map(str::to_owned).collect(), None));
    }
    Some((1, Cow::Borrowed(&first.names), first.roles.user))
}

/// Puts items into a data set of their own, as the ratings of [`ME`]; where nothing is rated as choices of what was
/// seen, or of what is wanted. True where so few are rated that all were taken for choices.
pub(crate) fn into_ratings(items: &[OwnItem], sink: &mut Sink) -> bool {
    let any = |is: fn(&Opinion) -> bool| items.iter().any(|item| is(&item.opinion));
    let seen = any(|opinion| *opinion == Opinion::Seen);
    // Of what somebody wants to see, a mark on one or two says little, and so does that they were seen.
    let many = |is: fn(&Opinion) -> bool| items.iter().filter(|item| is(&item.opinion)).count();
    let wanted = many(|opinion| *opinion == Opinion::Wanted);
    let wishes = wanted > 0 && (items.len() - wanted) * 10 <= wanted;
    // So it does of what somebody has seen on days that are known.
    let marked = many(|opinion| matches!(opinion, Opinion::Rated(..)));
    let dated = |item: &&OwnItem| item.opinion == Opinion::Seen && item.amount > 0.0 && item.time.is_some();
    let few = marked > 0 && marked * 10 <= items.iter().filter(dated).count();
    let rated = marked > 0 && !few;
    for item in items {
        match item.opinion {
            _ if wishes => sink.builder.choice(ME, &item.id, 1.0, item.time),
            Opinion::Rated(value, _) if rated => sink.builder.rating(ME, &item.id, value, item.time),
            Opinion::Seen | Opinion::Rated(..) if !rated && item.amount > 0.0 => {
                sink.builder.choice(ME, &item.id, item.amount, item.time);
            }
            Opinion::Wanted if !rated && !seen => sink.builder.choice(ME, &item.id, 1.0, item.time),
            _ => continue,
        }
        let title = match item.year {
            Some(year) if year_of_title(&item.title).is_none() => format!("{} ({year})", item.title),
            _ => item.title.clone(),
        };
        sink.item_title(&item.id, &title);
        if let Some(imdb) = &item.imdb {
            sink.item_feature(&item.id, "imdb", FeatureKind::Link, imdb);
        }
    }
    few && !wishes
}

/// The roles of these names of columns. One type of text is enough: each further one is another copy of the code.
pub(super) fn roles_of(names: &[&str]) -> Roles {
    let names: Vec<Cow<'_, str>> = names.iter().map(|name| Cow::Borrowed(*name)).collect();
    Roles::of(&names)
}

/// Names of columns, in which words are looked up.
struct Named<'a> {
    names: &'a [String],
    /// A bit for each: most words are not there, which so is told at a glance.
    there: u64,
}

impl<'a> Named<'a> {
    fn of(names: &'a [String]) -> Self {
        Named { names, there: names.iter().fold(0, |there, name| there | Self::bit(name)) }
    }

    fn bit(name: &str) -> u64 {
        1 << ((name.len() * 7 + usize::from(*name.as_bytes().last().unwrap_or(&0))) % 64)
    }

    /// The first column of this name.
    fn find(&self, word: &str) -> Option<usize> {
        if self.there & Self::bit(word) == 0 { None } else { self.names.iter().position(|name| name == word) }
    }

    /// The columns of these names, in the order of the words.
    #[inline(never)]
    fn columns(&self, words: &Words) -> Vec<usize> {
        words.iter().filter_map(|word| self.find(word)).collect()
    }
}

/// The columns of these names, in the order of the words.
fn columns(header: &[String], words: &Words) -> Vec<usize> {
    Named::of(header).columns(words)
}

/// A table of one person's, split as was guessed.
fn table(head: &Head<'_>, guess: &Guess, width: usize, rows: ExportRows) -> Box<dyn super::Parser> {
    Table::new(guess.dialect.clone(), 1, width, Box::new(rows)).into_parser(head)
}
