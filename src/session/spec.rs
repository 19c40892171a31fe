//! What a session is asked for, and what it gives.

use crate::measure::auto::Choice;
use crate::model::{Abilities, ScoreMeaning, Values};
use serde::{Deserialize, Serialize};

/// What to train.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct FitSpec {
    /// The model's name; `auto`, or nothing, chooses what suits the data.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub model: String,
    /// Parameter values by name; what is not named keeps its default.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "Record<string, boolean | number | string>"))]
    pub params: Values,
    /// The seed of every random draw; 42 when none is given.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub seed: Option<u64>,
    /// Take every row as a plain “yes”, whatever its value.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub implicit: bool,
}

/// What to measure.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct EvaluateSpec {
    /// What to train.
    #[serde(flatten)]
    pub fit: FitSpec,
    /// How to hold ratings out (see [`Split`](crate::measure::Split)); `given` takes the test files that were loaded.
    pub split: String,
    /// Names of metrics; the usual ones for the data when empty.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub metrics: Vec<String>,
    /// Which test items are relevant to lists: `all` (when none is given), `liked` (at or above the person's own mean in
    /// training) or a least value.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub relevant: Option<String>,
    /// How adventurous the measured lists are; see `ListOptions`.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub adventure: f32,
    /// How diverse the measured lists are; see `ListOptions`.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub diversity: f32,
    /// Also measure after some epochs of the training, on the training part and on the test.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub learning: bool,
}

/// What was trained.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct FitReport {
    /// The model's name.
    pub model: String,
    /// Its name for people.
    pub title: String,
    /// All parameter values, defaults included.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, boolean | number | string>"))]
    pub params: Values,
    /// The seed.
    pub seed: u64,
    /// What the scores mean.
    pub score: ScoreMeaning,
    /// What the training loss is, or an empty string.
    pub loss_name: String,
    /// What the model can answer.
    pub abilities: Abilities,
    /// Bytes that the model takes beside the ratings.
    pub bytes: u64,
    /// Number of ratings trained on.
    pub ratings: usize,
    /// Number of users.
    pub users: usize,
    /// Number of items.
    pub items: usize,
    /// Why this model was chosen, if none was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub chosen: Option<Choice>,
    /// What a model trained elsewhere was not opened over or with, and why, in sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub note: Option<String>,
    /// Of a model that was opened: whether the data from before are still the present ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub keeps_data: Option<bool>,
}

/// What a training would be.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct FitPlan {
    /// The model's name.
    pub model: String,
    /// Its name for people.
    pub title: String,
    /// All parameter values, defaults included.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, boolean | number | string>"))]
    pub params: Values,
    /// Why this model, if none was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub why: Option<String>,
    /// Whether several are tried before one is chosen, which may then be another.
    pub measures: bool,
    /// Bytes that the training will hold at most, beside the ratings.
    pub bytes: u64,
    /// What is unwise about it for these data, in sentences.
    pub unwise: Vec<String>,
}

/// A user or an item found by a search.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Entity {
    /// The id.
    pub id: String,
    /// The title, or the id where there is none.
    pub title: String,
    /// Number of ratings.
    pub ratings: usize,
}

/// One of a person's own ratings.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Rated {
    /// The item's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The rating, in rating units.
    pub rating: f32,
}

/// What a person's own export from Letterboxd, IMDb or Goodreads has in common with the data.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Export {
    /// Items that the person rated, with the rating on the scale of the data.
    pub rated: Vec<Rated>,
    /// Ids of items that the person saw or read without rating them.
    pub seen: Vec<String>,
    /// Ids of items that the person wants to see or read.
    pub wanted: Vec<String>,
    /// Titles of what the data do not have, in alphabetical order.
    pub unmatched: Vec<String>,
}

/// Items on a plane: the two main directions of their factors.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemMap {
    /// The items' ids.
    pub ids: Vec<String>,
    /// Their titles.
    pub titles: Vec<String>,
    /// First component, `(n_items)`.
    pub x: Vec<f32>,
    /// Second component, `(n_items)`.
    pub y: Vec<f32>,
    /// Mean rating in rating units, `(n_items)`; for implicit feedback the number of ratings.
    pub mean: Vec<f32>,
    /// Share of the factors' variance that each component shows.
    pub variance: [f32; 2],
}
