//! Findings on who shared the same things together. They say nothing of who is behind an account, and a community has a number, never
//! a name.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use whence_store::time::Micros;

/// Who shared the same objects closer in time, more often than chance allows.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Coordination {
    /// How far apart two shares may be, seconds, inclusive.
    pub window_seconds: f64,
    /// The false discovery rate at which an edge stands.
    pub fdr: f64,
    /// The seed of control, communities, drawings and layout.
    pub seed: u64,
    /// Matched items whose time is not known to the minute: left out.
    pub left_out: usize,
    /// Why it could not be computed, where it could not.
    pub failed: Option<String>,
    /// The layers, in the order in which they were looked at.
    pub layers: Vec<LayerFinding>,
    /// All layers together.
    pub fused: LayerFinding,
    /// The communities, the largest first.
    pub communities: Vec<CommunityFinding>,
    /// The accounts with an edge that stands.
    pub nodes: Vec<NodeFinding>,
    /// What sites have in common: a shared identifier, not ownership.
    pub sites: SharedSites,
    /// The edges that stand; in `edges.csv`, not in `report.json`.
    #[serde(skip)]
    pub edges: Vec<EdgeFinding>,
    /// What was shared by them, post by post; in `pairs.csv`, not in `report.json`.
    #[serde(skip)]
    pub pairs: Vec<PairFinding>,
}

/// What one kind of object showed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct LayerFinding {
    /// Its name, or `fused`.
    pub layer: String,
    /// Shares.
    pub shares: usize,
    /// Accounts with shares.
    pub accounts: usize,
    /// Edges that stand at shuffled times.
    pub control_edges: usize,
    /// Accounts with such an edge.
    pub control_accounts: usize,
    /// Edges that stand once the times of each object are exchanged among those who shared it.
    pub exchanged_edges: usize,
    /// Accounts with such an edge.
    pub exchanged_accounts: usize,
    /// Edges that stand as observed.
    pub edges: usize,
    /// Accounts with such an edge.
    pub edge_accounts: usize,
}

/// A community: accounts that share with one another more than with the rest.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CommunityFinding {
    /// Its number, from 1.
    pub number: u32,
    /// Its accounts.
    pub size: u32,
    /// Edges between them.
    pub edges: u32,
    /// Objects that they pushed together.
    pub objects: usize,
    /// The objects that most members shared: what, and by how many.
    pub top: Vec<(String, u32)>,
    /// Shares that met another member's within the window.
    pub shares: u32,
    /// The first of these, in the narrative's zone.
    pub first_local: String,
    /// The last of these.
    pub last_local: String,
    /// These by hour of day, UTC.
    pub hours_utc: Vec<u32>,
    /// The member most often earlier than the middle, if any is.
    pub earliest: Option<EarliestFinding>,
    /// Accepted actors among the members, with how many accounts each.
    pub actors: Vec<(String, usize)>,
    /// When the members were opened; nothing where too few openings are known.
    pub opened: Option<OpenedFinding>,
    /// Members whose opening is known.
    pub opened_known: usize,
    /// Captures of what most members shared.
    pub evidence: Vec<usize>,
}

/// Who is earlier.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EarliestFinding {
    /// The account.
    pub account: String,
    /// Objects that it shared before the middle of those who shared them.
    pub earlier: u32,
    /// And after.
    pub later: u32,
    /// Of the sign test, times the number of members.
    pub p: f64,
}

/// The shortest span in which half of the members were opened.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OpenedFinding {
    /// How many the span holds: half of those that are known, rounded up.
    pub held: usize,
    /// Its first day.
    pub from: String,
    /// Its last day.
    pub to: String,
    /// Its length, days.
    pub days: f64,
    /// How often as many of the narrative's accounts, drawn at random, have one as short; times the communities tested.
    pub p: f64,
}

/// An account of the network.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NodeFinding {
    /// What it is called: a pseudonym where it may not be named.
    pub account: String,
    /// Accepted actors.
    pub actors: Vec<String>,
    /// Its community.
    pub community: u32,
    /// Its edges that stand.
    pub partners: u32,
}

/// Two accounts that shared more than chance allows.
#[derive(Debug, Clone, PartialEq)]
pub struct EdgeFinding {
    /// Their places among the nodes.
    pub nodes: [usize; 2],
    /// In which layers: name, objects and p-value there.
    pub layers: Vec<(&'static str, u32, f64)>,
    /// Distinct objects.
    pub objects: u32,
    /// Pairs of posts.
    pub pairs: u64,
    /// Objects that each shared before the other.
    pub first: [u32; 2],
    /// Two-sided sign test on these.
    pub p_direction: f64,
    /// Of all layers together.
    pub p: f64,
    /// By Benjamini and Hochberg over all pairs of accounts.
    pub q: f64,
}

/// Two posts with the same object within the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairFinding {
    /// The place of its edge.
    pub edge: usize,
    /// The layer.
    pub layer: &'static str,
    /// The object.
    pub object: Arc<str>,
    /// The posts, in the order of the edge's accounts.
    pub items: [Arc<str>; 2],
    /// When they were published.
    pub at: [Micros; 2],
}

/// Identifiers that stored pages of several sites have in common.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct SharedSites {
    /// Sites of matched items with a stored page.
    pub sites: usize,
    /// Pages of theirs that were read.
    pub pages: usize,
    /// Identifiers on two sites and more, those on many sites last.
    pub identifiers: Vec<SharedIdentifier>,
}

/// An identifier on two sites and more.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SharedIdentifier {
    /// `google-analytics`, `adsense`, `ads-txt`, `verification`, `favicon`, `template`, …
    pub kind: String,
    /// As it is written; a pseudonym where it would find a site that is not named.
    pub identifier: String,
    /// The sites, by registered domain or pseudonym.
    pub sites: Vec<String>,
    /// Accepted actors of accounts on these sites.
    pub actors: Vec<String>,
    /// Whether it is on so many sites that it says nothing of any two.
    pub is_common: bool,
    /// The captures that show it.
    pub evidence: Vec<usize>,
}
