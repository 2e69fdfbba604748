//! From a record of a registry to claims.

use serde_json::Value;
use whence_store::ingest::{ActorKind, NewClaim};
use whence_store::time::Micros;

use super::map_item::time;
use super::preset::{ActorMap, Preset};
use super::value::Context;
use crate::reading::FileReader;

/// Maps a record to one claim per account; the error names the field.
pub(super) fn claims(
    preset: &Preset,
    record: &Value,
    context: &Context,
    now: Micros,
    reader: &FileReader,
) -> Result<Vec<NewClaim>, String> {
    let (Some(claim), Some(actor)) = (&preset.claim, &preset.actor) else {
        return Err("the preset has no [claim] or no [actor]".to_owned());
    };
    let optional = |field: &Option<super::value::Field>| field.as_ref().and_then(|f| f.text(record, context));
    let name = actor.name.text(record, context).ok_or("actor.name: there is none")?;
    // Without a date of its own, a registry was stated when it was captured.
    let asserted_at = claim
        .asserted_at
        .as_ref()
        .and_then(|map| time(map, record, context).ok())
        .map_or(now, |moment| moment.at);
    let (asserted_by, asserted_url) =
        reader.asserted.clone().unwrap_or_else(|| (claim.asserted_by.clone(), claim.asserted_url.clone()));
    let claims: Vec<NewClaim> = actor
        .account
        .iter()
        .filter_map(|account| {
            Some(NewClaim {
                actor: name.clone(),
                actor_kind: kind(actor, record, context),
                owner: optional(&actor.owner),
                parent: optional(&actor.parent),
                region: optional(&actor.region),
                language: optional(&actor.language),
                platform: account.platform.clone(),
                handle: account.handle.text(record, context)?,
                native_id: optional(&account.id),
                account_url: optional(&account.url),
                asserted_by: asserted_by.clone(),
                asserted_url: asserted_url.clone(),
                asserted_at,
                status: reader.status.unwrap_or(claim.status),
            })
        })
        .collect();
    if claims.is_empty() { Err(format!("actor `{name}` has no account")) } else { Ok(claims) }
}

fn kind(actor: &ActorMap, record: &Value, context: &Context) -> ActorKind {
    actor
        .kind
        .iter()
        .find(|rule| rule.field.text(record, context).is_some_and(|text| rule.pattern.is_match(&text)))
        .map_or(ActorKind::Person, |rule| rule.is)
}
