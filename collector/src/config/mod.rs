//! Configuration of the collector: who runs it, its limits, and its sources.

mod operator;
mod source;
mod units;

pub use operator::{Limits, Operator, Settings};
pub use source::{Budget, SourceConfig, Target, load_sources};
