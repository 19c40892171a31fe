//! Pairs to tell apart: which pairs a model has to recognize, and among which others.
//!
//! Two protocols, both over all pairs at once and not person by person:
//!
//! - *Data of pairs*: the test pairs are the positives. Negatives, as many, are pairs that are in
//!   neither part of the data; how they are drawn is a [`Negatives`].
//! - *People held out as a whole* (`--split users:…`): each item that a test person has is a
//!   positive, told from that person's other items; as many items that the person does not have are the
//!   negatives.

use crate::error::Result;
use crate::model::{Model, Person, Targets};
use crate::order;
use crate::random::Random;
use crate::ratings::Ratings;

/// How pairs that are no pairs are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Negatives {
    /// Two items drawn evenly from all. Popularity alone tells many of them.
    Uniform,
    /// Two items drawn evenly from those with pairs in training.
    Seen,
    /// Both ends drawn from the ends of the test pairs, so they are as popular as the positives and
    /// only the belonging together can tell.
    Frequency,
}

/// Pairs, by first item.
#[derive(Debug, Clone, Default)]
pub struct PairList {
    /// `(first, second)`, ascending.
    pairs: Vec<(u32, u32)>,
    next: usize,
}

impl PairList {
    /// As many negatives as there are test pairs; fewer only when there hardly are any.
    pub fn draw(train: &Ratings, test: &Ratings, negatives: Negatives, random: &mut Random) -> Self {
        let n_items = train.n_items() as u32;
        let seen: Vec<u32> =
            (0..n_items).filter(|&i| train.by_user().row_len(i) + train.by_item().row_len(i) > 0).collect();
        let ends: Vec<u32> = match negatives {
            Negatives::Frequency => test.by_user().iter().flat_map(|(a, b, _)| [a, b]).collect(),
            _ => Vec::new(),
        };
        let mut draw = || match negatives {
            Negatives::Uniform => random.below(n_items),
            Negatives::Seen => seen[random.below(seen.len() as u32) as usize],
            Negatives::Frequency => ends[random.below(ends.len() as u32) as usize],
        };
        let known = |r: &Ratings, a: u32, b: u32| r.by_user().row(a).0.binary_search(&b).is_ok();
        let mut pairs = Vec::with_capacity(test.len());
        // Few draws are in vain, unless nearly all items are paired with all others.
        let mut tries = 20 * test.len();
        while pairs.len() < test.len() && tries > 0 && !seen.is_empty() {
            tries -= 1;
            let (x, y) = (draw(), draw());
            let (a, b) = (x.min(y), x.max(y));
            if a != b && !known(train, a, b) && !known(test, a, b) {
                pairs.push((a, b));
            }
        }
        order::sort_by(&mut pairs, &|a, b| a.cmp(b));
        PairList { pairs, next: 0 }
    }

    /// Adds to `out` the predictions of the pairs whose first item is `row`. Rows must come in
    /// ascending order.
    ///
    /// # Errors
    /// As [`Model::predict`].
    pub fn predict_row(
        &mut self,
        model: &dyn Model,
        train: &Ratings,
        row: u32,
        out: &mut Vec<f32>,
    ) -> Result<()> {
        let rest = &self.pairs[self.next..];
        let here = &rest[..rest.partition_point(|&(a, _)| a <= row)];
        self.next += here.len();
        let items: Vec<u32> = here.iter().filter(|p| p.0 == row).map(|p| p.1).collect();
        predict_all(model, train.n_items(), &Person::of(train, row), &items, out)
    }
}

/// Adds the predictions of these items to `out`.
///
/// # Errors
/// As [`Model::predict`].
pub fn predict_all(
    model: &dyn Model,
    n_items: usize,
    person: &Person<'_>,
    items: &[u32],
    out: &mut Vec<f32>,
) -> Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    let start = out.len();
    out.resize(start + items.len(), 0.0);
    model.predict(n_items, person, Targets { items, times: &[] }, &mut out[start..])
}

/// Adds the predictions for somebody who was not in training: of each own item, from the other own
/// items, to `positives`; of as many other items, from all own ones, to `negatives`.
///
/// # Errors
/// As [`Model::predict`].
pub fn predict_held_out_person(
    model: &dyn Model,
    n_items: usize,
    (items, values): (&[u32], &[f32]),
    random: &mut Random,
    positives: &mut Vec<f32>,
    negatives: &mut Vec<f32>,
) -> Result<()> {
    let (mut other_items, mut other_values) = (items.to_vec(), values.to_vec());
    for (at, (&item, &value)) in items.iter().zip(values).enumerate() {
        other_items.remove(at);
        other_values.remove(at);
        let person = Person::new(&other_items, &other_values);
        predict_all(model, n_items, &person, &[item], positives)?;
        other_items.insert(at, item);
        other_values.insert(at, value);
    }
    let others = random.others(items, n_items as u32, items.len());
    predict_all(model, n_items, &Person::new(items, values), &others, negatives)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ratings::Builder;
    use crate::split::Split;

    #[test]
    fn negatives_are_in_neither_part_and_as_many_as_the_test_pairs() {
        let mut b = Builder::default();
        for i in 0..40u32 {
            for step in [1, 2, 5] {
                b.pair(&i.to_string(), &((i * i + step) % 90).to_string(), 1.0);
            }
        }
        let all = b.build().unwrap().ratings;
        let (train, test) = Split::parse("random:0.3").unwrap().apply(&all, 1).unwrap();
        let ends: Vec<u32> = test.by_user().iter().flat_map(|(a, b, _)| [a, b]).collect();
        let paired = |r: &Ratings, i: u32| r.by_user().row_len(i) + r.by_item().row_len(i) > 0;
        for negatives in [Negatives::Uniform, Negatives::Seen, Negatives::Frequency] {
            let list = PairList::draw(&train, &test, negatives, &mut Random::new(3));
            assert_eq!(list.pairs.len(), test.len(), "{negatives:?}");
            for &(a, b) in &list.pairs {
                assert!(a < b && all.by_user().row(a).0.binary_search(&b).is_err(), "{negatives:?}");
                assert!(negatives != Negatives::Frequency || (ends.contains(&a) && ends.contains(&b)));
                assert!(negatives != Negatives::Seen || (paired(&train, a) && paired(&train, b)));
            }
        }
    }

    /// Says how many items it was shown, as the prediction.
    struct Counting;

    impl Model for Counting {
        fn score(&self, person: &Person<'_>, out: &mut [f32]) -> Result<()> {
            out.fill(person.items.len() as f32);
            for &item in person.items {
                out[item as usize] = -1.0;
            }
            Ok(())
        }

        fn save(&self, _out: &mut crate::model::Tensors) {}
    }

    #[test]
    fn a_positive_is_left_out_of_its_own_list() {
        let (mut positives, mut negatives) = (Vec::new(), Vec::new());
        let row = (&[1u32, 4, 6][..], &[1.0f32, 1.0, 1.0][..]);
        let random = &mut Random::new(1);
        predict_held_out_person(&Counting, 9, row, random, &mut positives, &mut negatives).unwrap();
        assert_eq!(positives, [2.0; 3]);
        assert_eq!(negatives, [3.0; 3]);
    }
}
