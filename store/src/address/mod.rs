//! Addresses as people write them: defanged, bare, in the middle of words; and the domains that a host lies under.
//!
//! It does not: say what is one address (`link/`), or what an address means.

mod domains;
mod find;
mod refang;

pub use domains::{Host, domains, host};
pub use find::find;
pub use refang::refang;
