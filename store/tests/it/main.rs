//! The store from outside: its library and its program, on files that tests make, change and break.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that meets what it does not expect ends there; the helpers are not marked #[test]"
)]

mod append_only;
mod attacks;
mod attribution;
mod backups;
mod busy;
mod disk;
mod export_people;
mod exports;
mod forgetting;
mod full_text;
mod full_text_mixed;
mod guard;
mod held;
mod hurt;
mod open;
mod places;
mod printing;
mod read_only;
mod redact;
mod revisions;
mod schema;
mod stats;
mod support;
mod urls;
mod verify;
