//! Popularity: the baseline that every other model has to beat.
//!
//! Explicit feedback: the damped mean `(Σ r + λ μ) / (n + λ)` of an item's ratings, with the
//! overall mean μ worth λ ratings, so that one enthusiastic rating does not lead the list.
//! Implicit feedback: how many people chose the item.

use super::registry::{AS_GIVEN, Entry, Purpose, Remedy};
use super::{Abilities, Answers, FoldIn, Model, Params, Person, Progress, Schema, ScoreMeaning, Trainer};
use crate::error::Result;
use crate::memory::Need;
use crate::params;
use crate::ratings::{Feedback, Ratings};
use crate::tensors::Arrays;
use std::sync::Arc;

params! {
    /// Parameters of the baseline.
    pub struct PopularityParams {
        /// How many ratings at the overall mean every item starts with. More pulls items with few ratings to the middle. Explicit feedback only.
        damping: f32 = 10.0 => 0.0..=10000.0, "ratings";
    }
}

/// The registry line.
pub const ENTRY: Entry = Entry {
    name: "popularity",
    title: "Popularity",
    summary: "The same list for everybody: the best-rated items, or the most chosen. A baseline to compare with.",
    purpose: &[Purpose::Ratings, Purpose::Choices, Purpose::Pairs],
    score: [ScoreMeaning::PredictedRating, ScoreMeaning::Count],
    rates_beside: false,
    loss_name: "",
    abilities: Abilities {
        fold_in: FoldIn::Ignored,
        similar_items: false,
        similar_users: false,
        explain: false,
        item_map: false,
        factors: false,
    },
    taken_for: AS_GIVEN,
    remedy: |_, _| Remedy::Data,
    params: Schema::of::<PopularityParams>(),
    memory: |ratings, _| Ok(Need::NONE.matrix(ratings.n_items() + 1, 1)),
    fit: |ratings, values, _seed| {
        let params = PopularityParams::read(ENTRY.name, values)?;
        Ok(Box::new(Popularity::new(ratings, params.damping)))
    },
    load: |tensors, ratings, _values| {
        let scores = tensors.f32("popularity.scores", &[ratings.n_items()])?;
        let mean = tensors.f32("popularity.mean", &[1])?[0];
        Ok(Box::new(Popularity { scores, mean }))
    },
};

struct Popularity {
    /// `(n_items)`: damped means in rating units, or counts.
    scores: Vec<f32>,
    /// What an unknown item gets.
    mean: f32,
}

impl Popularity {
    fn new(ratings: &Arc<Ratings>, damping: f32) -> Self {
        let explicit = ratings.feedback() == Feedback::Explicit;
        let by_item = ratings.by_item();
        let mean = if explicit { ratings.mean() } else { 0.0 };
        let score = |item: u32| {
            let (_, values) = by_item.row(item);
            let n = values.len() as f32;
            if !explicit {
                return n;
            }
            if n + damping == 0.0 {
                mean
            } else {
                (values.iter().sum::<f32>() + damping * mean) / (n + damping)
            }
        };
        Popularity { scores: (0..ratings.n_items() as u32).map(score).collect(), mean }
    }
}

impl Trainer for Popularity {
    fn step(&mut self) -> Result<Progress> {
        Ok(Progress::epochs(1, 1, None))
    }

    fn finish(self: Box<Self>) -> Result<Box<dyn Model>> {
        Ok(self)
    }
}

impl Model for Popularity {
    fn prepare<'a>(&'a self, _person: Person<'a>) -> Result<Box<dyn Answers + 'a>> {
        Ok(Box::new(self))
    }

    fn save(&self, out: &mut dyn Arrays) {
        out.put_f32("popularity.scores", &[self.scores.len()], &self.scores);
        out.put_f32("popularity.mean", &[1], &[self.mean]);
    }
}

/// The same for everybody.
impl Answers for &Popularity {
    fn one(&self, item: u32) -> f32 {
        self.scores.get(item as usize).copied().unwrap_or(self.mean)
    }

    fn work(&self, answers: usize) -> u64 {
        answers as u64
    }
}
