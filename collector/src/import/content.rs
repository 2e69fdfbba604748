//! From the records of a chunk to what is stored of it, by a preset and by what the operator said of the file.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use whence_store::ingest::{Content, NewObserved};
use whence_store::redact::MARK;
use whence_store::time::Micros;

use super::events::{self, EventCounts};
use super::preset::{Gives, ObservedRule, Preset};
use super::records::Placed;
use super::spread::Found;
use super::value::{Context, is_one_of, scalar};
use super::{indicator, map_actor, map_item, map_point};
use crate::reading::FileReader;

/// What became of the records of a chunk.
#[derive(Debug, Default)]
pub(crate) struct Mapped {
    /// What they say.
    pub(crate) content: Content,
    /// Records mapped.
    pub(crate) fitting: usize,
    /// Records left out by the preset's rules.
    pub(crate) skipped: usize,
    /// Records of which a forgetting left too little to be mapped.
    pub(crate) redacted: usize,
    /// Events by what they are.
    pub(crate) events: EventCounts,
    /// What lists have and nothing of ours can match, by its type.
    pub(crate) left_out: BTreeMap<String, usize>,
    /// Records that could not be mapped.
    pub(crate) unmapped: usize,
    /// The place of the first of them, and why.
    pub(crate) first_unmapped: Option<(String, String)>,
}

/// Maps the records of a chunk that was captured `at`.
pub(super) fn content(preset: &Preset, by: &FileReader, records: Vec<Placed>, at: Micros) -> Mapped {
    let mut done = Mapped::default();
    for (place, record) in records {
        let Mapped { content, events, left_out, .. } = &mut done;
        let mapped = match &record {
            Ok(found) => {
                if let Some(reader) = preset.reader {
                    events::event(reader, &found.record, at, content, events)
                } else {
                    let outer = found.outer.as_deref();
                    let context = Context { file: &by.groups, created: None, outer };
                    one(preset, by, &found.record, &context, at, content, left_out)
                }
            }
            Err(message) => Err(message.clone()),
        };
        match mapped {
            Ok(true) => done.fitting += 1,
            Ok(false) => done.skipped += 1,
            Err(_) if record.as_ref().is_ok_and(is_forgotten) => done.redacted += 1,
            Err(message) => {
                done.unmapped += 1;
                done.first_unmapped.get_or_insert((place, message));
            }
        }
    }
    observe(preset, by, &mut done.content);
    let shown = done.content.accounts.iter().map(|account| (account, at));
    let authors = done.content.items.iter().map(|item| (&item.account, item.seen.unwrap_or(at)));
    let labelled = preset.labels.claims(shown.chain(authors));
    done.content.claims.extend(labelled);
    done
}

/// Whether a forgetting left its mark in a record, or in what its container says of all its records.
fn is_forgotten(found: &Found) -> bool {
    let of_all = |outer: &Value| {
        outer.as_object().is_some_and(|members| {
            members.values().any(|value| !value.is_array() && !value.is_object() && is_redacted(value))
        })
    };
    is_redacted(&found.record) || found.outer.as_deref().is_some_and(of_all)
}

/// Whether a forgetting left its mark in a value.
fn is_redacted(record: &Value) -> bool {
    match record {
        Value::String(text) => text.contains(MARK),
        Value::Array(list) => list.iter().any(is_redacted),
        Value::Object(members) => {
            members.get("forgotten") == Some(&Value::Bool(true))
                || members.iter().any(|(name, value)| name.contains(MARK) || is_redacted(value))
        }
        _ => false,
    }
}

/// Maps one record; tells whether it was meant to be.
fn one(
    preset: &Preset,
    by: &FileReader,
    record: &Value,
    context: &Context<'_>,
    at: Micros,
    into: &mut Content,
    left_out: &mut BTreeMap<String, usize>,
) -> Result<bool, String> {
    let is_meant = preset.keep.is_empty() || preset.keep.iter().any(|when| when.holds(record, context));
    if !is_meant || skips(preset, record, context) {
        return Ok(false);
    }
    match preset.gives {
        Gives::Items => into.items.push(map_item::item(preset, record, context, at)?),
        Gives::Actors => into.claims.extend(map_actor::claims(preset, record, context, at, by)?),
        Gives::Series => into.points.extend(map_point::points(preset, record, context)?),
        Gives::Indicators => {
            let listed = indicator::claims(preset, record, context, at, by)?;
            let gives = !listed.claims.is_empty();
            into.claims.extend(listed.claims);
            for what in listed.left_out {
                *left_out.entry(what).or_default() += 1;
            }
            return Ok(gives);
        }
    }
    Ok(true)
}

fn skips(preset: &Preset, record: &Value, context: &Context<'_>) -> bool {
    let is_there = |path: &str| context.first(record, path).is_some();
    preset.skip.iter().any(|rule| {
        let value = context.first(record, &rule.path);
        let fits = if rule.equals.is_empty() {
            value.is_some()
        } else {
            value.and_then(scalar).is_some_and(|text| is_one_of(&text, &rule.equals))
        };
        fits && !rule.unless.as_deref().is_some_and(is_there)
    })
}

fn observe(preset: &Preset, by: &FileReader, content: &mut Content) {
    let interval = |from, to| NewObserved { account: None, from, to };
    content.observed.extend(by.observed.iter().map(|&(from, to)| interval(from, to)));
    if preset.observed == ObservedRule::CreatedHour {
        let hours: BTreeSet<i64> =
            content.items.iter().map(|i| i.created.at.0.div_euclid(Micros::HOUR)).collect();
        let mut runs: Vec<(i64, i64)> = Vec::new();
        for hour in hours {
            match runs.last_mut() {
                Some((_, end)) if *end == hour => *end = hour + 1,
                _ => runs.push((hour, hour + 1)),
            }
        }
        content.observed.extend(
            runs.into_iter()
                .map(|(from, to)| interval(Micros(from * Micros::HOUR), Micros(to * Micros::HOUR))),
        );
    }
}
