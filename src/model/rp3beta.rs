//! RP³β: a random walk of three steps over the graph of people and items, with a penalty on
//! popular items (Paudel, Christoffel, Newell and Bernstein, 2017, “Updatable, accurate, diverse,
//! and scalable recommendations for interactive applications”).
//!
//! A walker goes from the person to one of their items j, on to somebody v who chose it, and on
//! to one of that person's items i. With W_u and W_i the sums of strengths w of a person and of an
//! item, the steps have the probabilities w / W raised to α, and the end is divided by Wᵢᵝ:
//!
//! ```text
//! t_ij  = W_i^−β Σ_v (w_vj / W_j)^α (w_vi / W_v)^α      kept for the k largest j of each i
//! score = Σ (w_uj / W_u)^α t_ij                         over the person's items j
//! ```
//!
//! Ratings count by their place on the scale, the lowest as nothing. With α = 1 and β = 0 the
//! score is the probability that the walk ends at the item.

use super::registry::{AS_GIVEN, Entry, Purpose, Remedy};
use super::shared::lists::{self, Lists, Near, Sums, add_rows, entry};
use super::shared::parted::Parted;
use super::shared::preference::preference;
use super::{
    Abilities, Answers, FoldIn, Model, Params, Person, Progress, STEP_WORK, Schema, ScoreMeaning, Trainer,
};
use crate::error::Result;
use crate::kernel;
use crate::memory::Need;
use crate::params;
use crate::ratings::{Csr, Ratings, get_csr, put_csr};
use crate::rounds::{self, Round, Rounds};
use crate::tensors::Arrays;
use std::ops::Range;
use std::sync::Arc;

params! {
    /// Parameters of the random walk.
    pub struct Rp3BetaParams {
        /// How many items each item can be reached from.
        neighbours: u32 = 150 => 1..=10000, "items";
        /// Exponent of the steps' probabilities: below 1, rare links matter less.
        alpha: f32 = 0.6 => 0.0..=4.0, "";
        /// Exponent of the penalty on popular items: 0 is none.
        beta: f32 = 0.4 => 0.0..=4.0, "";
    }
}

/// The registry line.
pub const ENTRY: Entry = Entry {
    name: "rp3beta",
    title: "Random walk",
    summary: "Walks from a person's items through the people who share them to other items, and holds popular ones back. Quick, and good at finding the less known.",
    purpose: &[Purpose::Choices, Purpose::Pairs],
    score: [ScoreMeaning::Preference, ScoreMeaning::Preference],
    rates_beside: false,
    loss_name: "",
    abilities: Abilities {
        fold_in: FoldIn::Exact,
        similar_items: true,
        similar_users: false,
        explain: true,
        item_map: false,
        factors: false,
    },
    taken_for: AS_GIVEN,
    remedy: |_, _| Remedy::Data,
    params: Schema::of::<Rp3BetaParams>(),
    memory: |ratings, values| {
        let params = Rp3BetaParams::read(ENTRY.name, values)?;
        let steps = Need::NONE.matrix(ratings.by_user().nnz(), 1).matrix(ratings.n_users(), 1);
        Ok(steps.matrix(ratings.n_items(), 8).and(Lists::need(ratings.n_items(), params.neighbours)))
    },
    fit: |ratings, values, _seed| {
        let params = Rp3BetaParams::read(ENTRY.name, values)?;
        Ok(Box::new(Rp3BetaTrainer::new(ratings, params)))
    },
    load: |tensors, ratings, values| {
        let alpha = Rp3BetaParams::read(ENTRY.name, values)?.alpha;
        let n = ratings.n_items();
        let reached_from = get_csr(tensors, "rp3beta.reached_from", n, n)?;
        Ok(Box::new(Rp3Beta { ratings: Arc::clone(ratings), alpha, reached_from }))
    },
};

/// `xᵖ` for `x ≥ 0`, with 0⁰ = 0: what is not there stays away.
fn power(x: f32, p: f32) -> f32 {
    if x > 0.0 { kernel::exp(p * kernel::ln(x)) } else { 0.0 }
}

/// The sum of a row's preferences.
fn total(ratings: &Ratings, values: &[f32]) -> f32 {
    values.iter().map(|&v| preference(ratings, v)).sum()
}

