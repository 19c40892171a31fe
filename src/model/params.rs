//! A model's parameters, stated once: name, type, default, range, unit and help. From one
//! [`params!`](crate::params) block come the struct, its checks, the form on the page and the
//! table in the README.

use crate::decimal::decimal;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// A parameter's value as it comes from JavaScript, a command line or a model file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(untagged)]
pub enum Value {
    /// A switch.
    Bool(bool),
    /// An integer or a real number.
    Number(f64),
    /// A choice, or any of the others as text (from a command line).
    Text(String),
}

/// Parameter values by name; what is not named keeps its default.
pub type Values = BTreeMap<String, Value>;

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Bool(b) => write!(f, "{b}"),
            Value::Number(n) => write!(f, "{n}"),
            Value::Text(t) => write!(f, "“{t}”"),
        }
    }
}

/// Type and range of a parameter.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum ParamKind {
    /// A whole number, ends included.
    Integer {
        /// Smallest value.
        min: u32,
        /// Largest value.
        max: u32,
    },
    /// A real number, ends included.
    Number {
        /// Smallest value.
        min: f32,
        /// Largest value.
        max: f32,
    },
    /// On or off.
    Switch,
    /// One of some names.
    Choice {
        /// The names, with what each means.
        choices: Vec<ChoiceInfo>,
    },
}

/// One name of a choice.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ChoiceInfo {
    /// The value to pass.
    pub name: &'static str,
    /// What it means.
    pub help: &'static str,
}

/// All that is known of a parameter.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ParamSpec {
    /// Name, in snake_case.
    pub name: &'static str,
    /// One or two sentences.
    pub help: &'static str,
    /// Unit of the value, or an empty string.
    pub unit: &'static str,
    /// Type and range.
    // Named as a type of its own, it becomes part of an intersection: an interface cannot extend a union.
    #[serde(flatten)]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "ParamKind"))]
    pub kind: ParamKind,
    /// Value when none is given.
    pub default: Value,
    /// What is usually searched; missing for switches and choices, of which all are.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub search: Option<SearchRange>,
}

/// Where good values of a parameter are usually found, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct SearchRange {
    /// The smallest.
    pub low: f64,
    /// The largest.
    pub high: f64,
    /// Whether what counts is by how many times one value is another, and not by how much.
    pub log: bool,
}

impl SearchRange {
    /// By the range of a parameter and its default: from an eighth of it to eight times as much where the range goes far
    /// beyond it, and otherwise the whole range.
    fn of(kind: &ParamKind, default: &Value) -> Option<Self> {
        let (min, max) = match *kind {
            ParamKind::Integer { min, max } => (f64::from(min), f64::from(max)),
            ParamKind::Number { min, max } => (as_written(min), as_written(max)),
            _ => return None,
        };
        let Value::Number(default) = *default else { return None };
        if default > 0.0 && max >= 8.0 * default {
            return Some(SearchRange { low: (default / 8.0).max(min), high: 8.0 * default, log: true });
        }
        Some(SearchRange { low: min, high: max, log: false })
    }
}

/// Through the shortest decimal, so that 0.1 does not become 0.10000000149.
fn as_written(x: f32) -> f64 {
    decimal(&x.to_string()).unwrap_or(f64::from(x))
}

/// A type that a parameter can have.
pub trait ParamType: Sized + Clone {
    /// Its range of values.
    type Range;
    /// Type and range as data.
    fn kind(range: Option<Self::Range>) -> ParamKind;
    /// As a [`Value`].
    fn value(&self) -> Value;
    /// From a value of the right type; the range is checked elsewhere.
    fn read(value: &Value) -> Option<Self>;
}

impl ParamType for u32 {
    type Range = RangeInclusive<u32>;
    fn kind(range: Option<Self::Range>) -> ParamKind {
        let range = range.unwrap_or(0..=u32::MAX);
        ParamKind::Integer { min: *range.start(), max: *range.end() }
    }
    fn value(&self) -> Value {
        Value::Number(f64::from(*self))
    }
    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Number(n) if n.fract() == 0.0 && (0.0..=4_294_967_295.0).contains(n) => Some(*n as u32),
            Value::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }
}

