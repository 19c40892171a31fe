//! `ALSModel` of Spark: a folder of `metadata/`, `userFactors/` and `itemFactors/`. Its tables are Parquet, which is read
//! outside of the core; here come their columns.

use super::{Outside, Training, Vectors};
use crate::error::{Error, Result};

/// The two columns of a table of factors.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    /// `id`, or the name that another table has for it.
    pub ids: Vec<String>,
    /// `features`, all rows one after another: `(ids, rank)`.
    pub features: Vec<f32>,
}

/// The model of these tables. `metadata` are the texts of the folder's descriptions, the most telling first: what was
/// trained and how. An `ALSModel` does not say whether it predicts ratings, nor its regularization; then Spark's
/// defaults are taken.
///
/// # Errors
/// When the metadata describe something else, or the tables do not fit them.
pub fn spark(metadata: &[&str], users: &Columns, items: &Columns) -> Result<Outside> {
    let texts: Vec<serde_json::Value> =
        metadata.iter().filter_map(|text| serde_json::from_str(text).ok()).collect();
    let get = |key: &str| {
        texts.iter().find_map(|text| {
            [&text["paramMap"][key], &text[key], &text["defaultParamMap"][key]]
                .into_iter()
                .find(|v| !v.is_null())
        })
    };
    let class = get("class").and_then(serde_json::Value::as_str).unwrap_or("none");
    if !class.ends_with(".ALSModel") {
        return Err(Error::model_file("an ALSModel of Spark in the folder's metadata", format!("“{class}”")));
    }
    let number = |key: &str, usual: f32| get(key).and_then(|v| v.as_f64()).map_or(usual, |x| x as f32);
    let training = Training {
        ratings: get("implicitPrefs").and_then(|v| v.as_bool()).map(|implicit| !implicit),
        regularization: number("regParam", 0.1),
        alpha: number("alpha", 1.0),
        spark: true,
    };
    let k = number("rank", 0.0) as usize;
    let side = |what, table: &Columns| Vectors::new(what, &mut table.ids.iter().cloned(), k, &table.features);
    Outside::factors(side("userFactors", users)?, side("itemFactors", items)?, training)
}
