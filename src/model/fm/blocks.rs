//! Ratings and catalog → feature blocks, the input of the factorization machines.
//!
//! A rating's feature vector joins the features of its user, of its item and of its day. All
//! ratings of a user share the user's part, so each part is stored once per entity, in a
//! [`Block`], and a rating only says which entity of each block it belongs to (Rendle, “Scaling
//! factorization machines to relational data”, 2013). The cost of a side feature is then per
//! user or item that has it, not per rating.

use crate::decimal::decimal;
use crate::memory::Need;
use crate::model::shared::negatives::Unchosen;
use crate::params;
use crate::random::Random;
use crate::ratings::{Axis, Csr, FeatureKind, Features, Feedback, Ratings};
use std::ops::Range;

/// Most sampled items per choice.
pub const MOST_NEGATIVES: u32 = 20;

params! {
    /// Which features a machine sees.
    pub struct Switches {
        /// A feature for each user.
        users: bool = true;
        /// A feature for each item.
        items: bool = true;
        /// The items a user has rated, and the users who have rated an item, as features, each weighing 1/√n. Explicit feedback only.
        others: bool = true;
        /// Attributes of users and items (age, gender, occupation, year) as features.
        attributes: bool = true;
        /// Genres and other categories as features, each weighing 1/√n.
        genres: bool = true;
        /// Tags as features, by TF-IDF.
        tags: bool = true;
        /// The day of the rating as a feature. Explicit feedback only.
        dates: bool = true;
        /// Sampled items per choice that count as not chosen. Implicit feedback only.
        negatives: u32 = 2 => 1..=MOST_NEGATIVES, "items";
    }
}

/// Side features that share a prior.
#[derive(Debug, Clone)]
pub struct Group {
    /// Columns of the block that belong to it.
    pub columns: Range<usize>,
}

/// The features of one kind of entity (users, items or days).
#[derive(Debug, Clone, Default)]
pub struct Block {
    /// How many entities there are; the index after the last stands for an unknown entity.
    pub len: usize,
    /// Whether every entity is a feature of its own.
    pub ids: bool,
    /// Side features, `(len, columns)`.
    pub rows: Csr,
    /// The transpose, `(columns, len)`.
    pub columns: Csr,
    /// The side features' groups, in the order of their columns.
    pub groups: Vec<Group>,
}

impl Block {
    fn new(len: usize, ids: bool, tables: Vec<Csr>) -> Self {
        let mut groups = Vec::new();
        let mut width = 0;
        for table in &tables {
            groups.push(Group { columns: width..width + table.width() });
            width += table.width();
        }
        let rows = Csr::side_by_side(len, tables);
        Block { len, ids, columns: rows.transpose(), rows, groups }
    }

    /// Number of groups, that of the ids included.
    pub fn n_groups(&self) -> usize {
        usize::from(self.ids) + self.groups.len()
    }
}

/// The blocks of a data set.
#[derive(Debug, Clone, Default)]
pub struct Design {
    /// Users, items, days; the last is empty where no times are known.
    pub blocks: [Block; 3],
    /// The days' numbers since 1970, ascending.
    pub days: Vec<u32>,
}

/// Position of the users' block.
pub const USERS: usize = 0;
/// Position of the items' block.
pub const ITEMS: usize = 1;
/// Position of the days' block.
pub const DAYS: usize = 2;

const SECONDS_PER_DAY: u32 = 86_400;

