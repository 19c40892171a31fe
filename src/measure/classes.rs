//! What has to be told apart over all pairs at once, and not in each person's list.

use super::curves::Curves;
use super::metrics::{Bins, Metric};
use super::pairs::{HeldOut, Negatives, PairList};
use crate::error::Result;
use crate::model::Fitted;
use crate::order;
use crate::random::Random;
use crate::ratings::{Ratings, Shape};
use std::collections::BTreeMap;

/// The scores of what has to be told apart, over all pairs.
pub(super) struct Classes {
    positives: Vec<f32>,
    /// The scores of each kind of negatives that a metric asks for.
    negatives: BTreeMap<Negatives, Vec<f32>>,
    source: Source,
}

/// Where negatives come from.
enum Source {
    /// Pairs drawn beforehand.
    Pairs(BTreeMap<Negatives, PairList>),
    /// Other items of people held out as a whole, drawn person by person; and the person at hand.
    People(Random, Option<HeldOut>),
}

impl Classes {
    /// For data of pairs, or when no test person has training ratings; otherwise `None`.
    pub fn new(train: &Ratings, test: &Ratings, metrics: &[Metric], seed: u64) -> Option<Self> {
        let pooled = |m: &Metric| matches!(m, Metric::Auc | Metric::Calibration) || m.is_of_pairs();
        if !metrics.iter().any(pooled) {
            return None;
        }
        let mut random = Random::part(seed, 0xc1a5);
        let mut kinds: Vec<Negatives> = metrics.iter().filter(|m| pooled(m)).map(negatives_of).collect();
        // The curves are always those of `auc`.
        kinds.push(Negatives::Uniform);
        order::sort_by(&mut kinds, &|a, b| a.cmp(b));
        kinds.dedup();
        let source = match train.shape() {
            Shape::Pairs => {
                let mut lists = BTreeMap::new();
                for &kind in &kinds {
                    lists.insert(kind, PairList::draw(train, test, kind, &mut random));
                }
                Source::Pairs(lists)
            }
            Shape::Ratings => {
                if trained_on_some(train, test) {
                    return None;
                }
                Source::People(random, None)
            }
        };
        let mut negatives = BTreeMap::new();
        for kind in kinds {
            negatives.insert(kind, Vec::new());
        }
        Some(Classes { positives: Vec::new(), negatives, source })
    }

    /// Of one product of the test, the pairs in which it is the smaller index, and the others to tell them from.
    pub fn pairs_of(&mut self, test: &Ratings, product: u32) -> Vec<(Option<Negatives>, Vec<u32>)> {
        let Source::Pairs(lists) = &mut self.source else { return Vec::new() };
        let partners = test.by_user().row(product).0;
        let mut all = vec![(None, partners[partners.partition_point(|&other| other <= product)..].to_vec())];
        all.extend(lists.iter_mut().map(|(kind, list)| (Some(*kind), list.row(product))));
        all.retain(|(_, items)| !items.is_empty());
        all
    }

    /// The scores of positives, or of the negatives of a kind.
    pub fn scores(&mut self, kind: Option<Negatives>) -> &mut Vec<f32> {
        match kind {
            Some(kind) => self.negatives.entry(kind).or_default(),
            None => &mut self.positives,
        }
    }

    /// Goes on with a person held out as a whole, until done or `budget` is used up; returns the work, and whether
    /// the person is done.
    pub fn held_out(
        &mut self,
        fitted: &Fitted,
        test: &Ratings,
        user: u32,
        budget: u64,
    ) -> Result<(u64, bool)> {
        let Classes { positives, negatives, source: Source::People(random, present) } = self else {
            return Ok((0, true));
        };
        let (items, values) = test.by_user().row(user);
        if items.is_empty() {
            return Ok((0, true));
        }
        let mut person = present.take().unwrap_or_else(|| HeldOut::new(items, values));
        let negatives = negatives.entry(Negatives::Uniform).or_default();
        let n_items = fitted.ratings().n_items();
        let mut work = 0;
        while work < budget {
            match person.step(fitted.model(), n_items, random, positives, negatives)? {
                Some(done) => work += done,
                None => return Ok((work, true)),
            }
        }
        *present = Some(person);
        Ok((work, false))
    }

    /// How far scores that are probabilities are from what happened.
    pub fn calibration(&mut self) -> f64 {
        let mut bins = Bins::default();
        bins.add(&self.positives, true);
        bins.add(self.scores(Some(Negatives::Uniform)), false);
        bins.error()
    }

    pub fn curves(&mut self, kind: Negatives) -> Option<Curves> {
        Curves::of(&mut self.positives, self.negatives.get_mut(&kind)?)
    }
}

/// The negatives of a metric over pairs.
pub(super) fn negatives_of(metric: &Metric) -> Negatives {
    match metric {
        Metric::AucSeen => Negatives::Seen,
        Metric::AucFrequency => Negatives::Frequency,
        _ => Negatives::Uniform,
    }
}

/// Whether somebody of the test has ratings in training.
pub(super) fn trained_on_some(train: &Ratings, test: &Ratings) -> bool {
    let mut people = (0..test.n_users() as u32).filter(|&u| test.by_user().row_len(u) > 0);
    people.any(|user| train.by_user().row_len(user) > 0)
}
