//! Item-based nearest neighbours: what is similar to what the person likes.
//!
//! Each item keeps its `k` most similar items, N(i), found by sparse accumulation; memory is
//! O(items · k). Choices and counts score by the sum of similarities to the person's items I(u),
//! with w the strength of a choice (Deshpande and Karypis, 2004):
//!
//! ```text
//! score(u, i) = Σ w_uj s_ij            over j in I(u) ∩ N(i)
//! ```
//!
//! Ratings are predicted from the baselines b and the person's deviations from them (Koren, 2010,
//! “Factor in the neighbors”), with squared similarities as weights and a damping λ that leaves
//! the prediction near the baseline where there is little to go by:
//!
//! ```text
//! r̂_ui = b_ui + Σ s_ij² (r_uj − b_uj) / (λ + Σ s_ij²)
//! ```

use super::registry::{AS_GIVEN, Entry, Purpose, Remedy};
use super::shared::baselines::{Baselines, Damping, Sweeps};
use super::shared::lists::{self, Lists, Near, Sums, add_rows, entry};
use super::shared::parted::Parted;
use super::shared::preference::strength;
use super::shared::similarity::{Comparison, Making, SimilarityParams, Things, Vectors};
use super::{
    Abilities, Answers, FoldIn, Model, Params, Person, Progress, STEP_WORK, Schema, ScoreMeaning, Trainer,
};
use crate::bytes::{Reader, Writer};
use crate::error::Result;
use crate::params;
use crate::ratings::{Csr, Feedback, Ratings, get_csr, put_csr};
use crate::rounds::{self, Round, Rounds, nothing_shared};
use crate::tensors::Arrays;
use std::ops::Range;
use std::sync::Arc;

params! {
    /// Parameters of item-based neighbours.
    pub struct ItemKnnParams {
        /// How many similar items each item keeps.
        neighbours: u32 = 200 => 1..=10000, "items";
        /// Holds back similarities that rest on few shared people: n / (n + shrinkage). Correlations and centred cosine only.
        shrinkage: f32 = 100.0 => 0.0..=100000.0, "people";
        /// Pulls a predicted rating to the baseline where the person's items are little similar. Ratings only.
        damping: f32 = 0.04 => 0.0..=1000.0, "squared similarity";
        also comparison: SimilarityParams;
    }
}

/// The registry line.
pub const ENTRY: Entry = Entry {
    name: "item_knn",
    title: "Similar items",
    summary: "Recommends what is similar to what the person chose or rated highly. Quick, exact for somebody new, and every recommendation can be explained.",
    purpose: &[Purpose::Ratings, Purpose::Choices, Purpose::Pairs],
    score: [ScoreMeaning::PredictedRating, ScoreMeaning::SimilaritySum],
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
    params: Schema::of::<ItemKnnParams>(),
    memory: |ratings, values| {
        let params = ItemKnnParams::read(ENTRY.name, values)?;
        Ok(Vectors::need(ratings, Things::Items).and(Lists::need(ratings.n_items(), params.neighbours)))
    },
    fit: |ratings, values, _seed| {
        let params = ItemKnnParams::read(ENTRY.name, values)?;
        Ok(Box::new(ItemKnnTrainer::new(ratings, params)))
    },
    load: |tensors, ratings, values| {
        let params = ItemKnnParams::read(ENTRY.name, values)?;
        let n = ratings.n_items();
        let baselines = Baselines::load(tensors, ENTRY.name, ratings, Damping::USUAL)?;
        let neighbour_of = get_csr(tensors, "item_knn.neighbour_of", n, n)?;
        let explicit = ratings.feedback() == Feedback::Explicit;
        Ok(Box::new(ItemKnn { explicit, damping: params.damping, baselines, neighbour_of }))
    },
};

struct ItemKnnTrainer {
    ratings: Arc<Ratings>,
    params: ItemKnnParams,
    sweeps: Sweeps,
    /// What items are compared by, once the baselines are there, and before that while it is made.
    vectors: Option<Vectors>,
    making: Option<Making>,
    sums: Sums,
    near: Vec<Near>,
    lists: Parted,
}

impl ItemKnnTrainer {
    fn new(ratings: &Arc<Ratings>, params: ItemKnnParams) -> Self {
        ItemKnnTrainer {
            sweeps: Sweeps::usual(ratings),
            vectors: None,
            making: None,
            sums: Sums::default(),
            near: Vec::new(),
            lists: Parted::default(),
            ratings: Arc::clone(ratings),
            params,
        }
    }

    /// Begins to make what items are compared by.
    fn making(&self) -> Making {
        let comparison =
            Comparison::new(&self.params.comparison, self.params.shrinkage, self.ratings.feedback());
        Vectors::making(&self.ratings, Things::Items, comparison, &self.sweeps.baselines)
    }

