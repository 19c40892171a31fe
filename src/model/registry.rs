//! Which models there are, and all that is known of each.

use super::params::{ParamSpec, Schema, Values};
use super::traits::{Abilities, Model, ScoreMeaning, Trainer};
use super::{
    als, bias, bpr, ease, factors, fm, hashed_lr, hybrid, item_knn, item_pairs, popularity, rp3beta, user_knn,
};
use crate::error::{ErrorKind, Result};
use crate::memory::Need;
use crate::ratings::{Feedback, Ratings, Shape};
use crate::tensors::Tensors;
use serde::Serialize;
use std::sync::Arc;

/// Every model there is, in the order of the page.
pub const MODELS: &[Entry] = &[
    hybrid::ENTRY,
    popularity::ENTRY,
    bias::ENTRY,
    factors::mf::ENTRY,
    factors::svdpp::ENTRY,
    user_knn::ENTRY,
    item_knn::ENTRY,
    rp3beta::ENTRY,
    ease::ENTRY,
    als::ENTRY,
    bpr::ENTRY,
    fm::ENTRY,
    fm::gibbs::ENTRY,
    hashed_lr::ENTRY,
    item_pairs::ENTRY,
];

/// The bytes that training on these ratings with these values will hold at most, the model included and the ratings
/// not.
pub type Memory = fn(&Ratings, &Values) -> Result<Need>;

/// Checks the values and begins training on these ratings, with this seed.
pub type Fit = fn(&Arc<Ratings>, &Values, u64) -> Result<Box<dyn Trainer>>;

/// Makes a model from its tensors, the ratings it was trained on and its parameter values.
pub type Load = fn(&Tensors, &Arc<Ratings>, &Values) -> Result<Box<dyn Model>>;

/// What data a model is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    /// People's ratings.
    Ratings,
    /// What people chose, or how often.
    Choices,
    /// Ratings or choices with side information on people and items.
    Features,
    /// Pairs of products.
    Pairs,
}

impl Purpose {
    /// What these data are, side information apart.
    pub fn of(ratings: &Ratings) -> Self {
        match (ratings.shape(), ratings.feedback()) {
            (Shape::Pairs, _) => Purpose::Pairs,
            (Shape::Ratings, Feedback::Explicit) => Purpose::Ratings,
            (Shape::Ratings, Feedback::Implicit) => Purpose::Choices,
        }
    }
}

/// One line of the registry: all that is known of an algorithm.
pub struct Entry {
    /// Name in calls, snake_case.
    pub name: &'static str,
    /// Name for people.
    pub title: &'static str,
    /// What it does and when to choose it, in one or two sentences.
    pub summary: &'static str,
    /// What it is made for, most of all the first.
    pub purpose: &'static [Purpose],
    /// What its scores say for explicit and for implicit feedback.
    pub score: [ScoreMeaning; 2],
    /// Whether it predicts ratings beside scores that are none, where the data have ratings.
    pub rates_beside: bool,
    /// What the training loss is (`RMSE`, `log loss`), or an empty string.
    pub loss_name: &'static str,
    /// What it can answer.
    pub abilities: Abilities,
    /// What the values are taken for, given the feedback of the data.
    pub taken_for: fn(&Values, Feedback) -> Feedback,
    /// What mends a training that diverges.
    pub remedy: fn(&Values, Feedback) -> Remedy,
    /// Its parameters.
    pub params: Schema,
    /// What it will hold in memory.
    pub memory: Memory,
    /// Checks the values and begins training.
    pub fit: Fit,
    /// Makes the model from what [`Model::save`] wrote.
    pub load: Load,
}

/// Values are what the data say they are.
pub const AS_GIVEN: fn(&Values, Feedback) -> Feedback = |_, feedback| feedback;

/// What to change when the numbers of a training grow beyond all bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// A smaller value of this parameter.
    Lower(&'static str),
    /// A larger value of this parameter.
    Raise(&'static str),
    /// No parameter: the data hold numbers that are too large.
    Data,
}

impl Entry {
    /// What the scores say with these values on data of this feedback.
    pub fn score_meaning(&self, values: &Values, feedback: Feedback) -> ScoreMeaning {
        self.score[usize::from((self.taken_for)(values, feedback) == Feedback::Implicit)]
    }

    /// Whether [`Answers::predict`](super::Answers::predict) gives ratings, with these values on data of this feedback.
    pub fn rates(&self, values: &Values, feedback: Feedback) -> bool {
        let beside = self.rates_beside && feedback == Feedback::Explicit;
        beside || self.score_meaning(values, feedback) == ScoreMeaning::PredictedRating
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
    /// What it is made for, most of all the first.
    pub purpose: &'static [Purpose],
    /// What its scores say for explicit and for implicit feedback.
    pub score: [ScoreMeaning; 2],
    /// Whether it predicts ratings beside scores that are none, where the data have ratings.
    pub rates_beside: bool,
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
        purpose: e.purpose,
        score: e.score,
        rates_beside: e.rates_beside,
        loss_name: e.loss_name,
        abilities: e.abilities,
        params: e.params.specs(),
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
