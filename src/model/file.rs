//! A trained model ↔ the bytes of a safetensors file, with all the data that its answers need.

use super::outside;
use super::params::{Value, Values};
use super::query::Fitted;
use super::registry::find;
use crate::error::{Error, Result};
use crate::ratings::Ratings;
use crate::tensors::Tensors;
use std::sync::Arc;

/// Format version of model files; another one is refused.
const VERSION: u32 = 2;

impl Fitted {
    /// The model with its ids, titles, categories and the ratings that it hides, as a
    /// safetensors file. The same model always makes the same bytes.
    ///
    /// # Errors
    /// When the arrays cannot be written.
    pub fn save(&self) -> Result<Vec<u8>> {
        let mut t = Tensors::default();
        t.metadata.insert("version".into(), VERSION.to_string());
        t.metadata.insert("model".into(), self.entry().name.into());
        t.metadata.insert("seed".into(), self.seed().to_string());
        t.metadata.insert("params".into(), params_text(self.values()));
        self.ratings().put(&mut t);
        self.model().save(&mut t);
        t.to_bytes()
    }

    /// Reads what [`Fitted::save`] wrote.
    ///
    /// # Errors
    /// For a truncated, foreign, older or newer file, each said as such.
    pub fn load(bytes: &[u8]) -> Result<Self> {
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
        let ratings = Arc::new(Ratings::get(&t)?);
        let model = (entry.load)(&t, &ratings, &values)?;
        Ok(Fitted::new(entry, values, seed, ratings, model))
    }
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
        let value = match (value.parse(), value.parse()) {
            (Ok(switch), _) => Value::Bool(switch),
            (_, Ok(number)) => Value::Number(number),
            _ => Value::Text(value.to_owned()),
        };
        values.insert(name.to_owned(), value);
    }
    Ok(values)
}
