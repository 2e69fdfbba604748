//! Fetch: one HTTP exchange, guarded, timed and capped. The only place that names `reqwest`.
//!
//! It does not wait, retry, follow redirects or judge: [`crate::run`] does, with [`crate::polite`].

mod address;
mod client;
mod guard;
mod headers;
mod resolve;

pub use address::is_public;
pub use client::{Exchange, FetchError, Fetcher, Wanted};
pub use guard::{Reach, Refusal, check_url};
pub use resolve::{Looking, Lookup, SystemLookup};
