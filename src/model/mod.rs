//! Ratings → model. One algorithm is one file and one line in [`MODELS`].
//!
//! An algorithm's file states its parameters ([`params!`](crate::params)), a [`Trainer`] that
//! works in slices, a [`Model`] that answers, and an [`Entry`] that describes it. The page's
//! form, the README's table, saving and loading and the conformance tests follow from the entry.

mod design;
mod fitted;
#[cfg(test)]
mod known;
mod latent;
mod neighbours;
mod machine;
mod params;
mod probit;
mod snapshots;
mod tensors;

pub use fitted::{Because, Filter, Fitted, Fitting, OwnRating, Recommendation, Similar};
pub use params::{ChoiceInfo, ParamKind, ParamSpec, ParamType, Params, Value, Values, check_names};
pub use tensors::Tensors;

use crate::error::{Error, ErrorKind, Result};
use crate::ratings::{Feedback, Ratings};
use ndarray::ArrayView2;
use serde::Serialize;
use std::sync::Arc;

/// Declares the models: a module and a registry entry each, in the order of the page.
macro_rules! models {
    ($($name:ident),+ $(,)?) => {
        $(pub mod $name;)+

        /// Every model there is.
        pub const MODELS: &[Entry] = &[$($name::ENTRY),+];
    };
}

models! {
    popularity,
    bias,
    mf,
    svdpp,
    user_knn,
    item_knn,
    rp3beta,
    ease,
    als,
    bpr,
    fm,
    fm_gibbs,
    hashed_lr,
    item_pairs,
}

/// Multiply-adds that a [`Trainer::step`] may do before it returns: some tens of milliseconds,
/// so that a page can show progress and stop in between.
pub const STEP_WORK: usize = 1 << 26;

/// A person to recommend for, in training or not.
#[derive(Debug, Clone, Copy)]
pub struct Person<'a> {
    /// The person's row in the training data; `None` for somebody new.
    pub user: Option<u32>,
    /// The items this person has rated, ascending.
    pub items: &'a [u32],
    /// The ratings of these items, in rating units.
    pub values: &'a [f32],
}

impl<'a> Person<'a> {
    /// A user of the training data, with all ratings; nobody for an index past the end.
    pub fn of(ratings: &'a Ratings, user: u32) -> Self {
        let (items, values) = ratings.by_user().row(user);
        let known = (user as usize) < ratings.n_users();
        Person { user: known.then_some(user), items, values }
    }

    /// Somebody new. `items` must be ascending and distinct, parallel to `values`.
    pub fn new(items: &'a [u32], values: &'a [f32]) -> Self {
        debug_assert!(items.is_sorted() && items.len() == values.len());
        Person { user: None, items, values }
    }
}

/// What to predict for one person: items, and when each is to be rated.
#[derive(Debug, Clone, Copy)]
pub struct Targets<'a> {
    /// Item indices; [`UNKNOWN`](crate::ratings::UNKNOWN) for an item that is not in the catalog.
    pub items: &'a [u32],
    /// Seconds since 1970, parallel to `items`; empty when unknown.
    pub times: &'a [u32],
}

/// A trained recommender.
pub trait Model {
    /// Writes every item's score for this person; higher is better. `out` is `(n_items)`.
    ///
    /// # Errors
    /// When the model cannot score somebody who was not in the training data.
    fn score(&self, person: &Person<'_>, out: &mut [f32]) -> Result<()>;

    /// Writes the predicted rating of each target, in rating units and not yet clipped to the
    /// scale. `out` is parallel to `targets.items`. The default takes the scores, and the mean
    /// score for unknown items.
    ///
    /// # Errors
    /// As [`Model::score`].
    fn predict(
        &self,
        n_items: usize,
        person: &Person<'_>,
        targets: Targets<'_>,
        out: &mut [f32],
    ) -> Result<()> {
        let mut scores = vec![0.0; n_items];
        self.score(person, &mut scores)?;
        let mean = scores.iter().sum::<f32>() / n_items.max(1) as f32;
        for (&item, out) in targets.items.iter().zip(out) {
            *out = scores.get(item as usize).copied().unwrap_or(mean);
        }
        Ok(())
    }

    /// Writes each item's similarity to `item`. `out` is `(n_items)`. The default is the cosine
    /// of the item factors.
    ///
    /// # Errors
    /// When the model knows no similarity of items.
    fn similar_items(&self, item: u32, out: &mut [f32]) -> Result<()> {
        cosine_to(self.item_factors(), item, out, "which items are similar")
    }

    /// Writes each user's similarity to this person. `out` is `(n_users)`. The default is the
    /// cosine of the user factors, for users of the training data.
    ///
    /// # Errors
    /// When the model knows no similarity of users.
    fn similar_users(&self, person: &Person<'_>, out: &mut [f32]) -> Result<()> {
        match person.user {
            Some(user) => cosine_to(self.user_factors(), user, out, "which people are similar"),
            None => Err(unsupported("which people are similar to somebody new")),
        }
    }

    /// Factors of the items, `(n_items, k)`, if the model has any.
    fn item_factors(&self) -> Option<ArrayView2<'_, f32>> {
        None
    }

