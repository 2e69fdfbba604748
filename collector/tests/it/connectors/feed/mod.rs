//! Feeds.

mod served;
mod suite;
