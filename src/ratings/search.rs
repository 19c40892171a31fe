//! Search by words: every word of a query begins a word of the title.

use super::Axis;
use super::fold::{ARTICLES, Class, fold};
use crate::order;

/// Ranks of what is found, the lower the better; between them stand those of [`Search::rank`].
const EXACT: u32 = 0;
const COMPLETE: u32 = 1;
const PARTIAL: u32 = 2;
const BY_ID: u32 = 10;

/// How many words of a title are told apart; of longer texts, no query is the whole.
const WORDS: usize = 64;

impl Axis {
    /// Indices of what a query finds, best first, at most `n`.
    ///
    /// Every word of the query must begin a word of the title, without regard to case, accents and order. The exact id or
    /// title stands first; then titles of which the query leaves out no more than an article, a year and what stands in
    /// parentheses; then whole words before beginnings, words in order before others, and beginnings of titles before
    /// other places. Ties go by `popularity`. At the end stand ids that begin with the query.
    pub fn search(&self, query: &str, n: usize, popularity: &dyn Fn(u32) -> usize) -> Vec<u32> {
        const MOST: usize = (1 << 28) - 1;
        let raw = query.trim();
        let mut search = Search::new(raw);
        let mut found: Vec<u64> = Vec::new();
        for index in 0..self.len() as u32 {
            let (id, title) = (self.ids.get(index), self.title(index));
            let rank = if id == raw { Some(EXACT) } else { search.rank(title) };
            let begins = || id.get(..raw.len()).is_some_and(|start| start.eq_ignore_ascii_case(raw));
            let Some(rank) = rank.or_else(|| begins().then_some(BY_ID)) else { continue };
            let rarity = (MOST - popularity(index).min(MOST)) as u32;
            found.push(order::pair(rank << 28 | rarity, index));
        }
        order::keep_smallest(&mut found, n);
        order::sort(&mut found);
        found.into_iter().map(|key| order::halves(key).1).collect()
    }
}

/// A word of a title, as a part of its plain letters.
#[derive(Debug, Clone, Copy)]
struct Word {
    start: usize,
    end: usize,
    /// The end of the words that a single sign joins to this one: of “Spider-Man”, of “Schindler's”. They are one word as well.
    reach: usize,
    /// Joined to the word before.
    joined: bool,
    /// A comma stands before it.
    comma: bool,
    /// Nothing of its part of the title follows.
    last: bool,
    /// A query may leave it out: an article at the beginning or end, a year, another title in parentheses.
    aside: bool,
}

/// The words of a text. The letters of all of them stand together, without anything between.
#[derive(Debug, Default)]
struct Words {
    letters: String,
    words: Vec<Word>,
}

impl Words {
    fn set(&mut self, text: &str) {
        self.letters.clear();
        self.words.clear();
        let (mut inside, mut comma, mut depth) = (false, false, 0u32);
        // Signs since the last word, two for a space.
        let mut signs = 2;
        for c in text.chars() {
            let start = self.letters.len();
            let class = if c == '&' {
                self.letters.push_str("and");
                (inside, signs) = (false, 2);
                Class::Letter
            } else {
                fold(c, &mut self.letters)
            };
            let end = self.letters.len();
            match class {
                Class::Mark => {}
                Class::Letter => {
                    let ideograph =
                        matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..);
                    if inside && !ideograph {
                        if let Some(word) = self.words.last_mut() {
                            word.end = end;
                        }
                    } else {
                        let joined = inside || signs == 1;
                        let aside = depth > 0;
                        self.words.push(Word { start, end, reach: end, joined, comma, last: false, aside });
                    }
                    (inside, comma, signs) = (true, false, 0);
                    if c == '&' {
                        (inside, signs) = (false, 2);
                    }
                }
                Class::Other => {
                    inside = false;
                    comma |= c == ',';
                    signs += if c.is_whitespace() { 2 } else { 1 };
                    match c {
                        '(' | '[' => {
                            self.close();
                            depth += 1;
                        }
                        ')' | ']' => {
                            self.close();
                            depth = depth.saturating_sub(1);
                        }
                        _ => {}
                    }
                }
            }
        }
        self.close();
        self.leave_asides();
        let mut reach = 0;
        for i in (0..self.words.len()).rev() {
            let joined = self.words.get(i + 1).is_some_and(|next| next.joined);
            let word = &mut self.words[i];
            reach = if joined { reach } else { word.end };
            word.reach = reach;
        }
    }

    fn close(&mut self) {
        if let Some(word) = self.words.last_mut() {
            word.last = true;
        }
    }

    /// Marks the articles that a query may leave out.
    fn leave_asides(&mut self) {
        let Words { letters, words } = self;
        for (i, word) in words.iter_mut().enumerate() {
            let moved = word.comma && word.last && ARTICLES.contains(&&letters[word.start..word.end]);
            let leading = i == 0 && !word.last && matches!(&letters[..word.end], "the" | "a" | "an");
            word.aside |= moved || leading;
        }
        // A title in parentheses is a title.
        if words.iter().all(|word| word.aside) {
            words.iter_mut().for_each(|word| word.aside = false);
        }
    }

    fn text(&self, start: usize, end: usize) -> &str {
        &self.letters[start..end]
    }
}

