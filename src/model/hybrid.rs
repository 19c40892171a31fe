//! Two answers in one model: an order of what to show, and the rating that somebody would give.
//!
//! A good predictor of ratings is a poor orderer of items: the highest predictions go to what hardly anybody chose
//! (Cremonesi, Koren and Turrin, “Performance of recommender algorithms on top-N recommendation tasks”, 2010). So what is
//! shown first is learned from *which* items people chose, and how they rated them has a say in it: a weighted hybrid
//! (Burke, “Hybrid recommender systems”, 2002) of
//!
//! - [`als`](super::als) on the choices, whatever their rating (or, by [`order`](HybridParams::order), what is chosen by
//!   the same people, or by most);
//! - [`ease`](super::ease) on the choices, where its matrix costs little beside the others;
//! - [`svdpp`](super::factors::svdpp) on the ratings, which is the second answer as well.
//!
//! Each gives a person's items a score; the order is the sum of the three in standard deviations over the items that
//! the person does not have,
//!
//! ```text
//! s_ui = z(als) + ½ z(ease) + τ z(svdpp)         z(x) = (x − mean x) / deviation x
//! ```
//!
//! with the [`taste`](HybridParams::taste) τ from what they will pick (0) to what they will love. Choices and counts have
//! no rating; there the order is that of the first two. For somebody nothing is known of, the number of people who chose
//! an item takes the place of the first two.

use super::mix::Standard;
use super::registry::{AS_GIVEN, Entry, Purpose, Remedy};
use super::traits::unsupported;
use super::{
    Abilities, Answers, FoldIn, Model, Params, Person, Progress, Schema, ScoreMeaning, Targets, Trainer,
    Value, Values, als, ease, factors, item_knn, popularity,
};
use crate::checkpoint::Checkpoint;
use crate::error::Result;
use crate::memory::Need;
use crate::ratings::{Feedback, Ratings};
use crate::rounds::{Round, Rounds, nothing_shared};
use crate::tensors::{Arrays, Tensors};
use crate::{choices, params};
use ndarray::ArrayView2;
use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

choices! {
    /// What the order is learned by from the choices.
    pub enum Order {
        /// Factors found by least squares: the best where people choose a little of much.
        Factors = "factors",
        /// Which items are chosen by the same people.
        Neighbours = "neighbours",
        /// How many people chose an item, the same for all: where people have rated most of what there is, so that what
        /// somebody has not rated says little.
        Popularity = "popularity",
    }
}

params! {
    /// Parameters of the two answers.
    pub struct HybridParams {
        /// What the order is learned by from the choices.
        order: Order = Order::Factors;
        /// How much the expected rating counts in the order: 0 shows what people will pick, more what they will love. Ratings only.
        taste: f32 = 0.5 => 0.0..=10.0, "";
        /// Length of the vectors of users and items, for the order and for the rating.
        factors: u32 = 64 => 1..=1024, "factors";
        /// Passes over the choices, for the order.
        order_epochs: u32 = 15 => 1..=1000, "epochs";
        /// Passes over the ratings, for the rating.
        rating_epochs: u32 = 20 => 1..=10000, "epochs";
        /// Whether linear weights between all items have a say in the order where they cost little.
        linear: bool = true;
    }
}

