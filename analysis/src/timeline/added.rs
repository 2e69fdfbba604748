//! Whose items a stretch has more of than the quiet days before it: by actor, platform, language and object.
//!
//! It says where the added items came from, never who caused them: an actor's items may be answers to others'.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use whence_store::StoreError;

use crate::case::Case;
use crate::corpus::Item;
use crate::findings::{Added, AddedRow};
use crate::surge::Stretch;
use crate::words;

/// Rows of a breakdown; the rest are counted.
const MOST_ROWS: usize = 5;
/// From this share on the added items came "mostly" from one.
const MOST: f64 = 0.5;
/// Fewer added items are not broken down.
const FEWEST: f64 = 10.0;

/// The breakdowns of a stretch; nothing where it has too few added items. `quiet` are the observed days that its baseline
/// stands on, `observed` the observed days of the stretch.
pub(super) fn find(
    case: &Case<'_>,
    items: &[&Item],
    stretch: &Stretch,
    quiet: &BTreeSet<Date>,
    observed: usize,
) -> Result<Vec<Added>, StoreError> {
    let dated = |from: Date, to: Date| {
        items.iter().copied().filter(move |item| {
            let date = case.date(item.row.created_at, item.row.precision);
            item.dated() && from <= date && date <= to
        })
    };
    let during: Vec<&Item> = dated(stretch.first, stretch.last).collect();
    let before: Vec<&Item> = items
        .iter()
        .copied()
        .filter(|item| item.dated() && quiet.contains(&case.date(item.row.created_at, item.row.precision)))
        .collect();
    let part = observed as f64 / quiet.len().max(1) as f64;
    let added = during.len() as f64 - before.len() as f64 * part;
    if added < FEWEST || quiet.is_empty() {
        return Ok(Vec::new());
    }
    let objects = objects(case, during.iter().chain(&before).copied())?;
    let none = Vec::new();
    let by =
        |what: &str, of: &dyn Fn(&Item) -> Vec<String>| breakdown(what, &during, &before, part, added, of);
    let mut found = Vec::new();
    found.extend(by("actor", &|item| {
        let actors = case.actors(item.row.account_id, item.row.created_at);
        if actors.is_empty() { vec![crate::attribution::NO_CLAIM.to_owned()] } else { actors }
    }));
    found.extend(by("platform", &|item| vec![words::platform(&item.row.platform)]));
    found.extend(by("language", &|item| vec![item.row.lang.clone().unwrap_or_else(|| "und".to_owned())]));
    found.extend(by("object", &|item| objects.get(&item.row.id).unwrap_or(&none).clone()));
    Ok(found)
}

/// The objects that items carry and that lead to nobody who is protected: hosts that links lead to, and hashtags.
fn objects<'a>(
    case: &Case<'_>,
    items: impl Iterator<Item = &'a Item>,
) -> Result<BTreeMap<i64, Vec<String>>, StoreError> {
    let ids: BTreeSet<i64> = items.map(|item| item.row.id).collect();
    let mut carried: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for row in case.reader.hosts_and_tags(&ids)? {
        let label = if row.tag { format!("#{}", row.key) } else { row.key.clone() };
        let leads = case.guard.finds(&row.key)
            || !row.tag && case.guard.finds_in_url(&format!("https://{}/", row.key));
        if !leads {
            carried.entry(row.item_id).or_default().push(label);
        }
    }
    Ok(carried)
}

fn breakdown(
    what: &str,
    during: &[&Item],
    before: &[&Item],
    part: f64,
    added: f64,
    of: &dyn Fn(&Item) -> Vec<String>,
) -> Option<Added> {
    let tally = |items: &[&Item]| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for item in items {
            for label in of(item) {
                *counts.entry(label).or_default() += 1;
            }
        }
        counts
    };
    let (now, then) = (tally(during), tally(before));
    let mut rows: Vec<AddedRow> = now
        .into_iter()
        .map(|(label, items)| {
            let usual = then.get(&label).copied().unwrap_or(0) as f64 * part;
            let more = items as f64 - usual;
            AddedRow {
                label,
                items,
                usual: rounded(usual),
                added: rounded(more),
                share: rounded(more / added),
            }
        })
        .filter(|row| row.added > 0.0)
        .collect();
    rows.sort_by(|a, b| b.added.total_cmp(&a.added).then_with(|| a.label.cmp(&b.label)));
    let more = rows.len().saturating_sub(MOST_ROWS);
    rows.truncate(MOST_ROWS);
    let first = rows.first()?;
    // Where there is only one, that it has most says nothing.
    let only = rows.len() == 1 && first.share >= 1.0;
    let sentence = (first.share > MOST && !only).then(|| {
        let verb = if what == "object" {
            "Most of the added items carry"
        } else {
            "Most of the added items came from"
        };
        let label = match (what, first.label.as_str()) {
            ("actor", crate::attribution::NO_CLAIM) => {
                "accounts that no accepted claim attributes".to_owned()
            }
            ("language", "und") => "items whose language is not known".to_owned(),
            ("language", code) => format!("items in the language {code}"),
            (_, label) => label.to_owned(),
        };
        format!(
            "{verb} {label}: {} of {} that the stretch has above the quiet days before it.",
            words::decimal(first.added),
            words::decimal(added)
        )
    });
    Some(Added { by: what.to_owned(), total: rounded(added), rows, more, sentence })
}

fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
