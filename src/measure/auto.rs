//! Which model suits the data: a rule where one can know, a small trial where one cannot.
//!
//! | data | model |
//! |---|---|
//! | pairs of products | `rp3beta`: from one product to the next |
//! | one person's ratings | `popularity`: there is nobody to learn from |
//! | choices, counts, ratings of few of the items | `hybrid`: an order from what was chosen, and the rating |
//! | ratings of most of the items | `hybrid`, ordered in the way that puts hidden liked ratings highest |
//!
//! Where people have rated much of what there is, what somebody has not rated may say much or little, and which order is
//! best cannot be known beforehand. Then every way is trained on a part of the people and measured on what was hidden from
//! it, within a budget of work: a fifth at random, or [blocks](Split::Blocks) where many people lack the very same items,
//! which a model of choices would learn for a taste. What does not fit into the memory of a browser's tab is passed over for
//! the same with fewer factors. Nothing depends on the machine: the same data and seed give the same choice everywhere.

use super::evaluate::Evaluator;
use super::{Metric, Relevant, Split};
use crate::error::{Error, Result};
use crate::memory::Need;
use crate::model::{Entry, Progress, Purpose, Value, Values, find};
use crate::order;
use crate::random::Random;
use crate::ratings::Ratings;
use serde::Serialize;
use std::sync::Arc;

/// The name that stands for a choice by the data.
pub const AUTO: &str = "auto";

/// Why a model was chosen, and what was measured for it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Choice {
    /// In one sentence.
    pub why: String,
    /// What was measured, such as `ndcg@10`; absent where a rule decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub metric: Option<String>,
    /// What was tried, in the order in which it was; empty where a rule decided.
    pub measured: Vec<Tried>,
}

/// A model that was tried on a hidden part.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Tried {
    /// The model's name.
    pub model: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// The parameters that are not at their default.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, boolean | number | string>"))]
    pub params: Values,
    /// What it reached.
    pub figure: f64,
}

/// A model with the parameters that are not at their default.
#[derive(Clone)]
pub struct Candidate {
    /// The model.
    pub entry: &'static Entry,
    /// Its parameters.
    pub values: Values,
}

/// Ratings of at least this share of the cells are most of what there is.
const DENSE: f64 = 0.2;

/// With fewer ratings than this a trial would be chance.
const TRIABLE: usize = 1000;

/// People whose ratings are tried with, at most.
const PEOPLE: usize = 1500;

/// Slices of work that one candidate may take: some seconds.
const SLICES: u32 = 64;

/// What a tab of a browser can hold: the same everywhere, whatever this machine has. In bytes, of all and of one array.
const TAB: (u64, u64) = (7 << 29, i32::MAX as u64);

/// A choice under way.
pub struct Auto {
    candidates: Vec<Candidate>,
    why: Why,
    trial: Option<Trial>,
    measured: Vec<Tried>,
}

/// What speaks for the candidates.
enum Why {
    Pairs,
    Alone,
    Choices,
    /// The share of the cells that is rated.
    Sparse(f64),
    Dense(f64),
}

/// Candidates are trained on one part of the data and measured on another.
struct Trial {
    train: Arc<Ratings>,
    hidden: Arc<Ratings>,
    seed: u64,
    present: Option<Evaluator>,
    slices: u32,
}

const METRIC: Metric = Metric::Ndcg(10);

impl Auto {
    /// Begins to choose for these ratings.
    ///
    /// # Errors
    /// When there is no rating, and when nothing fits into memory.
    pub fn new(ratings: &Arc<Ratings>, seed: u64) -> Result<Self> {
        if ratings.is_empty() {
            return Err(Error::data("at least one rating", "none"));
        }
        let (why, wishes) = wishes(ratings)?;
        // Each wish as it is or, where it does not fit, in a smaller way.
        let mut candidates = Vec::new();
        for wish in wishes {
            candidates.extend(fitting(ratings, wish)?);
        }
        if candidates.is_empty() {
            candidates.push(candidate("popularity", &[])?);
        }
        let trial = match why {
            Why::Dense(_) if candidates.len() > 1 && ratings.len() >= TRIABLE => Trial::new(ratings, seed)?,
            _ => None,
        };
        Ok(Auto { candidates, why, trial, measured: Vec::new() })
    }

