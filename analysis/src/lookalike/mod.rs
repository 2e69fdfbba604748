//! Domains that look like another's: what people would take for a known site.
//!
//! It compares names by rules that anyone can check. It resolves nothing, asks nobody, and says nothing of who registered
//! a domain: a look-alike may be a fan's, a critic's, the brand's own, or chance, which is why the base rate on ordinary
//! domains is told beside it.

mod control;
mod host;
mod rules;

pub use control::{BaseRate, base_rate};
pub use host::{Brand, BrandError, Host};
pub use rules::{LookAlike, Rule, closest, compare};
