//! Imports that are stopped in the middle, by kill -9, by a full disk, by a limit: what was stored is there, the rest follows.

mod crawl;
mod disk;
mod killed;
mod look;
mod remap_disk;
mod small_disk;
mod state;
mod world;
