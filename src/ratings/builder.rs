//! Collects rows in any order, then sorts them into [`Ratings`].

use super::{Axis, Catalog, Csr, FeatureKind, Features, Feedback, Ids, Noun, Ratings, Scale, Shape};
use crate::error::{Error, Result};
use crate::order;
use std::sync::Arc;

/// One row as it was read: 16 bytes.
#[derive(Debug, Clone, Copy)]
struct Row {
    user: u32,
    item: u32,
    value: f32,
    /// Seconds since 1970; 0 when the row had none.
    time: u32,
}

/// Rows in blocks: no block is ever copied to grow, so the peak is the rows themselves and at most an eighth
/// of them.
#[derive(Debug)]
struct Rows {
    blocks: Vec<Vec<Row>>,
    /// Rows that the last block takes.
    room: usize,
}

/// Rows of the shortest and of the longest block, 1 and 4 MiB: a browser takes about a millisecond to enlarge the
/// memory, by whatever it is.
const BLOCK: [usize; 2] = [1 << 16, 1 << 18];

impl Default for Rows {
    fn default() -> Self {
        // The first block grows as usual, so that small data stays small.
        Rows { blocks: vec![Vec::new()], room: BLOCK[0] }
    }
}

impl Rows {
    #[inline]
    fn push(&mut self, row: Row) {
        match self.blocks.last_mut() {
            Some(block) if block.len() < self.room => block.push(row),
            _ => self.push_block(row),
        }
    }

    #[cold]
    fn push_block(&mut self, row: Row) {
        self.room = (self.len() / 8).clamp(BLOCK[0], BLOCK[1]);
        let mut block = Vec::with_capacity(self.room);
        block.push(row);
        self.blocks.push(block);
    }

    fn iter(&self) -> impl Iterator<Item = &Row> {
        self.blocks.iter().flatten()
    }

    fn len(&self) -> usize {
        self.blocks.iter().map(Vec::len).sum()
    }

    /// By user, columns ascending; of rows for one (user, item) the last one stays, or, to `add` them
    /// up, one with their sum and the latest time. Returns the matrix, the times (empty when no row
    /// had one) and the number of rows that went into others.
    fn into_csr(self, n_users: usize, n_items: usize, add: bool) -> (Csr, Vec<u32>, usize) {
        let total = self.len();
        let mut starts = vec![0usize; n_users + 1];
        let mut timed = false;
        for row in self.iter() {
            starts[row.user as usize + 1] += 1;
            timed |= row.time != 0;
        }
        for u in 0..n_users {
            starts[u + 1] += starts[u];
        }
        let mut next = starts.clone();
        let mut columns = vec![0u32; total];
        let mut values = vec![0f32; total];
        let mut times = vec![0u32; if timed { total } else { 0 }];
        for block in self.blocks {
            // Consumed block by block: memory goes back as the sorted copy grows.
            for row in block {
                let at = next[row.user as usize];
                next[row.user as usize] += 1;
                columns[at] = row.item;
                values[at] = row.value;
                if timed {
                    times[at] = row.time;
                }
            }
        }
        let mut kept = 0;
        let mut keys: Vec<u64> = Vec::new();
        let mut row: Vec<(u32, f32, u32)> = Vec::new();
        for u in 0..n_users {
            let range = starts[u]..starts[u + 1];
            starts[u] = kept;
            if columns[range.clone()].windows(2).all(|w| w[0] < w[1]) {
                let n = range.len();
                columns.copy_within(range.clone(), kept);
                values.copy_within(range.clone(), kept);
                if timed {
                    times.copy_within(range, kept);
                }
                kept += n;
                continue;
            }
            keys.clear();
            keys.extend(range.clone().enumerate().map(|(i, at)| order::pair(columns[at], i as u32)));
            order::sort(&mut keys);
            row.clear();
            let (mut sum, mut latest) = (0f64, 0);
            for (i, &key) in keys.iter().enumerate() {
                let (column, at) = order::halves(key);
                let at = range.start + at as usize;
                let (mut value, mut time) = (values[at], if timed { times[at] } else { 0 });
                if add {
                    sum += f64::from(value);
                    latest = time.max(latest);
                    (value, time) = (sum as f32, latest);
                }
                if keys.get(i + 1).is_some_and(|&following| order::halves(following).0 == column) {
                    continue;
                }
                row.push((column, value, time));
                (sum, latest) = (0.0, 0);
            }
            for &(column, value, time) in &row {
                columns[kept] = column;
                values[kept] = value;
                if timed {
                    times[kept] = time;
                }
                kept += 1;
            }
        }
        starts[n_users] = kept;
        columns.truncate(kept);
        values.truncate(kept);
        times.truncate(if timed { kept } else { 0 });
        let csr = Csr::new(starts, columns, values, n_items).expect("rows were just sorted");
        (csr, times, total - kept)
    }
}