    /// True when candidates are tried, which takes time.
    pub fn measures(&self) -> bool {
        self.trial.is_some()
    }

    /// What is chosen by what is known so far, and why.
    pub fn present(&self) -> (Candidate, Choice) {
        let better =
            |a: &(usize, &Tried), b: &(usize, &Tried)| a.1.figure.total_cmp(&b.1.figure).then(b.0.cmp(&a.0));
        let best = self.measured.iter().enumerate().max_by(better);
        let at = best.map_or(self.candidates.len() - 1, |(at, _)| at);
        let chosen = self.candidates[at].clone();
        let metric = best.map(|_| METRIC.to_string());
        let why = self.why.sentence(&chosen, self.measured.len());
        (chosen, Choice { why, metric, measured: self.measured.clone() })
    }

    /// One slice of the trial; done at once where a rule decides.
    ///
    /// # Errors
    /// When the trial breaks off.
    pub fn step(&mut self) -> Result<Progress> {
        let all = self.candidates.len();
        let Some(trial) = &mut self.trial else { return Ok(Progress::epochs(1, 1, None)) };
        let at = self.measured.len();
        let Some(candidate) = self.candidates.get(at) else { return Ok(Progress::epochs(1, 1, None)) };
        let (figure, fraction) = trial.step(candidate);
        if let Some(figure) = figure {
            let Candidate { entry, values } = candidate;
            let (model, title, params) = (entry.name, entry.title, values.clone());
            self.measured.push(Tried { model, title, params, figure });
        }
        let done = self.measured.len() == all;
        let fraction = if done { 1.0 } else { (at as f32 + fraction) / all as f32 };
        Ok(Progress { fraction, done, ..Progress::default() })
    }
}

impl Trial {
    /// `None` where the data cannot be divided so that every part has something.
    fn new(ratings: &Arc<Ratings>, seed: u64) -> Result<Option<Self>> {
        let mut random = Random::part(seed, 0xa070);
        let mut people: Vec<u32> =
            (0..ratings.n_users() as u32).filter(|&user| ratings.by_user().row_len(user) > 0).collect();
        random.shuffle(&mut people);
        let mut takes = vec![false; ratings.n_users()];
        people.iter().take(PEOPLE).for_each(|&user| takes[user as usize] = true);
        let mut of_entry = ratings.once().map(|(user, _, _)| takes[user as usize]);
        let part = ratings.filtered(|_| of_entry.next().unwrap_or(false));
        let split = match has_gaps_by_design(ratings) {
            true => Split::Blocks { k: 5 },
            false => Split::Random { test: 0.2, aside: 0.0 },
        };
        let Ok((train, hidden)) = split.apply(&part, seed) else { return Ok(None) };
        let (train, hidden) = (Arc::new(train), Arc::new(hidden));
        Ok(Some(Trial { train, hidden, seed, present: None, slices: 0 }))
    }

    /// One slice of a candidate: its figure at the end, and how far it is. One that takes too much work or cannot be
    /// trained on these data has reached nothing.
    fn step(&mut self, candidate: &Candidate) -> (Option<f64>, f32) {
        let slice = |trial: &mut Self| -> Result<(Option<f64>, f32)> {
            let mut evaluator = match trial.present.take() {
                Some(evaluator) => evaluator,
                None => trial.begin(candidate)?,
            };
            trial.slices += 1;
            let progress = evaluator.step()?;
            if progress.done {
                return Ok((evaluator.finish()?.metrics.get(&METRIC.to_string()).copied(), 1.0));
            }
            if trial.slices < SLICES {
                trial.present = Some(evaluator);
                return Ok((None, progress.fraction));
            }
            Ok((Some(0.0), 1.0))
        };
        slice(self).unwrap_or((Some(0.0), 1.0))
    }

    fn begin(&mut self, candidate: &Candidate) -> Result<Evaluator> {
        self.slices = 0;
        let Candidate { entry, values } = candidate;
        let evaluator = Evaluator::new(entry.name, &self.train, &self.hidden, values, &[METRIC], self.seed)?;
        Ok(evaluator.judged_by(Relevant::Liked))
    }
}

