//! Whence's store: one `SQLite` file that keeps evidence, and the words that the other crates share about it.
//!
//! It does: schema and migrations, ingestion in one transaction per page, text folding and URL
//! canonicalisation (one place, used at ingest and at query), read-only SQL for people, verification.
//! It does not: open a socket, read the clock by itself, or know what a source or a narrative means.

pub mod time;
