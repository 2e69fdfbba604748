//! Characteristic terms of actors by accepted claims, language by language.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use whence_store::StoreError;
use whence_store::text::{fts_text, is_run};

use super::logodds::{Scored, compare};
use crate::case::Case;
use crate::corpus::Item;
use crate::evidence::EvidenceList;
use crate::findings::{ActorTerms, TermFinding};

/// An actor with fewer distinct items says nothing characteristic, nor do fewer items beside it.
const FEWEST_ITEMS: usize = 5;
const FEWEST_OTHERS: usize = 20;
/// Terms in fewer items of the actor are left out.
const FEWEST_USES: u64 = 3;
/// Terms below this many standard deviations are left out.
const LEAST_Z: f64 = 2.58;
/// So many terms of an actor are told.
const MOST_TERMS: usize = 8;
/// Of more items every n-th is read, so that a million take no longer.
const MOST_ITEMS: usize = 60_000;

/// What one group wrote: in how many items each term is, and the first capture that has it.
#[derive(Default)]
struct Written {
    terms: BTreeMap<String, (u64, i64)>,
    items: usize,
    seen: BTreeSet<u64>,
}

/// The terms of each actor that may be named, most items first.
pub(crate) fn characteristic(
    case: &Case<'_>,
    evidence: &mut EvidenceList,
) -> Result<Vec<ActorTerms>, StoreError> {
    let items: Vec<&Item> = case.corpus.measured(false).filter(|item| item.row.kind != "repost").collect();
    let has_actor =
        |item: &&Item| case.corpus.claims.at(item.row.account_id, item.row.created_at).next().is_some();
    if !items.iter().any(has_actor) {
        return Ok(Vec::new());
    }
    let stride = items.len().div_ceil(MOST_ITEMS).max(1);
    let mut all: BTreeMap<String, Written> = BTreeMap::new();
    let mut own: BTreeMap<(String, String), Written> = BTreeMap::new();
    for chunk in items.iter().copied().step_by(stride).collect::<Vec<_>>().chunks(500) {
        let ids: Vec<i64> = chunk.iter().map(|item| item.row.id).collect();
        for (item, text) in chunk.iter().zip(case.reader.texts(&ids)?) {
            let text = format!("{}\n{}", text.title.unwrap_or_default(), text.text);
            let (terms, print) = (terms(&text), fingerprint(&text));
            let language = item.row.lang.clone().unwrap_or_else(|| "und".to_owned());
            let actors: BTreeSet<String> = case
                .corpus
                .claims
                .at(item.row.account_id, item.row.created_at)
                .filter(|claim| !case.naming.protects(claim))
                .map(|claim| case.actor(claim))
                .collect();
            // A text that one group copies is said once by it.
            let who = actors.iter().next().cloned().unwrap_or_default();
            all.entry(language.clone()).or_default().add(
                &terms,
                (print ^ fingerprint(&who)).wrapping_add(1),
                item.row.capture_id,
            );
            for actor in actors {
                own.entry((actor, language.clone())).or_default().add(&terms, print, item.row.capture_id);
            }
        }
    }
    let mut found: Vec<ActorTerms> = Vec::new();
    for ((actor, language), here) in own {
        let Some(all) = all.get(&language) else { continue };
        let others = all.items.saturating_sub(here.items);
        if here.items < FEWEST_ITEMS || others < FEWEST_OTHERS {
            continue;
        }
        let terms = told(case, &here, all, evidence);
        found.push(ActorTerms { actor, language, items: here.items, others, terms });
    }
    found.sort_by(|a, b| {
        b.items.cmp(&a.items).then_with(|| (&a.actor, &a.language).cmp(&(&b.actor, &b.language)))
    });
    Ok(found)
}

impl Written {
    fn add(&mut self, terms: &BTreeSet<String>, print: u64, capture: i64) {
        if !self.seen.insert(print) {
            return;
        }
        self.items += 1;
        for term in terms {
            self.terms.entry(term.clone()).or_insert((0, capture)).0 += 1;
        }
    }
}