/// A gap is so many items at least that somebody has not rated.
const GAP: usize = 5;

/// This share of the people have the same gap as somebody else where the gaps are by design.
const ALIKE: f64 = 0.05;

/// True where many people lack exactly the same items. They did not choose that: it comes from how the data were gathered
/// (a questionnaire in parts) or divided, and says nothing about taste, but a model of choices learns it all the same.
fn has_gaps_by_design(ratings: &Ratings) -> bool {
    let by_user = ratings.by_user();
    let items = ratings.by_item().filled_rows();
    // Two people lack the same if they have the same: FNV-1a of a row's items.
    let hash = |row: &[u32]| {
        let step = |hash: u64, &item: &u32| (hash ^ u64::from(item)).wrapping_mul(0x0100_0000_01b3);
        row.iter().fold(0xcbf2_9ce4_8422_2325, step)
    };
    let rows = (0..ratings.n_users() as u32).map(|user| by_user.row(user).0).filter(|row| !row.is_empty());
    let people = by_user.filled_rows();
    let mut gaps: Vec<u64> = rows.filter(|row| row.len() + GAP <= items).map(hash).collect();
    order::sort(&mut gaps);
    let alike = (0..gaps.len())
        .filter(|&at| at > 0 && gaps[at - 1] == gaps[at] || gaps.get(at + 1) == Some(&gaps[at]))
        .count();
    alike as f64 >= ALIKE * people as f64
}

/// What one would like to train on these ratings, and why. Where several could be measured and are not, the last counts.
fn wishes(ratings: &Ratings) -> Result<(Why, Vec<Candidate>)> {
    let (people, items) = (ratings.by_user().filled_rows() as f64, ratings.by_item().filled_rows() as f64);
    let share = ratings.by_user().nnz() as f64 / (people * items);
    let ordered = |order: &str| candidate("hybrid", &[("order", order)]);
    Ok(match Purpose::of(ratings) {
        Purpose::Pairs => (Why::Pairs, vec![candidate("rp3beta", &[])?]),
        _ if people < 2.0 => (Why::Alone, vec![candidate("popularity", &[])?]),
        Purpose::Ratings if share >= DENSE => {
            let orders = ["factors", "neighbours", "popularity"];
            (Why::Dense(share), orders.into_iter().map(ordered).collect::<Result<_>>()?)
        }
        Purpose::Ratings | Purpose::Features => (Why::Sparse(share), vec![candidate("hybrid", &[])?]),
        Purpose::Choices => (Why::Choices, vec![candidate("hybrid", &[])?]),
    })
}

fn candidate(model: &str, values: &[(&str, &str)]) -> Result<Candidate> {
    let mut candidate = Candidate { entry: find(model)?, values: Values::new() };
    let value = |&(name, text): &(&str, &str)| (name.to_owned(), Value::Text(text.to_owned()));
    candidate.values.extend(values.iter().map(value));
    Ok(candidate)
}

/// The candidate, with as many factors as fit into a tab; `None` where nothing does.
fn fitting(ratings: &Ratings, wish: Candidate) -> Result<Option<Candidate>> {
    let fits = |values: &Values| -> Result<bool> {
        let Need { bytes, largest } = (wish.entry.memory)(ratings, values)?;
        Ok(bytes <= TAB.0.saturating_sub(ratings.bytes()) && largest <= TAB.1)
    };
    if fits(&wish.values)? {
        return Ok(Some(wish));
    }
    if wish.entry.params.specs().iter().any(|spec| spec.name == "factors") {
        for factors in [32.0, 16.0, 8.0] {
            let mut values = wish.values.clone();
            values.insert("factors".to_owned(), Value::Number(factors));
            if fits(&values)? {
                return Ok(Some(Candidate { values, ..wish }));
            }
        }
    }
    Ok(None)
}

