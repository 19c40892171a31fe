//! A table that is all that was opened, and names nobody: what it says of items is one person's, where it says anything.

use super::deeds::{DID, are_statuses, in_stars, is_count, is_date, is_done, is_mine};
use super::guess::{
    CATALOGUE, FEWEST, NARROW, TITLES, are_given, is_about, noun_of, once, series, titles, unknown,
};
use super::lines::listed;
use super::rows::{ExportRows, is_of_wishes};
use super::services::{AMOUNT, RATING, TIME, is_isbn};
use super::{columns, table};
use crate::format::table::{Guess, Header, Sample, column_name, names_overall, names_rating, says_count};
use crate::format::value::{is_number, is_year, number};
use crate::format::words::{Words, words};
use crate::format::{Format, Head, Match, shown};
use crate::ratings::Noun;

/// Such a table. Of several files another one may name people, so that only the one file is guessed so.
pub struct Alone;

impl Format for Alone {
    #[inline(never)]
    #[cold]
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        if !head.alone || head.columns().is_some() {
            return None;
        }
        // Of nested values this is the first that knows that there is no other file.
        alone(head).or_else(|| if head.nested { bare(head) } else { None })
    }
}

/// A short list in a file that says what it lists, with nothing that a catalogue has for its own ends: titles, who made
/// them and when, and how they look.
#[cold]
#[inline(never)]
pub(super) fn bare(head: &Head<'_>) -> Option<Match> {
    const KNOWN: Words = words!(
        "title subtitle cover image video released pubyear description length website source chapters progress color current favo \
        recommend"
    );
    let (items, _) = listed(&head.name)?;
    if LISTS.stand_in(head.stem()) || head.lines().len() < FEWEST {
        return None;
    }
    head.ways().find_map(|(guess, Header { names, fields, .. })| {
        let of_catalogue =
            |name: &String| name.ends_with("bid") || words!("genres averagerating").contain(name);
        let plain = |name: &String| is_about(name) || KNOWN.begin(name) || TITLES.contain(name);
        let title = columns(names, &TITLES).first().copied().or_else(|| titles(names))?;
        let sample = Sample::of(head, &guess.dialect, 1);
        let links = |at: usize| {
            let cells = sample.cells(at, CELLS);
            !cells.is_empty() && cells.iter().all(|cell| cell.contains("://"))
        };
        // Some say below any name how far they are with it.
        let status = (0..names.len()).find(|&at| at != title && are_statuses(head, guess, at));
        let known =
            |at: usize| Some(at) == status || plain(&names[at]) && !of_catalogue(&names[at]) || links(at);
        if names.len() < 2
            || !(0..names.len()).all(|at| at == title || known(at))
            || !once(head, guess, title)
        {
            return None;
        }
        let mut rows = ExportRows::new(&unknown(items), names, head.stem());
        rows.title = vec![title];
        if let Some(at) = status {
            (rows.rating, rows.status) = (Vec::new(), vec![at]);
        }
        let parser = table(head, guess, names.len(), rows);
        let told = format!(
            "nothing says what anyone thinks of these; taken for what one person has chosen: “{}” for the {}",
            shown(fields[title].trim()),
            items.0
        );
        let found = Match::likely("one person's list (guessed)", parser).told(told);
        Some(Match { own: Some((title, None)), ..found.calling(None, items) })
    })
}

/// How many cells of a column are looked at.
pub(super) const CELLS: usize = 50;

/// Most marks that somebody gives, from none to ten by halves.
const MARKS: usize = 21;

/// Parts of names for what others think, or a program.
const OTHERS: Words = words!(
    "critic popular predict meta average avg mean imdb tmdb tomato vote weight total num max count \
    categor percent userscore ofratings level review 豆瓣"
);

/// What is said of an item, and other things that are none.
const SAID: Words = words!("comment rating response review score answer event session vote");

/// Parts of names for days on which something was made, begun or changed.
pub(super) const OF_WORK: Words =
    words!("release pub birth start original exam hire creat updat modif schedul avail");

/// What files are called that hold what a shop or a program knows, or people.
const LISTS: Words = words!(
    "recommend predict popular catalog dataset sale stat trend suppl inventory users customers employees \
    members"
);

/// What is known of people, and of shares.
const PERSONS: Words = words!("symbol ticker email phone gender sex age salary");

#[inline(never)]
fn alone(head: &Head<'_>) -> Option<Match> {
    let said = says_kept(head.stem());
    if LISTS.stand_in(head.stem()) {
        return None;
    }
    head.ways().find_map(|(guess, header)| {
        let table = List { head, guess, header, sample: Sample::of(head, &guess.dialect, 1) };
        table.open(said)
    })
}

