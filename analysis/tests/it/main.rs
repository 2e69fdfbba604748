//! Integration tests: small stores in, the five files out.

mod attribution;
mod command;
mod hostile;
mod page;
mod ranking;
mod shares;
mod timeline;
mod world;