impl Why {
    fn sentence(&self, chosen: &Candidate, tried: usize) -> String {
        let percent = |share: f64| match share * 100.0 {
            percent if percent < 0.1 => "less than 0.1".to_owned(),
            percent if percent < 10.0 => format!("{percent:.1}"),
            percent => format!("{percent:.0}"),
        };
        let mut text = match self {
            Why::Pairs => {
                "These are pairs of products: a walk from one product to the next finds what goes with it"
                    .to_owned()
            }
            Why::Alone => "These are the ratings of one person, so there is nobody to learn from".to_owned(),
            Why::Choices => {
                "These are choices without ratings: what people with similar choices chose says what to show"
                    .to_owned()
            }
            Why::Sparse(share) => format!(
                "People rated {} % of the items: which they chose says what to show, and how they rated them says what they would give",
                percent(*share)
            ),
            Why::Dense(share) if tried > 0 => format!(
                "People rated {} % of the items: of {tried} ways to order the list, this one put liked ratings that were hidden from it highest",
                percent(*share)
            ),
            Why::Dense(share) => format!(
                "People rated {} % of the items, so that what somebody has not rated says little: how many know an item and how this person would rate it make the order",
                percent(*share)
            ),
        };
        if let (Some(factors), false) = (chosen.values.get("factors"), matches!(self, Why::Alone)) {
            text += &format!(", with {factors} factors because more do not fit into memory");
        } else if chosen.entry.name == "popularity" && !matches!(self, Why::Alone) {
            text = "Nothing that learns from people fits into memory with so many of them and so many items"
                .to_owned();
        }
        text + "."
    }
}

/// Work with a model that may have to be chosen first.
pub struct Job<W> {
    stage: Stage<W>,
    chosen: Option<Choice>,
    /// The share of the whole that choosing takes.
    choosing: f32,
}

/// One slice of making what the work needs; the job once all is there.
type Prepare<W> = Box<dyn FnMut() -> Result<Option<Job<W>>>>;

/// Begins the work with the model of this name and these parameters.
type Begin<W> = Box<dyn FnOnce(&str, &Values) -> Result<W>>;

enum Stage<W> {
    /// What the work needs is still to be made.
    Preparing(Prepare<W>),
    Choosing(Box<Auto>, Begin<W>),
    Working(W),
    /// Only while one becomes the other, or after an error.
    Broken,
}

impl<W> Job<W> {
    /// Begins with `model`, or with choosing one for `ratings` where it is `auto` or nothing.
    ///
    /// # Errors
    /// As `begin`, as [`Auto::new`], and for parameters without a model that has them.
    pub fn new(
        model: &str,
        values: &Values,
        ratings: &Arc<Ratings>,
        seed: u64,
        begin: impl FnOnce(&str, &Values) -> Result<W> + 'static,
    ) -> Result<Self> {
        if !is_auto(model) {
            let work = begin(model, values)?;
            return Ok(Job { stage: Stage::Working(work), chosen: None, choosing: 0.0 });
        }
        if let Some((name, value)) = values.iter().next() {
            let expected = "left out, as the model is chosen with its parameters; name a model to set them";
            return Err(Error::parameter(AUTO, name, expected, value.to_string()));
        }
        let auto = Auto::new(ratings, seed)?;
        let choosing = if auto.measures() { CHOOSING } else { 0.0 };
        let mut job = Job { stage: Stage::Choosing(Box::new(auto), Box::new(begin)), chosen: None, choosing };
        if choosing == 0.0 {
            job.choose()?;
        }
        Ok(job)
    }

    /// A job that is there once `prepare`, which is called in slices, has made what it needs.
    pub fn after(prepare: impl FnMut() -> Result<Option<Job<W>>> + 'static) -> Self {
        Job { stage: Stage::Preparing(Box::new(prepare)), chosen: None, choosing: 0.0 }
    }

    /// Makes all that the work needs.
    ///
    /// # Errors
    /// As [`Job::step`].
    pub fn prepare(&mut self) -> Result<()> {
        while self.prepare_on()? {}
        Ok(())
    }

    /// One slice of preparing; false where there is nothing to prepare.
    fn prepare_on(&mut self) -> Result<bool> {
        let Stage::Preparing(prepare) = &mut self.stage else { return Ok(false) };
        if let Some(job) = prepare()? {
            *self = job;
        }
        Ok(true)
    }

