//! What a model is: a [`Trainer`] makes it, a [`Model`] prepares [`Answers`] for one person.

use crate::checkpoint::Checkpoint;
use crate::error::{Error, ErrorKind, Result};
use crate::ratings::{Ratings, Shape};
use crate::rounds::Rounds;
use crate::tensors::Arrays;
use ndarray::{Array2, ArrayView2};
use serde::Serialize;

/// Multiply-adds that a slice of work may take before it returns: ten milliseconds or some more, so that a page can show
/// progress and stop in between, on a slow machine as well.
pub const STEP_WORK: u64 = 1 << 25;

/// A person to recommend for, in training or not. In data of pairs, a product.
#[derive(Debug, Clone, Copy)]
pub struct Person<'a> {
    /// The person's row in the training data; `None` for somebody new.
    pub user: Option<u32>,
    /// The items this person has rated, ascending.
    pub items: &'a [u32],
    /// The ratings of these items, in rating units.
    pub values: &'a [f32],
    /// The item that this row is itself, in data of pairs: never a candidate.
    pub itself: Option<u32>,
}

impl<'a> Person<'a> {
    /// A user of the training data, with all ratings; nobody for an index past the end.
    pub fn of(ratings: &'a Ratings, user: u32) -> Self {
        let (items, values) = ratings.by_user().row(user);
        let user = Some(user).filter(|&user| (user as usize) < ratings.n_users());
        let itself = user.filter(|_| ratings.shape() == Shape::Pairs);
        Person { user, items, values, itself }
    }

    /// Somebody new. `items` must be ascending and distinct, parallel to `values`.
    pub fn new(items: &'a [u32], values: &'a [f32]) -> Self {
        debug_assert!(items.is_sorted() && items.len() == values.len());
        Person { user: None, items, values, itself: None }
    }

    /// True for what this person has already, and so is no candidate.
    pub fn has(&self, item: u32) -> bool {
        self.itself == Some(item) || self.items.binary_search(&item).is_ok()
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

impl<'a> Targets<'a> {
    /// Items without times.
    pub fn of(items: &'a [u32]) -> Self {
        Targets { items, times: &[] }
    }
}

/// A trained model's answers to one person: whatever has to be found out about the person has been.
pub trait Answers {
    /// The score of one item; for an index past the end, that of an item nothing is known of.
    fn one(&self, item: u32) -> f32;

    /// Writes every item's score; higher is better. `out` is `(n_items)`.
    fn score(&self, out: &mut [f32]) {
        for (item, out) in out.iter_mut().enumerate() {
            *out = self.one(item as u32);
        }
    }

    /// Writes the score of each of these items. `out` is parallel to `items`.
    fn several(&self, items: &[u32], out: &mut [f32]) {
        for (&item, out) in items.iter().zip(out) {
            *out = self.one(item);
        }
    }

    /// Writes the predicted rating of each target, in rating units and not yet clipped to the scale; of a model that
    /// predicts none the scores. `out` is parallel to `targets.items`.
    fn predict(&self, targets: Targets<'_>, out: &mut [f32]) {
        self.several(targets.items, out);
    }

    /// The share of each of the person's items (positions in `person.items`, weights) in the score of `item`; empty
    /// when that has no meaning. Of equal shares the first one counts as the greater.
    fn explain(&self, _item: u32) -> Vec<(usize, f32)> {
        Vec::new()
    }

    /// [`Answers::explain`] of each of these items, parallel to them: of a whole list, where that takes less than one by one.
    fn explain_each(&self, items: &[u32]) -> Vec<Vec<(usize, f32)>> {
        items.iter().map(|&item| self.explain(item)).collect()
    }

    /// The person's vector, `(k)` as wide as [`Model::item_vectors`]; empty where the model has none.
    fn vector(&self) -> Vec<f32> {
        Vec::new()
    }

    /// About how many multiply-adds this many scores take.
    fn work(&self, answers: usize) -> u64 {
        64 * answers as u64
    }
}

/// A trained recommender.
pub trait Model {
    /// Finds out about a person what all answers need: the one fold-in for scores, predictions and explanations.
    ///
    /// # Errors
    /// When nothing can be found out about this person.
    fn prepare<'a>(&'a self, person: Person<'a>) -> Result<Box<dyn Answers + 'a>>;

    /// About how many multiply-adds [`Model::prepare`] takes for this person, so that whoever asks for many people
    /// can pause in between.
    fn work(&self, person: &Person<'_>) -> u64 {
        64 + 16 * person.items.len() as u64
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

    /// Vectors of the items, `(n_items, k)`, whose product with a person's [`vector`](Answers::vector) is the item's score
    /// or rises with it, where there are such. What is added to the product of the factors stands behind them, with its
    /// partner of 1 on the other side: an item's bias, and last what is added to all of a person's scores.
    fn item_vectors(&self) -> Option<Array2<f32>> {
        None
    }

    /// How many of its weights are not 0, where a model sparse by nature can say so.
    fn nonzero_weights(&self) -> Option<usize> {
        None
    }

    /// Puts everything that [`Entry::load`](super::Entry::load) needs into `out`.
    fn save(&self, out: &mut dyn Arrays);
}

fn cosine_to(
    factors: Option<ArrayView2<'_, f32>>,
    row: u32,
    out: &mut [f32],
    what: &'static str,
) -> Result<()> {
    let factors = factors.ok_or_else(|| unsupported(what))?;
    let (n, k) = factors.dim();
    let all = factors.to_slice().filter(|_| (row as usize) < n).ok_or_else(|| unsupported(what))?;
    crate::kernel::cosine_rows(all, &all[row as usize * k..][..k], out);
    Ok(())
}

/// The error of a model that cannot answer; [`Fitted`](super::Fitted) fills in which model it was.
pub(crate) fn unsupported(what: &'static str) -> Error {
    ErrorKind::Unsupported { model: "", what }.into()
}

/// A model in training. Call [`Trainer::step`] until it says it is done, then
/// [`Trainer::finish`]; a trainer that is dropped has been stopped.
pub trait Trainer {
    /// Does one epoch, or a slice of a long one (about [`STEP_WORK`] multiply-adds). A loss that is not finite ends the
    /// training: [`Fitting`](super::Fitting) looks at it.
    ///
    /// # Errors
    /// When the data cannot be trained on any further.
    fn step(&mut self) -> Result<Progress>;

    /// The same work in rounds, where several can do it at once.
    fn rounds(&mut self) -> Option<&mut dyn Rounds> {
        None
    }

    /// Passes all that steps have changed and later ones rest on: to a trainer that has just begun on the same data, it brings
    /// everything to where it was. Only between two epochs; false within one, and where there are none.
    ///
    /// # Errors
    /// For what was not written by such a trainer.
    fn checkpoint(&mut self, _state: &mut Checkpoint<'_>) -> Result<bool> {
        Ok(false)
    }

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
    /// Has vectors of people and items whose products give its order, for other programs.
    pub factors: bool,
}
