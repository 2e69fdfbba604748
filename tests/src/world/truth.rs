//! What really happened in a world: what a report on it is held against. Never written where the analysis reads.

use std::collections::BTreeMap;

use serde::Serialize;
use whence_store::time::Micros;

use super::day::Day;
use super::registered::Kind;
use super::spec::WorldSpec;

/// The whole truth of one world.
#[derive(Debug, Clone, Serialize)]
pub struct Truth {
    /// What the world was generated from.
    pub spec: WorldSpec,
    /// The narrative's file name without its ending.
    pub narrative: String,
    /// IANA zone of all local dates here.
    pub time_zone: String,
    /// First local day of the analysis window, and the first after it.
    pub window: [Day; 2],
    /// Every item that names the product, captured or not, in order of time.
    pub items: Vec<TruthItem>,
    /// Items of the narrative that a collector which runs at the polls can hold.
    pub matched_total_capturable: usize,
    /// Capturable items of the narrative by local day; days without any are absent.
    pub daily_capturable: BTreeMap<Day, usize>,
    /// Registered actors with at least one capturable item of the narrative.
    pub actors: BTreeMap<String, ActorTruth>,
    /// Registered actors on X without one.
    pub silent_actors: Vec<String>,
    /// The narrative's first item, and the first that can be captured.
    pub first_true: FirstItem,
    /// Equal to `first_true` unless the outage hides it.
    pub first_capturable: FirstItem,
    /// Local day of the small spike.
    pub spike_day: Day,
    /// First and last local day of the surge.
    pub surge: [Day; 2],
    /// Local day of the event.
    pub event_day: Day,
    /// Days from the surge's first day to the event; negative when the surge comes after it.
    pub days_from_surge_to_event: i64,
    /// The collector's outage, from and to (exclusive).
    pub outage: [Micros; 2],
    /// Local days that the outage touches, wholly or in part: posts of those days are missing or incomplete. A site's
    /// article from those days may be captured all the same, if its feed still shows it at the next poll.
    pub outage_days: Vec<Day>,
    /// Handles of unregistered people (decoys included) and their names: neither may appear in a report.
    pub private_handles: Vec<String>,
    /// See `private_handles`. No input file holds those of people on X.
    pub private_names: Vec<String>,
    /// The two decoys among the private handles: one letter off a registered handle, and one that the registry
    /// lists for another platform.
    pub decoy_handles: [String; 2],
    /// Handles that the registry lists for X, in its own spelling; authors write them in lower case.
    pub registered_handles: Vec<String>,
    /// Addresses that the feeds show at some poll and robots.txt forbids.
    pub refused_urls: usize,
    /// Article pages that can be captured, of the narrative or not, by site.
    pub capturable_articles: BTreeMap<String, usize>,
    /// Posts in the import files, of the narrative or not.
    pub capturable_posts: usize,
    /// Ids of the channels whose activity resembles the campaign of the world.
    pub resembling_channels: Vec<String>,
    /// Ids of the channels that have only its generic traits.
    pub decoy_channels: Vec<String>,
    /// The domain that looks like a protected one, and that a list names.
    pub look_alike: String,
    /// Captured items that say the tracked claim, by how firmly.
    pub claim_said: BTreeMap<String, usize>,
    /// Reposts, quotes and replies of which both posts are in the import files, of the narrative or not.
    pub edges: Vec<Edge>,
}

/// One item of the narrative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TruthItem {
    /// `x` or `web`.
    pub platform: &'static str,
    /// The post's id, or the article's path on its site.
    pub native_id: String,
    /// The author's handle, or the source's name of the site (its host is known only once it is served).
    pub account: String,
    /// The registered actor behind the account, by the registry's name.
    pub actor: Option<String>,
    /// When it was published.
    pub at: Micros,
    /// Whether a collector that runs at the polls can hold it.
    pub capturable: bool,
}

/// A registered actor's part in the narrative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActorTruth {
    /// Office, outlet or person.
    pub kind: Kind,
    /// Capturable items of the narrative.
    pub items: usize,
}

/// An item that is first in some sense.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct FirstItem {
    /// `x` or `web`.
    pub platform: &'static str,
    /// As in [`TruthItem`].
    pub native_id: String,
    /// When it was published.
    pub at: Micros,
}

/// A relation between two posts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edge {
    /// Id of the later post.
    pub from: String,
    /// Id of the earlier post.
    pub to: String,
    /// `repost`, `quote` or `reply`.
    pub kind: &'static str,
}