/// One bit for each of the letters that a text may have once it is folded; all of them where it is not ASCII. It tells
/// most titles that do not fit a query at a fraction of the cost.
fn signature(text: &str) -> u32 {
    let mut bits = 0;
    for &b in text.as_bytes() {
        // “&” is read as “and”.
        if !b.is_ascii() || b == b'&' {
            return u32::MAX;
        }
        // The same for small and capital letters; that other signs share a letter's bit does no harm.
        bits |= 1 << (b & 31);
    }
    bits
}

/// A query, and the title that is looked at.
struct Search<'a> {
    raw: &'a str,
    query: Words,
    /// What a title must have; nothing where letters beyond ASCII are sought.
    signature: u32,
    title: Words,
}

/// How the words of a query lie in a title.
#[derive(Default)]
struct Fit {
    /// One bit for each word of the title that a word of the query has found.
    hit: u64,
    beginnings: bool,
    disorder: bool,
    /// Index after the word found last.
    after: usize,
}

impl<'a> Search<'a> {
    fn new(raw: &'a str) -> Self {
        let mut query = Words::default();
        query.set(raw);
        let signature = if query.letters.is_ascii() { signature(&query.letters) } else { 0 };
        Search { raw, query, signature, title: Words::default() }
    }

    /// How well the query fits a title: the less the better; `None` when it does not.
    fn rank(&mut self, title: &str) -> Option<u32> {
        if self.query.words.is_empty() {
            // Names of signs alone.
            let found = !self.raw.is_empty() && title.contains(self.raw);
            return found.then_some(if title == self.raw { EXACT } else { PARTIAL });
        }
        if signature(title) & self.signature != self.signature {
            return None;
        }
        self.title.set(title);
        let mut fit = Fit::default();
        let words = &self.query.words;
        for (i, word) in words.iter().enumerate() {
            if word.joined {
                continue;
            }
            if self.find(self.query.text(word.start, word.reach), &mut fit) {
                continue;
            }
            // “Spider-Man” finds “Spider Man”, too.
            let parts = words[i + 1..].iter().take_while(|part| part.joined).count();
            let all = parts > 0
                && words[i..=i + parts]
                    .iter()
                    .all(|part| self.find(self.query.text(part.start, part.end), &mut fit));
            if !all {
                return None;
            }
        }
        Some(self.quality(&fit))
    }

    /// Looks for a word of the query; prefers words that are not yet found, then whole ones, then those in order.
    fn find(&self, wanted: &str, fit: &mut Fit) -> bool {
        let Words { letters, words } = &self.title;
        let bytes = letters.as_bytes();
        let mut best = (u32::MAX, 0, 0);
        for (i, word) in words.iter().enumerate() {
            if !bytes[word.start..word.reach].starts_with(wanted.as_bytes()) {
                continue;
            }
            let end = word.start + wanted.len();
            let to = i + words[i..].iter().take_while(|w| w.end < end).count();
            let found = u32::from(bit(i) & fit.hit != 0) << 2
                | u32::from(words[to].end != end) << 1
                | u32::from(i < fit.after && !word.aside);
            if found < best.0 {
                best = (found, i, to);
            }
        }
        let (found, from, to) = best;
        if found == u32::MAX {
            return false;
        }
        fit.beginnings |= found & 2 != 0;
        fit.disorder |= found & 5 != 0;
        for i in from..=to {
            fit.hit |= bit(i);
        }
        if !words[from].aside {
            fit.after = to + 1;
        }
        true
    }

