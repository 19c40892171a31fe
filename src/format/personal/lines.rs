//! One person's list, a line each: titles or ids alone, or each with a mark.

use super::deeds::DID;
use super::guess::{FEWEST, NARROW, TITLES, noun_of, once, unknown};
use super::rows::{ExportRows, is_of_wishes};
use super::{Opinion, OwnItem, Table};
use crate::error::Result;
use crate::format::table::{Dialect, Guess, column_name};
use crate::format::text::ByLine;
use crate::format::value::{imdb_id, is_number, number};
use crate::format::words::{Words, words};
use crate::format::{Format, Head, LineParser, Match, Sink, shown};
use crate::ratings::Noun;

/// Lines of a title each, perhaps with a colon and what somebody gives it: `Heat: 8`.
pub struct Lines;

impl Format for Lines {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        let lines = head.lines();
        if head.columns().is_some() || lines.len() < FEWEST || head.name.ends_with(".md") {
            return None;
        }
        let found: Option<Vec<(&str, f32)>> = lines.iter().map(|line| marked(line)).collect();
        let Some(found) = found else { return titles_alone(head) };
        // Names of settings are words in small letters.
        let begins = |c: char| c.is_uppercase() || c.is_ascii_digit();
        let titles =
            found.iter().filter(|(title, _)| title.starts_with(begins) || title.contains(' ')).count();
        let varied = found.iter().any(|(_, value)| *value != found[0].1);
        (titles * 2 > found.len() && varied).then(|| {
            let parser = Box::new(ByLine::new(head.line_end, Box::new(MarkedLines::default())));
            Match::likely("one person's list, a line each (guessed)", parser)
                .told("each line was taken for a title and what somebody gives it".to_owned())
        })
    }
}

/// The title and the mark of such a line.
pub fn marked(line: &str) -> Option<(&str, f32)> {
    let (title, value) = line.rsplit_once(':')?;
    let value =
        number(value.trim()).filter(|value| (0.0..=10.0).contains(value) && (value * 4.0).fract() == 0.0)?;
    let title = title.trim();
    // Several marks on a line are no title.
    let several = title.split(':').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    (!title.is_empty() && !several && !title.contains("::") && !title.ends_with(':'))
        .then_some((title, value))
}

/// Titles or ids and nothing else, perhaps with who made them behind a bar, in a file called by such items or by what somebody
/// did with them: `my_books.txt`. A name above them, and values that were a list, need the latter.
#[inline(never)]
fn titles_alone(head: &Head<'_>) -> Option<Match> {
    if head.preamble > 0 {
        return None;
    }
    let (items, done) = listed(&head.name)?;
    let lines = head.lines();
    if head.nested && lines.iter().any(|line| line.contains('\t')) {
        return None;
    }
    let called = |line| {
        let name = column_name(line);
        name.len() > NARROW && column_name(head.stem()).contains(&*name)
    };
    let named = head.nested || !lines.is_empty() && (names_one(lines[0]) || done && called(lines[0]));
    let lists = lines.get(usize::from(named)..).unwrap_or_default();
    // Ids of IMDb, or addresses with these.
    let known = |line: &&str| line.contains("tt") && imdb_id(line).is_some();
    let ids = lists.iter().all(known);
    // Shares are watched, too, and have names of one word.
    let shares = || head.stem().contains("watchlist") && !ids && !lists.iter().any(|line| line.contains(' '));
    let called = named && head.alone && TITLES.contain(&column_name(lines[0]));
    if (named || ids) && !done && !called || lists.len() < FEWEST || shares() {
        return None;
    }
    // More columns are those of a table.
    let table = head.guesses().iter().find(|guess| {
        let separator = &*guess.dialect.separator;
        guess.share >= 0.8 && matches!(separator, "\t" | "," | ";" | "|" | "$" | "~" | "::")
    });
    let two = |guess: &&Guess| guess.dialect.separator == "|" && guess.width == 2;
    let dialect = match table {
        _ if head.nested => Dialect::plain("\t"),
        // A title may stand in quotes.
        None => {
            let quote = lists.iter().any(|line| line.starts_with('"') && line.ends_with('"'));
            Dialect { quote, ..Dialect::plain("\u{1}") }
        }
        Some(guess) if two(&guess) || ids && !named => guess.dialect.clone(),
        Some(_) => return None,
    };
    let guess = Guess { dialect, width: 1, share: 1.0 };
    if !(named || ids || are_titles(lines)) || !once(head, &guess, 0) {
        return None;
    }
    let mut rows = ExportRows::new(&unknown(items), &[], head.stem());
    rows.title = vec![0];
    // Behind ids of IMDb stand titles.
    if ids && table.is_some() {
        (rows.id, rows.imdb, rows.title) = (vec![0], vec![0], vec![1]);
    }
    let parser = Table::new(guess.dialect, usize::from(named), 0, Box::new(rows)).into_parser(head);
    let told = "each line was taken for a title that one person has chosen".to_owned();
    Some(Match::likely("one person's list, a line each (guessed)", parser).told(told).calling(None, items))
}

