//! Coordination by the program: share logs in, folders of files out.

// Random places are drawn as fractions.
#![allow(clippy::cast_sign_loss)]

mod defects;
mod golden;
mod memory;
mod planted;
mod properties;
mod refused;
mod store;
mod support;
