//! From a record of a registry to claims.

use serde_json::Value;
use whence_store::ingest::{ActorKind, ClaimStatus, NewClaim};
use whence_store::link::canonical;
use whence_store::time::{Micros, Precision};

use super::claim_map::{ActorAccount, ActorMap, ClaimMap};
use super::map_item::time;
use super::preset::{Preset, TimeMap};
use super::value::{Context, Field};
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
    let optional = |field: &Option<Field>| field.as_ref().and_then(|f| f.text(record, context));
    let name = actor.name.text(record, context).ok_or("actor.name: there is none")?;
    let actor_kind = kind(actor, record, context)?;
    let asserted = Asserted::of(claim, record, context, now, reader)?;
    let mut claims = Vec::new();
    for account in &actor.account {
        let Some(Account { platform, handle, native_id, url }) = Account::of(account, record, context)?
        else {
            continue;
        };
        claims.push(NewClaim {
            actor: name.clone(),
            actor_kind,
            owner: optional(&actor.owner),
            parent: optional(&actor.parent),
            region: optional(&actor.region),
            language: optional(&actor.language),
            platform,
            handle,
            native_id,
            account_url: url,
            asserted_by: asserted.by.clone(),
            asserted_url: asserted.url.clone(),
            asserted_at: asserted.at,
            valid_from: asserted.valid.0,
            valid_to: asserted.valid.1,
            status: asserted.status,
            is_repeated: false,
        });
    }
    if claims.is_empty() { Err(format!("actor `{name}` has no account")) } else { Ok(claims) }
}

/// Who states a claim, where, when, for which time, and whether it counts.
pub(super) struct Asserted {
    pub(super) by: String,
    pub(super) url: String,
    pub(super) at: Micros,
    pub(super) valid: (Option<Micros>, Option<Micros>),
    pub(super) status: ClaimStatus,
}

impl Asserted {
    pub(super) fn of(
        claim: &ClaimMap,
        record: &Value,
        context: &Context,
        now: Micros,
        reader: &FileReader,
    ) -> Result<Self, String> {
        let optional = |field: &Option<Field>| field.as_ref().and_then(|f| f.text(record, context));
        // Without a date of its own, a registry was stated when it was captured.
        let at = claim
            .asserted_at
            .as_ref()
            .and_then(|map| time(map, record, context).ok())
            .map_or(now, |moment| moment.at);
        let (by, url) = reader.asserted.clone().unwrap_or_else(|| {
            (
                optional(&claim.by).unwrap_or_else(|| claim.asserted_by.clone()),
                optional(&claim.url).unwrap_or_else(|| claim.asserted_url.clone()),
            )
        });
        let valid = (
            instant(claim.valid_from.as_ref(), record, context, false)
                .map_err(|e| format!("claim.valid_from: {e}"))?,
            instant(claim.valid_to.as_ref(), record, context, true)
                .map_err(|e| format!("claim.valid_to: {e}"))?,
        );
        if let (Some(from), Some(to)) = valid
            && from >= to
        {
            return Err("claim.valid_to: it ends before it begins".to_owned());
        }
        let status = match (reader.status, optional(&claim.status_from)) {
            (Some(status), _) => status,
            (None, Some(word)) => serde_json::from_value(Value::String(word.to_lowercase()))
                .map_err(|_| format!("claim.status: `{word}` is none of accepted, candidate, rejected"))?,
            (None, None) => claim.status,
        };
        Ok(Self { by, url, at, valid, status })
    }
}

/// A time that may be missing, but not wrong. A date at the end is the last day.
pub(super) fn instant(
    map: Option<&TimeMap>,
    record: &Value,
    context: &Context,
    is_end: bool,
) -> Result<Option<Micros>, String> {
    let Some(map) = map else { return Ok(None) };
    if map.from.text(record, context).is_none() {
        return Ok(None);
    }
    let moment = time(map, record, context)?;
    let ends = is_end && moment.precision == Precision::Day;
    Ok(Some(if ends { moment.at.plus(Micros::DAY) } else { moment.at }))
}

struct Account {
    platform: String,
    handle: String,
    native_id: Option<String>,
    url: Option<String>,
}

impl Account {
    /// The account that a record gives by this part of the mapping, if it gives one.
    fn of(map: &ActorAccount, record: &Value, context: &Context) -> Result<Option<Self>, String> {
        let optional = |field: &Option<Field>| field.as_ref().and_then(|f| f.text(record, context));
        let Some(handle) = map.handle.text(record, context) else { return Ok(None) };
        let Some(platform) = platform(map, record, context)? else { return Ok(None) };
        let mut account_url = optional(&map.url);
        let mut native_id = optional(&map.id);
        if map.handle_is_id.contains(&platform) {
            native_id = native_id.or_else(|| Some(handle.clone()));
        }
        let mut handle = handle;
        if platform == "web" {
            // A website is known by its host.
            let address = if handle.contains("://") { handle.clone() } else { format!("https://{handle}/") };
            let site =
                canonical(&address).ok_or_else(|| format!("account.handle: `{handle}` is no website"))?;
            if handle.contains("://") {
                account_url = account_url.or(Some(handle));
            }
            handle = site.host;
        }
        Ok(Some(Self { platform, handle, native_id, url: account_url }))
    }
}

fn platform(map: &ActorAccount, record: &Value, context: &Context) -> Result<Option<String>, String> {
    let told = map.platform_from.as_ref().and_then(|field| field.text(record, context));
    let Some(told) = told else { return Ok(map.platform.clone()) };
    let last = told.rsplit('/').next().unwrap_or_default();
    let known = map.platforms.get(&told).or_else(|| map.platforms.get(last));
    let platform = match known {
        Some(platform) => platform.clone(),
        // A property that the mapping does not know is no account.
        None if !map.platforms.is_empty() => return Ok(None),
        None => told.to_lowercase(),
    };
    let is_word = platform.len() <= 24
        && platform.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c));
    if is_word {
        Ok(Some(platform))
    } else {
        Err(format!("account.platform: `{platform}` is no platform's word"))
    }
}

fn kind(actor: &ActorMap, record: &Value, context: &Context) -> Result<ActorKind, String> {
    if let Some(word) = actor.kind_from.as_ref().and_then(|field| field.text(record, context)) {
        return serde_json::from_value(Value::String(word.to_lowercase()))
            .map_err(|_| format!("actor.kind: `{word}` is none of office, outlet, person"));
    }
    Ok(actor
        .kind
        .iter()
        .find(|rule| rule.field.text(record, context).is_some_and(|text| rule.pattern.is_match(&text)))
        .map_or(ActorKind::Person, |rule| rule.is))
}
