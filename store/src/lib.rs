//! Whence's store: one `SQLite` file that keeps evidence, and the words that the other crates share about it.
//!
//! It does: schema and migrations, ingestion in one transaction per page, text folding and URL
//! canonicalisation (one place, used at ingest and at query), read-only SQL for people, verification.
//! It does not: open a socket, read the clock by itself, or know what a source or a narrative means.

pub mod address;
pub mod backup;
pub mod evidence;
pub mod export;
pub mod forget;
pub mod hint;
pub mod ingest;
pub mod link;
pub mod privacy;
pub mod program;
pub mod read;
pub mod redact;
pub mod remap;
pub mod settings;
pub mod sql;
pub mod stats;
pub mod text;
pub mod time;
pub mod work;

mod error;
mod look;
mod open;
mod part;
mod place;
mod schema;
mod store;
mod verify;

pub use error::StoreError;
pub use part::PartError;
pub use schema::VERSION as SCHEMA_VERSION;
pub use store::Store;
pub use verify::{Finding, Now, Since, Verified, verify};
