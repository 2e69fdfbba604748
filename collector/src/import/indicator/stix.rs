//! Bundles of STIX 2.1: indicators with their patterns, and observables as they are.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;
use whence_store::time::Micros;

use super::listed::{Listed, account, listed};
use super::pattern::{Comparison, alternatives};
use super::{Claims, of_listed, place};
use crate::import::claim_map::{ClaimMap, IndicatorMap};
use crate::import::map_actor::Asserted;
use crate::import::value::Context;
use crate::reading::FileReader;

pub(super) fn claims(
    claim: &ClaimMap,
    map: &IndicatorMap,
    bundle: &Value,
    context: &Context,
    now: Micros,
    reader: &FileReader,
) -> Result<Claims, String> {
    let objects = bundle
        .get("objects")
        .and_then(Value::as_array)
        .ok_or("objects: there are none: is it a bundle of STIX?")?;
    let names = names(objects);
    let campaigns = campaigns(objects, &names);
    let list = map.campaign.text(bundle, context).ok_or("indicator.campaign: there is none")?;
    let asserted = Asserted::of(claim, bundle, context, now, reader)?;
    let mut all = Claims::default();
    for object in objects {
        let Some(found) = of_object(object, &map.shared_hosts) else { continue };
        if is_true(object, "revoked") {
            all.left_out.push("revoked".to_owned());
            continue;
        }
        match found {
            Err(why) => all.left_out.push(why),
            Ok(listed) => {
                let campaign = text(object, "id")
                    .and_then(|id| campaigns.get(id))
                    .cloned()
                    .unwrap_or_else(|| list.clone());
                let by = text(object, "created_by_ref")
                    .and_then(|id| names.get(id))
                    .filter(|_| reader.asserted.is_none());
                let own = Asserted {
                    by: by.map_or_else(|| asserted.by.clone(), |by| (*by).to_owned()),
                    url: asserted.url.clone(),
                    at: instant(object, "modified")
                        .or_else(|| instant(object, "created"))
                        .unwrap_or(asserted.at),
                    valid: (instant(object, "valid_from"), instant(object, "valid_until")),
                    status: asserted.status,
                };
                all.claims.extend(of_listed(listed, &campaign, &own));
            }
        }
    }
    Ok(all)
}

fn text<'a>(object: &'a Value, key: &str) -> Option<&'a str> {
    object.get(key).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
}

fn is_true(object: &Value, key: &str) -> bool {
    object.get(key) == Some(&Value::Bool(true))
}

fn instant(object: &Value, key: &str) -> Option<Micros> {
    Some(Micros::from_timestamp(text(object, key)?.parse::<Timestamp>().ok()?))
}

/// Objects by id, those with a name.
fn names(objects: &[Value]) -> BTreeMap<&str, &str> {
    objects.iter().filter_map(|object| Some((text(object, "id")?, text(object, "name")?))).collect()
}

/// The campaign or intrusion set that each indicator is said to indicate. An actor is never taken for one: a list names nobody.
fn campaigns(objects: &[Value], names: &BTreeMap<&str, &str>) -> BTreeMap<String, String> {
    objects
        .iter()
        .filter(|object| text(object, "relationship_type") == Some("indicates"))
        .filter_map(|object| {
            let target = text(object, "target_ref")?;
            let is_list =
                ["campaign--", "intrusion-set--", "incident--"].iter().any(|kind| target.starts_with(kind));
            Some((text(object, "source_ref")?.to_owned(), (*names.get(target)?).to_owned()))
                .filter(|_| is_list)
        })
        .collect()
}

/// What an object lists, or why nothing can match it; nothing for objects that list nothing.
fn of_object(object: &Value, more: &[String]) -> Option<Result<Vec<Listed>, String>> {
    let value = |kind: &str| {
        let value = text(object, "value").ok_or_else(|| format!("{kind}: empty"));
        Some(value.and_then(|value| listed(value, Some(kind), None, more)))
    };
    match text(object, "type")? {
        "indicator" => Some(of_pattern(object, more)),
        kind @ ("domain-name" | "url" | "ipv4-addr") => value(kind),
        "user-account" => Some(of_account(
            text(object, "account_type"),
            text(object, "account_login").or_else(|| text(object, "user_id")),
        )),
        kind @ ("file" | "ipv6-addr" | "email-addr" | "email-message" | "artifact" | "software") => {
            Some(Err(kind.to_owned()))
        }
        _ => None,
    }
}

fn of_pattern(object: &Value, more: &[String]) -> Result<Vec<Listed>, String> {
    if text(object, "pattern_type").is_some_and(|kind| kind != "stix") {
        return Err("a pattern of another language".to_owned());
    }
    let pattern = text(object, "pattern").ok_or("a pattern that is empty")?;
    let alternatives = alternatives(pattern).ok_or("a pattern that asks for more than one equality")?;
    let mut all = Vec::new();
    for together in &alternatives {
        all.extend(of_comparisons(together, more)?);
    }
    Ok(all)
}

fn of_comparisons(together: &[Comparison], more: &[String]) -> Result<Vec<Listed>, String> {
    let of = |path: &str| together.iter().find(|one| one.path == path).map(|one| one.value.as_str());
    match together {
        [one] if one.path == "domain-name:value" => listed(&one.value, Some("domain-name"), None, more),
        [one] if one.path == "url:value" => listed(&one.value, Some("url"), None, more),
        [one] if one.path == "ipv4-addr:value" => listed(&one.value, Some("ipv4-addr"), None, more),
        all if all.iter().all(|one| one.path.starts_with("user-account:")) => {
            let is_plain = all.iter().all(|one| {
                matches!(
                    one.path.as_str(),
                    "user-account:account_type" | "user-account:account_login" | "user-account:user_id"
                )
            });
            if !is_plain {
                return Err("a pattern of accounts by other than name and platform".to_owned());
            }
            let login = of("user-account:account_login").or_else(|| of("user-account:user_id"));
            of_account(of("user-account:account_type"), login)
        }
        [one] => Err(format!("a pattern of {}", one.path.split(':').next().unwrap_or_default())),
        _ => Err("a pattern that asks for more than one equality".to_owned()),
    }
}

fn of_account(platform: Option<&str>, login: Option<&str>) -> Result<Vec<Listed>, String> {
    let platform = platform.map(str::to_lowercase);
    let Some(platform) = platform.as_deref().and_then(place::platform) else {
        return Err("user-account: a handle without its platform".to_owned());
    };
    login.and_then(|login| account(platform, login)).ok_or_else(|| "user-account: no handle".to_owned())
}
