//! How good a model is: ratings → training and test, answers → figures.

pub mod auto;
mod classes;
pub mod compare;
pub mod curves;
pub mod evaluate;
pub mod groups;
pub mod learning;
pub mod metrics;
pub mod pairs;
pub mod people;
pub mod relevant;
pub mod run;
pub mod search;
pub mod split;
mod tally;

pub use auto::{Auto, Choice, Job};
pub use compare::{CompareSpec, Comparison};
pub use curves::Curves;
pub use evaluate::{DataSize, Evaluation, Evaluator};
pub use learning::Learned;
pub use metrics::Metric;
pub use relevant::Relevant;
pub use run::{Outcome, Run};
pub use search::{Found, SearchSpec};
pub use split::Split;