/// Puts what a line says of a title into the sink.
pub(super) fn own(id: String, title: &str, opinion: Opinion, time: Option<u32>, sink: &mut Sink) {
    sink.own(OwnItem {
        id,
        title: title.to_owned(),
        year: None,
        imdb: None,
        isbn: Vec::new(),
        opinion,
        amount: 1.0,
        time,
    });
}

/// True for the name of a column of titles or of ids.
pub(super) fn names_one(line: &str) -> bool {
    let name = column_name(line);
    let of_item = |noun| Noun::of_items(noun).is_some();
    name == "id" || TITLES.contain(&name) || noun_of(&name).is_some_and(of_item)
}

/// What a plain text lists, by its name, and whether that says what somebody did with it; `None` where it tells neither.
pub(super) fn listed(file: &str) -> Option<(Noun, bool)> {
    let (stem, end) = file.rsplit_once('.').unwrap_or((file, "txt"));
    let words: Vec<&str> = stem.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let item = |word: &&str| {
        let one = word.strip_suffix('s').unwrap_or(word);
        (0..one.len()).find_map(|at| Noun::of_items(one.get(at..)?))
    };
    let kept = |word: &&str| DID.contain(word) || KEPT.stand_in(word);
    // What there is no noun for.
    let kind = || words.iter().any(|word| KINDS.begin(word)).then_some(Noun::ITEM);
    let (named, done) =
        (words.iter().find_map(item).or_else(kind), is_of_wishes(stem) || words.iter().any(kept));
    let plain = matches!(end, "txt" | "list" | "csv" | "md" | "org" | "json" | "yml" | "yaml");
    named.or(done.then_some(Noun::ITEM)).filter(|_| plain).map(|items| (items, done))
}

/// True for lines that look like titles: code and addresses have signs that these have not, prose ends in a point and has
/// most of its words in small letters, and rows of a table have numbers.
pub(super) fn are_titles(lines: &[&str]) -> bool {
    const LONGEST: usize = 120;
    let plain = |line: &str| {
        let begins = line.starts_with(|c: char| {
            c.is_alphanumeric() && !c.is_lowercase() || ['"', '\'', '(', '¡', '¿', '['].contains(&c)
        });
        let signs = ["://", "::", "=", "{", "}", "<", ">", "@", "\t", "_", "\\"];
        let numbers = line.split_whitespace().filter(|word| is_number(word)).count();
        begins
            && !signs.iter().any(|sign| line.contains(sign))
            && numbers < 2
            && !line.ends_with(['.', ',', ';', ':'])
            && line.len() <= LONGEST
    };
    let (mut good, mut several, mut capital, mut long) = (0, 0, 0, 0);
    for line in lines {
        let words = || line.split_whitespace();
        good += usize::from(plain(line.trim()));
        several += usize::from(words().nth(1).is_some());
        for word in words().filter(|word| word.len() > NARROW && word.starts_with(char::is_alphabetic)) {
            long += 1;
            capital += usize::from(!word.starts_with(char::is_lowercase));
        }
    }
    good * 10 >= lines.len() * 9 && several * 3 >= lines.len() && capital * 2 >= long
}

/// What files are called that hold what somebody has chosen.
const KEPT: Words = words!(
    "favo liked wish history library collection playlist lastfm spotify letterboxd subscri saved shelf"
);

/// What else files are called by what they list.
const KINDS: Words = words!(
    "food coffee drink tea wine whisk single vinyl concert band manga comic dish music serie tv filme livre libro livro \
    pelicul bücher 电影 动漫"
);

/// Reads such lines.
#[derive(Default)]
struct MarkedLines {
    highest: f32,
}

impl LineParser for MarkedLines {
    fn line(&mut self, text: &str, number: u64, sink: &mut Sink) -> Result<()> {
        if text.trim().is_empty() {
            return Ok(());
        }
        let Some((title, value)) = marked(text) else {
            sink.skip(number, 0, "a title, a colon and a rating from 0 to 10", shown(text));
            return Ok(());
        };
        self.highest = self.highest.max(value);
        own(title.to_owned(), title, Opinion::Rated(value, 0.0), None, sink);
        Ok(())
    }

    fn end(&mut self, sink: &mut Sink) -> Result<()> {
        sink.own.set_best(self.highest);
        Ok(())
    }
}
