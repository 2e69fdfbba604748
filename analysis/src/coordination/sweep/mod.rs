//! The exact sliding window: for every share the shares of its object within the window, and for every two accounts what they share.
//!
//! Nothing here is as large as the number of pairs: a window is two row numbers a share, and one account's partners are looked at
//! at a time, at most as many rows as there are shares.

mod edge;
mod partners;
mod window;

pub(crate) use edge::{Edge, Room};
pub(crate) use partners::{Partner, Partners};
pub(crate) use window::Window;