/// The registry line.
pub const ENTRY: Entry = Entry {
    name: "hybrid",
    title: "Order and rating",
    summary: "Learns what to show from what people chose, and what they would rate it from how they rated; both together make the list. The best first choice for ratings, and good for choices.",
    purpose: &[Purpose::Ratings, Purpose::Choices],
    score: [ScoreMeaning::Preference, ScoreMeaning::Preference],
    rates_beside: true,
    loss_name: "RMSE of the ratings",
    abilities: Abilities {
        fold_in: FoldIn::Approximate,
        similar_items: true,
        similar_users: true,
        explain: true,
        item_map: true,
        factors: false,
    },
    taken_for: AS_GIVEN,
    remedy: |_, _| Remedy::Lower("factors"),
    params: Schema::of::<HybridParams>(),
    memory: |ratings, values| {
        let params = HybridParams::read(ENTRY.name, values)?;
        let choices = Need::NONE.bytes(ratings.bytes()).matrix(ratings.n_items(), 2);
        let mut parts = Part::of(ratings, &params).into_iter();
        parts.try_fold(choices, |need, part| {
            Ok(need.and((part.entry(&params).memory)(ratings, &part.values(&params))?))
        })
    },
    fit: |ratings, values, seed| {
        let params = HybridParams::read(ENTRY.name, values)?;
        Ok(Box::new(HybridTrainer::new(ratings, params, seed)))
    },
    load: |tensors, ratings, values| {
        let params = HybridParams::read(ENTRY.name, values)?;
        let choices = choices_of(ratings);
        let load = |part: &Part| {
            let data = if part.is_of_choices() { &choices } else { ratings };
            (part.entry(&params).load)(tensors, data, &part.values(&params))
        };
        let models =
            Part::of(ratings, &params).iter().map(|part| Ok((*part, load(part)?))).collect::<Result<_>>()?;
        Ok(Box::new(Hybrid::new(ratings, params, models)))
    },
};

/// What people chose: of ratings every one a plain yes; choices and counts as they are.
fn choices_of(ratings: &Arc<Ratings>) -> Arc<Ratings> {
    match ratings.feedback() {
        Feedback::Explicit => Arc::new(ratings.binarized()),
        Feedback::Implicit => Arc::clone(ratings),
    }
}

/// One of the models that make up the whole, in the order of training.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// What orders by the choices.
    Choices,
    /// Linear weights on the choices.
    Linear,
    /// The ratings.
    Ratings,
}

impl Part {
    /// Those that these data need and can pay for.
    fn of(ratings: &Ratings, params: &HybridParams) -> Vec<Part> {
        let mut parts = vec![Part::Choices];
        if params.linear && params.order == Order::Factors && linear_pays(ratings, params) {
            parts.push(Part::Linear);
        }
        if ratings.feedback() == Feedback::Explicit {
            parts.push(Part::Ratings);
        }
        parts
    }

    fn entry(self, params: &HybridParams) -> &'static Entry {
        match self {
            Part::Choices => match params.order {
                Order::Factors => &als::ENTRY,
                Order::Neighbours => &item_knn::ENTRY,
                Order::Popularity => &popularity::ENTRY,
            },
            Part::Linear => &ease::ENTRY,
            Part::Ratings => &factors::svdpp::ENTRY,
        }
    }

    fn is_of_choices(self) -> bool {
        self != Part::Ratings
    }

    fn values(self, params: &HybridParams) -> Values {
        let number = |name: &str, n: u32| (name.to_owned(), Value::Number(f64::from(n)));
        match self {
            Part::Choices if params.order == Order::Factors => {
                Values::from([number("factors", params.factors), number("epochs", params.order_epochs)])
            }
            Part::Choices => Values::new(),
            Part::Linear => Values::new(),
            Part::Ratings => {
                Values::from([number("factors", params.factors), number("epochs", params.rating_epochs)])
            }
        }
    }

    /// The weight of its score in the order, in standard deviations.
    fn weight(self, params: &HybridParams) -> f32 {
        match self {
            Part::Choices => 1.0,
            Part::Linear => 0.5,
            Part::Ratings => params.taste,
        }
    }

    /// About the multiply-adds of its training.
    fn work(self, ratings: &Ratings, params: &HybridParams) -> f64 {
        let (entries, k) = (ratings.by_user().nnz() as f64, f64::from(params.factors));
        let rows = (ratings.n_users() + ratings.n_items()) as f64;
        match self {
            Part::Choices if params.order == Order::Factors => {
                f64::from(params.order_epochs) * 4.0 * k * (4.0 * entries + k * rows)
            }
            Part::Choices => 4.0 * ratings.by_user().squares() as f64,
            Part::Linear => {
                let lines = ratings.by_user().filled_rows().min(ratings.by_item().filled_rows());
                (lines as f64).powi(3) / 2.0
            }
            Part::Ratings => f64::from(params.rating_epochs) * 12.0 * k * entries,
        }
    }
}

