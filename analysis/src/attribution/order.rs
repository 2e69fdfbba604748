//! Which platform had a thing first: the order of first captured items per shared object, with a sign test.
//!
//! Only objects count for which the platform that comes second was observed from a day before the first until its own item:
//! else it may have been first and was not looked at. Order in time is all that this says.

use std::collections::{BTreeMap, BTreeSet};

use whence_store::StoreError;
use whence_store::time::Micros;

use crate::case::Case;
use crate::corpus::{Corpus, Item};
use crate::coverage::Intervals;
use crate::findings::LeadLag;
use crate::forest::{Node, Order, Span};
use crate::statistics::{quantile, sign_test};
use crate::words;

/// Fewer decided objects cannot reach p < .05, however uneven.
const FEWEST: usize = 6;

/// An object: its kind and what it is known by.
type Object = (&'static str, String);

/// Compares every two platforms.
pub(crate) fn lead_lag(case: &Case<'_>, nodes: &[Node]) -> Result<Vec<LeadLag>, StoreError> {
    let mut firsts: BTreeMap<Object, BTreeMap<&str, Span>> = BTreeMap::new();
    let platforms: BTreeSet<&str> =
        case.corpus.measured(false).map(|item| item.row.platform.as_str()).collect();
    if platforms.len() < 2 {
        return Ok(Vec::new());
    }
    let words: BTreeMap<i64, u128> =
        nodes.iter().filter_map(|node| Some((node.row.id, node.versions.first()?.key))).collect();
    for item in case.corpus.measured(false).filter(|item| item.dated()) {
        let span = Span::of(&item.row);
        let mut objects: Vec<Object> = case.reader.carried(item.row.id)?;
        objects.extend(words.get(&item.row.id).map(|key| ("words", format!("{key:032x}"))));
        for object in objects {
            let first = firsts.entry(object).or_default().entry(&item.row.platform).or_insert(span);
            if span.rank() < first.rank() {
                *first = span;
            }
        }
    }
    let observed: BTreeMap<&str, Option<Intervals>> =
        platforms.iter().map(|&platform| (platform, observed(case, platform))).collect();
    let mut found = Vec::new();
    let all: Vec<&str> = platforms.into_iter().collect();
    for (n, &one) in all.iter().enumerate() {
        for &other in &all[n + 1..] {
            for kind in ["url", "media", "words"] {
                let of_kind = firsts.iter().filter(|((of, _), _)| *of == kind);
                let pairs: Vec<(Span, Span)> =
                    of_kind.filter_map(|(_, by)| Some((*by.get(one)?, *by.get(other)?))).collect();
                if !pairs.is_empty() {
                    found.push(pair(one, other, kind, &pairs, &observed));
                }
            }
        }
    }
    Ok(found)
}

/// When every source or account of a platform that gave matched items was observed; nothing where that is not known of all.
fn observed(case: &Case<'_>, platform: &str) -> Option<Intervals> {
    let items = case.corpus.measured(false).filter(|item| item.row.platform == platform);
    let units = case.corpus.observed.units(&Corpus::origins(items.collect::<Vec<&Item>>().into_iter()));
    (units.unknown == 0 && !units.known.is_empty()).then(|| units.all())
}

fn pair(
    one: &str,
    other: &str,
    kind: &str,
    pairs: &[(Span, Span)],
    observed: &BTreeMap<&str, Option<Intervals>>,
) -> LeadLag {
    let mut found = LeadLag {
        one: one.to_owned(),
        other: other.to_owned(),
        object: kind.to_owned(),
        shared: pairs.len(),
        one_first: 0,
        other_first: 0,
        open: 0,
        refused: 0,
        p: None,
        reason: None,
        median_hours: None,
    };
    let mut hours = Vec::new();
    for &(a, b) in pairs {
        let (first, second, late) = match a.order(b) {
            Order::Open => {
                found.open += 1;
                continue;
            }
            Order::Before => (a, b, other),
            Order::After => (b, a, one),
        };
        let (from, to) = (first.from.plus(-Micros::DAY), second.to);
        let watched = observed.get(late).and_then(Option::as_ref);
        if watched.is_none_or(|set| set.overlap(from, to) < to.since(from)) {
            found.refused += 1;
            continue;
        }
        if late == other {
            found.one_first += 1;
        } else {
            found.other_first += 1;
        }
        hours.push(second.from.since(first.to) as f64 / Micros::HOUR as f64);
    }
    let decided = hours.len();
    hours.sort_by(f64::total_cmp);
    found.median_hours = (decided > 0).then(|| (quantile(&hours, 0.5) * 100.0).round() / 100.0);
    if decided >= FEWEST {
        found.p = Some(sign_test(found.one_first, found.other_first));
    } else {
        found.reason = Some(format!("a test needs {FEWEST} objects whose order is decided"));
    }
    found
}

/// The order in a sentence, where a test was made.
pub(crate) fn sentence(found: &[LeadLag]) -> Option<String> {
    let tested: Vec<&LeadLag> = found.iter().filter(|pair| pair.p.is_some()).collect();
    let best = tested.iter().max_by_key(|pair| pair.one_first + pair.other_first)?;
    let (leader, first, second) = if best.one_first >= best.other_first {
        (&best.one, best.one_first, best.other_first)
    } else {
        (&best.other, best.other_first, best.one_first)
    };
    let follower = if *leader == best.one { &best.other } else { &best.one };
    Some(format!(
        "Of {} that both carried and whose order is decided, {} were captured first on {} and {} on {} (sign test p = {:.3}{}). This is order among what was captured, not influence.",
        words::count(first + second, object(&best.object).0, object(&best.object).1),
        words::number(first),
        words::platform(leader),
        words::number(second),
        words::platform(follower),
        best.p.unwrap_or(1.0),
        if tested.len() > 1 { format!("; one of {} tests", tested.len()) } else { String::new() }
    ))
}

/// An object's kind in words, one and several.
pub(crate) fn object(kind: &str) -> (&'static str, &'static str) {
    match kind {
        "url" => ("address", "addresses"),
        "media" => ("picture", "pictures"),
        _ => ("text", "texts"),
    }
}
