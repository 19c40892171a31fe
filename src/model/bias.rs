//! Biases: `r̂ = μ + b_u + b_i`, what is usual for the person and for the item. How they are found:
//! [`baselines`](super::shared::baselines).

use super::registry::{AS_GIVEN, Entry, Purpose, Remedy};
use super::shared::baselines::{Baselines, Damping, Sweeps};
use super::{
    Abilities, Answers, FoldIn, Model, Params, Person, Progress, STEP_WORK, Schema, ScoreMeaning, Trainer,
};
use crate::checkpoint::Checkpoint;
use crate::error::Result;
use crate::params;
use crate::ratings::Ratings;
use crate::tensors::Arrays;
use std::sync::Arc;

params! {
    /// Parameters of the bias model.
    pub struct BiasParams {
        /// How often the biases of items and of users are solved for in turn.
        epochs: u32 = 10 => 1..=1000, "epochs";
        /// Ratings at the mean that every user starts with.
        user_damping: f32 = 5.0 => 0.0..=10000.0, "ratings";
        /// Ratings at the mean that every item starts with.
        item_damping: f32 = 3.0 => 0.0..=10000.0, "ratings";
    }
}

/// The registry line.
pub const ENTRY: Entry = Entry {
    name: "bias",
    title: "Biases",
    summary: "What is usual for the person and for the item, without taste: a strict or generous person, a good or poor item. The baseline for predicted ratings.",
    purpose: &[Purpose::Ratings],
    score: [ScoreMeaning::PredictedRating, ScoreMeaning::Preference],
    rates_beside: false,
    loss_name: "RMSE",
    abilities: Abilities {
        fold_in: FoldIn::Approximate,
        similar_items: false,
        similar_users: false,
        explain: false,
        item_map: false,
        factors: false,
    },
    taken_for: AS_GIVEN,
    remedy: |_, _| Remedy::Raise("item_damping"),
    params: Schema::of::<BiasParams>(),
    memory: |ratings, _| Ok(Baselines::need(ratings).matrix(1, 1)),
    fit: |ratings, values, _seed| {
        let params = BiasParams::read(ENTRY.name, values)?;
        let sweeps = Sweeps::new(Baselines::new(ratings, params.damping()), params.epochs);
        Ok(Box::new(BiasTrainer { ratings: Arc::clone(ratings), epochs: params.epochs, sweeps, loss: None }))
    },
    load: |tensors, ratings, values| {
        let damping = BiasParams::read(ENTRY.name, values)?.damping();
        Ok(Box::new(Bias(Baselines::load(tensors, ENTRY.name, ratings, damping)?)))
    },
};

impl BiasParams {
    fn damping(&self) -> Damping {
        Damping { users: self.user_damping, items: self.item_damping }
    }
}

struct BiasTrainer {
    ratings: Arc<Ratings>,
    epochs: u32,
    sweeps: Sweeps,
    loss: Option<f32>,
}

impl Trainer for BiasTrainer {
    fn step(&mut self) -> Result<Progress> {
        let before = self.sweeps.done();
        self.sweeps.step(&self.ratings, STEP_WORK);
        let epoch = self.sweeps.done();
        if epoch > before {
            self.loss = Some(self.sweeps.baselines.rmse(&self.ratings));
        }
        if epoch > before || self.sweeps.is_over() {
            return Ok(Progress::epochs(epoch, self.epochs, self.loss));
        }
        let share = self.sweeps.fraction(&self.ratings) * self.epochs as f32 - epoch as f32;
        Ok(Progress::within(epoch, self.epochs, share, self.loss))
    }

    fn checkpoint(&mut self, state: &mut Checkpoint<'_>) -> Result<bool> {
        if !self.sweeps.checkpoint(state) {
            return Ok(false);
        }
        state.option(&mut self.loss);
        Ok(true)
    }

    fn finish(self: Box<Self>) -> Result<Box<dyn Model>> {
        Ok(Box::new(Bias(self.sweeps.baselines)))
    }
}

struct Bias(Baselines);

