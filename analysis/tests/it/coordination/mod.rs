//! Coordination by the program: share logs in, folders of files out.

// Random places are drawn as fractions; tables are printed, and what was skipped.
#![allow(clippy::cast_sign_loss, clippy::print_stdout, clippy::print_stderr)]

mod defects;
mod golden;
mod incremental;
mod memory;
mod planted;
mod properties;
mod refused;
mod report;
mod site;
mod store;
mod support;
