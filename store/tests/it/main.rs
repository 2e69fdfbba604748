//! The store from outside: its library and its program, on files that tests make, change and break.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that meets what it does not expect ends there; the helpers are not marked #[test]"
)]

mod append_only;
mod attribution;
mod full_text;
mod guard;
mod open;
mod printing;
mod revisions;
mod schema;
mod support;
mod verify;
