//! Which world to generate: the seed and the three choices that tests vary. Holds no content.

use serde::Serialize;

/// Where the large surge lies, seen from the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SurgePlace {
    /// It begins on the Friday before the Monday of the event.
    BeforeEvent,
    /// It begins one to three days after the event.
    AfterEvent,
}

/// What the collector's outage covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outage {
    /// Some days of ordinary chatter: neither the first item nor the spike nor the surge.
    Ordinary,
    /// The narrative's true first item, so that what is captured first comes right after a gap.
    HidesFirst,
}

/// Everything that a world is a function of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct WorldSpec {
    /// Same seed and choices, same bytes.
    pub seed: u64,
    /// Whether registered (state-linked) accounts take part in the narrative. The registry is the same either way.
    pub actors: bool,
    /// Where the surge lies.
    pub surge: SurgePlace,
    /// What the outage covers.
    pub outage: Outage,
}

impl WorldSpec {
    /// The plain case: actors take part, the surge precedes the event, the outage hides nothing that matters.
    pub fn ordinary(seed: u64) -> Self {
        Self { seed, actors: true, surge: SurgePlace::BeforeEvent, outage: Outage::Ordinary }
    }

    /// The four variants that every property of the world is tested on.
    #[cfg(test)]
    pub(crate) fn variants(seed: u64) -> [Self; 4] {
        let plain = Self::ordinary(seed);
        [
            plain,
            Self { actors: false, ..plain },
            Self { surge: SurgePlace::AfterEvent, ..plain },
            Self { outage: Outage::HidesFirst, ..plain },
        ]
    }
}
