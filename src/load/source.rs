//! What is to be read, how, and how far it is.

use crate::format::table::Columns;

/// A file to be read.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Source {
    /// Its name. `archive.zip#u1.base` picks one entry of an archive, by its path or file name.
    pub name: String,
    /// Its length in bytes.
    pub size: u64,
    /// True when its rows are for testing, not for training.
    #[serde(default)]
    pub test: bool,
}

/// How to read the files.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", default)]
pub struct LoadOptions {
    /// What the columns mean, instead of what is recognized.
    pub columns: Option<Columns>,
    /// Share of the users to keep, above 0 to 1. Which ones are kept depends on their ids alone.
    pub keep_users: Option<f32>,
    /// True: every row is a plain yes. False: counts are ratings. Absent: as the files suggest.
    pub implicit: Option<bool>,
    /// A predefined split of the data (`u1`): its training rows and its test rows.
    pub split: Option<String>,
    /// What was found of the files before their bytes came, for the report: how their text was written.
    pub found: Vec<String>,
}

/// Bytes that a `Loader` needs next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Want {
    /// Index of the source.
    pub source: usize,
    /// Where the bytes begin in it.
    pub offset: u64,
    /// How many; fewer only when the source ends before.
    pub length: usize,
    /// How many bytes behind them are most likely wanted next, so that they can be fetched meanwhile.
    pub ahead: u64,
}

/// How far a load is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct LoadProgress {
    /// Bytes read.
    pub bytes: u64,
    /// Bytes to be read in all; may shrink when it turns out that a file does not matter.
    pub total: u64,
    /// Rows so far.
    pub rows: u64,
}