    /// One slice: of preparing, of choosing, or of the work itself by `step`.
    ///
    /// # Errors
    /// As `step`, and when the choice breaks off.
    pub fn step(&mut self, step: impl FnOnce(&mut W) -> Result<Progress>) -> Result<Progress> {
        if self.prepare_on()? {
            return Ok(Progress::default());
        }
        match &mut self.stage {
            Stage::Choosing(auto, _) => {
                let progress = auto.step()?;
                if progress.done {
                    self.choose()?;
                }
                Ok(Progress { fraction: progress.fraction * self.choosing, done: false, ..progress })
            }
            Stage::Working(work) => {
                let progress = step(work)?;
                let fraction = self.choosing + (1.0 - self.choosing) * progress.fraction;
                Ok(Progress { fraction, ..progress })
            }
            Stage::Preparing(_) | Stage::Broken => {
                Err(Error::data("work that has not failed", "work that has"))
            }
        }
    }

    fn choose(&mut self) -> Result<()> {
        if let Stage::Choosing(auto, begin) = std::mem::replace(&mut self.stage, Stage::Broken) {
            let (Candidate { entry, values }, chosen) = auto.present();
            self.stage = Stage::Working(begin(entry.name, &values)?);
            self.chosen = Some(chosen);
        }
        Ok(())
    }

    /// True as long as the model is being chosen.
    pub fn is_choosing(&self) -> bool {
        matches!(self.stage, Stage::Choosing(..))
    }

    /// Why the model was chosen, if it was.
    pub fn chosen(&self) -> Option<&Choice> {
        self.chosen.as_ref()
    }

    /// The work, once it has begun.
    pub fn work(&self) -> Option<&W> {
        match &self.stage {
            Stage::Working(work) => Some(work),
            _ => None,
        }
    }

    /// The same, to go on with.
    pub fn work_mut(&mut self) -> Option<&mut W> {
        match &mut self.stage {
            Stage::Working(work) => Some(work),
            _ => None,
        }
    }

    /// The work and why its model was chosen, if it was.
    ///
    /// # Errors
    /// When the model is still being chosen.
    pub fn finish(self) -> Result<(W, Option<Choice>)> {
        match self.stage {
            Stage::Working(work) => Ok((work, self.chosen)),
            _ => Err(Error::data("work whose model is chosen", "one that is still being chosen")),
        }
    }
}

/// The share of the progress that choosing takes where it is measured.
const CHOOSING: f32 = 0.4;