impl ParamType for f32 {
    type Range = RangeInclusive<f32>;
    fn kind(range: Option<Self::Range>) -> ParamKind {
        let range = range.unwrap_or(f32::MIN..=f32::MAX);
        ParamKind::Number { min: *range.start(), max: *range.end() }
    }
    fn value(&self) -> Value {
        Value::Number(as_written(*self))
    }
    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Number(n) => Some(*n as f32),
            Value::Text(text) => decimal(text.trim()),
            Value::Bool(_) => None,
        }
    }
}

impl ParamType for bool {
    type Range = ();
    fn kind(_: Option<()>) -> ParamKind {
        ParamKind::Switch
    }
    fn value(&self) -> Value {
        Value::Bool(*self)
    }
    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Bool(b) => Some(*b),
            Value::Text(text) => text.trim().parse().ok(),
            Value::Number(_) => None,
        }
    }
}

impl ParamSpec {
    /// The specification of a parameter of type `T`.
    pub fn new<T: ParamType>(
        name: &'static str,
        help: &'static str,
        unit: &'static str,
        default: T,
        range: Option<T::Range>,
    ) -> Self {
        let (kind, default) = (T::kind(range), default.value());
        let search = SearchRange::of(&kind, &default);
        ParamSpec { name, help: help.trim(), unit, kind, default, search }
    }

    /// The same with good values in this range, most of them in proportion.
    #[must_use]
    pub fn searched(self, range: RangeInclusive<f64>) -> Self {
        let search = SearchRange { low: *range.start(), high: *range.end(), log: *range.start() > 0.0 };
        ParamSpec { search: Some(search), ..self }
    }

    /// Reads and checks this parameter's value; the default when there is none.
    ///
    /// # Errors
    /// When the type is wrong or the value lies outside the range.
    pub fn read<T: ParamType>(&self, model: &str, values: &Values) -> Result<T> {
        let value = values.get(self.name).unwrap_or(&self.default);
        let refuse = || Error::parameter(model, self.name, self.expected(), value.to_string());
        let read = T::read(value).ok_or_else(refuse)?;
        let inside = match (&self.kind, read.value()) {
            (ParamKind::Integer { min, max }, Value::Number(n)) => {
                (f64::from(*min)..=f64::from(*max)).contains(&n)
            }
            (ParamKind::Number { min, max }, Value::Number(n)) => (*min..=*max).contains(&(n as f32)),
            (ParamKind::Number { .. }, _) => false,
            _ => true,
        };
        if inside { Ok(read) } else { Err(refuse()) }
    }

    /// Type and range in words.
    pub fn expected(&self) -> String {
        match &self.kind {
            ParamKind::Integer { min, max } => format!("a whole number from {min} to {max}"),
            ParamKind::Number { min, max } => format!("a number from {min} to {max}"),
            ParamKind::Switch => "true or false".to_owned(),
            ParamKind::Choice { choices } => {
                let names: Vec<_> = choices.iter().map(|c| c.name).collect();
                format!("one of {}", names.join(", "))
            }
        }
    }
}

/// A set of parameters, made by [`params!`](crate::params).
pub trait Params: Sized {
    /// What is known of each, in the order of the form.
    fn specs() -> Vec<ParamSpec>;

    /// Reads and checks the values of these parameters; other names make no difference.
    ///
    /// # Errors
    /// For a wrong type or a value outside its range.
    fn read_own(model: &str, values: &Values) -> Result<Self>;

    /// All values, defaults included, by name.
    fn values(&self) -> Values;

    /// Reads and checks all values.
    ///
    /// # Errors
    /// For an unknown name, a wrong type or a value outside its range.
    fn read(model: &str, values: &Values) -> Result<Self> {
        check_names(model, &Self::specs(), values)?;
        Self::read_own(model, values)
    }
}

/// A set of parameters as the registry holds it.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    specs: fn() -> Vec<ParamSpec>,
    complete: fn(&str, &Values) -> Result<Values>,
}

impl Schema {
    /// That of `P`.
    pub const fn of<P: Params>() -> Self {
        Schema { specs: P::specs, complete: |model, values| Ok(P::read(model, values)?.values()) }
    }

    /// What is known of each parameter, in the order of the form.
    pub fn specs(&self) -> Vec<ParamSpec> {
        (self.specs)()
    }

