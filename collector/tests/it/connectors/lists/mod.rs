//! What connectors of lists (feeds, sitemaps, archives) have in common: a world of one source and its server, and the cases of
//! hosts that refuse, stall or lie, which are the same for all of them.

mod refusals;
mod world;

pub(super) use world::{World, fixture, kill_at, placed, serve, stall, typed};
