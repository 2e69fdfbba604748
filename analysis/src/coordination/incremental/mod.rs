//! Runs that go on where the last one ended: only pairs of accounts that meet in a window which a share came into, or left, are
//! counted; the files are byte for byte those of a run from scratch.
//!
//! The road: `state/` is what the last run counted → `touched/` compares its shares with the new ones → `again/` counts and writes.

mod again;
mod state;
mod touched;

pub(crate) use again::Again;
pub(crate) use state::{Counted, write as write_state};
