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
use crate::model::{Answers, Model, Person};
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
        let seen: Vec<u32> = (0..n_items).filter(|&i| train.by_item().row_len(i) > 0).collect();
        let ends: Vec<u32> = match negatives {
            Negatives::Frequency => test.once().flat_map(|(a, b, _)| [a, b]).collect(),
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

    /// The second items of the pairs whose first item is `row`. Rows must be asked for in ascending order.
    pub fn row(&mut self, row: u32) -> Vec<u32> {
        let rest = &self.pairs[self.next..];
        let here = &rest[..rest.partition_point(|&(a, _)| a <= row)];
        self.next += here.len();
        here.iter().filter(|p| p.0 == row).map(|p| p.1).collect()
    }
}

/// Adds the scores of these items to `out`.
pub fn score_all(answers: &dyn Answers, items: &[u32], out: &mut Vec<f32>) {
    let start = out.len();
    out.resize(start + items.len(), 0.0);
    answers.several(items, &mut out[start..]);
}

/// A person who was not in training, to be told from chance: each own item is predicted from the other own items, and
/// as many other items from all own ones. In steps, because each own item takes a fold-in.
#[derive(Debug)]
pub struct HeldOut {
    /// The own items so far predicted.
    next: usize,
    items: Vec<u32>,
    values: Vec<f32>,
}

impl HeldOut {
    /// Somebody with these items.
    pub fn new(items: &[u32], values: &[f32]) -> Self {
        HeldOut { next: 0, items: items.to_vec(), values: values.to_vec() }
    }

    /// Adds the next prediction to `positives`, or the last ones to `negatives`. Returns about how many multiply-adds
    /// that took, or `None` when all was done before.
    ///
    /// # Errors
    /// As [`Model::prepare`].
    pub fn step(
        &mut self,
        model: &dyn Model,
        n_items: usize,
        random: &mut Random,
        positives: &mut Vec<f32>,
        negatives: &mut Vec<f32>,
    ) -> Result<Option<u64>> {
        let at = self.next;
        self.next += 1;
        if at > self.items.len() {
            return Ok(None);
        }
        if at == self.items.len() {
            let others = random.others(&self.items, n_items as u32, self.items.len());
            let person = Person::new(&self.items, &self.values);
            let answers = model.prepare(person)?;
            score_all(&*answers, &others, negatives);
            return Ok(Some(model.work(&person) + answers.work(others.len())));
        }
        let (item, value) = (self.items.remove(at), self.values.remove(at));
        let person = Person::new(&self.items, &self.values);
        let answers = model.prepare(person)?;
        score_all(&*answers, &[item], positives);
        let work = model.work(&person) + answers.work(1);
        drop(answers);
        self.items.insert(at, item);
        self.values.insert(at, value);
        Ok(Some(work))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::split::Split;
    use crate::ratings::Builder;

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
        let ends: Vec<u32> = test.once().flat_map(|(a, b, _)| [a, b]).collect();
        let paired = |r: &Ratings, i: u32| r.by_item().row_len(i) > 0;
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

    struct Shown<'a>(Person<'a>);

    impl Answers for Shown<'_> {
        fn one(&self, item: u32) -> f32 {
            if self.0.has(item) { -1.0 } else { self.0.items.len() as f32 }
        }
    }

    impl Model for Counting {
        fn prepare<'a>(&'a self, person: Person<'a>) -> Result<Box<dyn Answers + 'a>> {
            Ok(Box::new(Shown(person)))
        }

        fn save(&self, _out: &mut dyn crate::tensors::Arrays) {}
    }

    #[test]
    fn a_positive_is_left_out_of_its_own_list() {
        let (mut positives, mut negatives) = (Vec::new(), Vec::new());
        let mut person = HeldOut::new(&[1, 4, 6], &[1.0, 1.0, 1.0]);
        let mut random = Random::new(1);
        let mut steps = 0;
        while person.step(&Counting, 9, &mut random, &mut positives, &mut negatives).unwrap().is_some() {
            steps += 1;
        }
        assert_eq!(steps, 4);
        assert_eq!(positives, [2.0; 3]);
        assert_eq!(negatives, [3.0; 3]);
    }
}
