//! Lists of domains, addresses and handles become claims of the kind `indicator`: they say what is listed, and never who is behind it.
//!
//! `map` reads records of tables, `stix` bundles of STIX 2.1 (`pattern` their patterns); `listed` makes of a value what the store can
//! match, `place` knows hosts on which many have pages of their own, and which of these are accounts.

mod listed;
mod map;
mod pattern;
mod place;
mod stix;

use serde_json::Value;
use whence_store::ingest::{ActorKind, NewClaim};
use whence_store::time::Micros;

use super::map_actor::Asserted;
use super::preset::Preset;
use super::value::Context;
use crate::reading::FileReader;
use listed::Listed;

/// What a record lists.
#[derive(Debug, Default)]
pub(super) struct Claims {
    pub(super) claims: Vec<NewClaim>,
    /// What nothing of ours can match, by its type.
    pub(super) left_out: Vec<String>,
}

/// Maps a record to claims; the error names the field.
pub(super) fn claims(
    preset: &Preset,
    record: &Value,
    context: &Context,
    now: Micros,
    reader: &FileReader,
) -> Result<Claims, String> {
    let (Some(claim), Some(map)) = (&preset.claim, &preset.indicator) else {
        return Err("the preset has no [claim] or no [indicator]".to_owned());
    };
    if map.stix {
        return stix::claims(claim, map, record, context, now, reader);
    }
    map::claims(claim, map, record, context, now, reader)
}

/// The claims that something is listed by a campaign's list.
fn of_listed(listed: Vec<Listed>, campaign: &str, asserted: &Asserted) -> Vec<NewClaim> {
    let claim = |listed: Listed| NewClaim {
        actor: campaign.to_owned(),
        actor_kind: ActorKind::Indicator,
        owner: None,
        parent: None,
        region: None,
        language: None,
        platform: listed.platform,
        handle: listed.pattern,
        native_id: listed.native_id,
        account_url: listed.address,
        asserted_by: asserted.by.clone(),
        asserted_url: asserted.url.clone(),
        asserted_at: asserted.at,
        valid_from: asserted.valid.0,
        valid_to: asserted.valid.1,
        status: asserted.status,
        is_repeated: false,
    };
    listed.into_iter().map(claim).collect()
}
