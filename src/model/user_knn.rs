//! User-based nearest neighbours: what similar people like.
//!
//! Nothing is trained but baselines and lengths: the neighbours of a person are found when they
//! are asked for, by walking the lists of everybody who rated the person's items. So somebody new
//! gets the answer that somebody in the data with the same ratings would get, and memory is that
//! of the ratings themselves.
//!
//! Choices and counts score by the similarities of the `k` nearest people N(u) who chose the
//! item, with w the strength of their choice:
//!
//! ```text
//! score(u, i) = Σ s_uv w_vi            over v in N(u) who chose i
//! ```
//!
//! Ratings are predicted from the baselines b and the deviations from them of the `k` nearest
//! people who rated the item, N(u, i) (Herlocker et al., 1999; Koren, 2010), with squared
//! similarities as weights and a damping λ that leaves the prediction near the baseline where
//! there is little to go by:
//!
//! ```text
//! r̂_ui = b_ui + Σ s_uv² (r_vi − b_vi) / (λ + Σ s_uv²)      over v in N(u, i)
//! ```

use super::registry::{AS_GIVEN, Entry, Purpose, Remedy};
use super::shared::baselines::{Baselines, Damping, Sweeps};
use super::shared::lists::{Near, Sums, keep_nearest, nearest_first, sort_by_index};
use super::shared::preference::strength;
use super::shared::similarity::{Comparison, SimilarityParams, Things, Vectors};
use super::{
    Abilities, Answers, FoldIn, Model, Params, Person, Progress, STEP_WORK, Schema, ScoreMeaning, Trainer,
};
use crate::error::Result;
use crate::order;
use crate::params;
use crate::ratings::{Feedback, Ratings};
use crate::tensors::Arrays;
use std::sync::Arc;

params! {
    /// Parameters of user-based neighbours.
    pub struct UserKnnParams {
        /// How many similar people have a say: in all for choices, for each item for ratings.
        neighbours: u32 = 80 => 1..=100000, "people";
        /// Holds back similarities that rest on few shared items: n / (n + shrinkage). Correlations and centred cosine only.
        shrinkage: f32 = 50.0 => 0.0..=100000.0, "items";
        /// Pulls a predicted rating to the baseline where those who rated the item are little similar. Ratings only.
        damping: f32 = 0.05 => 0.0..=1000.0, "squared similarity";
        also comparison: SimilarityParams;
    }
}

/// The registry line.
pub const ENTRY: Entry = Entry {
    name: "user_knn",
    title: "Similar people",
    summary: "Recommends what the people most similar to this one liked. Nothing to train, exact for somebody new; slow to answer on very large data.",
    purpose: &[Purpose::Ratings, Purpose::Choices],
    score: [ScoreMeaning::PredictedRating, ScoreMeaning::SimilaritySum],
    rates_beside: false,
    loss_name: "",
    abilities: Abilities {
        fold_in: FoldIn::Exact,
        similar_items: false,
        similar_users: true,
        explain: true,
        item_map: false,
        factors: false,
    },
    taken_for: AS_GIVEN,
    remedy: |_, _| Remedy::Data,
    params: Schema::of::<UserKnnParams>(),
    memory: |ratings, _| Ok(Vectors::need(ratings, Things::Users)),
    fit: |ratings, values, _seed| {
        let params = UserKnnParams::read(ENTRY.name, values)?;
        let sweeps = Sweeps::usual(ratings);
        Ok(Box::new(UserKnnTrainer { ratings: Arc::clone(ratings), params, sweeps }))
    },
    load: |tensors, ratings, values| {
        let params = UserKnnParams::read(ENTRY.name, values)?;
        let baselines = Baselines::load(tensors, ENTRY.name, ratings, Damping::USUAL)?;
        Ok(Box::new(UserKnn::new(ratings, &params, baselines)))
    },
};

struct UserKnnTrainer {
    ratings: Arc<Ratings>,
    params: UserKnnParams,
    sweeps: Sweeps,
}

impl Trainer for UserKnnTrainer {
    fn step(&mut self) -> Result<Progress> {
        let mut work = 0;
        while !self.sweeps.is_over() && work < STEP_WORK {
            work += self.sweeps.step(&self.ratings, STEP_WORK - work);
        }
        if self.sweeps.is_over() {
            return Ok(Progress::epochs(1, 1, None));
        }
        Ok(Progress::within(0, 1, self.sweeps.fraction(&self.ratings), None))
    }

    fn finish(self: Box<Self>) -> Result<Box<dyn Model>> {
        Ok(Box::new(UserKnn::new(&self.ratings, &self.params, self.sweeps.baselines)))
    }
}

struct UserKnn {
    /// The neighbours' own ratings are the model.
    ratings: Arc<Ratings>,
    neighbours: usize,
    /// λ, in squared similarity.
    damping: f32,
    baselines: Baselines,
    vectors: Vectors,
    /// How many people have rated an item that somebody has rated, on average.
    raters: u64,
}

