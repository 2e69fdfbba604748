//! How much of an actor's own output the narrative is, beside its own days before and beside other topics.
//!
//! State accounts talk about many things: that an actor published on a topic says little without what it publishes otherwise.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use whence_store::StoreError;
use whence_store::read::OwnItem;
use whence_store::time::Micros;

use crate::case::Case;
use crate::corpus::{Item, Matcher};
use crate::coverage::Intervals;
use crate::evidence::EvidenceList;
use crate::findings::{ControlCount, Part, Salience, SalienceRefusal, SalienceRow};
use crate::statistics::{ratio, wilson};
use crate::words;

/// Fewer items of an actor say nothing of its parts.
const FEWEST: usize = 20;

#[derive(Default)]
struct Actor<'a> {
    accounts: BTreeSet<i64>,
    first: Option<&'a Item>,
}

/// An actor's items of a time: all, those of the narrative, those of each control.
#[derive(Default, Clone)]
struct Output {
    observed: i64,
    items: usize,
    matched: usize,
    controls: Vec<usize>,
}

/// Salience of every actor with matched items; nothing without any.
pub(crate) fn salience(case: &Case<'_>, evidence: &mut EvidenceList) -> Result<Option<Salience>, StoreError> {
    let mut actors: BTreeMap<String, Actor<'_>> = BTreeMap::new();
    for item in case.corpus.measured(false) {
        for name in case.actors(item.row.account_id, item.row.created_at) {
            let actor = actors.entry(name).or_default();
            actor.accounts.insert(item.row.account_id);
            actor.first = actor.first.or(Some(item));
        }
    }
    if actors.is_empty() {
        return Ok(None);
    }
    let window = &case.narrative.window;
    let days = i64::from(case.narrative.asked.baseline_days.unwrap_or(0));
    let length = if days > 0 { days * Micros::DAY } else { window.to.since(window.from) };
    let begin = window.from.plus(-length);
    let mut matcher = Matcher::new(case.reader, window, begin, case.end());
    let narrative: HashSet<i64> = matcher.find(&case.narrative.query)?.ids.into_iter().collect();
    let mut controls: Vec<HashSet<i64>> = Vec::new();
    for control in &case.narrative.asked.controls {
        controls.push(matcher.find(&control.query)?.ids.into_iter().collect());
    }
    let mut found = Salience {
        baseline: case.interval(begin, window.from),
        controls: case.narrative.asked.controls.iter().map(|control| control.name.clone()).collect(),
        rows: Vec::new(),
        refused: Vec::new(),
    };
    let mut refused: BTreeMap<String, usize> = BTreeMap::new();
    let mut owned = Owned::default();
    for (name, actor) in &actors {
        let (mut now, mut before) = (Output::default(), Output::default());
        let (mut known, mut without) = (0, 0);
        for &account in &actor.accounts {
            let (items, observed) = owned.of(case, account, begin)?;
            let Some(observed) = observed else {
                without += 1;
                continue;
            };
            known += 1;
            for (output, from, to) in [(&mut now, window.from, case.end()), (&mut before, begin, window.from)]
            {
                output.observed += observed.overlap(from, to);
                output.controls.resize(controls.len(), 0);
                let own = items.iter().filter(|item| {
                    from <= item.at
                        && item.at < to
                        && observed.contains(item.at)
                        && !item.ranking
                        && case.actors(account, item.at).contains(name)
                });
                for item in own {
                    output.items += 1;
                    output.matched += usize::from(narrative.contains(&item.id));
                    for (count, ids) in output.controls.iter_mut().zip(&controls) {
                        *count += usize::from(ids.contains(&item.id));
                    }
                }
            }
        }
        if known == 0 || without > 0 {
            *refused
                .entry(
                    "it is not known when an account of theirs was observed, so not what else it published"
                        .to_owned(),
                )
                .or_default() += 1;
        } else if now.items < FEWEST {
            *refused
                .entry(format!(
                    "fewer than {FEWEST} items of theirs were captured while their accounts were observed"
                ))
                .or_default() += 1;
        } else if let Some(first) = actor.first {
            found.rows.push(row(name, actor, &now, &before, evidence.cite(first.row.capture_id)));
        }
    }
    // By the lower end, so that few items are not taken for a large part.
    let low = |row: &SalienceRow| row.share.low.unwrap_or_default();
    found.rows.sort_by(|a, b| low(b).total_cmp(&low(a)).then_with(|| a.who.cmp(&b.who)));
    found.refused = refused.into_iter().map(|(reason, actors)| SalienceRefusal { reason, actors }).collect();
    Ok(Some(found))
}

fn row(name: &str, actor: &Actor<'_>, now: &Output, before: &Output, evidence: usize) -> SalienceRow {
    let (low, high) = wilson(now.matched, now.items);
    let share = now.matched as f64 / now.items as f64;
    let has_baseline = before.observed > 0 && before.items >= FEWEST;
    let compared =
        |x: usize, y: usize| has_baseline.then(|| ratio((x, now.items), (y, before.items))).flatten();
    let change = compared(now.matched, before.matched);
    SalienceRow {
        who: name.to_owned(),
        accounts: actor.accounts.len(),
        items: now.items,
        matched: now.matched,
        share: Part { share, low: Some(low), high: Some(high) },
        baseline_items: has_baseline.then_some(before.items),
        baseline_matched: has_baseline.then_some(before.matched),
        ratio: change.map(|change| change.0),
        ratio_low: change.map(|change| change.1),
        ratio_high: change.map(|change| change.2),
        controls: now
            .controls
            .iter()
            .zip(&before.controls)
            .map(|(&x, &y)| ControlCount {
                items: x,
                baseline_items: has_baseline.then_some(y),
                ratio: compared(x, y).map(|change| change.0),
            })
            .collect(),
        evidence,
    }
}

/// What accounts published, and when they were observed; each read once.
#[derive(Default)]
struct Owned(BTreeMap<i64, (Vec<OwnItem>, Option<Intervals>)>);

impl Owned {
    fn of(
        &mut self,
        case: &Case<'_>,
        account: i64,
        begin: Micros,
    ) -> Result<(&[OwnItem], Option<&Intervals>), StoreError> {
        let (items, observed) = match self.0.entry(account) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let items = case.reader.own_items(account, begin, case.end())?;
                let sources: BTreeSet<i64> = items.iter().map(|item| item.source_id).collect();
                let observed = case.corpus.observed.account(account, &sources);
                place.insert((items, observed))
            }
        };
        Ok((items, observed.as_ref()))
    }
}

/// Salience in a sentence.
pub(crate) fn sentence(found: &Salience) -> Option<(String, Vec<usize>)> {
    let first = found.rows.first()?;
    let change = match (first.ratio, first.ratio_low, first.ratio_high) {
        (Some(ratio), Some(low), Some(high)) => format!(
            ", {} times its part of the days before (95 % interval {} to {})",
            words::decimal(ratio),
            words::decimal(low),
            words::decimal(high)
        ),
        _ => "; what it published before was not observed enough to compare".to_owned(),
    };
    let text = format!(
        "The narrative weighs most in the own output of {}: {} of its captured items ({} of {}){change}.",
        first.who,
        words::percent(first.share.share),
        words::number(first.matched),
        words::number(first.items)
    );
    Some((text, vec![first.evidence]))
}