fn told(case: &Case<'_>, here: &Written, all: &Written, evidence: &mut EvidenceList) -> Vec<TermFinding> {
    let counts: BTreeMap<String, u64> = here.terms.iter().map(|(term, (n, _))| (term.clone(), *n)).collect();
    let there = all
        .terms
        .iter()
        .map(|(term, (n, _))| (term.clone(), n.saturating_sub(counts.get(term).copied().unwrap_or(0))));
    let scored = compare(&counts, &there.filter(|(_, n)| *n > 0).collect());
    let kept = scored
        .into_iter()
        .filter(|one| one.z >= LEAST_Z && one.here >= FEWEST_USES && !case.guard.finds(&one.term));
    joined(&kept.take(MOST_TERMS * 4).collect::<Vec<_>>())
        .into_iter()
        .take(MOST_TERMS)
        .map(|(term, one)| {
            let capture = here.terms.get(&one.term).map_or(0, |(_, capture)| *capture);
            TermFinding {
                term,
                here: one.here,
                there: one.there,
                log_odds: one.log_odds,
                z: one.z,
                evidence: evidence.cite(capture),
            }
        })
        .collect()
}

/// Pairs of characters that overlap and occur equally often are one longer term: `深度`, `度求`, `求索` are `深度求索`. Each
/// keeps the figures of its highest pair.
fn joined(scored: &[Scored]) -> Vec<(String, Scored)> {
    let is_pair = |term: &str| term.chars().count() >= 2 && term.chars().all(is_run);
    let alike = |a: u64, b: u64| a.min(b) * 5 >= a.max(b) * 4;
    let mut out: Vec<(String, Scored)> = Vec::new();
    let mut used = vec![false; scored.len()];
    for (n, first) in scored.iter().enumerate() {
        if std::mem::replace(&mut used[n], true) {
            continue;
        }
        let mut term = first.term.clone();
        while is_pair(&term) {
            let mut free = scored
                .iter()
                .enumerate()
                .filter(|(m, other)| !used[*m] && is_pair(&other.term) && alike(other.here, first.here));
            let longer = free.find_map(|(m, other)| Some((m, overlapping(&term, &other.term)?)));
            let Some((m, longer)) = longer else { break };
            used[m] = true;
            term = longer;
        }
        out.push((term, first.clone()));
    }
    out
}

/// Two terms as one, where the end of one is the beginning of the other.
fn overlapping(a: &str, b: &str) -> Option<String> {
    let glued = |first: &str, second: &str| {
        let (last, initial) = (first.chars().next_back()?, second.chars().next()?);
        (last == initial).then(|| format!("{first}{}", &second[initial.len_utf8()..]))
    };
    glued(a, b).or_else(|| glued(b, a))
}

/// The terms of a text, each once: words of three letters or more, and pairs of characters in scripts without spaces.
fn terms(text: &str) -> BTreeSet<String> {
    let words = text.split_whitespace().filter(|word| {
        // Addresses and mentions are no words of the text.
        !(word.contains("://") || word.starts_with("www.") || word.starts_with(['@', '＠']))
    });
    let text = words.collect::<Vec<_>>().join(" ");
    let folded = fts_text(&text).text;
    let is_term = |word: &&str| {
        let length = word.chars().count();
        if word.chars().any(is_run) { length > 1 } else { length > 2 && !word.chars().all(char::is_numeric) }
    };
    folded.split(' ').filter(is_term).map(str::to_owned).collect()
}

/// Tells copies apart from other texts within one run; it is written nowhere.
fn fingerprint(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    super::phrase::plain(text).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_pairs_of_characters() {
        let found = terms("We saw 深度求索 at https://a.example/x with @somebody in 2025: a win-win");
        let wanted = ["at", "in", "we"];
        assert!(wanted.iter().all(|word| !found.contains(*word)), "{found:?}");
        for term in ["saw", "深度", "度求", "求索", "with", "win"] {
            assert!(found.contains(term), "{term}: {found:?}");
        }
        assert!(
            !found.contains("2025") && !found.contains("somebody") && !found.contains("example"),
            "{found:?}"
        );
    }

    #[test]
    fn overlapping_pairs_of_one_count_are_one_term() {
        let scored =
            |term: &str, here: u64| Scored { term: term.to_owned(), here, there: 0, log_odds: 1.0, z: 3.0 };
        let found = joined(&[
            scored("度求", 10),
            scored("open", 9),
            scored("深度", 10),
            scored("求索", 9),
            scored("索尼", 3),
        ]);
        let terms: Vec<&str> = found.iter().map(|(term, _)| term.as_str()).collect();
        assert_eq!(terms, ["深度求索", "open", "索尼"]);
    }
}
