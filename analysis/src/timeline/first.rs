//! What was captured first, and what may lie hidden in the gap before it.

use std::fmt::Write as _;

use whence_store::StoreError;
use whence_store::time::{Micros, Precision};

use crate::case::Case;
use crate::corpus::Item;
use crate::coverage::{Gap, Units, gaps_before};
use crate::evidence::EvidenceList;
use crate::findings::{FirstCaptured, GapBefore};
use crate::words;

/// The first captured item among `items`, which are in the corpus' order. Items of unknown time do not take part.
pub(crate) fn first_captured<'a>(
    case: &Case<'_>,
    items: impl Iterator<Item = &'a Item> + Clone,
    units: &Units,
    evidence: &mut EvidenceList,
) -> Result<Option<FirstCaptured>, StoreError> {
    let Some(item) = items.clone().find(|item| item.dated()) else { return Ok(None) };
    let row = &item.row;
    let bin = bin(case, item);
    // What lies within a day of which the time is not known is not before it.
    let until = if item.timed() { bin.max(row.created_at) } else { bin };
    // Where no coverage is known, that the whole time before was not observed is not known either.
    let gap = (!units.known.is_empty())
        .then(|| gaps_before(units, case.narrative.window.from, bin, until))
        .flatten();
    let account = case.account(row.account_id);
    let actors = case.actors(row.account_id, row.created_at);
    let when = case.when(row.created_at, row.precision);
    let actor = (!actors.is_empty()).then(|| words::list(&actors));

    let mut sentence = format!("The narrative was first captured {when}{}.", before(case, gap, units, bin));
    let by = match &actor {
        Some(actor) if account.named => format!("{} ({actor} by accepted claims)", account.label),
        Some(actor) => format!("an account of {actor} ({})", account.label),
        None => account.label.clone(),
    };
    let kind = if item.ranking { "ranking entry" } else { row.kind.as_str() };
    let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    let _ = write!(sentence, " It is {article} {kind} on {} by {by}", words::platform(&row.platform));
    sentence.push_str(match row.precision {
        Precision::Second | Precision::Minute => ".",
        Precision::Hour => "; its time is known to the hour.",
        Precision::Day => "; its time is known to the day.",
        Precision::Relative => "; its time was told relative to the capture.",
        Precision::None => "; its time is not known.",
    });
    if row.precision == Precision::Day {
        let date = case.date(row.created_at, row.precision);
        let others = items
            .filter(|other| other.dated() && case.date(other.row.created_at, other.row.precision) == date)
            .count()
            .saturating_sub(1);
        if others > 0 {
            let others = words::count(others, "other item", "other items");
            let _ = write!(sentence, " Any of the {others} of that day may be earlier.");
        }
    }
    Ok(Some(FirstCaptured {
        item: case.item(item),
        platform: row.platform.clone(),
        kind: row.kind.clone(),
        at: row.created_at.to_string(),
        at_local: match row.precision {
            Precision::Day => case.date(row.created_at, row.precision).to_string(),
            _ => case.narrative.window.rfc3339(row.created_at),
        },
        precision: row.precision.as_str().to_owned(),
        excerpt: case.quote(item)?,
        account,
        actor,
        gap_before: gap.map(|gap| found(case, gap)),
        sentence,
        evidence: evidence.cite(row.capture_id),
    }))
}

/// The beginning of the hour, or day, in which an item lies as far as its time is known.
fn bin(case: &Case<'_>, item: &Item) -> Micros {
    let at = item.row.created_at;
    let date = case.date(at, item.row.precision);
    let day = case.begin(date, at);
    if item.timed() { day.plus(at.since(day).div_euclid(Micros::HOUR) * Micros::HOUR) } else { day }
}

fn found(case: &Case<'_>, gap: Gap) -> GapBefore {
    let interval = case.interval(gap.from, gap.to);
    GapBefore {
        from: interval.from,
        to: interval.to,
        from_local: interval.from_local,
        to_local: interval.to_local,
        adjacent: gap.adjacent,
        scope: if gap.total { "all" } else { "some" }.to_owned(),
    }
}

/// What is known of the time before, as the end of the sentence.
fn before(case: &Case<'_>, gap: Option<Gap>, units: &Units, bin: Micros) -> String {
    let window = &case.narrative.window;
    if units.known.is_empty() {
        return "; coverage is not known, so nothing can be said of what came before".to_owned();
    }
    let unknown = if units.unknown > 0 {
        format!(
            " (of {} the coverage is not known)",
            words::count(units.unknown, "source or account", "sources or accounts")
        )
    } else {
        String::new()
    };
    let Some(gap) = gap else {
        let text = if bin <= window.from {
            "; the window begins there, and what lay before it was not looked at"
        } else {
            "; everything that gave a match was observed from the window's beginning until then"
        };
        return format!("{text}{unknown}");
    };
    if gap.total && gap.adjacent && gap.from <= window.from {
        return format!("; nothing before that was observed in the window, so it may be older{unknown}");
    }
    let part = if gap.total { "nothing was observed" } else { "not every source or account was observed" };
    if !gap.adjacent {
        let last = window.local(gap.to);
        return format!("; the last gap before it ended {last} ({part} in it){unknown}");
    }
    let (from, to) = (window.local_clock(gap.from), window.local_clock(gap.to));
    let hour = gap.to.since(gap.from) == Micros::HOUR;
    if window.date_of(gap.from) != window.date_of(gap.to.plus(-1))
        || window.date_of(gap.from) != window.date_of(bin)
    {
        let (from, to) = (window.local(gap.from), window.local(gap.to));
        return format!(
            ", after a gap from {from} to {to}: {part} in it, so an earlier item may have been missed{unknown}"
        );
    }
    let place = if hour { format!("at {from}") } else { format!("from {from} to {to}") };
    format!(
        ", after a gap {place}: {part} from {from} to {to}, so an earlier item may have been missed{unknown}"
    )
}