    /// Factors of the users, `(n_users, k)`, if the model has any.
    fn user_factors(&self) -> Option<ArrayView2<'_, f32>> {
        None
    }

    /// The share of each of the person's items (positions in `person.items`, weights) in the
    /// score of `item`; empty when that has no meaning. Any order.
    ///
    /// # Errors
    /// As [`Model::score`].
    fn explain(&self, _person: &Person<'_>, _item: u32) -> Result<Vec<(usize, f32)>> {
        Ok(Vec::new())
    }

    /// About how many multiply-adds this many answers (scores or predictions) for one person take, so that
    /// whoever asks for many people can pause in between.
    fn work(&self, person: &Person<'_>, answers: usize) -> usize {
        64 * (answers + person.items.len())
    }

    /// What the scores mean, where the parameters decide that and not the feedback alone.
    fn score_meaning(&self) -> Option<ScoreMeaning> {
        None
    }

    /// How many of its weights are not 0, where a model sparse by nature can say so.
    fn nonzero_weights(&self) -> Option<usize> {
        None
    }

    /// Puts everything that [`Entry::load`] needs into `out`.
    fn save(&self, out: &mut Tensors);
}

fn cosine_to(
    factors: Option<ArrayView2<'_, f32>>,
    row: u32,
    out: &mut [f32],
    what: &'static str,
) -> Result<()> {
    let factors = factors.ok_or_else(|| unsupported(what))?;
    let k = factors.ncols();
    let all = factors.to_slice().ok_or_else(|| unsupported(what))?;
    let row = row_of(all, row, k).ok_or_else(|| unsupported(what))?;
    crate::kernel::cosine_rows(all, row, out);
    Ok(())
}

/// A row of a row-major `(rows, k)` matrix, `None` past its end.
fn row_of(matrix: &[f32], row: u32, k: usize) -> Option<&[f32]> {
    // `UNKNOWN` times k does not fit in the 32 bits that a usize has in wasm.
    let at = (row as usize).checked_mul(k)?;
    matrix.get(at..)?.get(..k)
}

/// The error of a model that cannot answer; [`Fitted`] fills in which model it was.
pub(crate) fn unsupported(what: &'static str) -> Error {
    ErrorKind::Unsupported { model: "", what }.into()
}

/// A model in training. Call [`Trainer::step`] until it says it is done, then
/// [`Trainer::finish`]; a trainer that is dropped has been stopped.
pub trait Trainer {
    /// Does one epoch, or a slice of a long one (about [`STEP_WORK`] multiply-adds).
    ///
    /// # Errors
    /// When the factors are no longer finite numbers.
    fn step(&mut self) -> Result<Progress>;

    /// The model as trained so far.
    ///
    /// # Errors
    /// When it cannot be made from what was trained.
    fn finish(self: Box<Self>) -> Result<Box<dyn Model>>;
}

/// How far training is.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Progress {
    /// Epochs (or sweeps, or blocks) that are finished.
    pub epoch: u32,
    /// Epochs in all, if no early stop comes.
    pub epochs: u32,
    /// From 0 to 1, slices of an epoch included.
    pub fraction: f32,
    /// The training loss of the last finished epoch: what `loss_name` says.
    pub loss: Option<f32>,
    /// The loss on held-out ratings, when the model holds some out.
    pub validation: Option<f32>,
    /// True when there is nothing left to do.
    pub done: bool,
}

impl Progress {
    /// After `epoch` of `epochs`; done when they are equal.
    pub fn epochs(epoch: u32, epochs: u32, loss: Option<f32>) -> Self {
        let fraction = epoch as f32 / epochs.max(1) as f32;
        Progress { epoch, epochs, fraction, loss, validation: None, done: epoch >= epochs }
    }