impl Design {
    /// Makes a block. For implicit feedback `others` and `dates` are left out: whether an item was chosen, and that there is
    /// a date, is the very thing to be predicted.
    pub fn lay(&mut self, block: usize, ratings: &Ratings, switches: &Switches) {
        let explicit = ratings.feedback() == Feedback::Explicit;
        let catalog = ratings.catalog();
        let tables = |axis: &Axis, by: &Csr| {
            let mut tables = Vec::new();
            if switches.others && explicit {
                tables.push(shared_evenly(by));
            }
            for table in &axis.features {
                match table.kind {
                    FeatureKind::Attribute if switches.attributes => tables.push(attribute(table)),
                    FeatureKind::Category if switches.genres => tables.push(shared_evenly(&table.rows)),
                    FeatureKind::Tag if switches.tags => tables.push(tf_idf(&table.rows)),
                    _ => {}
                }
            }
            tables.retain(|table| table.nnz() > 0);
            tables
        };
        self.blocks[block] = match block {
            USERS => Block::new(ratings.n_users(), switches.users, tables(&catalog.users, ratings.by_user())),
            ITEMS => Block::new(ratings.n_items(), switches.items, tables(&catalog.items, ratings.by_item())),
            _ => {
                let day = |&time: &u32| u64::from(time / SECONDS_PER_DAY);
                let times = if switches.dates && explicit { ratings.times() } else { &[] };
                let mut keys: Vec<u64> = times.iter().filter(|&&time| time != 0).map(day).collect();
                crate::order::sort(&mut keys);
                keys.dedup();
                self.days = keys.into_iter().map(|day| day as u32).collect();
                Block::new(self.days.len(), !self.days.is_empty(), Vec::new())
            }
        };
    }
}

/// What a machine over the blocks of these ratings will hold: the blocks with their features, the observations, `numbers`
/// parameters and what is remembered of them for each feature, and `width` numbers for each entity's answers.
pub fn need(ratings: &Ratings, switches: &Switches, numbers: usize, width: usize) -> Need {
    let explicit = ratings.feedback() == Feedback::Explicit;
    let entries = ratings.by_user().nnz();
    let observations =
        if explicit { entries } else { entries.saturating_mul(1 + switches.negatives as usize) };
    let days = if explicit && switches.dates { ratings.times().len().min(1 << 16) } else { 0 };
    let mut need = Need::NONE;
    let axes = [(&ratings.catalog().users, ratings.n_items()), (&ratings.catalog().items, ratings.n_users())];
    for (axis, others) in axes {
        let tables = || axis.features.iter().filter(|table| table.kind != FeatureKind::Link);
        let mut features: usize = tables().map(|table| table.vocabulary.len()).sum();
        let mut cells: usize = tables().map(|table| table.rows.nnz()).sum();
        if switches.others && explicit {
            (features, cells) = (features + others, cells + entries);
        }
        // Tables and the block both ways.
        need = need.matrix(cells, 2).matrix(cells, 2).matrix(cells, 2);
        need = need.matrix(features + axis.len(), numbers).matrix(axis.len() + 1, 2 * width);
    }
    // Targets and residuals, entities, the rows of each entity with their partners, and what these add.
    need.matrix(observations, 9).matrix(observations, 9).matrix(days, numbers + 2 * width)
}

/// The entity of a time among ascending days; the number of days when it is unknown.
pub fn day_of(days: &[u32], time: u32) -> u32 {
    days.binary_search(&(time / SECONDS_PER_DAY)).unwrap_or(days.len()) as u32
}

/// All entries of a row weigh 1/√n, so that a row's length does not depend on how many it has.
fn shared_evenly(rows: &Csr) -> Csr {
    weighted(rows, |row| {
        let share = 1.0 / (row.len() as f32).sqrt();
        row.iter_mut().for_each(|(_, value)| *value = share);
    })
}

/// Term frequency times the logarithm of the inverse document frequency, rows of length 1.
fn tf_idf(rows: &Csr) -> Csr {
    let by_tag = rows.transpose();
    weighted(rows, |row| {
        for (column, value) in row.iter_mut() {
            let share = by_tag.row_len(*column) as f32 / rows.rows() as f32;
            *value = crate::kernel::ln(1.0 + value.max(0.0)) * (1.0 - crate::kernel::ln(share));
        }
        let length = row.iter().map(|(_, v)| v * v).sum::<f32>().sqrt();
        if length > 0.0 {
            row.iter_mut().for_each(|(_, value)| *value /= length);
        }
    })
}

/// Most values that a numeric attribute may have and still be taken as a class each.
const CLASSES: usize = 16;