/// True for the name of a file that says what somebody did with what it lists, or wants to.
fn says_kept(stem: &str) -> bool {
    let mut words = stem.split(|c: char| !c.is_alphabetic());
    is_of_wishes(stem)
        || words.any(|word| DID.contain(word) || words!("favo like wish plays subscri saved my").begin(word))
}

/// True for a number that may be a mark.
fn is_mark(text: &str) -> bool {
    number(text).is_some_and(|value| (-1.0..=100.0).contains(&value))
}

/// A table split in one way.
struct List<'a> {
    head: &'a Head<'a>,
    guess: &'a Guess,
    header: &'a Header,
    sample: Sample<'a>,
}

impl List<'_> {
    #[cold]
    fn open(&self, said: bool) -> Option<Match> {
        let (head, guess, names) = (self.head, self.guess, &self.header.names);
        // Three fields below two names are no fault in a list of wishes.
        let share = if is_of_wishes(head.stem()) { 0.4 } else { 0.8 };
        let blank = guess.dialect.separator.starts_with(' ');
        // What begins with when it was filled in is a form, which many answer.
        if names.len() < 2
            || blank
            || names[0] == "timestamp"
            || guess.share < share
            || self.header.roles.user.is_some()
            || names.iter().any(|name| PERSONS.contain(name))
        {
            return None;
        }
        let marked = self.mine();
        let rated = marked.is_some() || self.rating().is_some();
        let title = self.title(rated, rated || said)?;
        // What stands in lists within lists has no name of its own.
        if head.nested && self.name(title) == "item" {
            return None;
        }
        let (texts, filled) = self.sample.texts(title);
        let mostly = texts * 10 >= filled * 6;
        let own = once(head, guess, title);
        let free = |at: &usize| *at != title;
        let wishes = is_of_wishes(head.stem());
        let many = head.lines().len() > FEWEST;
        let rating = marked.or_else(|| self.rating().filter(|_| !wishes && mostly && many)).filter(free);
        let counts = |at: usize| free(&at) && Some(at) != rating && self.counts(at);
        let noun = noun_of(self.name(title)).unwrap_or(self.name(title));
        let count = self.first(|at| counts(at) && self.name(at).starts_with(noun));
        let count = count.or_else(|| self.first(counts));
        let date = self.first(|at| free(&at) && self.is_day(at));
        let dated = date.filter(|&at| {
            let narrow = names.len() <= NARROW;
            is_done(self.name(at))
                || words!("added saved liked order purchase").stand_in(self.name(at))
                || said
                || narrow
                || count.is_some()
                || self.in_order(at)
        });
        let short = names.len() <= NARROW || self.name(title) != "name";
        let order = self.first(|at| free(&at) && own && many && short && self.is_order(at));
        let catalogue = names.iter().filter(|name| CATALOGUE.contain(name)).count() > 1;
        let habit = |at: &usize| self.is_habit(self.name(*at)) || said || date.is_some();
        let evidence = rating.or(dated).or(count.filter(|_| own || date.is_some()).filter(habit)).or(order);
        // What is called a rating and looks like none leaves it open what the table holds.
        let called = |name: &str| RATING.contain(name) || name.ends_with("rating");
        let unknown_marks = rating.is_none() && !wishes && names.iter().any(|name| called(name));
        // Titles and days of reviews say nothing of what they review.
        let review = |name: &str| name.contains("review") || matches!(name, "text" | "comment" | "body");
        if rating.is_none() && !said && names.iter().any(|name| review(name)) {
            return None;
        }
        if unknown_marks && !date.is_some_and(|at| is_done(self.name(at)))
            || texts < 2 && head.lines().len() > 2
        {
            return None;
        }
        if rating.is_none() && catalogue && !said || evidence.is_none() && !(said && own) || !said && !many {
            return None;
        }
        let items = self.noun(title);
        let mut rows = ExportRows::new(&unknown(items), names, head.stem());
        rows.title = series(names).into_iter().chain([title]).collect();
        rows.rating = rating.into_iter().collect();
        rows.amount = count.into_iter().collect();
        rows.time = date.into_iter().collect();
        rows.set_writing(&self.sample);
        let named = |at: usize| shown(self.header.fields[at].trim());
        let mut told = format!(
            "nothing says whose these are; taken for one person's list: “{}” for the {}",
            named(title),
            items.0
        );
        for (column, what) in [(rating, "rating"), (count, "count"), (date, "time")] {
            if let Some(at) = column {
                told.push_str(&format!(", “{}” for the {what}", named(at)));
            }
        }
        let parser = table(head, guess, names.len(), rows);
        let found = Match::likely("one person's list (guessed)", parser).told(told);
        Some(Match { own: Some((title, rating)), ..found.calling(None, items) })
    }

    /// The name of this column.
    #[inline(never)]
    fn name(&self, at: usize) -> &str {
        self.header.names.get(at).map_or("", String::as_str)
    }

    /// What the items are, by the name of their column.
    fn noun(&self, title: usize) -> Noun {
        let name = self.name(title);
        Noun::of_items(noun_of(name).unwrap_or(name)).unwrap_or(Noun::ITEM)
    }

    /// The first column that is so.
    fn first(&self, fits: impl Fn(usize) -> bool) -> Option<usize> {
        (0..self.header.names.len()).find(|&at| fits(at))
    }

    /// True when all filled cells of this column are so, and there is any.
    fn all(&self, at: usize, fits: impl Fn(&str) -> bool) -> bool {
        let cells = self.sample.cells(at, CELLS);
        !cells.is_empty() && cells.iter().all(|cell| fits(cell))
    }

    /// True for a column of names: of other things than numbers, days, addresses and sentences.
    #[cold]
    fn is_text(&self, at: usize) -> bool {
        let plain = |cell: &str| !is_number(cell) && !cell.contains("://");
        let calendar = self.sample.calendar(at);
        self.all(at, plain)
            && !self.all(at, |text| calendar.time(text).is_some())
            && !self.sample.holds_sentences(at)
    }

    /// The column of what the list is of: titles, names or ids of items, or what the file is called by; where the table
    /// surely `says` something of items, the first column of texts that are different.
    #[cold]
    fn title(&self, says: bool, said: bool) -> Option<usize> {
        let Header { names, roles, .. } = self.header;
        let no_item = |name: &str| SAID.begin(name) || names_rating(name);
        let fits = |at: &usize| {
            let name = self.name(*at);
            !no_item(name) && (name.ends_with("id") || !self.all(*at, is_number))
        };
        let stem = column_name(self.head.stem());
        let called = |name: &str| {
            name.len() > 2
                && (stem.starts_with(name) || stem.ends_with(name.strip_suffix('s').unwrap_or(name)))
        };
        let of_items = |name: &str| Noun::of_items(noun_of(name).unwrap_or(name)).is_some();
        // Headlining artists are some.
        let item = |name: &str| words!("artist album film movie book game").end(name);
        let found = columns(names, &TITLES).first().copied();
        let beside = |at: &usize| matches!(self.name(*at), "artist" | "album");
        let found = found.filter(|at| !beside(at)).filter(fits);
        let find = |is: &dyn Fn(&str) -> bool| self.first(|at| is(self.name(at)) && fits(&at));
        found
            .or_else(|| titles(names).filter(fits))
            .or_else(|| find(&called))
            .or_else(|| columns(names, &words!("album artist")).first().copied().filter(fits))
            .or_else(|| roles.item.filter(fits))
            .or_else(|| self.first(|at| self.all(at, is_isbn)))
            .or_else(|| {
                names
                    .iter()
                    .position(|name| name == "id")
                    .filter(|_| said && names.len() == 2 || self.opposed().is_some())
            })
            .or_else(|| find(&of_items))
            .or_else(|| find(&item))
            .or_else(|| find(&|name| said && words!("name title").end(name)))
            .or_else(|| {
                let named = |at: usize| !self.name(at).ends_with("id") && !is_about(self.name(at));
                self.first(|at| {
                    says && named(at) && fits(&at) && self.is_text(at) && once(self.head, self.guess, at)
                })
            })
    }

    /// The column of marks that says whose they are.
    #[cold]
    fn mine(&self) -> Option<usize> {
        let mine = |name: &str| {
            is_mine(name)
                || name.ends_with("personal")
                || words!("mine my minha meu mein 我的").begin(name)
                    && !OTHERS.stand_in(name)
                    && (name == "mine" || !name.is_ascii() || names_rating(name) || name.contains("nota"))
        };
        let marks = |at: usize| self.sample.says_marks(at) || self.all(at, is_mark) && self.is_rated(at);
        self.first(|at| mine(self.name(at)) && marks(at))
    }

    /// The column of marks that somebody may have given, beside nothing that says that they are others'.
    #[cold]
    fn rating(&self) -> Option<usize> {
        let names = &self.header.names;
        let rated = |name: &str| {
            let rating =
                names_overall(name) || names_rating(name) && words!("rating stars grade").begin(name);
            (rating || name == "feedback") && !OTHERS.stand_in(name)
        };
        // Beside what a program expects stands what somebody gave.
        let predicted = names.iter().any(|name| name.contains("predict"));
        let of_all = |name: &str| words!("votes popularity").stand_in(name) || name.ends_with("count");
        if names.iter().any(|name| of_all(name)) {
            return None;
        }
        let rated =
            |name: &str| rated(name) || predicted && name.ends_with("score") && !OTHERS.stand_in(name);
        if let Some(at) = self.opposed() {
            return Some(at);
        }
        let literal = self.first(|at| RATING.contain(self.name(at)) && self.is_given(at));
        // Of several none is the rating.
        let given = |at: usize| rated(self.name(at)) && self.is_given(at);
        literal
            .or_else(|| in_stars(&self.sample, names))
            .or_else(|| self.first(given).filter(|first| self.first(|at| at > *first && given(at)).is_none()))
    }

    /// The column that says for or against, below any name.
    #[cold]
    fn opposed(&self) -> Option<usize> {
        const SIDES: Words = words!("like dislike up down love hate upvote downvote");
        let side = |text: &str| SIDES.contain(&text.to_ascii_lowercase());
        self.first(|at| self.all(at, side))
    }

    /// True for a column of marks as people give them: words, stars, or few numbers.
    #[cold]
    fn is_given(&self, at: usize) -> bool {
        let (few, filled) = self.sample.texts(at);
        let whole = |text: &str| number(text).is_some_and(|value| value.fract() == 0.0);
        // What is called so may have been worked out, and is somebody's own.
        let mine = words!("myrating myscore").begin(&column_name(self.head.stem()));
        let steps = few <= MARKS || few * 3 <= filled || filled <= CELLS || self.all(at, whole);
        self.sample.says_marks(at)
            || (steps || mine)
                && self.all(at, is_mark)
                && self.is_rated(at)
                && (mine || are_given(self.head, self.guess, at, 4.0, 9))
    }

    /// True for the name of counts of what one person did, which are not counts of people.
    #[cold]
    fn is_habit(&self, name: &str) -> bool {
        AMOUNT.contain(name) && name != "counts"
            || words!("scrobbles plays msplayed minutesplayed frequency").end(name)
    }

    /// True for a column of days of which each is no earlier than the one before, or each no later.
    #[cold]
    fn in_order(&self, at: usize) -> bool {
        let calendar = self.sample.calendar(at);
        let cells = self.sample.cells(at, CELLS);
        let days: Vec<f32> = cells
            .iter()
            .filter_map(|cell| calendar.time(cell).map(|time| time as f32).or_else(|| number(cell)))
            .collect();
        let runs = |before: fn(f32, f32) -> bool| {
            let steps = days.windows(2).filter(|two| before(two[0], two[1])).count();
            (steps + 1) * 10 >= days.len() * 9
        };
        days.first() != days.last() && (runs(|a, b| a <= b) || runs(|a, b| a >= b))
    }

    /// True when anything but 0 stands in this column.
    #[cold]
    fn is_rated(&self, at: usize) -> bool {
        self.sample.cells(at, CELLS).iter().any(|cell| number(cell).is_some_and(|value| value > 0.0))
    }

    /// True for a column that says how often or how long.
    #[cold]
    fn counts(&self, at: usize) -> bool {
        let name = self.name(at);
        let counts = self.is_habit(name) || is_count(name) || says_count(name);
        let cells = self.sample.cells(at, CELLS);
        // Nearly always the same high number is how much of it there was, and not how often.
        let same = |first: &&str| {
            number(first).is_some_and(|value| value >= 10.0)
                && cells.iter().filter(|cell| *cell == first).count() * 4 >= cells.len() * 3
        };
        counts
            && !words!("num total review critic user rating vote member follow page").stand_in(name)
            && self.all(at, is_number)
            && !cells.first().is_some_and(same)
    }

    /// True for a column of days on which somebody did something.
    #[cold]
    fn is_day(&self, at: usize) -> bool {
        let name = self.name(at);
        let named = is_done(name)
            || TIME.contain(name)
            || is_date(name) && !name.ends_with("year")
            || words!("time stamp date").end(name);
        if !named || OF_WORK.stand_in(name) {
            return false;
        }
        let calendar = self.sample.calendar(at);
        // A sheet's days may have become numbers, and of some the year alone is known.
        let number_of_day = |text: &str| {
            name == "date" && (number(text).is_some_and(|day| (20e3..60e3).contains(&day)) || is_year(text))
        };
        let seconds = |text: &str| !is_number(text) || number(text).is_some_and(|number| number >= 1e8);
        self.all(at, |text| calendar.time(text).is_some() && seconds(text) || number_of_day(text))
    }

    /// True for a column of places in an order, each next row one further.
    #[cold]
    fn is_order(&self, at: usize) -> bool {
        let name = self.name(at);
        let cells = self.sample.cells(at, CELLS);
        matches!(name, "rank" | "ranking" | "place" | "position" | "favorite" | "favourite")
            && cells.iter().enumerate().all(|(row, cell)| {
                let first = number(cells[0]).filter(|first| matches!(*first, 0.0 | 1.0));
                first.is_some_and(|first| number(cell) == Some(first + row as f32))
            })
    }
}
