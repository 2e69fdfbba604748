//! The collector from outside: the real program, real sockets, real files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::format_collect,
    reason = "a test that meets what it does not expect ends there; the helpers are not marked #[test]"
)]

mod attacks;
mod config;
mod connectors;
mod extract;
mod forgetting;
mod forgetting_others;
mod health;
mod imports;
mod kills;
mod locks;
mod plan;
mod progress;
mod real_pages;
mod registry;
mod remap;
mod robots;
mod support;
mod urls;
