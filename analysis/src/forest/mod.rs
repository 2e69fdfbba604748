//! Amplification forests: which captured item passed on which, rooted at the earliest captured item.
//!
//! A repost is declared by its platform. Copies are found by their words, and attach to the earliest captured item that has
//! them: that is order in time among what was captured, and does not show that anybody read anybody. Replies and quotes are
//! engagement, may rebut, and are kept apart.

mod copied;
mod grow;
mod load;
mod span;
mod table;
mod tree;

pub(crate) use grow::grow;
pub(crate) use load::{Node, load};
pub(crate) use span::{Order, Span};
pub(crate) use table::{COLUMNS, ENGAGEMENT_COLUMNS, Names, engagement_rows, rows};
pub(crate) use tree::{Engagement, Forest, Kind, Link, Parent, Tree};