/// One column per value. Numbers with many values (ages, years) go into ten classes of about
/// equally many entities.
fn attribute(table: &Features) -> Csr {
    let numbers: Option<Vec<f32>> = table.vocabulary.iter().map(|name| decimal(name.trim())).collect();
    let Some(numbers) = numbers.filter(|numbers| numbers.len() > CLASSES) else {
        return table.rows.clone();
    };
    let mut sorted: Vec<f32> = table.rows.columns().iter().map(|&c| numbers[c as usize]).collect();
    crate::order::sort_numbers(&mut sorted);
    let mut ends: Vec<f32> =
        (1..10).filter_map(|tenth| sorted.get(sorted.len() * tenth / 10).copied()).collect();
    ends.dedup();
    let class = |column: u32| ends.partition_point(|&end| end <= numbers[column as usize]) as u32;
    let triples: Vec<_> = table.rows.iter().map(|(row, column, value)| (row, class(column), value)).collect();
    Csr::from_triples(table.rows.rows(), ends.len() + 1, &triples)
}

/// The same pattern with other values.
fn weighted(rows: &Csr, mut weigh: impl FnMut(&mut [(u32, f32)])) -> Csr {
    let mut result = rows.clone();
    let mut row: Vec<(u32, f32)> = Vec::new();
    for index in 0..rows.rows() as u32 {
        let (columns, values) = rows.row(index);
        row.clear();
        row.extend(columns.iter().copied().zip(values.iter().copied()));
        weigh(&mut row);
        let range = rows.range(index);
        result.values_mut()[range].iter_mut().zip(&row).for_each(|(value, &(_, weight))| *value = weight);
    }
    result
}

/// What the machine is to reproduce: a target and one entity of each block per row, users
/// ascending.
#[derive(Debug, Clone, Default)]
pub struct Observations {
    /// Ratings in rating units; for implicit feedback 1 for a choice and 0 for a sampled other.
    pub targets: Vec<f32>,
    /// For each block the entity of each row.
    pub entities: [Vec<u32>; 3],
}

impl Observations {
    /// Every rating; for implicit feedback every choice, and for each of them `negatives` items
    /// drawn evenly from those that the user did not choose.
    pub fn new(ratings: &Ratings, design: &Design, negatives: u32, random: &mut Random) -> Self {
        let mut users = Vec::with_capacity(ratings.len());
        let mut items = Vec::with_capacity(ratings.len());
        let mut targets = Vec::with_capacity(ratings.len());
        let implicit = ratings.feedback() == Feedback::Implicit;
        let unchosen = Unchosen::evenly(ratings.n_items());
        for user in 0..ratings.n_users() as u32 {
            let (chosen, values) = ratings.by_user().row(user);
            items.extend_from_slice(chosen);
            if implicit {
                targets.resize(items.len(), 1.0);
                let wanted = chosen.len() * negatives as usize;
                items.extend(
                    (0..wanted)
                        .filter_map(|_| unchosen.draw(|item| chosen.binary_search(&item).is_ok(), random)),
                );
                targets.resize(items.len(), 0.0);
            } else {
                targets.extend_from_slice(values);
            }
            users.resize(items.len(), user);
        }
        let mut days = vec![design.days.len() as u32; targets.len()];
        if !implicit {
            days.iter_mut().zip(ratings.times()).for_each(|(day, &time)| *day = day_of(&design.days, time));
        }
        Observations { targets, entities: [users, items, days] }
    }
}