struct Rp3BetaTrainer {
    ratings: Arc<Ratings>,
    params: Rp3BetaParams,
    /// `(w_vj / W_j)^α`, parallel to the entries by user; empty before the first step.
    into_people: Vec<f32>,
    /// `(n_users)`: W_v.
    people: Vec<f32>,
    sums: Sums,
    near: Vec<Near>,
    lists: Parted,
}

impl Rp3BetaTrainer {
    fn new(ratings: &Arc<Ratings>, params: Rp3BetaParams) -> Self {
        Rp3BetaTrainer {
            into_people: Vec::new(),
            people: Vec::new(),
            sums: Sums::default(),
            near: Vec::new(),
            lists: Parted::default(),
            ratings: Arc::clone(ratings),
            params,
        }
    }

    fn prepare(&mut self) {
        let (ratings, alpha) = (&self.ratings, self.params.alpha);
        let of_item = |i| total(ratings, ratings.by_item().row(i).1);
        let items: Vec<f32> = (0..ratings.n_items() as u32).map(of_item).collect();
        let of_user = |u| total(ratings, ratings.by_user().row(u).1);
        self.people = (0..ratings.n_users() as u32).map(of_user).collect();
        let step = |(&j, &v): (&u32, &f32)| power(preference(ratings, v) / items[j as usize], alpha);
        let by_user = ratings.by_user();
        self.into_people = by_user.columns().iter().zip(by_user.values()).map(step).collect();
        self.lists.cut(&self.ratings);
    }

    /// Finds where an item is reached from.
    fn reach(&mut self, item: u32, lists: &mut Lists) {
        let by_user = self.ratings.by_user();
        let (users, values) = self.ratings.by_item().row(item);
        let (width, mut entries) = (by_user.width(), 0);
        for (&user, &value) in users.iter().zip(values) {
            let out_of =
                power(preference(&self.ratings, value) / self.people[user as usize], self.params.alpha);
            let range = by_user.range(user);
            entries += range.len() as u64;
            let (items, links) = (&by_user.columns()[range.clone()], &self.into_people[range]);
            self.sums.add_products(width, out_of, items, links);
        }
        // All links of one item have the same penalty, so it does not change which are kept.
        let penalty = power(total(&self.ratings, values), -self.params.beta);
        let (near, met) = (&mut self.near, users.iter().map(|&user| by_user.row(user).0));
        near.clear();
        self.sums.take(met, entries, |index, [_, product, ..]| {
            if index != item {
                near.push(Near { index, similarity: product * penalty, product });
            }
        });
        lists.push(&mut self.near);
    }
}

impl Trainer for Rp3BetaTrainer {
    fn step(&mut self) -> Result<Progress> {
        if self.lists.next().is_some() {
            rounds::alone(self, STEP_WORK)?;
        } else if self.lists.is_cut() {
            // What they were made from is enough memory to turn them round in.
            (self.into_people, self.sums) = (Vec::new(), Sums::default());
            self.lists.turn(STEP_WORK);
        } else {
            self.prepare();
        }
        Ok(self.lists.progress())
    }

    fn rounds(&mut self) -> Option<&mut dyn Rounds> {
        Some(self)
    }

    fn finish(self: Box<Self>) -> Result<Box<dyn Model>> {
        let reached_from = self.lists.neighbour_of(self.ratings.n_items());
        Ok(Box::new(Rp3Beta { ratings: self.ratings, alpha: self.params.alpha, reached_from }))
    }
}

impl Rounds for Rp3BetaTrainer {
    fn round(&mut self) -> Option<Round> {
        self.lists.round()
    }

    fn say(&mut self, _whole: bool) -> Result<Vec<u8>> {
        // Everything follows from the data.
        Ok(Vec::new())
    }

    fn hear(&mut self, _said: &[u8]) -> Result<()> {
        self.prepare();
        Ok(())
    }

    fn answer(&mut self, part: Range<u32>) -> Result<Option<Vec<u8>>> {
        let mut lists = Lists::new(self.params.neighbours);
        part.for_each(|item| self.reach(item, &mut lists));
        Ok(Some(lists.to_bytes()))
    }