/// What the files said of users or items, by id, before it is known which of them have ratings.
#[derive(Debug, Default)]
struct About {
    ids: Ids,
    titles: Vec<Box<str>>,
    /// Bytes of the titles' text.
    title_bytes: usize,
    tables: Vec<FeatureTable>,
    noun: Option<Noun>,
}

#[derive(Debug)]
struct FeatureTable {
    name: String,
    kind: FeatureKind,
    vocabulary: Ids,
    triples: Vec<(u32, u32, f32)>,
}

impl About {
    fn title(&mut self, id: &str, title: &str) {
        let index = self.ids.intern(id) as usize;
        if self.titles.len() <= index {
            self.titles.resize(index + 1, Box::from(""));
        }
        self.title_bytes = self.title_bytes + title.len() - self.titles[index].len();
        self.titles[index] = title.into();
    }

    fn feature(&mut self, id: &str, table: &str, kind: FeatureKind, name: &str, weight: f32) {
        let index = self.ids.intern(id);
        let at = self.tables.iter().position(|t| t.name == table).unwrap_or_else(|| {
            let (name, vocabulary) = (table.to_owned(), Ids::default());
            self.tables.push(FeatureTable { name, kind, vocabulary, triples: Vec::new() });
            self.tables.len() - 1
        });
        let table = &mut self.tables[at];
        let column = table.vocabulary.intern(name);
        table.triples.push((index, column, weight));
    }

    /// Bytes held, without the features themselves.
    fn bytes(&self) -> usize {
        let vocabularies: usize = self.tables.iter().map(|table| table.vocabulary.bytes()).sum();
        let titles = self.titles.capacity() * size_of::<Box<str>>() + self.title_bytes;
        self.ids.bytes() + titles + vocabularies
    }

    /// How many features were given.
    fn n_features(&self) -> usize {
        self.tables.iter().map(|table| table.triples.len()).sum()
    }

    /// Joins to the ids that have ratings. Returns the axis and how many described ids have none.
    fn join(self, ids: Ids) -> (Axis, usize) {
        let place: Vec<Option<u32>> = self.ids.iter().map(|id| ids.find(id)).collect();
        let mut titles = Vec::new();
        if !self.titles.is_empty() {
            titles = vec![Box::from(""); ids.len()];
            for (title, place) in self.titles.into_iter().zip(&place) {
                if let Some(place) = place {
                    titles[*place as usize] = title;
                }
            }
        }
        let features = self.tables.into_iter().map(|table| {
            let mut triples = table.triples;
            triples.retain_mut(|(row, ..)| {
                let place = place[*row as usize];
                *row = place.unwrap_or(*row);
                place.is_some()
            });
            // A tag given twice to one item counts twice.
            add_up(&mut triples, table.kind == FeatureKind::Tag);
            let rows = Csr::from_triples(ids.len(), table.vocabulary.len(), &triples);
            Features { name: table.name, kind: table.kind, vocabulary: table.vocabulary, rows }
        });
        let features = features.collect();
        let unjoined = place.iter().filter(|p| p.is_none()).count();
        (Axis { ids, titles, features, noun: self.noun }, unjoined)
    }
}

/// What a row is. Rows of one kind make a data set, those of the most telling kind among them:
/// beside ratings, choices and pairs are left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    #[default]
    Pair,
    Choice,
    Rating,
}

/// Takes rows, titles and features in any order; [`Builder::build`] makes [`Ratings`] of them.
///
/// Rows are ratings, choices or pairs. Of two ratings of one item by one user the later one stays;
/// choices and pairs add up. Where kinds meet, only rows of the most telling one are kept: ratings before
/// choices before pairs, in test files as in those for training.
#[derive(Debug, Default)]
pub struct Builder {
    users: Ids,
    items: Ids,
    rows: Rows,
    test: Rows,
    testing: bool,
    about_users: About,
    about_items: About,
    kind: Kind,
    implicit: bool,
    binary: bool,
}

/// What a [`Builder`] made.
#[derive(Debug)]
pub struct Built {
    /// The ratings to train on.
    pub ratings: Ratings,
    /// The ratings of test files, when there were any, over the same catalog.
    pub test: Option<Ratings>,
    /// Rows that a later row for the same user and item replaced.
    pub duplicates: usize,
    /// Rows whose counts were added to another row for the same user and item.
    pub added_up: usize,
    /// Items with a title or features but without a rating.
    pub unrated_items: usize,
    /// Users with features but without a rating.
    pub unrated_users: usize,
}