/// Linear weights may take so much of the time of what else is trained.
const LINEAR_SHARE: f64 = 0.2;

fn linear_pays(ratings: &Ratings, params: &HybridParams) -> bool {
    let others = match ratings.feedback() {
        Feedback::Explicit => &[Part::Choices, Part::Ratings][..],
        Feedback::Implicit => &[Part::Choices],
    };
    let others: f64 = others.iter().map(|part| part.work(ratings, params)).sum();
    Part::Linear.work(ratings, params) <= LINEAR_SHARE * others
}

struct HybridTrainer {
    params: HybridParams,
    ratings: Arc<Ratings>,
    /// What people chose, whatever their rating, once a part begins.
    choices: Option<Arc<Ratings>>,
    seed: u64,
    /// What is trained, what is being trained, and what is still to be.
    models: Vec<(Part, Box<dyn Model>)>,
    present: Option<(Part, Box<dyn Trainer>)>,
    waiting: Vec<Part>,
    /// Whether the part under way is trained to its end, so that its model can be made.
    over: bool,
    /// Epochs and work of the parts that are trained, and the work of all.
    epochs: u32,
    done: f64,
    all: f64,
    loss: Option<f32>,
}

impl HybridTrainer {
    fn new(ratings: &Arc<Ratings>, params: HybridParams, seed: u64) -> Self {
        let mut waiting = Part::of(ratings, &params);
        let all = waiting.iter().map(|part| part.work(ratings, &params)).sum();
        waiting.reverse();
        HybridTrainer {
            choices: None,
            ratings: Arc::clone(ratings),
            params,
            seed,
            models: Vec::new(),
            present: None,
            waiting,
            over: false,
            epochs: 0,
            done: 0.0,
            all,
            loss: None,
        }
    }

    /// What a part is trained on.
    fn data(&mut self, part: Part) -> &Arc<Ratings> {
        match part.is_of_choices() {
            true => self.choices.get_or_insert_with(|| choices_of(&self.ratings)),
            false => &self.ratings,
        }
    }

    /// Begins the next part, if there is one.
    fn begin(&mut self) -> Result<()> {
        if let Some(part) = self.waiting.pop() {
            let (entry, values, seed) = (part.entry(&self.params), part.values(&self.params), self.seed);
            let trainer = (entry.fit)(self.data(part), &values, seed)?;
            self.present = Some((part, trainer));
        }
        Ok(())
    }

    /// Makes a model of the part under way.
    fn end(&mut self) -> Result<()> {
        self.over = false;
        if let Some((part, trainer)) = self.present.take() {
            self.models.push((part, trainer.finish()?));
            self.done += part.work(&self.ratings, &self.params);
        }
        Ok(())
    }

    fn all_epochs(&self) -> u32 {
        let linear = u32::from(self.models.iter().any(|(part, _)| *part == Part::Linear));
        let present = self.present.iter().map(|(part, _)| part).chain(&self.waiting);
        let linear = linear + u32::from(present.clone().any(|part| *part == Part::Linear));
        let rates = self.ratings.feedback() == Feedback::Explicit;
        let order = if self.params.order == Order::Factors { self.params.order_epochs } else { 1 };
        order + linear + if rates { self.params.rating_epochs } else { 0 }
    }
}

impl HybridTrainer {
    /// The present part in rounds, where it has them.
    fn present_rounds(&mut self) -> Option<&mut dyn Rounds> {
        self.present.as_mut()?.1.rounds()
    }

    /// How far the whole is between two parts.
    fn between(&self) -> Progress {
        let all = self.all_epochs();
        if self.present.is_none() && self.waiting.is_empty() {
            return Progress::epochs(all, all, self.loss);
        }
        self.far(self.epochs, self.done, self.loss)
    }

    fn far(&self, epoch: u32, work: f64, loss: Option<f32>) -> Progress {
        let fraction = (work / self.all.max(1.0)).min(1.0) as f32;
        Progress { epoch, epochs: self.all_epochs(), fraction, loss, ..Progress::default() }
    }