    /// Checks the values; returns all of them, defaults included, each of the parameter's own type.
    ///
    /// # Errors
    /// As [`Params::read`].
    pub fn complete(&self, model: &str, values: &Values) -> Result<Values> {
        (self.complete)(model, values)
    }
}

/// Refuses names that no parameter has.
///
/// # Errors
/// Names the first unknown parameter and lists the known ones.
pub fn check_names(model: &str, specs: &[ParamSpec], values: &Values) -> Result<()> {
    for (name, value) in values {
        if !specs.iter().any(|spec| spec.name == name) {
            let names: Vec<_> = specs.iter().map(|spec| spec.name).collect();
            let expected = if names.is_empty() {
                "left out, as the model has no parameters".to_owned()
            } else {
                format!("one of the parameters {}", names.join(", "))
            };
            return Err(Error::parameter(model, name, expected, value.to_string()));
        }
    }
    Ok(())
}

/// Declares a model's parameters once. Each field's doc comment is its help; after `=` stands
/// the default, after `=>` the range and the unit, and where good values are found if neither the default nor the range
/// tell. What several models share is declared once as
/// parameters of its own and taken in: by `include` before the model's own, by `also` after them.
///
/// ```
/// kindred::params! {
///     /// How to walk downhill.
///     pub struct Descent {
///         /// Step size.
///         learning_rate: f32 = 0.1 => 0.0001..=1.0, "";
///         /// Take the mean of all steps.
///         averaged: bool = false;
///     }
/// }
/// kindred::params! {
///     /// How to walk with a partner.
///     pub struct Pair {
///         include descent: Descent;
///         /// How many walk.
///         partners: u32 = 2 => 2..=9, "";
///     }
/// }
/// use kindred::model::{Params, Values};
/// assert_eq!(Pair::read("demo", &Values::new()).unwrap().descent.learning_rate, 0.1);
/// assert_eq!(Pair::specs()[2].name, "partners");
/// ```
#[macro_export]
macro_rules! params {
    ($(#[$about:meta])* $vis:vis struct $Name:ident {
        $( include $first:ident : $First:ty ; )*
        $( $(#[doc = $help:literal])+ $field:ident : $ty:ty = $default:expr
            $(=> $range:expr, $unit:literal $(, search $search:expr)?)? ; )*
        $( also $last:ident : $Last:ty ; )*
    }) => {
        $(#[$about])*
        #[derive(Debug, Clone)]
        $vis struct $Name {
            $( #[allow(missing_docs)] pub $first: $First, )*
            $( $(#[doc = $help])+ pub $field: $ty, )*
            $( #[allow(missing_docs)] pub $last: $Last, )*
        }

        impl $Name {
            /// The parameters that are not included from elsewhere.
            fn own_specs() -> Vec<$crate::model::ParamSpec> {
                vec![ $( {
                    #[allow(unused_mut, unused_assignments)]
                    let mut range: Option<<$ty as $crate::model::ParamType>::Range> = None;
                    #[allow(unused_mut, unused_assignments)]
                    let mut unit = "";
                    $( range = Some($range); unit = $unit; )?
                    let default: $ty = $default;
                    let spec = $crate::model::ParamSpec::new::<$ty>(
                        stringify!($field), concat!($($help),+), unit, default, range);
                    $($( let spec = spec.searched($search); )?)?
                    spec
                }, )* ]
            }
        }

        impl $crate::model::Params for $Name {
            #[allow(unused_mut)]
            fn specs() -> Vec<$crate::model::ParamSpec> {
                let mut specs = Vec::new();
                $( specs.extend(<$First as $crate::model::Params>::specs()); )*
                specs.extend(Self::own_specs());
                $( specs.extend(<$Last as $crate::model::Params>::specs()); )*
                specs
            }

            #[allow(unused_variables, unused_mut)]
            fn read_own(model: &str, values: &$crate::model::Values) -> $crate::error::Result<Self> {
                let specs = Self::own_specs();
                let mut specs = specs.iter();
                Ok($Name {
                    $( $first: <$First as $crate::model::Params>::read_own(model, values)?, )*
                    $( $field: match specs.next() {
                        Some(spec) => spec.read(model, values)?,
                        None => $default,
                    }, )*
                    $( $last: <$Last as $crate::model::Params>::read_own(model, values)?, )*
                })
            }

            #[allow(unused_mut)]
            fn values(&self) -> $crate::model::Values {
                let mut values = $crate::model::Values::new();
                $( values.extend($crate::model::Params::values(&self.$first)); )*
                $( values.insert(stringify!($field).to_owned(), $crate::model::ParamType::value(&self.$field)); )*
                $( values.extend($crate::model::Params::values(&self.$last)); )*
                values
            }
        }
    };
}

/// Declares the names that a choice can have; each variant's doc comment is its help.
///
/// ```
/// kindred::choices! {
///     /// A direction.
///     pub enum Way {
///         /// Towards less.
///         Down = "down",
///         /// Towards more.
///         Up = "up",
///     }
/// }
/// ```
#[macro_export]
macro_rules! choices {
    ($(#[$about:meta])* $vis:vis enum $Name:ident {
        $( $(#[doc = $help:literal])+ $Variant:ident = $name:literal ),+ $(,)?
    }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        $vis enum $Name { $( $(#[doc = $help])+ $Variant, )+ }

        impl $crate::model::ParamType for $Name {
            type Range = ();
            fn kind(_: Option<()>) -> $crate::model::ParamKind {
                $crate::model::ParamKind::Choice { choices: vec![ $(
                    $crate::model::ChoiceInfo { name: $name, help: concat!($($help),+).trim_ascii() },
                )+ ] }
            }
            fn value(&self) -> $crate::model::Value {
                $crate::model::Value::Text(match self { $( $Name::$Variant => $name, )+ }.to_owned())
            }
            fn read(value: &$crate::model::Value) -> Option<Self> {
                match value {
                    $crate::model::Value::Text(text) => match text.trim() {
                        $( $name => Some($Name::$Variant), )+
                        _ => None,
                    },
                    _ => None,
                }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    choices! {
        /// Test.
        pub enum Way {
            /// Less.
            Down = "down",
            /// More.
            Up = "up",
        }
    }
    params! {
        /// Test.
        pub struct Demo {
            /// Whole.
            count: u32 = 3 => 1..=5, "things";
            /// Real.
            rate: f32 = 0.1 => 0.0..=1.0, "";
            /// Switch.
            on: bool = true;
            /// Choice.
            way: Way = Way::Up;
        }
    }

    fn read(pairs: &[(&str, Value)]) -> Result<Demo> {
        let values = pairs.iter().map(|(n, v)| ((*n).to_owned(), v.clone())).collect();
        Demo::read("demo", &values)
    }

    #[test]
    fn defaults_numbers_and_text_are_read() {
        let demo = read(&[]).unwrap();
        assert_eq!((demo.count, demo.rate, demo.on, demo.way), (3, 0.1, true, Way::Up));
        let text = |s: &str| Value::Text(s.into());
        let demo = read(&[
            ("count", text("5")),
            ("rate", Value::Number(0.25)),
            ("on", text("false")),
            ("way", text("down")),
        ])
        .unwrap();
        assert_eq!((demo.count, demo.rate, demo.on, demo.way), (5, 0.25, false, Way::Down));
        assert_eq!(read(&[("rate", demo.values()["rate"].clone())]).unwrap().rate, 0.25);
        assert_eq!(Demo::specs()[0].unit, "things");
    }

    #[test]
    fn wrong_values_are_refused_with_range_and_value() {
        for (name, value) in [
            ("count", Value::Number(6.0)),
            ("count", Value::Number(2.5)),
            ("count", Value::Number(-1.0)),
            ("rate", Value::Number(1.5)),
            ("rate", Value::Number(f64::NAN)),
            ("rate", Value::Text("much".into())),
            ("on", Value::Number(1.0)),
            ("way", Value::Text("sideways".into())),
            ("colour", Value::Bool(true)),
        ] {
            let error = read(&[(name, value)]).unwrap_err();
            assert_eq!(error.name(), "ParameterError");
            assert!(error.to_string().contains(name), "{error}");
        }
        let error = read(&[("count", Value::Number(6.0))]).unwrap_err().to_string();
        assert_eq!(error, "demo: count must be a whole number from 1 to 5, not 6");
    }
}