impl Builder {
    /// A rating in rating units, with its time in seconds since 1970 if known.
    #[inline]
    pub fn rating(&mut self, user: &str, item: &str, value: f32, time: Option<u32>) {
        let kind = if self.implicit { Kind::Choice } else { Kind::Rating };
        if self.takes(kind) {
            self.push(user, item, value, time);
        }
    }

    /// A choice of an item, made this often (1 for a plain one), with its time in seconds since 1970 if
    /// known.
    #[inline]
    pub fn choice(&mut self, user: &str, item: &str, count: f32, time: Option<u32>) {
        if self.takes(Kind::Choice) {
            self.push(user, item, count, time);
        }
    }

    #[inline]
    fn push(&mut self, user: &str, item: &str, value: f32, time: Option<u32>) {
        let (user, item) = (self.users.intern(user), self.items.intern(item));
        let value = if self.binary { 1.0 } else { value };
        let row = Row { user, item, value, time: time.unwrap_or(0) };
        if self.testing { self.test.push(row) } else { self.rows.push(row) }
    }

    /// True when rows of this kind are kept. The first one of a more telling kind takes the place of
    /// all rows before, save that a test file does not take that of the rows for training.
    #[inline]
    fn takes(&mut self, kind: Kind) -> bool {
        kind == self.kind || self.changes_to(kind)
    }

    #[cold]
    fn changes_to(&mut self, kind: Kind) -> bool {
        let changes = kind > self.kind && !(self.testing && self.rows.len() > 0);
        if changes {
            self.kind = kind;
            (self.rows, self.test) = Default::default();
            (self.users, self.items) = Default::default();
        }
        changes
    }

    /// A weighted pair of items (bought together, …). Weights of one pair add up.
    pub fn pair(&mut self, a: &str, b: &str, weight: f32) {
        if !self.takes(Kind::Pair) {
            return;
        }
        let (a, b) = (self.items.intern(a), self.items.intern(b));
        if a != b {
            let row = Row { user: a.min(b), item: a.max(b), value: weight, time: 0 };
            if self.testing { self.test.push(row) } else { self.rows.push(row) }
        }
    }

    /// An item's title; a later one replaces an earlier one.
    pub fn item_title(&mut self, item: &str, title: &str) {
        self.about_items.title(item, title);
    }

    /// A feature of an item: `("260", "genre", Category, "Sci-Fi", 1.0)`.
    pub fn item_feature(&mut self, item: &str, table: &str, kind: FeatureKind, name: &str, weight: f32) {
        self.about_items.feature(item, table, kind, name, weight);
    }

    /// A feature of a user: `("7", "occupation", Attribute, "writer", 1.0)`.
    pub fn user_feature(&mut self, user: &str, table: &str, kind: FeatureKind, name: &str, weight: f32) {
        self.about_users.feature(user, table, kind, name, weight);
    }

    /// Says what people are called; the first file to say so is right.
    pub fn call_people(&mut self, noun: Noun) {
        self.about_users.noun.get_or_insert(noun);
    }

    /// Says what items are called; the first file to say so is right.
    pub fn call_items(&mut self, noun: Noun) {
        self.about_items.noun.get_or_insert(noun);
    }

    /// From here on rows are for testing, not for training.
    pub fn begin_test(&mut self) {
        self.testing = true;
    }

    /// All values are counts or plain choices; none is a rating.
    pub fn set_implicit(&mut self) {
        self.implicit = true;
        self.kind = self.kind.min(Kind::Choice);
    }

    /// Every row to come is a plain yes: value 1, however often it stands.
    pub fn set_binary(&mut self) {
        self.set_implicit();
        self.binary = true;
    }

    /// Rows so far, those for testing included.
    pub fn len(&self) -> usize {
        self.rows.len() + self.test.len()
    }

    /// True when no row has come.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Users so far.
    pub fn n_users(&self) -> usize {
        if self.kind == Kind::Pair { self.items.len() } else { self.users.len() }
    }

    /// Items so far.
    pub fn n_items(&self) -> usize {
        self.items.len()
    }

    /// Features of users and items so far.
    pub fn n_features(&self) -> usize {
        self.about_users.n_features() + self.about_items.n_features()
    }

