//! Ingestion: one page (a capture and everything read from it) goes in as one transaction.

mod account;
mod actor_kind;
mod claim;
mod decision;
mod event;
mod item;
mod link;
mod memory;
mod new_item;
mod page;
mod picture;
mod recall;
mod rows;
mod series;
mod share;
mod sieve;
mod spelled;
pub(crate) mod suppression;
mod their_words;
mod told;
mod without;

pub use account::NewAccount;
pub use actor_kind::ActorKind;
pub use claim::{ClaimStatus, NewClaim};
pub use decision::{DecideError, Decided, Decision};
pub use event::{AccountState, NewDeletion, NewReaction, NewStanding, ReactionBasis};
pub use item::Revision;
pub(crate) use item::reindex;
pub use new_item::{ItemKind, LangSource, NewItem, NewMedia, NewMention};
pub(crate) use page::derive;
pub use page::{Content, NewObserved, Page, PageStats, PageWork};
pub use picture::{NewPicture, PICTURE_TASK, READ_BY_PICTURE};
pub use series::NewPoint;
pub(crate) use spelled::{renew_domains, respell};