impl Model for Bias {
    fn prepare<'a>(&'a self, person: Person<'a>) -> Result<Box<dyn Answers + 'a>> {
        let Bias(baselines) = self;
        let own = match person.user.and_then(|user| baselines.users.get(user as usize)) {
            Some(bias) => *bias,
            None if person.items.is_empty() => 0.0,
            None => baselines.user(person.items, person.values),
        };
        Ok(Box::new(Usual { items: &baselines.items, own: baselines.mean + own }))
    }

    fn save(&self, out: &mut dyn Arrays) {
        self.0.save(ENTRY.name, out);
    }
}

/// One person's answers.
struct Usual<'a> {
    items: &'a [f32],
    /// μ + b_u.
    own: f32,
}

impl Answers for Usual<'_> {
    fn one(&self, item: u32) -> f32 {
        self.own + self.items.get(item as usize).copied().unwrap_or(0.0)
    }

    fn work(&self, answers: usize) -> u64 {
        answers as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Value, Values};
    use crate::ratings::Builder;

    fn train(ratings: &Arc<Ratings>, damping: f64) -> (Progress, Box<dyn Model>) {
        let values = [("user_damping", damping), ("item_damping", damping), ("epochs", 100.0)];
        let values: Values = values.map(|(n, v)| (n.to_owned(), Value::Number(v))).into();
        let mut trainer = (ENTRY.fit)(ratings, &values, 1).unwrap();
        loop {
            let progress = trainer.step().unwrap();
            if progress.done {
                return (progress, trainer.finish().unwrap());
            }
        }
    }

    fn scores(model: &dyn Model, person: &Person<'_>) -> Vec<f32> {
        let mut out = vec![0.0; 3];
        model.prepare(*person).unwrap().score(&mut out);
        out
    }

    #[test]
    fn sums_of_a_user_and_an_item_part_are_found_without_damping() {
        let mut b = Builder::default();
        for (user, u) in [-1.0, 0.0, 2.0].iter().enumerate() {
            for (item, i) in [1.0, 2.0, 5.0].iter().enumerate() {
                if user + item != 3 {
                    b.rating(&user.to_string(), &item.to_string(), u + i, None);
                }
            }
        }
        let ratings = Arc::new(b.build().unwrap().ratings);
        let (progress, model) = train(&ratings, 0.0);
        assert!(progress.loss.unwrap() < 1e-4, "{:?}", progress.loss);
        let generous = scores(&*model, &Person::of(&ratings, 2));
        assert!(generous.iter().zip([3.0, 4.0, 7.0]).all(|(s, r)| (s - r).abs() < 1e-3), "{generous:?}");
        // Somebody new with one rating, 1.5 above what is usual for the item.
        let new = scores(&*model, &Person::new(&[0], &[2.5]));
        assert!(new.iter().zip([2.5, 3.5, 6.5]).all(|(s, r)| (s - r).abs() < 1e-3), "{new:?}");
    }

    #[test]
    fn choices_are_explained_over_all_pairs() {
        let mut b = Builder::default();
        for (user, item) in [(0, 0), (0, 1), (1, 0), (2, 0), (2, 2), (3, 0), (3, 1)] {
            b.rating(&user.to_string(), &item.to_string(), 1.0, None);
        }
        let ratings = Arc::new(b.build().unwrap().ratings.binarized());
        let (progress, model) = train(&ratings, 0.0);
        // Least squares of a full table: row mean + column mean − overall mean.
        let mut squared = 0.0;
        for user in 0..4u32 {
            let (chosen, _) = ratings.by_user().row(user);
            let found = scores(&*model, &Person::of(&ratings, user));
            for item in 0..3u32 {
                let column = ratings.by_item().row_len(item) as f32 / 4.0;
                let expected = chosen.len() as f32 / 3.0 + column - 7.0 / 12.0;
                assert!((found[item as usize] - expected).abs() < 1e-5, "{user} {item}: {found:?}");
                squared += (f32::from(u8::from(chosen.contains(&item))) - expected).powi(2);
            }
        }
        assert!((progress.loss.unwrap() - (squared / 12.0).sqrt()).abs() < 1e-5);
    }
}
