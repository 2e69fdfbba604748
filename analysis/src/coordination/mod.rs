//! Coordination: accounts that share the same objects closer in time, more often than chance allows.
//!
//! The road: `log/` reads shares and interns their names → `order/` sorts them by object and time → `sweep/` finds every pair inside
//! a window, without bins and without a table of pairs → `significance/` asks what chance alone would do → `control/` does all of it
//! again with times that say nothing → `network/` makes components and communities → `files/` writes. `incremental/` goes on from the
//! run before. `store/` does so for a store's items, into files or into a report; `site/` finds what pages of sites have in common.
//! `compat/` counts as two other programs do, their defects included.
//!
//! It says who shared what together and how unlikely that is. It does not say who is behind an account, nor that anybody agreed with
//! anybody: ordinary communities share together too.

mod compat;
mod control;
mod error;
mod files;
mod incremental;
mod judge;
mod log;
mod network;
mod options;
mod order;
mod parallel;
mod run;
mod significance;
mod site;
mod store;
mod sweep;

pub use compat::{
    CntEdge, CntNetwork, CntOptions, CoorTweet, CoorTweetEdge, CoorTweetOptions, CoorTweetPair, cnt,
    coortweet, run_cnt, run_coortweet,
};
pub use error::CoordinationError;
pub use log::micros;
pub use options::{Options, Weight};
pub use order::LeftOut;
pub use run::{Standing, Summary, WindowSummary, run};
pub(crate) use site::{COMMON_SHARE, COMMON_SITES, PAGES, shared_sites};
pub(crate) use store::{LAYERS, WINDOW, layer_words, together};
pub use store::{Layer, LayerSummary, SiteSummary, StoreSummary, run_store};
