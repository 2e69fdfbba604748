//! The work tables: sources, runs, tasks, hosts, validators, decisions; and the lock that keeps a second run out.
//!
//! This keeps what the collector must remember between cron runs. It decides nothing.

mod budget;
mod cursor;
mod frontier;
mod health;
mod host;
mod lock;
mod run;
mod source;

pub(crate) use frontier::after_page;
pub use frontier::{NewTask, Task, TaskEnd, Validator};
pub use health::{LastDecision, PollHealth, SourceHealth};
pub use host::{HostRobots, HostState};
pub use lock::RunLock;
pub use run::NewDecision;
pub(crate) use source::publisher;
pub use source::{Measure, NewSource};
