//! How good a model is: ratings → training and test, answers → figures.

pub mod auto;
pub mod curves;
pub mod evaluate;
pub mod metrics;
pub mod pairs;
pub mod relevant;
pub mod split;

pub use auto::{Auto, Choice, Job};
pub use curves::Curves;
pub use evaluate::{DataSize, Evaluation, Evaluator};
pub use metrics::Metric;
pub use relevant::Relevant;
pub use split::Split;