/// People similar to one person, and what they are worth to an item.
struct Neighbourhood {
    /// For choices the `k` nearest; for ratings all with a positive similarity, nearest first.
    near: Vec<Near>,
    /// `(n_users)`: position in `near` plus one, or 0. Empty for choices.
    place: Vec<u32>,
    /// μ + b_u of the person.
    level: f32,
}

impl UserKnn {
    fn new(ratings: &Arc<Ratings>, params: &UserKnnParams, baselines: Baselines) -> Self {
        let comparison = Comparison::new(&params.comparison, params.shrinkage, ratings.feedback());
        UserKnn {
            vectors: Vectors::new(ratings, Things::Users, comparison, &baselines),
            ratings: Arc::clone(ratings),
            neighbours: params.neighbours as usize,
            damping: params.damping,
            baselines,
            raters: ratings.by_item().mean_row_len(),
        }
    }

    fn explicit(&self) -> bool {
        self.ratings.feedback() == Feedback::Explicit
    }

    /// Everybody with a similarity other than 0 to this person.
    fn everybody_near(&self, person: &Person<'_>) -> Vec<Near> {
        let mut near = Vec::new();
        let row = (person.user, person.items, person.values);
        self.vectors.near(
            &self.baselines,
            self.ratings.by_item(),
            row,
            None,
            &mut Sums::default(),
            &mut near,
        );
        near
    }

    fn neighbourhood(&self, person: &Person<'_>) -> Neighbourhood {
        let mut near = self.everybody_near(person);
        near.retain(|near| near.similarity > 0.0);
        if !self.explicit() {
            keep_nearest(&mut near, self.neighbours);
            // One order of summing, whatever the selection left.
            sort_by_index(&mut near);
            return Neighbourhood { near, place: Vec::new(), level: 0.0 };
        }
        nearest_first(&mut near);
        let mut place = vec![0; self.ratings.n_users()];
        for (at, near) in near.iter().enumerate() {
            place[near.index as usize] = at as u32 + 1;
        }
        let level = self.baselines.mean + self.baselines.user(person.items, person.values);
        Neighbourhood { near, place, level }
    }

    /// How far a rating is from what is usual.
    #[inline]
    fn deviation(&self, user: u32, item: u32, value: f32) -> f32 {
        value
            - (self.baselines.mean + self.baselines.items[item as usize])
            - self.baselines.users[user as usize]
    }

    /// The nearest who rated this item, nearest first, and each one's deviation from the baseline.
    fn raters(&self, of: &Neighbourhood, item: u32) -> Vec<(Near, f32)> {
        let (users, values) = self.ratings.by_item().row(item);
        let places = users.iter().zip(0..).map(|(&user, at)| (of.place[user as usize], at));
        let mut found: Vec<u64> =
            places.filter(|(place, _)| *place > 0).map(|(place, at)| order::pair(place, at)).collect();
        order::keep_smallest(&mut found, self.neighbours);
        order::sort(&mut found);
        let rater = |key: u64| {
            let (place, at) = order::halves(key);
            (of.near[place as usize - 1], self.deviation(users[at as usize], item, values[at as usize]))
        };
        found.into_iter().map(rater).collect()
    }

    /// The predicted rating of one item; of an unknown one what is usual for the person.
    fn rating(&self, of: &Neighbourhood, item: u32) -> f32 {
        let mut told = Told::default();
        if (item as usize) < self.baselines.items.len() {
            self.raters(of, item).iter().for_each(|(near, deviation)| told.add(near, *deviation));
        }
        self.finished(of, item, told)
    }

    /// From what the raters of an item tell to its rating.
    fn finished(&self, of: &Neighbourhood, item: u32, told: Told) -> f32 {
        let Some(usual) = self.baselines.items.get(item as usize) else { return of.level };
        let weights = self.damping + told.weights;
        of.level + usual + if weights > 0.0 { told.sum / weights } else { 0.0 }
    }
}

/// What the nearest raters of an item tell.
#[derive(Default, Clone, Copy)]
struct Told {
    sum: f32,
    weights: f32,
    raters: u32,
}

impl Told {
    #[inline]
    fn add(&mut self, near: &Near, deviation: f32) {
        let weight = near.similarity * near.similarity;
        self.sum += weight * deviation;
        self.weights += weight;
        self.raters += 1;
    }
}

impl Model for UserKnn {
    fn prepare<'a>(&'a self, person: Person<'a>) -> Result<Box<dyn Answers + 'a>> {
        Ok(Box::new(Neighbours { model: self, person, of: self.neighbourhood(&person) }))
    }

    fn work(&self, person: &Person<'_>) -> u64 {
        // Everybody who shares an item is met, at four sums a meeting.
        let met = person.items.iter().map(|&item| self.ratings.by_item().row_len(item) as u64).sum::<u64>();
        16 * met + 16 * self.ratings.n_users() as u64
    }

