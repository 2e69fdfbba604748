//! Coordination by the program: share logs in, folders of files out.

mod defects;
mod golden;
mod planted;
mod properties;
mod refused;
mod support;
