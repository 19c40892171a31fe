//! Files of nested values: JSON, XML, ARFF.

use super::{Outcome::*, Sample, nothing};

pub const SAMPLES: &[Sample] = &[Sample {
    shape: "JSON, a list a person",
    files: &[("lists.json", r#"[["Rust", "Go"], ["Go"]]"#)],
    outcome: Choices(2, 2, 3),
    also: nothing,
}];