    /// Goes on with it, for about so many multiply-adds.
    fn compare(&mut self, budget: u64) {
        let mut making = self.making.take().unwrap_or_else(|| self.making());
        if making.step(&self.ratings, budget) {
            self.vectors = Some(making.finish());
        } else {
            self.making = Some(making);
        }
    }
}

impl Trainer for ItemKnnTrainer {
    fn step(&mut self) -> Result<Progress> {
        let mut work = 0;
        while !self.sweeps.is_over() {
            if work >= STEP_WORK {
                return Ok(Progress::within(0, 1, 0.0, None));
            }
            work += self.sweeps.step(&self.ratings, STEP_WORK - work);
        }
        if self.lists.next().is_some() {
            rounds::alone(self, STEP_WORK.saturating_sub(work))?;
        } else if self.lists.is_cut() {
            // What they were made from is enough memory to turn them round in.
            (self.vectors, self.sums) = (None, Sums::default());
            self.lists.turn(STEP_WORK);
        } else if self.vectors.is_some() {
            self.lists.cut(&self.ratings);
        } else {
            self.compare(STEP_WORK);
        }
        Ok(self.lists.progress())
    }

    fn rounds(&mut self) -> Option<&mut dyn Rounds> {
        Some(self)
    }

    fn finish(self: Box<Self>) -> Result<Box<dyn Model>> {
        Ok(Box::new(ItemKnn {
            explicit: self.ratings.feedback() == Feedback::Explicit,
            damping: self.params.damping,
            baselines: self.sweeps.baselines,
            neighbour_of: self.lists.neighbour_of(self.ratings.n_items()),
        }))
    }
}

impl Rounds for ItemKnnTrainer {
    fn round(&mut self) -> Option<Round> {
        self.lists.round()
    }

    fn say(&mut self, _whole: bool) -> Result<Vec<u8>> {
        let mut out = Writer::default();
        let Baselines { mean, users, items, .. } = &self.sweeps.baselines;
        [&[*mean], &users[..], items].into_iter().for_each(|numbers| out.f32s(numbers));
        Ok(out.0)
    }

    fn hear(&mut self, said: &[u8]) -> Result<()> {
        let mut said = Reader(said);
        let Baselines { mean, users, items, .. } = &mut self.sweeps.baselines;
        [std::slice::from_mut(mean), users, items].into_iter().try_for_each(|numbers| said.f32s(numbers))?;
        self.making = None;
        self.compare(u64::MAX);
        self.lists.cut(&self.ratings);
        Ok(())
    }

    fn answer(&mut self, part: Range<u32>) -> Result<Option<Vec<u8>>> {
        let mut lists = Lists::new(self.params.neighbours);
        let vectors = self.vectors.as_ref().ok_or_else(nothing_shared)?;
        for item in part {
            let (users, values) = self.ratings.by_item().row(item);
            let row = (Some(item), users, values);
            let (by_user, nearest) = (self.ratings.by_user(), Some(self.params.neighbours as usize));
            vectors.near(&self.sweeps.baselines, by_user, row, nearest, &mut self.sums, &mut self.near);
            lists.push(&mut self.near);
        }
        Ok(Some(lists.to_bytes()))
    }

    fn join(&mut self, answer: &[u8]) -> Result<Progress> {
        self.lists.join(answer)
    }
}

struct ItemKnn {
    explicit: bool,
    /// λ, in squared similarity.
    damping: f32,
    baselines: Baselines,
    /// `(n_items, n_items)`: row j has the items i that count j among their neighbours, with
    /// s_ij. So a person's score costs as much as the person has items.
    neighbour_of: Csr,
}

impl ItemKnn {
    /// A person's offset, and the deviation (or strength) of each rating.
    fn deviations(&self, person: &Person<'_>) -> (f32, Vec<f32>) {
        if !self.explicit {
            return (0.0, person.values.iter().map(|&v| strength(v)).collect());
        }
        let user = self.baselines.user(person.items, person.values);
        let level = self.baselines.mean + user;
        let deviation = |(&i, &v): (&u32, &f32)| v - level - self.baselines.items[i as usize];
        (user, person.items.iter().zip(person.values).map(deviation).collect())
    }
}

impl Model for ItemKnn {
    fn prepare<'a>(&'a self, person: Person<'a>) -> Result<Box<dyn Answers + 'a>> {
        let (user, deviations) = self.deviations(&person);
        Ok(Box::new(Deviations { model: self, person, level: self.baselines.mean + user, deviations }))
    }

    fn similar_items(&self, item: u32, out: &mut [f32]) -> Result<()> {
        for (j, out) in out.iter_mut().enumerate() {
            *out = entry(&self.neighbour_of, j as u32, item);
        }
        Ok(())
    }

