//! What the tests share: a bench to run the program on, a stub to ask, and where the real data lies.

mod bench;
mod log;
mod shared;
mod stub;

pub(crate) use bench::{Bench, Ended, workspace_config};
pub(crate) use log::{Hit, Log};
pub(crate) use shared::shared;
pub(crate) use stub::{RESET, Request, Stub, answer, page, rss, status};