    /// How far the whole is after a step of the present part.
    fn progress(&mut self, part: Part, progress: Progress) -> Progress {
        if part == Part::Ratings {
            self.loss = progress.loss.or(self.loss);
        }
        // A loss that is not finite is told, whichever part it comes from.
        let loss = progress.loss.filter(|loss| !loss.is_finite()).or(self.loss);
        let share = self.done + f64::from(progress.fraction) * part.work(&self.ratings, &self.params);
        let mut epoch = self.epochs + progress.epoch;
        if progress.done {
            self.epochs += progress.epochs;
            epoch = self.epochs;
            self.over = true;
        }
        self.far(epoch, share, loss)
    }
}

impl Trainer for HybridTrainer {
    fn step(&mut self) -> Result<Progress> {
        // To take the choices from the ratings, to make a model and to begin the next part are steps of their own.
        if self.choices.is_none() {
            self.data(Part::Choices);
            return Ok(self.between());
        }
        if self.over {
            self.end()?;
            return Ok(self.between());
        }
        let Some((part, trainer)) = &mut self.present else {
            self.begin()?;
            return Ok(self.between());
        };
        let (part, progress) = (*part, trainer.step()?);
        Ok(self.progress(part, progress))
    }

    fn rounds(&mut self) -> Option<&mut dyn Rounds> {
        Some(self)
    }

    fn checkpoint(&mut self, state: &mut Checkpoint<'_>) -> Result<bool> {
        let mut own = Vec::new();
        if self.over {
            return Ok(false);
        }
        if state.loads() && self.present.is_none() {
            self.begin()?;
        }
        if !state.loads() {
            // What is trained already is written only when the part under way can be.
            let mut present = Checkpoint::saving(own);
            let Some((_, trainer)) = &mut self.present else { return Ok(false) };
            if !trainer.checkpoint(&mut present)? {
                return Ok(false);
            }
            own = present.saved();
        }
        let mut waiting = self.waiting.len() as u32;
        state.u32(&mut waiting);
        state.u32(&mut self.epochs);
        state.option(&mut self.loss);
        for (_, model) in &self.models {
            let mut tensors = Tensors::default();
            model.save(&mut tensors);
            state.bytes(&mut tensors.to_bytes()?);
        }
        // What was trained before does not have to be again.
        while state.loads() && self.waiting.len() > waiting as usize {
            let Some((part, _)) = self.present.take() else { break };
            let mut bytes = Vec::new();
            state.bytes(&mut bytes);
            let (load, values) = (part.entry(&self.params).load, part.values(&self.params));
            let model = load(&Tensors::from_bytes(&bytes)?, self.data(part), &values)?;
            self.models.push((part, model));
            self.done += part.work(&self.ratings, &self.params);
            self.begin()?;
        }
        state.bytes(&mut own);
        if !state.loads() {
            return Ok(true);
        }
        let mut own = Checkpoint::loading(&own);
        let passed = self.present.as_mut().map_or(Ok(false), |(_, trainer)| trainer.checkpoint(&mut own))?;
        Ok(passed && own.is_whole())
    }

    fn finish(mut self: Box<Self>) -> Result<Box<dyn Model>> {
        // Stopped before its end, what was not trained yet is as it begins.
        while self.present.is_some() || !self.waiting.is_empty() {
            self.end()?;
            self.begin()?;
        }
        Ok(Box::new(Hybrid::new(&self.ratings, self.params, self.models)))
    }
}

impl Rounds for HybridTrainer {
    fn round(&mut self) -> Option<Round> {
        self.present_rounds()?.round()
    }

    fn say(&mut self, whole: bool) -> Result<Vec<u8>> {
        let mut said = self.present_rounds().ok_or_else(nothing_shared)?.say(whole)?;
        // Which part it is about, by how many wait behind it.
        said.push(self.waiting.len() as u8);
        Ok(said)
    }

    fn hear(&mut self, said: &[u8]) -> Result<()> {
        let Some((&waiting, said)) = said.split_last() else { return Err(nothing_shared()) };
        while self.waiting.len() > usize::from(waiting) {
            self.present = None;
            self.begin()?;
        }
        self.present_rounds().ok_or_else(nothing_shared)?.hear(said)
    }