    fn join(&mut self, answer: &[u8]) -> Result<Progress> {
        self.lists.join(answer)
    }
}

struct Rp3Beta {
    /// For what a value means; the entries are not used.
    ratings: Arc<Ratings>,
    alpha: f32,
    /// `(n_items, n_items)`: row j has the items i reached from j, with t_ij.
    reached_from: Csr,
}

impl Rp3Beta {
    /// The probabilities of the first step, to the person's items.
    fn first_step(&self, person: &Person<'_>) -> Vec<f32> {
        let total = total(&self.ratings, person.values);
        let step = |&v: &f32| power(preference(&self.ratings, v) / total, self.alpha);
        person.values.iter().map(step).collect()
    }
}

impl Model for Rp3Beta {
    fn prepare<'a>(&'a self, person: Person<'a>) -> Result<Box<dyn Answers + 'a>> {
        Ok(Box::new(Walk { model: self, person, first: self.first_step(&person) }))
    }

    /// Where a walk from the item leads.
    fn similar_items(&self, item: u32, out: &mut [f32]) -> Result<()> {
        out.fill(0.0);
        add_rows(&self.reached_from, &[item], &[1.0], out);
        Ok(())
    }

    fn save(&self, out: &mut dyn Arrays) {
        put_csr(out, "rp3beta.reached_from", &self.reached_from);
    }
}

/// One person's walk.
struct Walk<'a> {
    model: &'a Rp3Beta,
    person: Person<'a>,
    /// The probabilities of the first step.
    first: Vec<f32>,
}

impl Walk<'_> {
    /// What reaches the item from each of the person's items.
    fn shares(&self, item: u32) -> impl Iterator<Item = f32> + '_ {
        let share = move |(&j, p): (&u32, &f32)| p * entry(&self.model.reached_from, j, item);
        self.person.items.iter().zip(&self.first).map(share)
    }
}

impl Answers for Walk<'_> {
    fn one(&self, item: u32) -> f32 {
        self.shares(item).sum()
    }

    fn score(&self, out: &mut [f32]) {
        out.fill(0.0);
        add_rows(&self.model.reached_from, self.person.items, &self.first, out);
    }

    fn several(&self, items: &[u32], out: &mut [f32]) {
        let (matrix, own) = (&self.model.reached_from, self.person.items);
        lists::several(matrix, (own, items), |item| self.one(item), |all| self.score(all), out);
    }

    fn explain(&self, item: u32) -> Vec<(usize, f32)> {
        self.shares(item).enumerate().filter(|(_, share)| *share > 0.0).collect()
    }

    fn work(&self, answers: usize) -> u64 {
        lists::scores_work(&self.model.reached_from, self.person.items, answers).0
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Fitting, Person, Value, Values};
    use crate::ratings::Builder;
    use std::sync::Arc;

    #[test]
    fn a_plain_walk_ends_with_the_probabilities_of_its_paths() {
        // u chose a and b, v chose b and c. From u: half the walks go to a, and back from a only
        // u leads on; the other half go to b, from there to u or v, each with two items to go to.
        let mut b = Builder::default();
        b.set_implicit();
        for (user, item) in [("u", "a"), ("u", "b"), ("v", "b"), ("v", "c")] {
            b.rating(user, item, 1.0, None);
        }
        let ratings = Arc::new(b.build().unwrap().ratings);
        let plain = [("alpha", 1.0), ("beta", 0.0)];
        let values: Values = plain.map(|(name, x)| (name.to_owned(), Value::Number(x))).into();
        let fitted = Fitting::new("rp3beta", &ratings, &values, 1).unwrap().run().unwrap();
        let mut scores = [0.0; 3];
        fitted.model().prepare(Person::of(&ratings, 0)).unwrap().score(&mut scores);
        // Walks that come back to the item they set out from are not counted: to a by b, u;
        // to b by a, u; to c by b, v.
        let expected = [0.5 * 0.5 * 0.5, 0.5 * 1.0 * 0.5, 0.5 * 0.5 * 0.5];
        for (found, expected) in scores.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-6, "{scores:?}");
        }
    }
}