    /// Within an epoch: `share` (0 to 1) of the next one is done.
    pub fn within(epoch: u32, epochs: u32, share: f32, loss: Option<f32>) -> Self {
        let fraction = (epoch as f32 + share) / epochs.max(1) as f32;
        Progress { epoch, epochs, fraction, loss, validation: None, done: false }
    }
}

/// What a score says, so that the page can.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum ScoreMeaning {
    /// The rating this person would give, in rating units.
    PredictedRating,
    /// The probability, 0 to 1, that this person chooses the item.
    Probability,
    /// The sum of similarities to what this person chose.
    SimilaritySum,
    /// Preference without a unit: higher is better, differences have meaning only within a list.
    Preference,
    /// How many people chose the item.
    Count,
}

/// How a model takes in a person who was not in the training data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum FoldIn {
    /// As if the person had been there.
    Exact,
    /// With the items' parameters as they are, the person's are solved for.
    Approximate,
    /// The person's ratings make no difference.
    Ignored,
    /// The model has an answer only for people of the training data.
    Impossible,
}

/// What a model can answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Abilities {
    /// Takes in somebody new.
    pub fold_in: FoldIn,
    /// Knows similar items.
    pub similar_items: bool,
    /// Knows similar users.
    pub similar_users: bool,
    /// Names the person's items behind a recommendation.
    pub explain: bool,
    /// Has item factors to draw a map of.
    pub item_map: bool,
}

/// Checks the values and begins training on these ratings, with this seed.
pub type Fit = fn(&Arc<Ratings>, &Values, u64) -> Result<Box<dyn Trainer>>;

/// Makes a model from its tensors, the ratings it was trained on and its parameter values.
pub type Load = fn(&Tensors, &Arc<Ratings>, &Values) -> Result<Box<dyn Model>>;

/// One line of the registry: all that is known of an algorithm.
pub struct Entry {
    /// Name in calls, snake_case.
    pub name: &'static str,
    /// Name for people.
    pub title: &'static str,
    /// What it does and when to choose it, in one or two sentences.
    pub summary: &'static str,
    /// What its scores say for explicit and for implicit feedback.
    pub score: [ScoreMeaning; 2],
    /// What the training loss is (`RMSE`, `log loss`), or an empty string.
    pub loss_name: &'static str,
    /// What it can answer.
    pub abilities: Abilities,
    /// Its parameters.
    pub params: fn() -> Vec<ParamSpec>,
    /// Checks the values and begins training.
    pub fit: Fit,
    /// Makes the model from what [`Model::save`] wrote.
    pub load: Load,
}

impl Entry {
    /// What the scores say for this feedback.
    pub fn score_meaning(&self, feedback: Feedback) -> ScoreMeaning {
        self.score[usize::from(feedback == Feedback::Implicit)]
    }
}

/// An [`Entry`] as data for the page.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ModelInfo {
    /// Name in calls.
    pub name: &'static str,
    /// Name for people.
    pub title: &'static str,
    /// What it does and when to choose it.
    pub summary: &'static str,
    /// What its scores say for explicit and for implicit feedback.
    pub score: [ScoreMeaning; 2],
    /// What the training loss is, or an empty string.
    pub loss_name: &'static str,
    /// What it can answer.
    pub abilities: Abilities,
    /// Its parameters, in the order of the form.
    pub params: Vec<ParamSpec>,
}

/// Every model as data.
pub fn model_infos() -> Vec<ModelInfo> {
    let info = |e: &Entry| ModelInfo {
        name: e.name,
        title: e.title,
        summary: e.summary,
        score: e.score,
        loss_name: e.loss_name,
        abilities: e.abilities,
        params: (e.params)(),
    };
    MODELS.iter().map(info).collect()
}

/// The registry entry of this name.
///
/// # Errors
/// When there is none; the error lists the names.
pub fn find(name: &str) -> Result<&'static Entry> {
    MODELS.iter().find(|entry| entry.name == name).ok_or_else(|| {
        let names: Vec<_> = MODELS.iter().map(|entry| entry.name).collect();
        let hint = format!("there are {}", names.join(", "));
        ErrorKind::Unknown { what: "model", name: name.to_owned(), hint }.into()
    })
}
