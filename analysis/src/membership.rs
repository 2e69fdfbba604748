//! How items were found to belong to the narrative, as a report tells it.

use std::collections::BTreeMap;

use crate::case::Case;
use crate::findings::{ClauseFinding, Form, Matching, MisspellingFinding, SeedFinding};
use crate::labels::{self, Labels};

/// The clauses with what met them, misspellings, seeds, and what hand labels say.
pub(crate) fn matching(case: &Case<'_>, labels: Option<&Labels>) -> Matching {
    let membership = &case.corpus.membership;
    let mut counts: BTreeMap<u16, (usize, usize)> = BTreeMap::new();
    let mut beyond: BTreeMap<u16, usize> = BTreeMap::new();
    for item in &case.corpus.items {
        for clause in &item.clauses {
            let count = counts.entry(*clause).or_default();
            count.0 += 1;
            count.1 += usize::from(item.clauses.len() == 1);
            let of_seeds_only = item.clauses.iter().all(|clause| usize::from(*clause) >= membership.of_query);
            *beyond.entry(*clause).or_default() += usize::from(of_seeds_only);
        }
    }
    let clauses = (0..)
        .zip(&membership.clauses)
        .map(|(n, text)| {
            let (items, alone) = counts.get(&n).copied().unwrap_or_default();
            ClauseFinding { clause: shown(case, text), items, alone }
        })
        .collect();
    let misspellings = membership
        .expansions
        .iter()
        .map(|expansion| {
            // A handle may lie one letter from a word.
            let told = |form: &&(String, u64)| !case.guard.finds(&form.0);
            MisspellingFinding {
                word: expansion.word.clone(),
                edits: expansion.edits,
                forms: expansion
                    .forms
                    .iter()
                    .filter(told)
                    .map(|(word, items)| Form { word: word.clone(), items: *items })
                    .collect(),
                withheld: expansion.forms.iter().filter(|form| !told(form)).count(),
                left_out: expansion.left_out,
            }
        })
        .collect();
    let seeds = membership
        .seeds
        .iter()
        .map(|seed| SeedFinding {
            seed: match &seed.item {
                Some((platform, id)) => seed_item(case, platform, id),
                None => case.guard.scrubbed(&seed.written),
            },
            items: seed.clause.and_then(|clause| counts.get(&clause)).map_or(0, |count| count.0),
            beyond_query: seed.clause.and_then(|clause| beyond.get(&clause)).copied().unwrap_or(0),
            problem: seed.problem.clone(),
        })
        .collect();
    Matching {
        clauses,
        misspellings,
        seeds,
        precision: labels.and_then(|labels| labels::precision(case, labels)),
    }
}

/// A seed item as the report calls it; one that the store does not hold may be anybody's.
fn seed_item(case: &Case<'_>, platform: &str, id: &str) -> String {
    let known = case.reader.author_of(platform, id).ok().flatten();
    if known.is_some_and(|account| case.naming.is_named(account)) {
        format!("{platform}:{id}")
    } else {
        case.naming.pseudonyms().item(platform, id)
    }
}

/// A clause or query without the handles of accounts that may not be named.
///
/// Text is left as the analyst wrote it: it is what was asked, and stands in the configuration.
pub(crate) fn shown(case: &Case<'_>, canonical: &str) -> String {
    let mut out = String::new();
    let mut rest = canonical;
    while let Some(place) = rest.find("author:\"") {
        let (before, after) = rest.split_at(place + "author:\"".len());
        out.push_str(before);
        let handle = after.split('"').next().unwrap_or_default();
        out.push_str(&author(case, handle));
        rest = &after[handle.len()..];
    }
    out.push_str(rest);
    out
}

/// A handle or id where all accounts that have it may be named; else their pseudonyms. One that was not captured may be
/// anybody's.
fn author(case: &Case<'_>, handle: &str) -> String {
    let accounts = case
        .corpus
        .accounts
        .values()
        .filter(|account| account.handle == handle || account.native_id.as_deref() == Some(handle));
    let mut labels: Vec<String> = Vec::new();
    let mut all_named = true;
    for account in accounts {
        all_named &= case.naming.is_named(account.id);
        labels.push(case.account(account.id).label);
    }
    if labels.is_empty() {
        "[account not captured]".to_owned()
    } else if all_named {
        handle.to_owned()
    } else {
        labels.join(" / ")
    }
}

/// Whether a query names accounts that may not be named.
pub(crate) fn hides(case: &Case<'_>) -> bool {
    shown(case, &case.narrative.query.canonical) != case.narrative.query.canonical
}