    fn save(&self, out: &mut dyn Arrays) {
        self.baselines.save(ENTRY.name, out);
        put_csr(out, "item_knn.neighbour_of", &self.neighbour_of);
    }
}

/// One person's answers.
struct Deviations<'a> {
    model: &'a ItemKnn,
    person: Person<'a>,
    /// μ + b_u; only the mean of choices, which is not used.
    level: f32,
    /// Of each rating from the baseline, or the strength of each choice.
    deviations: Vec<f32>,
}

impl Deviations<'_> {
    /// The similarities of an item to the person's items.
    fn similarities(&self, item: u32) -> impl Iterator<Item = f32> + '_ {
        self.person.items.iter().map(move |&j| entry(&self.model.neighbour_of, j, item))
    }

    /// A predicted rating from sums over the neighbours.
    fn rating(&self, item: u32, sum: f32, weight: f32) -> f32 {
        let Some(b) = self.model.baselines.items.get(item as usize) else { return self.level };
        self.level + b + if weight > 0.0 { sum / weight } else { 0.0 }
    }
}

impl Answers for Deviations<'_> {
    fn one(&self, item: u32) -> f32 {
        let near = self.similarities(item).zip(&self.deviations);
        if !self.model.explicit {
            return near.fold(0.0, |sum, (s, w)| sum + w * s);
        }
        let (sum, weight) =
            near.fold((0.0, self.model.damping), |(sum, weight), (s, e)| (sum + s * s * e, weight + s * s));
        self.rating(item, sum, weight)
    }

    fn score(&self, out: &mut [f32]) {
        out.fill(0.0);
        if !self.model.explicit {
            add_rows(&self.model.neighbour_of, self.person.items, &self.deviations, out);
            return;
        }
        let mut weights = vec![self.model.damping; out.len()];
        for (&j, e) in self.person.items.iter().zip(&self.deviations) {
            let (items, similarities) = self.model.neighbour_of.row(j);
            for (&i, s) in items.iter().zip(similarities) {
                out[i as usize] += s * s * e;
                weights[i as usize] += s * s;
            }
        }
        for (item, (out, weight)) in out.iter_mut().zip(weights).enumerate() {
            *out = self.rating(item as u32, *out, weight);
        }
    }

    fn several(&self, items: &[u32], out: &mut [f32]) {
        let (matrix, own) = (&self.model.neighbour_of, self.person.items);
        lists::several(matrix, (own, items), |item| self.one(item), |all| self.score(all), out);
    }

    fn explain(&self, item: u32) -> Vec<(usize, f32)> {
        let similarities: Vec<f32> = self.similarities(item).collect();
        let explicit = self.model.explicit;
        let share: f32 = match explicit {
            true => self.model.damping + similarities.iter().map(|s| s * s).sum::<f32>(),
            false => 1.0,
        };
        let shares = similarities.iter().zip(&self.deviations).enumerate().filter(|(_, (s, _))| **s > 0.0);
        let weight = |s: f32| if explicit { s * s / share } else { s };
        shares.map(|(at, (&s, e))| (at, weight(s) * e)).collect()
    }

    fn work(&self, answers: usize) -> u64 {
        lists::scores_work(&self.model.neighbour_of, self.person.items, answers).0
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{ListOptions, Value, Values, known};

    #[test]
    fn interests_of_fifteen_people_have_their_known_similarities() {
        let values = Values::from([("similarity".to_owned(), Value::Text("cosine".to_owned()))]);
        let fitted = known::interests("item_knn", values);
        let found = fitted.similar_items("Big Data", 10).unwrap();
        known::agree(
            found.iter().map(|s| (&*s.id, s.score)),
            "Hadoop 0.8164966, Java 0.6666667, MapReduce 0.5773503, Spark 0.5773503, Storm 0.5773503, \
             Cassandra 0.4082483, artificial intelligence 0.4082483, deep learning 0.4082483, \
             neural networks 0.4082483, HBase 0.3333333",
        );
        let found = fitted.recommend("0", 14, &ListOptions::default()).unwrap();
        known::agree(
            found.iter().map(|r| (&*r.id, r.score)),
            "MapReduce 1.8618073, Postgres 1.3164966, MongoDB 1.3164966, NoSQL 1.2844571, \
             programming languages 0.5773503, MySQL 0.5773503, Haskell 0.5773503, databases 0.5773503, \
             neural networks 0.4082483, deep learning 0.4082483, C++ 0.4082483, \
             artificial intelligence 0.4082483, Python 0.2886751, R 0.2886751",
        );
        let because: Vec<_> = found[0].because.iter().map(|b| &*b.id).collect();
        assert_eq!(because, ["Hadoop", "Big Data", "Java"], "MapReduce goes with these three");
    }
}