    /// Bytes that ids, titles and the names of features take so far, when all is built.
    pub fn fixed_bytes(&self) -> u64 {
        let bytes =
            self.users.bytes() + self.items.bytes() + self.about_users.bytes() + self.about_items.bytes();
        // While titles are joined they stand in a second list; where rows are items, they are there twice.
        let items = self.items.len() * (size_of::<Box<str>>() + size_of::<usize>());
        let twice =
            if self.kind == Kind::Pair { self.items.bytes() + self.about_items.title_bytes } else { 0 };
        (bytes + items + twice) as u64
    }

    /// Bytes that a row takes while rows are sorted: 16 as it was read and 12 in its place, or what
    /// adding up pairs takes.
    pub fn row_bytes(&self) -> u64 {
        if self.kind == Kind::Pair { 80 } else { 28 }
    }

    /// The number of items with a title or features, rated or not.
    pub fn described_items(&self) -> usize {
        self.about_items.ids.len()
    }

    /// The items with a title or features, rated or not.
    pub fn described(self) -> Axis {
        let ids = self.about_items.ids.clone();
        self.about_items.join(ids).0
    }

    /// Sorts the rows and joins titles and features to them.
    ///
    /// # Errors
    /// When there is no row.
    pub fn build(self) -> Result<Built> {
        if self.is_empty() {
            return Err(Error::data("at least one row of user, item and rating", "none"));
        }
        let pairs = self.kind == Kind::Pair;
        let users = if pairs { self.items.clone() } else { self.users };
        let (n_users, n_items) = (users.len(), self.items.len());
        let (items, unrated_items) = self.about_items.join(self.items);
        let (users, unrated_users) = if pairs { (items.clone(), 0) } else { self.about_users.join(users) };
        let catalog = Arc::new(Catalog { users, items });
        let shape = if pairs { Shape::Pairs } else { Shape::Ratings };
        let feedback = if self.kind == Kind::Rating { Feedback::Explicit } else { Feedback::Implicit };
        let add = self.kind == Kind::Choice && !self.binary;
        let has_test = self.test.len() > 0;
        let sort = |rows: Rows| {
            if pairs {
                (sum_pairs(&rows, n_items), Vec::new(), 0)
            } else {
                rows.into_csr(n_users, n_items, add)
            }
        };
        let (by_user, times, repeated) = sort(self.rows);
        let (test_by_user, test_times, test_repeated) = sort(self.test);
        let scale = Scale::of(if by_user.nnz() > 0 { by_user.values() } else { test_by_user.values() });
        let ratings = Ratings::new(Arc::clone(&catalog), by_user, times, feedback, shape, scale);
        let test = has_test.then(|| Ratings::new(catalog, test_by_user, test_times, feedback, shape, scale));
        let repeated = repeated + test_repeated;
        let (duplicates, added_up) = if add { (0, repeated) } else { (repeated, 0) };
        Ok(Built { ratings, test, duplicates, added_up, unrated_items, unrated_users })
    }
}

/// The weights of all pairs, summed, on both sides of the diagonal.
fn sum_pairs(rows: &Rows, n: usize) -> Csr {
    let mut triples: Vec<_> = rows.iter().map(|r| (r.user, r.item, r.value)).collect();
    add_up(&mut triples, true);
    Csr::from_triples(n, n, &triples).mirrored().expect("the smaller index of each pair stands first")
}

