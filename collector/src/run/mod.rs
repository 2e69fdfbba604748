//! A run: sources become tasks, tasks become requests, answers become pages in the store.
//!
//! `schedule` decides what is due, `plan` and `explain` say beforehand what a run would do. `crawl` works through it: `lanes` keep the hosts apart, a `journey` leads a task through the
//! `rules` of its hosts and its redirects, a `flight` is one request, `page` turns an answer into what is stored, `budget` keeps
//! what a source may spend, `stop` listens for the end, `health` says how the sources do,
//! `progress` is what whoever watches is told.

mod budget;
mod crawl;
mod explain;
mod flight;
mod health;
mod intake;
mod journey;
mod lanes;
mod page;
mod plan;
mod progress;
mod report;
mod rules;
mod schedule;
mod stop;

pub use crawl::{Around, run};
pub use explain::{Explanation, explain};
pub use health::{Gaps, Health, Known, Spending, State, health};
pub use plan::{Plan, PlannedHost, plan};
pub use progress::{HostStatus, Progress, Status, Unwatched};
pub use report::{RunOptions, RunReport};
pub(crate) use schedule::{publishers, register};

use crate::fetch::FetchError;

/// What stops a run as a whole. A failing page is not such a thing.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] whence_store::StoreError),
    /// The configuration is wrong.
    #[error(transparent)]
    Settings(#[from] whence_store::settings::SettingsError),
    /// The client cannot be set up.
    #[error("cannot set up the HTTP client: {0}")]
    Client(FetchError),
    /// There is no such source.
    #[error("there is no source `{0}`")]
    NoSource(String),
    /// Nothing is configured.
    #[error("no source is configured under {0}")]
    NoSources(String),
    /// The address cannot be read.
    #[error("`{0}` is no address")]
    NoAddress(String),
}

impl whence_store::hint::Hint for RunError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Store(error) => error.hint(),
            Self::Settings(error) => error.hint(),
            Self::Client(_) => None,
            Self::NoSource(_) => Some("`whence-collect sources` lists them".to_owned()),
            Self::NoSources(_) => {
                Some("add a file with [[source]] tables, see docs/configuration.md".to_owned())
            }
            Self::NoAddress(_) => Some("write it whole, with http:// or https://".to_owned()),
        }
    }
}
