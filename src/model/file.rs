//! A trained model ↔ the bytes of a safetensors file, with all the data that its answers need, or beside them.

use super::outside;
use super::params::{Value, Values};
use super::query::Fitted;
use super::registry::find;
use crate::checkpoint::Fingerprint;
use crate::decimal::decimal;
use crate::error::{Error, Result};
use crate::ratings::Ratings;
use crate::tensors::{self, Arrays, Place, Tensors};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Format version of model files; another one is refused.
const VERSION: u32 = 2;

/// Where a file that was kept beside its ratings has their fingerprint instead of them.
const BESIDE: &str = "beside";

impl Fitted {
    /// The model with its ids, titles, categories and the ratings that it hides, as a
    /// safetensors file. The same model always makes the same bytes.
    ///
    /// # Errors
    /// When the arrays cannot be written.
    pub fn save(&self) -> Result<Vec<u8>> {
        self.write(false, |len| vec![0; len])
    }

    /// The same without ids, titles, categories and ratings, for [`Fitted::recall`] where these are there.
    ///
    /// # Errors
    /// When the arrays cannot be written.
    pub fn keep(&self) -> Result<Vec<u8>> {
        self.write(true, |len| vec![0; len])
    }

    /// As [`Fitted::save`], or `beside` the ratings as [`Fitted::keep`], in a place of so many bytes.
    ///
    /// # Errors
    /// When the arrays cannot be written.
    pub fn write<P: Place>(&self, beside: bool, place: impl FnOnce(usize) -> P) -> Result<P> {
        let mut metadata = BTreeMap::new();
        metadata.insert("version".into(), VERSION.to_string());
        metadata.insert("model".into(), self.entry().name.into());
        metadata.insert("seed".into(), self.seed().to_string());
        metadata.insert("params".into(), params_text(self.values()));
        if beside {
            metadata.insert(BESIDE.into(), fingerprint(self.ratings()));
        } else {
            self.ratings().describe(&mut metadata);
        }
        let each = |out: &mut dyn Arrays| {
            self.model().save(out);
            if !beside {
                self.ratings().put(out);
            }
        };
        tensors::write(&metadata, &each, place)
    }

    /// Reads what [`Fitted::save`] wrote.
    ///
    /// # Errors
    /// For a truncated, foreign, older or newer file, each said as such.
    pub fn load(bytes: &[u8]) -> Result<Self> {
        Self::recall(bytes, None)
    }

    /// Reads what [`Fitted::save`] or, of a model of the `present` ratings, [`Fitted::keep`] wrote.
    ///
    /// # Errors
    /// As [`Fitted::load`], and for a model that was kept beside other ratings.
    pub fn recall(bytes: &[u8], present: Option<&Arc<Ratings>>) -> Result<Self> {
        let t = Tensors::from_bytes(bytes)?;
        // Version 1 named it after the program.
        let version = t.text_of("version").or_else(|_| t.text_of("kindred"))?;
        let age = match version.parse::<u32>() {
            Ok(VERSION) => None,
            Ok(version) if version < VERSION => Some("an older Kindred; train the model anew"),
            _ => Some("a newer Kindred"),
        };
        if let Some(age) = age {
            let found = format!("version {version}, written by {age}");
            return Err(Error::model_file(format!("format version {VERSION}"), found));
        }
        let broken = |e: Error| Error::model_file("a known model with its parameters", e.to_string());
        let name = t.text_of("model")?;
        let opened = outside::OPENED.into_iter().find(|entry| entry.name == name);
        let entry = opened.map_or_else(|| find(name), Ok).map_err(broken)?;
        let values =
            entry.params.complete(entry.name, &params_from(t.text_of("params")?)?).map_err(broken)?;
        let seed = t
            .text_of("seed")?
            .parse()
            .map_err(|_| Error::model_file("a whole number as “seed”", "another text"))?;
        let ratings = ratings_of(&t, present)?;
        let model = (entry.load)(&t, &ratings, &values)?;
        Ok(Fitted::new(entry, values, seed, ratings, model))
    }
}

/// The ratings of a model: its own, or the `present` ones where it was kept beside them.
fn ratings_of(t: &Tensors, present: Option<&Arc<Ratings>>) -> Result<Arc<Ratings>> {
    let Some(print) = t.metadata.get(BESIDE) else {
        return Ratings::get(t).map(Arc::new);
    };
    let present = present
        .ok_or_else(|| Error::model_file("a model with its ratings", "one that was kept beside them"))?;
    if fingerprint(present) == *print {
        return Ok(Arc::clone(present));
    }
    // It may have taken each of them as a plain “yes”.
    let yes = Arc::new(present.binarized());
    if fingerprint(&yes) == *print {
        return Ok(yes);
    }
    Err(Error::model_file("a model of the present data", "one that was kept beside other data"))
}

fn fingerprint(ratings: &Ratings) -> String {
    Fingerprint::of(ratings, "").to_string()
}

/// One line `name=value` a parameter.
pub(super) fn params_text(values: &Values) -> String {
    let mut text = String::new();
    for (name, value) in values {
        let value = match value {
            Value::Text(choice) => choice.clone(),
            other => other.to_string(),
        };
        text += &format!("{name}={value}\n");
    }
    text
}

/// Reads what [`params_text`] wrote.
fn params_from(text: &str) -> Result<Values> {
    let mut values = Values::new();
    for line in text.lines() {
        let (name, value) = line
            .split_once('=')
            .ok_or_else(|| Error::model_file("parameters as name=value", format!("“{line}”")))?;
        let value = match (value.parse(), decimal(value)) {
            (Ok(switch), _) => Value::Bool(switch),
            (_, Some(number)) => Value::Number(number),
            _ => Value::Text(value.to_owned()),
        };
        values.insert(name.to_owned(), value);
    }
    Ok(values)
}
