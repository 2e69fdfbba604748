//! Configuration of the collector: who runs it, its limits, and its sources.

mod labels;
mod operator;
mod source;
mod units;

pub use labels::Labels;
pub use operator::{Limits, Operator, Settings};
pub use source::{Budget, SourceConfig, Target, load_sources};