    fn similar_users(&self, person: &Person<'_>, out: &mut [f32]) -> Result<()> {
        out.fill(0.0);
        for near in self.everybody_near(person) {
            out[near.index as usize] = near.similarity;
        }
        Ok(())
    }

    fn save(&self, out: &mut dyn Arrays) {
        self.baselines.save(ENTRY.name, out);
    }
}

/// One person's answers.
struct Neighbours<'a> {
    model: &'a UserKnn,
    person: Person<'a>,
    of: Neighbourhood,
}

impl Answers for Neighbours<'_> {
    fn one(&self, item: u32) -> f32 {
        if self.model.explicit() {
            return self.model.rating(&self.of, item);
        }
        let (users, values) = self.model.ratings.by_item().row(item);
        let chosen =
            |near: &&Near| users.binary_search(&near.index).ok().map(|at| (near.similarity, values[at]));
        self.of
            .near
            .iter()
            .filter_map(|near| chosen(&near))
            .fold(0.0, |sum, (s, value)| sum + s * strength(value))
    }

    fn score(&self, out: &mut [f32]) {
        if self.model.explicit() {
            // Person after person, nearest first, instead of item after item: each item hears its nearest raters.
            let model = self.model;
            let mut told = vec![Told::default(); out.len()];
            for near in &self.of.near {
                let (items, values) = model.ratings.by_user().row(near.index);
                for (&item, &value) in items.iter().zip(values) {
                    let told = &mut told[item as usize];
                    if (told.raters as usize) < model.neighbours {
                        told.add(near, model.deviation(near.index, item, value));
                    }
                }
            }
            for ((item, out), told) in (0..).zip(out).zip(told) {
                *out = model.finished(&self.of, item, told);
            }
            return;
        }
        out.fill(0.0);
        for near in &self.of.near {
            let (items, values) = self.model.ratings.by_user().row(near.index);
            for (&item, &value) in items.iter().zip(values) {
                out[item as usize] += near.similarity * strength(value);
            }
        }
    }

    fn explain(&self, item: u32) -> Vec<(usize, f32)> {
        // A neighbour's part in the score is divided as the neighbour's similarity is: Σ x_j y_j
        // over the shared items j.
        let (model, person) = (self.model, &self.person);
        let mut part = vec![0f32; model.ratings.n_users()];
        if model.explicit() {
            let found = model.raters(&self.of, item);
            let weights: f32 = found.iter().map(|(near, _)| near.similarity * near.similarity).sum();
            for (near, deviation) in &found {
                let weight = near.similarity * near.similarity / (model.damping + weights);
                part[near.index as usize] = weight * deviation / near.product;
            }
        } else {
            let (users, values) = model.ratings.by_item().row(item);
            for near in &self.of.near {
                if let Ok(at) = users.binary_search(&near.index) {
                    part[near.index as usize] = near.similarity * strength(values[at]) / near.product;
                }
            }
        }
        let by_item = model.ratings.by_item();
        let entries = model.vectors.entries_of(&model.baselines, person.items, person.values);
        let share = |(at, (&j, x)): (usize, (&u32, f32))| {
            let users = by_item.row(j).0.iter();
            let ys = model.vectors.column(by_item, j);
            let sum: f32 = users.zip(ys).map(|(&user, y)| part[user as usize] * y).sum();
            (at, sum * x)
        };
        person.items.iter().zip(entries).enumerate().map(share).filter(|s| s.1 != 0.0).collect()
    }

    fn work(&self, answers: usize) -> u64 {
        // An item's raters are looked up one by one; of choices, the neighbours' rows are walked.
        let each =
            if self.model.explicit() { 16 * self.model.raters } else { 16 * self.of.near.len() as u64 };
        (answers as u64 * (each + 64))
            .min(16 * self.model.ratings.by_user().nnz() as u64 + 64 * answers as u64)
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{ListOptions, Value, Values, known};

    #[test]
    fn interests_of_fifteen_people_have_their_known_similarities() {
        let values = Values::from([("similarity".to_owned(), Value::Text("cosine".to_owned()))]);
        let fitted = known::interests("user_knn", values);
        let found = fitted.similar_users("0", 5).unwrap();
        known::agree(
            found.iter().map(|s| (&*s.id, s.score)),
            "9 0.5669467, 1 0.3380617, 8 0.1889822, 13 0.1690309, 5 0.1543034",
        );
        let found = fitted.recommend("0", 7, &ListOptions::default()).unwrap();
        known::agree(
            found.iter().map(|r| (&*r.id, r.score)),
            "MapReduce 0.5669467, MongoDB 0.5070926, Postgres 0.5070926, NoSQL 0.3380617, \
             neural networks 0.1889822, deep learning 0.1889822, artificial intelligence 0.1889822",
        );
        let because: Vec<_> = found[0].because.iter().map(|b| (&*b.id, b.weight)).collect();
        // Person 9 shares these three, each with a third of the similarity.
        known::agree(because.into_iter(), "Hadoop 0.1889822, Big Data 0.1889822, Java 0.1889822");
    }
}
