//! The files: written as the sweep goes, beside their places, and put in place together when all of them are whole.

mod about;
mod accounts;
mod cell;
mod communities;
mod folder;
mod graph;
mod rows;
mod xml;

pub(crate) use about::About;
pub(crate) use accounts::write_accounts;
pub(crate) use cell::{field, float};
pub(crate) use communities::write_communities;
pub(crate) use folder::{Folder, Output};
pub(crate) use graph::{write_gexf, write_graphml};
pub(crate) use rows::{EdgeRows, PairBytes, Written, edge_header, pair_header, write_edges};
