//! What parameters are tried at, and settings that are spread evenly over these ranges.

use crate::decimal::decimal;
use crate::error::{Error, Result};
use crate::model::{Entry, ParamKind, ParamSpec, SearchRange, Value, Values};
use crate::random::Random;

/// What a parameter is tried at.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Range {
    Choices(Vec<Value>),
    Span { low: f64, high: f64, log: bool, whole: bool },
}

impl Range {
    /// The value at `x`, from 0 to 1.
    pub(super) fn at(&self, x: f64) -> Value {
        match self {
            Range::Choices(choices) => {
                let at = (x * choices.len() as f64) as usize;
                choices[at.min(choices.len() - 1)].clone()
            }
            &Range::Span { low, high, log, whole } => {
                let value = match log {
                    true => low * libm::pow(high / low, x),
                    false => low + (high - low) * x,
                };
                // Three digits are enough, and can be read.
                let digits = libm::pow(10.0, 2.0 - libm::floor(libm::log10(value.abs().max(1e-30))));
                let value = if whole { value.round() } else { (value * digits).round() / digits };
                Value::Number(value.clamp(low, high))
            }
        }
    }
}

/// Reads what to search of one parameter.
pub(super) fn read_range(entry: &Entry, specs: &[ParamSpec], text: &str) -> Result<(&'static str, Range)> {
    let (name, given) = text.split_once('=').map_or((text, None), |(name, given)| (name, Some(given)));
    let refuse = |expected: String| Error::parameter(entry.name, name.trim(), expected, format!("“{text}”"));
    let spec = specs.iter().find(|spec| spec.name == name.trim()).ok_or_else(|| {
        let names: Vec<_> = specs.iter().map(|spec| spec.name).collect();
        refuse(format!("one of the parameters {}", names.join(", ")))
    })?;
    let whole = matches!(spec.kind, ParamKind::Integer { .. });
    let search = spec.search;
    let Some(given) = given else {
        return Ok((
            spec.name,
            match (&spec.kind, search) {
                (ParamKind::Choice { choices }, _) => {
                    Range::Choices(choices.iter().map(|c| Value::Text(c.name.to_owned())).collect())
                }
                (ParamKind::Switch, _) => Range::Choices(vec![Value::Bool(true), Value::Bool(false)]),
                (_, Some(SearchRange { low, high, log })) => Range::Span { low, high, log, whole },
                _ => return Err(refuse(format!("{}=LOW..HIGH", spec.name))),
            },
        ));
    };
    let range = if let Some((low, high)) = given.split_once("..") {
        let (high, scale) = high.split_once(':').map_or((high, None), |(high, scale)| (high, Some(scale)));
        let expected =
            || format!("{}=LOW..HIGH, maybe with :log or :linear, of {}", spec.name, spec.expected());
        let number = |text: &str| decimal::<f64>(text.trim()).filter(|x| x.is_finite());
        let (low, high) = number(low).zip(number(high)).ok_or_else(|| refuse(expected()))?;
        let log = match scale {
            Some("log") => true,
            Some("linear") => false,
            Some(_) => return Err(refuse(expected())),
            None => low > 0.0 && search.is_some_and(|search| search.log),
        };
        if low >= high
            || log && low <= 0.0
            || matches!(spec.kind, ParamKind::Choice { .. } | ParamKind::Switch)
        {
            return Err(refuse(expected()));
        }
        Range::Span { low, high, log, whole }
    } else {
        Range::Choices(given.split('|').map(|text| Value::Text(text.trim().to_owned())).collect())
    };
    Ok((spec.name, range))
}

/// The settings to try, no two alike: none of the ranges first, then the values spread over them. Fewer than `trials` where
/// there are not so many, and when the next one does not fit; it is asked of all values of each.
pub(super) fn settings(
    entry: &Entry,
    fixed: &Values,
    ranges: &[(&'static str, Range)],
    trials: usize,
    seed: u64,
    mut fits: impl FnMut(&Values) -> bool,
) -> Result<Vec<Values>> {
    let without = entry.params.complete(entry.name, fixed)?;
    // The root of x^(d + 1) = x + 1 spreads points evenly in d dimensions by its powers.
    let d = ranges.len() as f64;
    let root = (0..64).fold(2.0, |x: f64, _| libm::pow(1.0 + x, 1.0 / (d + 1.0)));
    let mut random = Random::part(seed, 0x5ea7);
    let start: Vec<f64> = ranges.iter().map(|_| random.uniform()).collect();
    let own = |all: &Values| {
        let mut own = Values::new();
        let values =
            ranges.iter().filter_map(|(name, _)| Some(((*name).to_owned(), all.get(*name)?.clone())));
        own.extend(values);
        own
    };
    let mut settings = vec![own(&without)];
    fits(&without);
    // Draws of what is there already are in vain.
    for n in 1..=trials * 20 {
        if settings.len() >= trials {
            break;
        }
        let mut values = fixed.clone();
        for (at, (name, range)) in ranges.iter().enumerate() {
            let step = libm::pow(root, -((at + 1) as f64));
            let x = start[at] + n as f64 * step;
            values.insert((*name).to_owned(), range.at(x - libm::floor(x)));
        }
        // Checks the values, and brings those that came as text to their type.
        let all = entry.params.complete(entry.name, &values)?;
        let setting = own(&all);
        if settings.contains(&setting) {
            continue;
        }
        if !fits(&all) {
            break;
        }
        settings.push(setting);
    }
    Ok(settings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::find;

    #[test]
    fn ranges_are_the_registrys_or_as_they_are_written() {
        let read = |model: &str, text: &str| {
            let entry = find(model).unwrap();
            read_range(entry, &entry.params.specs(), text)
        };
        let span = |low, high, log, whole| Range::Span { low, high, log, whole };
        for (model, text, expected) in [
            ("als", "factors", span(8.0, 512.0, true, true)),
            ("als", "factors=8..256", span(8.0, 256.0, true, true)),
            ("als", "factors=8..256:linear", span(8.0, 256.0, false, true)),
            ("als", "regularization", span(0.3, 300.0, true, false)),
            ("mf", "regularization=0.01..1:log", span(0.01, 1.0, true, false)),
            ("rp3beta", "alpha=0..2", span(0.0, 2.0, false, false)),
            ("als", "frequency_scaling", span(0.0, 1.0, false, false)),
        ] {
            assert_eq!(read(model, text).unwrap().1, expected, "{model} {text}");
        }
        let Range::Choices(all) = read("als", "counts").unwrap().1 else { panic!("choices") };
        assert_eq!(all.len(), 3);
        assert!(matches!(read("mf", "biases").unwrap().1, Range::Choices(both) if both.len() == 2));
        assert!(
            matches!(read("als", "counts=linear|binary").unwrap().1, Range::Choices(two) if two.len() == 2)
        );
        for wrong in
            ["factor", "factors=8..", "factors=9..8", "factors=0..8:log", "factors=1..8:cubic", "counts=1..2"]
        {
            assert_eq!(read("als", wrong).unwrap_err().name(), "ParameterError", "{wrong}");
        }
    }
}
