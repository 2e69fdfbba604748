//! Counting exactly as two other programs do, their defects included, so that their published figures can be reproduced.
//!
//! What their defects are, and that the own mode has none of them, is in docs/coordination.md and in the tests.

mod cnt;
mod cnt_rows;
mod cnt_text;
mod coortweet;
mod coortweet_edges;
mod files;

pub use cnt::{CntEdge, CntNetwork, CntOptions, cnt};
pub use coortweet::{CoorTweet, CoorTweetOptions, CoorTweetPair, coortweet};
pub use coortweet_edges::CoorTweetEdge;
pub use files::{run_cnt, run_coortweet};
