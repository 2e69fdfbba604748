//! Sites that have an identifier in common: accounts with services, sellers in ads.txt, verification tags, pictures, templates.
//!
//! Read from the stored pages of the sites that published matched items. What is found is a **shared identifier, not ownership**: an
//! agency, a host, a theme or a copied page gives several sites the same one. What many sites have joins none of them.
//!
//! The road: `pages/` finds a site's answers → `markup/` reads them → `analytics/`, `verification/`, `ads_txt/`, `favicon/`, `template/` find
//! identifiers → `shared/` joins sites → `found/` names them → `files/` writes.

mod ads_txt;
mod analytics;
mod favicon;
mod files;
mod found;
mod identifier;
mod markup;
mod pages;
mod report;
mod shared;
mod template;
mod verification;

pub(crate) use files::write;
pub(crate) use found::find;
use identifier::Identifier;
pub(crate) use pages::PAGES;
pub(crate) use report::shared_sites;
pub(crate) use shared::{COMMON_SHARE, COMMON_SITES};