    fn answer(&mut self, part: Range<u32>) -> Result<Option<Vec<u8>>> {
        self.present_rounds().ok_or_else(nothing_shared)?.answer(part)
    }

    fn join(&mut self, answer: &[u8]) -> Result<Progress> {
        let progress = self.present_rounds().ok_or_else(nothing_shared)?.join(answer)?;
        Ok(match self.present {
            Some((part, _)) => self.progress(part, progress),
            None => progress,
        })
    }

    fn learn(&mut self, part: Range<u32>, answer: &[u8]) -> Result<()> {
        self.present_rounds().ok_or_else(nothing_shared)?.learn(part, answer)
    }
}

struct Hybrid {
    models: Vec<(Part, Box<dyn Model>)>,
    params: HybridParams,
    /// How many people chose each item, `(n_items)`: the order for somebody nothing is known of.
    counts: Vec<f32>,
    /// Of ratings, their values as choices: as many ones as there are items.
    ones: Option<Vec<f32>>,
}

impl Hybrid {
    fn new(ratings: &Ratings, params: HybridParams, models: Vec<(Part, Box<dyn Model>)>) -> Self {
        let counts: Vec<f32> =
            (0..ratings.n_items() as u32).map(|item| ratings.by_item().row_len(item) as f32).collect();
        let ones = (ratings.feedback() == Feedback::Explicit).then(|| vec![1.0; counts.len()]);
        Hybrid { models, params, counts, ones }
    }

    /// The person as a part knows people.
    fn person<'a>(&'a self, part: Part, person: Person<'a>) -> Person<'a> {
        match &self.ones {
            Some(ones) if part.is_of_choices() => Person { values: &ones[..person.items.len()], ..person },
            _ => person,
        }
    }

    /// What tells tastes apart best: the ratings where there are any.
    fn tastes(&self) -> Option<&dyn Model> {
        let ratings = self.models.iter().find(|(part, _)| *part == Part::Ratings);
        ratings.or(self.models.first()).map(|(_, model)| &**model)
    }
}

impl Model for Hybrid {
    fn prepare<'a>(&'a self, person: Person<'a>) -> Result<Box<dyn Answers + 'a>> {
        let prepare = |(part, model): &'a (Part, Box<dyn Model>)| model.prepare(self.person(*part, person));
        let parts = self.models.iter().map(prepare).collect::<Result<_>>()?;
        Ok(Box::new(TwoAnswers { model: self, person, parts, order: OnceCell::new() }))
    }

    fn work(&self, person: &Person<'_>) -> u64 {
        self.models.iter().map(|(part, model)| model.work(&self.person(*part, *person))).sum()
    }

    fn similar_items(&self, item: u32, out: &mut [f32]) -> Result<()> {
        self.tastes().map_or(Ok(()), |model| model.similar_items(item, out))
    }

    fn similar_users(&self, person: &Person<'_>, out: &mut [f32]) -> Result<()> {
        let knows = |(part, _): &&(Part, Box<dyn Model>)| part.entry(&self.params).abilities.similar_users;
        self.models
            .iter()
            .find(knows)
            .ok_or_else(|| unsupported("which people are similar"))
            .and_then(|(part, model)| model.similar_users(&self.person(*part, *person), out))
    }

    fn item_factors(&self) -> Option<ArrayView2<'_, f32>> {
        self.tastes()?.item_factors()
    }

    fn user_factors(&self) -> Option<ArrayView2<'_, f32>> {
        self.tastes()?.user_factors()
    }

    fn save(&self, out: &mut dyn Arrays) {
        self.models.iter().for_each(|(_, model)| model.save(out));
    }
}

/// One person's answers.
struct TwoAnswers<'a> {
    model: &'a Hybrid,
    person: Person<'a>,
    /// Parallel to the model's.
    parts: Vec<Box<dyn Answers + 'a>>,
    order: OnceCell<Ordered>,
}

/// All items' scores, and what one unit of each part's score weighs in them.
struct Ordered {
    scores: Vec<f32>,
    units: Vec<f32>,
}