/// True for the name that stands for a choice by the data, and for no name.
pub fn is_auto(model: &str) -> bool {
    matches!(model.trim(), "" | AUTO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ratings::Builder;

    fn run(ratings: &Arc<Ratings>, seed: u64) -> (Candidate, Choice) {
        let mut auto = Auto::new(ratings, seed).unwrap();
        while !auto.step().unwrap().done {}
        auto.present()
    }

    /// Ratings of a share of the cells, by two tastes.
    fn ratings(users: u32, items: u32, share: f64) -> Arc<Ratings> {
        let mut b = Builder::default();
        let mut random = Random::new(3);
        for user in 0..users {
            for item in 0..items {
                if random.uniform() < share {
                    let value = if user % 2 == item % 2 { 4.0 } else { 2.0 };
                    b.rating(&user.to_string(), &item.to_string(), value + random.uniform() as f32, None);
                }
            }
        }
        Arc::new(b.build().unwrap().ratings)
    }

    #[test]
    fn each_kind_of_data_has_its_model_and_a_reason() {
        let mut pairs = Builder::default();
        pairs.pair("tea", "cup", 1.0);
        pairs.pair("cup", "milk", 1.0);
        let mut alone = Builder::default();
        alone.rating("me", "Heat", 4.0, None);
        alone.rating("me", "Ali", 2.0, None);
        let build = |b: Builder| Arc::new(b.build().unwrap().ratings);
        let sparse = ratings(60, 200, 0.1);
        for (data, model, word) in [
            (build(pairs), "rp3beta", "pairs"),
            (build(alone), "popularity", "one person"),
            (Arc::new(sparse.binarized()), "hybrid", "choices"),
            (sparse, "hybrid", "9.9 % of the items"),
        ] {
            let auto = Auto::new(&data, 42).unwrap();
            let (chosen, why) = run(&data, 42);
            assert_eq!((chosen.entry.name, auto.measures()), (model, false), "{word}");
            assert!(why.why.contains(word) && why.measured.is_empty() && why.metric.is_none(), "{why:?}");
            assert!(chosen.values.is_empty(), "{model} as it is");
        }
    }

    #[test]
    fn dense_ratings_are_tried_the_same_way_for_the_same_seed() {
        let dense = ratings(120, 30, 0.7);
        let (chosen, why) = run(&dense, 42);
        assert_eq!((why.measured.len(), why.metric.as_deref()), (3, Some("ndcg@10")));
        assert!(why.why.contains("of 3 ways"), "{}", why.why);
        let best = why.measured.iter().map(|tried| tried.figure).fold(0.0, f64::max);
        let tried = why.measured.iter().find(|tried| tried.params == chosen.values).unwrap();
        assert_eq!(tried.figure, best, "{:?}", why.measured);
        assert_eq!(run(&dense, 42).1, why);
        // Too few to measure: the order that rests least on what is missing.
        let (few, why) = run(&ratings(12, 10, 0.8), 42);
        assert_eq!(few.values["order"], Value::Text("popularity".into()));
        assert!(why.measured.is_empty() && why.why.contains("how many know an item"), "{}", why.why);
    }

    /// What is hidden from everybody of a group alike must not be taken for their taste.
    #[test]
    fn an_order_that_learns_from_holes_does_not_win_on_dense_data() {
        // Everybody rated everything but a block of their own; within it the even items are liked by all.
        let mut b = Builder::default();
        let mut random = Random::new(8);
        for user in 0..200u32 {
            for item in 0..50u32 {
                if user % 5 != item / 10 && (user % 3 == 0 || random.uniform() < 0.9) {
                    let value = if item % 2 == 0 { 4.0 } else { 2.0 } + random.uniform() as f32;
                    b.rating(&user.to_string(), &item.to_string(), value, None);
                }
            }
        }
        let data = Arc::new(b.build().unwrap().ratings);
        assert!(has_gaps_by_design(&data) && !has_gaps_by_design(&ratings(120, 30, 0.7)));
        let (chosen, why) = run(&data, 42);
        assert_ne!(chosen.values["order"], Value::Text("factors".into()), "{:?}", why.measured);
    }

    #[test]
    fn what_does_not_fit_is_taken_with_fewer_factors() {
        let data = ratings(10, 20, 0.3);
        let wish = candidate("hybrid", &[]).unwrap();
        assert!(fitting(&data, wish).unwrap().unwrap().values.is_empty());
        let mut chosen = candidate("hybrid", &[]).unwrap();
        chosen.values.insert("factors".into(), Value::Number(16.0));
        let why = Why::Sparse(0.0004).sentence(&chosen, 0);
        assert!(why.contains("less than 0.1 %") && why.contains("with 16 factors because"), "{why}");
    }

    #[test]
    fn a_job_without_a_model_chooses_one_and_takes_no_parameters() {
        let data = ratings(120, 30, 0.7);
        let begin = |data: &Arc<Ratings>| {
            let data = Arc::clone(data);
            move |model: &str, values: &Values| crate::model::Fitting::new(model, &data, values, 42)
        };
        let mut job = Job::new("", &Values::new(), &data, 42, begin(&data)).unwrap();
        assert!(job.is_choosing());
        let mut last = 0.0;
        loop {
            let progress = job.step(crate::model::Fitting::step).unwrap();
            assert!(progress.fraction >= last, "{} after {last}", progress.fraction);
            last = progress.fraction;
            if progress.done {
                break;
            }
        }
        let (fitting, chosen) = job.finish().unwrap();
        assert_eq!((fitting.finish().unwrap().entry().name, chosen.unwrap().measured.len()), ("hybrid", 3));
        let named = Job::new("bias", &Values::new(), &data, 42, begin(&data)).unwrap();
        assert!(!named.is_choosing() && named.finish().unwrap().1.is_none());
        let factors = Values::from([("factors".to_owned(), Value::Number(8.0))]);
        let refused = Job::new(AUTO, &factors, &data, 42, begin(&data)).err().unwrap();
        assert!(refused.to_string().contains("name a model"), "{refused}");
    }
}