/// Rows in the order of their entities, of which there are `n`, and where those of each entity begin, its end as well. Rows of
/// the unknown entity, `n`, are left out.
pub fn grouped(entities: &[u32], n: usize) -> (Vec<u32>, Vec<usize>) {
    let mut starts = vec![0; n + 2];
    entities.iter().for_each(|&entity| starts[entity as usize + 1] += 1);
    for at in 0..=n {
        starts[at + 1] += starts[at];
    }
    let mut next = starts.clone();
    let mut rows = vec![0; entities.len()];
    for (row, &entity) in (0..).zip(entities) {
        rows[next[entity as usize]] = row;
        next[entity as usize] += 1;
    }
    starts.pop();
    rows.truncate(starts[n]);
    (rows, starts)
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::model::{Params, Values};
    use crate::ratings::{Catalog, Ids, Scale, Shape};
    use std::sync::Arc;

    /// All blocks of these ratings.
    pub fn design(ratings: &Ratings, switches: &Switches) -> Design {
        let mut design = Design::default();
        (0..design.blocks.len()).for_each(|block| design.lay(block, ratings, switches));
        design
    }

    fn all() -> Switches {
        Switches::read("fm", &Values::new()).unwrap()
    }

    /// Three users, two items, four ratings on two days; one age of 20 values and one tag table.
    fn sample() -> Ratings {
        let ids = |names: &[&str]| names.iter().collect::<Ids>();
        let mut catalog =
            Catalog { users: Axis::from_ids(ids(&["a", "b", "c"])), items: Axis::from_ids(ids(&["x", "y"])) };
        let ages: Vec<String> = (20..40).map(|age| age.to_string()).collect();
        catalog.users.features.push(Features {
            name: "age".into(),
            kind: FeatureKind::Attribute,
            vocabulary: ages.iter().collect(),
            rows: Csr::from_triples(3, 20, &[(0, 0, 1.0), (1, 1, 1.0), (2, 19, 1.0)]),
        });
        catalog.items.features.push(Features {
            name: "tag".into(),
            kind: FeatureKind::Tag,
            vocabulary: ids(&["slow", "funny"]),
            rows: Csr::from_triples(2, 2, &[(0, 0, 1.0), (0, 1, 3.0), (1, 1, 1.0)]),
        });
        let by_user = Csr::from_triples(3, 2, &[(0, 0, 4.0), (0, 1, 2.0), (1, 0, 5.0), (2, 1, 1.0)]);
        let times = vec![86_400, 86_401, 3 * 86_400, 0];
        let scale = Scale { min: 1.0, max: 5.0 };
        Ratings::new(Arc::new(catalog), by_user, times, Feedback::Explicit, Shape::Ratings, scale)
    }

    #[test]
    fn features_stand_once_per_entity_with_their_weights() {
        let ratings = sample();
        let design = design(&ratings, &all());
        let [users, items, days] = &design.blocks;
        // Other rated items, then three classes of age.
        assert_eq!(users.groups.len(), 2);
        let (columns, values) = users.rows.row(0);
        assert_eq!(&columns[..2], [0, 1]);
        assert!(values[..2].iter().all(|v| (v - 0.5f32.sqrt()).abs() < 1e-6));
        let classes: Vec<u32> = (0..3).map(|u| users.rows.row(u).0.last().copied().unwrap()).collect();
        assert!(classes[0] < classes[1] && classes[1] < classes[2], "{classes:?}");
        // The rarer tag weighs more than its count alone says; rows have length 1.
        let (_, tags) = items.rows.row(0);
        let tags = &tags[2..];
        assert!((tags.iter().map(|v| v * v).sum::<f32>() - 1.0).abs() < 1e-5, "{tags:?}");
        assert_eq!((days.len, &design.days[..]), (2, &[1, 3][..]));
        let observed = Observations::new(&ratings, &design, 1, &mut Random::new(1));
        assert_eq!(observed.targets, [4.0, 2.0, 5.0, 1.0]);
        assert_eq!(observed.entities, [vec![0, 0, 1, 2], vec![0, 1, 0, 1], vec![0, 0, 1, 2]]);
    }

    #[test]
    fn choices_get_negatives_and_no_feature_that_gives_them_away() {
        let ratings = sample().binarized();
        let design = design(&ratings, &all());
        assert_eq!(design.blocks[DAYS].len, 0);
        assert_eq!(design.blocks[ITEMS].groups.len(), 1, "tags only");
        let observed = Observations::new(&ratings, &design, 2, &mut Random::new(1));
        // User a chose everything; b and c get two negatives for their one choice.
        assert_eq!(observed.targets, [1.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
        assert_eq!(observed.entities[ITEMS], [0, 1, 0, 1, 1, 1, 0, 0]);
    }
}
