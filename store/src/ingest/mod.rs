//! Ingestion: one page (a capture and everything read from it) goes in as one transaction.

mod account;
mod actor_kind;
mod claim;
mod item;
mod link;
mod page;
mod series;

pub use account::NewAccount;
pub use actor_kind::ActorKind;
pub use claim::{ClaimStatus, NewClaim};
pub use item::{ItemKind, LangSource, NewItem, NewMedia, NewMention, Revision};
pub use page::{NewObserved, Page, PageStats, PageWork};
pub use series::NewPoint;