    fn quality(&self, fit: &Fit) -> u32 {
        let words = &self.title.words;
        let rest = |left_out: fn(&Word) -> bool| {
            words.iter().enumerate().all(|(i, word)| left_out(word) || bit(i) & fit.hit != 0)
        };
        if !fit.beginnings && !fit.disorder && words.len() <= WORDS {
            if rest(|_| false) {
                return EXACT;
            }
            if rest(|word| word.aside) {
                return COMPLETE;
            }
        }
        let first = words.iter().position(|word| !word.aside).is_some_and(|i| bit(i) & fit.hit != 0);
        PARTIAL + (u32::from(fit.beginnings) << 2 | u32::from(fit.disorder) << 1 | u32::from(!first))
    }
}

/// The bit of a word; that of one of the last is none.
fn bit(i: usize) -> u64 {
    if i < WORDS { 1 << i } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The titles that a query finds, where the first of them are the most popular.
    fn found<'a>(titles: &[&'a str], query: &str) -> Vec<&'a str> {
        let ids: Vec<String> = (0..titles.len()).map(|i| format!("{}", 500 + i)).collect();
        let mut axis = Axis::from_ids(ids.iter().map(String::as_str).collect());
        axis.titles = titles.iter().map(|&title| title.into()).collect();
        let last_first = |i: u32| titles.len() - i as usize;
        axis.search(query, 99, &last_first).into_iter().map(|i| titles[i as usize]).collect()
    }

    const FILMS: &[&str] = &[
        "Star Trek: First Contact (1996)",
        "Star Wars: Episode IV - A New Hope (1977)",
        "Star Wars: Episode VI - Return of the Jedi (1983)",
        "Schindler's List (1993)",
        "Matrix Reloaded, The (2003)",
        "Matrix, The (1999)",
        "Amelie (Fabuleux destin d'Amélie Poulain, Le) (2001)",
        "WALL·E (2008)",
        "Seven (a.k.a. Se7en) (1995)",
        "Seven Samurai (Shichinin no samurai) (1954)",
        "Spider-Man (2002)",
        "Star Wars: The Clone Wars (2008)",
        "Robot Chicken: Star Wars (2007)",
        "Wars of the Stars (1990)",
        "Starship Troopers (1997)",
        "Godfather: Part II, The (1974)",
        "Godfather, The (1972)",
        "Tom & Jerry (1992)",
        "Avventura, L' (a.k.a. Adventure, The) (1960)",
        "Das weiße Band (2009)",
        "Léon: The Professional (1994)",
        "8 1/2 (8½) (1963)",
        "M*A*S*H (1970)",
    ];

    #[test]
    fn known_films_stand_first() {
        for (query, first) in [
            ("the matrix", "Matrix, The (1999)"),
            ("Matrix", "Matrix, The (1999)"),
            ("matrix, the (1999)", "Matrix, The (1999)"),
            ("the matrix r", "Matrix Reloaded, The (2003)"),
            ("star wars", "Star Wars: Episode IV - A New Hope (1977)"),
            ("STAR WA", "Star Wars: Episode IV - A New Hope (1977)"),
            ("star wars clone", "Star Wars: The Clone Wars (2008)"),
            ("wars stars", "Wars of the Stars (1990)"),
            ("jedi return", "Star Wars: Episode VI - Return of the Jedi (1983)"),
            ("amelie", "Amelie (Fabuleux destin d'Amélie Poulain, Le) (2001)"),
            ("amélie poulain", "Amelie (Fabuleux destin d'Amélie Poulain, Le) (2001)"),
            ("d'Amélie", "Amelie (Fabuleux destin d'Amélie Poulain, Le) (2001)"),
            ("le fabuleux destin", "Amelie (Fabuleux destin d'Amélie Poulain, Le) (2001)"),
            ("wall-e", "WALL·E (2008)"),
            ("walle", "WALL·E (2008)"),
            ("se7en", "Seven (a.k.a. Se7en) (1995)"),
            ("seven", "Seven (a.k.a. Se7en) (1995)"),
            ("seven sam", "Seven Samurai (Shichinin no samurai) (1954)"),
            ("spiderman", "Spider-Man (2002)"),
            ("spider man", "Spider-Man (2002)"),
            ("spider-man", "Spider-Man (2002)"),
            ("schindlers list", "Schindler's List (1993)"),
            ("schindler's", "Schindler's List (1993)"),
            ("godfather", "Godfather, The (1972)"),
            ("the godfather", "Godfather, The (1972)"),
            ("the godfather part", "Godfather: Part II, The (1974)"),
            ("tom and jerry", "Tom & Jerry (1992)"),
            ("tom & jerry", "Tom & Jerry (1992)"),
            ("l'avventura", "Avventura, L' (a.k.a. Adventure, The) (1960)"),
            ("weisse band", "Das weiße Band (2009)"),
            ("weiße", "Das weiße Band (2009)"),
            ("leon", "Léon: The Professional (1994)"),
            ("Le\u{301}on", "Léon: The Professional (1994)"),
            ("mash", "M*A*S*H (1970)"),
            ("1999 matrix", "Matrix, The (1999)"),
            ("521", "8 1/2 (8½) (1963)"),
        ] {
            assert_eq!(found(FILMS, query).first(), Some(&first), "{query}");
        }
    }

    #[test]
    fn every_word_begins_a_word_of_the_title() {
        assert_eq!(found(FILMS, "trix"), [""; 0]);
        assert_eq!(found(FILMS, "matrix jedi"), [""; 0]);
        assert_eq!(found(FILMS, "starw"), [""; 0], "a space parts words");
        assert_eq!(
            found(FILMS, "star wars"),
            [
                "Star Wars: Episode IV - A New Hope (1977)",
                "Star Wars: Episode VI - Return of the Jedi (1983)",
                "Star Wars: The Clone Wars (2008)",
                "Robot Chicken: Star Wars (2007)",
                "Wars of the Stars (1990)",
            ]
        );
        let stars = found(FILMS, "star");
        assert_eq!(stars.last(), Some(&"Wars of the Stars (1990)"));
        assert_eq!(stars[stars.len() - 2], "Starship Troopers (1997)", "whole words stand before beginnings");
    }

    #[test]
    fn exact_names_stand_first_and_popularity_decides_between_equals() {
        let games = ["Halo 3", "Portal 2: Songs", "Portal 2", "Portal", "The Portal", "Halo"];
        assert_eq!(found(&games, "portal 2"), ["Portal 2", "Portal 2: Songs"]);
        assert_eq!(found(&games, "portal")[..2], ["Portal", "The Portal"]);
        assert_eq!(found(&games, "hal"), ["Halo 3", "Halo"]);
        assert_eq!(found(&games, "502"), ["Portal 2"], "an id");
        assert_eq!(found(&games, "50").len(), 6, "the beginning of ids");
        assert_eq!(found(&["千と千尋の神隠し", "Война и мир", "!!!", "A!!!"], "千尋"), ["千と千尋の神隠し"]);
        assert_eq!(found(&["千と千尋の神隠し", "Война и мир"], "ВОИНА МИР"), ["Война и мир"]);
        assert_eq!(found(&["A!!!", "!!!"], "!!!"), ["!!!", "A!!!"], "a name without a letter");
        assert_eq!(found(&["The The", "The Matrix"], "the the"), ["The The", "The Matrix"]);
        assert_eq!(found(&["(Untitled)", "Untitled Works"], "untitled")[0], "(Untitled)");
    }

    #[test]
    fn ids_without_titles_are_searched_as_well() {
        let axis =
            Axis::from_ids(["user_000001", "user_000012", "A2SUAM1J3GNN3B", "17"].into_iter().collect());
        let search = |query: &str| axis.search(query, 9, &|_| 0);
        assert_eq!(search("user_00001"), [1]);
        assert_eq!(search("000001"), [0]);
        assert_eq!(search("a2sua"), [2]);
        assert_eq!(search("17"), [3]);
        assert_eq!(axis.search("user", 1, &|i| i as usize), [1]);
        assert!(search("zzz").is_empty() && axis.search("user", 0, &|_| 0).is_empty());
    }

    #[test]
    fn the_titles_of_a_large_catalogue_are_searched_in_a_moment() {
        let titles: Vec<String> = (0..63_746)
            .map(|i| {
                let film = FILMS[i % FILMS.len()];
                format!("{} {i}, The ({})", &film[..film.find('(').unwrap_or(0)], 1900 + i % 120)
            })
            .collect();
        let ids: Vec<String> = (0..titles.len()).map(|i| i.to_string()).collect();
        let mut axis = Axis::from_ids(ids.iter().map(String::as_str).collect());
        axis.titles = titles.into_iter().map(Into::into).collect();
        let mut fastest = f64::INFINITY;
        for _ in 0..5 {
            let begun = std::time::Instant::now();
            assert_eq!(axis.search("star wars the ep", 10, &|i| i as usize).len(), 10);
            fastest = fastest.min(begun.elapsed().as_secs_f64());
        }
        println!("63,746 titles took {:.1} ms", fastest * 1e3);
        assert!(fastest < 0.1, "a bound for busy machines: {fastest} s");
    }
}