/// Leaves one triple for each place: the sum in order of appearance, or the first.
fn add_up(triples: &mut Vec<(u32, u32, f32)>, sum: bool) {
    order::sort_by(triples, &|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    triples.dedup_by(|next, first| {
        let same = (next.0, next.1) == (first.0, first.1);
        if same && sum {
            first.2 += next.2;
        }
        same
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_two_ratings_wins_and_is_counted() {
        let mut b = Builder::default();
        b.rating("u", "y", 1.0, Some(10));
        b.rating("u", "x", 2.0, Some(20));
        b.rating("v", "y", 3.0, None);
        b.rating("u", "y", 5.0, Some(30));
        let built = b.build().unwrap();
        let r = &built.ratings;
        assert_eq!(built.duplicates, 1);
        assert_eq!((r.n_users(), r.n_items(), r.len()), (2, 2, 3));
        assert_eq!(r.by_user().row(0), (&[0, 1][..], &[5.0, 2.0][..]));
        assert_eq!(r.times(), [30, 20, 0]);
        assert_eq!(r.by_item().row(0), (&[0, 1][..], &[5.0, 3.0][..]));
        assert_eq!(r.scale(), Scale { min: 2.0, max: 5.0 });
        assert!((r.mean() - 10.0 / 3.0).abs() < 1e-6);
    }

    #[test]
    fn titles_and_features_join_by_id_in_any_order() {
        let mut b = Builder::default();
        b.item_title("y", "Why");
        b.item_feature("y", "genre", FeatureKind::Category, "Drama", 1.0);
        b.item_feature("z", "genre", FeatureKind::Category, "War", 1.0);
        b.rating("u", "x", 1.0, None);
        b.rating("u", "y", 1.0, None);
        b.item_feature("x", "tag", FeatureKind::Tag, "slow", 1.0);
        b.item_feature("x", "tag", FeatureKind::Tag, "slow", 1.0);
        let built = b.build().unwrap();
        let items = &built.ratings.catalog().items;
        assert_eq!((items.title(0), items.title(1)), ("x", "Why"));
        assert_eq!(items.categories(1).collect::<Vec<_>>(), ["Drama"]);
        assert_eq!(items.feature("tag").unwrap().rows.row(0), (&[0][..], &[2.0][..]));
        assert_eq!(built.unrated_items, 1);
        assert!(built.ratings.times().is_empty());
    }

    #[test]
    fn pairs_add_up_without_regard_to_order() {
        let mut b = Builder::default();
        b.pair("p", "q", 0.5);
        b.pair("q", "p", 1.2);
        b.pair("p", "p", 1.0);
        b.pair("r", "q", 1.0);
        let r = b.build().unwrap().ratings;
        assert_eq!((r.shape(), r.len(), r.n_users(), r.n_items()), (Shape::Pairs, 2, 3, 3));
        assert_eq!(r.by_user().row(0), (&[1][..], &[1.7][..]));
        // q has p, whose index is smaller, and r: both sides hold every pair.
        assert_eq!(r.by_user().row(1), (&[0, 2][..], &[1.7, 1.0][..]));
        assert_eq!(r.by_item().row(1), r.by_user().row(1));
        assert_eq!(r.once().collect::<Vec<_>>(), [(0, 1, 1.7), (1, 2, 1.0)]);
        let kept = r.filtered(|at| at == 1);
        assert_eq!(kept.by_user().iter().collect::<Vec<_>>(), [(1, 2, 1.0), (2, 1, 1.0)]);
    }

    #[test]
    fn nothing_is_an_error() {
        assert_eq!(Builder::default().build().unwrap_err().name(), "DataError");
    }

    #[test]
    fn choices_add_up_and_plain_ones_do_not() {
        let build = |prepare: fn(&mut Builder)| {
            let mut b = Builder::default();
            prepare(&mut b);
            b.choice("u", "y", 2.0, Some(30));
            b.choice("u", "x", 16_777_216.0, Some(10));
            b.choice("u", "y", 3.0, Some(20));
            b.choice("u", "x", 1.0, None);
            b.choice("u", "x", 1.0, None);
            b.build().unwrap()
        };
        for prepare in [|_: &mut Builder| {}, Builder::set_implicit] {
            let built = build(prepare);
            let r = &built.ratings;
            assert_eq!((r.feedback(), built.added_up, built.duplicates), (Feedback::Implicit, 3, 0));
            assert_eq!(r.by_user().row(0), (&[0, 1][..], &[5.0, 16_777_218.0][..]));
            assert_eq!(r.times(), [30, 10], "the latest");
        }
        let built = build(Builder::set_binary);
        assert_eq!((built.added_up, built.duplicates), (0, 3));
        assert_eq!(built.ratings.by_user().row(0), (&[0, 1][..], &[1.0, 1.0][..]));
    }

    #[test]
    fn the_most_telling_kind_of_row_is_kept_in_any_order() {
        let rows: [fn(&mut Builder); 3] =
            [|b| b.rating("u", "x", 4.0, None), |b| b.choice("v", "y", 9.0, None), |b| b.pair("x", "z", 1.0)];
        for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [1, 2, 0]] {
            let mut b = Builder::default();
            order.iter().for_each(|&i| rows[i](&mut b));
            let r = b.build().unwrap().ratings;
            assert_eq!((r.shape(), r.feedback(), r.len()), (Shape::Ratings, Feedback::Explicit, 1));
            assert_eq!((r.n_users(), r.n_items()), (1, 1), "nobody who has no rating");
        }
        let mut b = Builder::default();
        rows[1](&mut b);
        b.begin_test();
        rows[0](&mut b);
        let built = b.build().unwrap();
        assert_eq!((built.ratings.len(), built.ratings.feedback()), (1, Feedback::Implicit));
        assert!(built.test.is_none(), "ratings are no test of choices");
    }
}