impl TwoAnswers<'_> {
    fn order(&self) -> &Ordered {
        self.order.get_or_init(|| {
            let Hybrid { models, params, counts, .. } = self.model;
            let mut order = Ordered { scores: vec![0.0; counts.len()], units: Vec::new() };
            let mut own = vec![0.0; counts.len()];
            for ((part, _), answers) in models.iter().zip(&self.parts) {
                let weight = part.weight(params);
                if part.is_of_choices() && self.person.items.is_empty() {
                    own.copy_from_slice(counts);
                } else {
                    answers.score(&mut own);
                }
                let standard = Standard::of(&own, |item| !self.person.has(item));
                order.scores.iter_mut().zip(&own).for_each(|(sum, x)| *sum += weight * standard.z(*x));
                order.units.push(standard.unit(weight));
            }
            order
        })
    }

    fn rating(&self) -> Option<&dyn Answers> {
        let at = self.model.models.iter().position(|(part, _)| *part == Part::Ratings)?;
        self.parts.get(at).map(|answers| &**answers)
    }
}

impl Answers for TwoAnswers<'_> {
    /// An item nothing is known of is an average one.
    fn one(&self, item: u32) -> f32 {
        self.order().scores.get(item as usize).copied().unwrap_or(0.0)
    }

    fn score(&self, out: &mut [f32]) {
        out.copy_from_slice(&self.order().scores);
    }

    /// The ratings, where there are any.
    fn predict(&self, targets: Targets<'_>, out: &mut [f32]) {
        match self.rating() {
            Some(rating) => rating.predict(targets, out),
            None => self.several(targets.items, out),
        }
    }

    fn explain(&self, item: u32) -> Vec<(usize, f32)> {
        self.explain_each(&[item]).pop().unwrap_or_default()
    }

    fn explain_each(&self, items: &[u32]) -> Vec<Vec<(usize, f32)>> {
        let mut sums = vec![vec![0.0; self.person.items.len()]; items.len()];
        for (part, unit) in self.parts.iter().zip(&self.order().units).filter(|(_, unit)| **unit > 0.0) {
            for (sums, shares) in sums.iter_mut().zip(part.explain_each(items)) {
                for (at, share) in shares {
                    if let Some(sum) = sums.get_mut(at) {
                        *sum += unit * share;
                    }
                }
            }
        }
        let some = |sums: Vec<f32>| sums.into_iter().enumerate().filter(|(_, share)| *share != 0.0).collect();
        sums.into_iter().map(some).collect()
    }

    fn work(&self, answers: usize) -> u64 {
        let n = self.model.counts.len();
        self.parts.iter().map(|part| part.work(n)).sum::<u64>() + 16 * n as u64 + answers as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Fitting, ListOptions};
    use crate::random::Random;
    use crate::ratings::Builder;

    /// Two kinds of people; of the items of the own kind, every third is bought by all and disliked.
    fn dutiful() -> Arc<Ratings> {
        let mut b = Builder::default();
        let mut random = Random::new(4);
        for user in 0..60u32 {
            for item in (0..48u32).filter(|item| item % 2 == user % 2) {
                if random.uniform() < 0.7 {
                    let value = if item % 3 == 0 { 1.0 } else { 4.0 } + f32::from(random.uniform() < 0.5);
                    b.rating(&user.to_string(), &item.to_string(), value, None);
                }
            }
        }
        Arc::new(b.build().unwrap().ratings)
    }

    #[test]
    fn more_taste_moves_the_list_from_what_they_pick_to_what_they_love() {
        let ratings = dutiful();
        let liked = |taste: f64| {
            let values = Values::from([("taste".to_owned(), Value::Number(taste))]);
            let fitted = Fitting::new("hybrid", &ratings, &values, 1).unwrap().run().unwrap();
            let mut good = 0;
            for user in 0..60u32 {
                let list = fitted.recommend(&user.to_string(), 3, &ListOptions::default()).unwrap();
                for hit in &list {
                    let id: u32 = hit.id.parse().unwrap();
                    assert_eq!(id % 2, user % 2, "of the own kind: {}", hit.score);
                    // Beside the order stands the rating: low for what is disliked.
                    let rating = hit.rating.unwrap();
                    assert_eq!(rating < 3.0, id.is_multiple_of(3), "{id}: {rating}");
                    good += u32::from(!id.is_multiple_of(3));
                }
            }
            good
        };
        let (picked, loved) = (liked(0.0), liked(0.5));
        assert!(loved > 170 && picked < 140, "{picked} and {loved} of 180 are loved");
    }

    #[test]
    fn every_order_answers_and_its_file_opens_again() {
        let ratings = dutiful();
        for order in ["factors", "neighbours", "popularity"] {
            let values = Values::from([("order".to_owned(), Value::Text(order.to_owned()))]);
            let fitted = Fitting::new("hybrid", &ratings, &values, 1).unwrap().run().unwrap();
            let list = fitted.recommend("3", 5, &ListOptions::default()).unwrap();
            assert!(
                list.iter().all(|hit| hit.rating.is_some() && !hit.because.is_empty()),
                "{order}: {list:?}"
            );
            assert!(!fitted.similar_users("3", 5).unwrap().is_empty(), "{order}");
            let again = crate::model::Fitted::load(&fitted.save().unwrap()).unwrap();
            assert_eq!(again.recommend("3", 5, &ListOptions::default()).unwrap(), list, "{order}");
        }
    }

    #[test]
    fn somebody_nothing_is_known_of_gets_what_most_chose_and_love() {
        let ratings = dutiful();
        let fitted = Fitting::new("hybrid", &ratings, &Values::new(), 1).unwrap().run().unwrap();
        let list = fitted.recommend_for(&[], 10, &ListOptions::default()).unwrap();
        let counts = |hit: &str| ratings.by_item().row_len(ratings.catalog().items.ids.find(hit).unwrap());
        let mean = ratings.len() as f64 / ratings.n_items() as f64;
        let of_list = list.iter().map(|hit| counts(&hit.id)).sum::<usize>() as f64 / 10.0;
        assert!(of_list > mean, "{of_list} people chose what is shown, {mean} an item");
        // What everybody buys out of duty is not what they love.
        assert!(list.iter().all(|hit| hit.id.parse::<u32>().unwrap() % 3 != 0), "{list:?}");
    }

    #[test]
    fn choices_have_an_order_and_no_rating() {
        let ratings = Arc::new(dutiful().binarized());
        let fitted = Fitting::new("hybrid", &ratings, &Values::new(), 1).unwrap().run().unwrap();
        let list = fitted.recommend("3", 5, &ListOptions::default()).unwrap();
        assert!(list.iter().all(|hit| hit.rating.is_none() && !hit.because.is_empty()), "{list:?}");
    }

    #[test]
    fn an_explanation_names_what_speaks_for_an_item() {
        let ratings = dutiful();
        let fitted = Fitting::new("hybrid", &ratings, &Values::new(), 1).unwrap().run().unwrap();
        for user in 0..10 {
            let person = Person::of(&ratings, user);
            let answers = fitted.model().prepare(person).unwrap();
            let first =
                fitted.recommend(ratings.catalog().users.ids.get(user), 1, &ListOptions::default()).unwrap();
            let item = ratings.catalog().items.ids.find(&first[0].id).unwrap();
            // Without the item that is said to weigh most, the score falls.
            let weighs = |a: &&(usize, f32), b: &&(usize, f32)| a.1.total_cmp(&b.1);
            let at = answers.explain(item).iter().max_by(weighs).unwrap().0;
            let rest = |of: &[u32]| [&of[..at], &of[at + 1..]].concat();
            let (items, values) =
                (rest(person.items), [&person.values[..at], &person.values[at + 1..]].concat());
            let whole = fitted.model().prepare(Person::new(person.items, person.values)).unwrap().one(item);
            let less = fitted.model().prepare(Person::new(&items, &values)).unwrap().one(item);
            assert!(less < whole, "user {user}: {less} without, {whole} with");
        }
    }
}
