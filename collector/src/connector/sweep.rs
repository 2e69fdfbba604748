//! Sweeps: walking a list that is newest first, page by page, from its beginning to what is known.
//!
//! A sweep travels from page to page in the context of its requests. It knows entries by id and time alone, and nothing of
//! what they say.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use whence_store::time::Micros;

use super::Cursors;
use crate::config::Target;

/// The name of the cursor.
const CURSOR: &str = "sweep";
/// A sweep that has come so far ends, and counts as complete: a server that always has one more page must not keep it going.
const MOST_PAGES: u32 = 1000;
/// Entries that are remembered from a sweep to the next.
const MOST_REMEMBERED: usize = 100;

/// An entry as a list showed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Seen {
    pub(super) id: String,
    /// Where it stands in the list, in µs.
    pub(super) at: i64,
    /// The answers to it that were counted.
    #[serde(default)]
    pub(super) replies: i64,
}

/// A sweep under way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sweep {
    /// What is listed.
    pub(super) of: String,
    /// The newest that the last complete sweep saw, in µs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    known: Option<i64>,
    /// Entries of the last sweep that this one has not come to yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    due: Vec<Seen>,
    /// Entries that began this sweep.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    first: Vec<Seen>,
    /// The end of what its pages have shown, in µs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    below: Option<i64>,
    /// Pages read.
    #[serde(default)]
    pages: u32,
}

/// Where the last complete sweep stopped.
#[derive(Debug, Serialize, Deserialize)]
struct Mark {
    of: String,
    newest: Option<i64>,
    recent: Vec<Seen>,
}

/// What a page means for its sweep.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Turned {
    /// The window of which the page shows everything.
    pub(super) window: Option<(Micros, Micros)>,
    /// Entries of the last sweep that should be on the page and are not.
    pub(super) missing: Vec<Seen>,
    /// The sweep as its next page takes it up; nothing when it ends here.
    pub(super) next: Option<Sweep>,
    /// The cursor to be set when it ends.
    pub(super) cursors: Vec<(String, Option<String>)>,
}

impl Sweep {
    /// A sweep from where the last one stopped; one of something else begins anew.
    pub(super) fn start(of: &str, cursors: &Cursors) -> Self {
        let mark: Option<Mark> = cursors.get(CURSOR).and_then(|text| serde_json::from_str(text).ok());
        let mark = mark.filter(|mark| mark.of == of);
        let (known, due) = mark.map_or_else(Default::default, |mark| (mark.newest, mark.recent));
        Self { of: of.to_owned(), known, due, ..Self::default() }
    }

    /// From the context of a request.
    pub(super) fn from_context(context: &str) -> Self {
        serde_json::from_str(context).unwrap_or_default()
    }

    /// For the context of a request.
    pub(super) fn to_context(&self) -> String {
        // Texts and numbers always serialise.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The answers that were counted beside an entry in the last sweep.
    pub(super) fn replies_before(&self, id: &str) -> Option<i64> {
        self.due.iter().find(|seen| seen.id == id).map(|seen| seen.replies)
    }

    /// Takes in a page: its entries in their order, and whether the platform has more.
    pub(super) fn turn(mut self, shown: &[Seen], more: bool, received: Micros, target: &Target) -> Turned {
        if self.pages == 0 {
            self.first = shown.iter().take(MOST_REMEMBERED).cloned().collect();
        }
        self.pages += 1;
        let upper = self.below.unwrap_or(received.0);
        // Entries out of order (a pinned one, another's choice) prove nothing of what is between them.
        let in_order = shown.windows(2).all(|pair| pair[0].at >= pair[1].at)
            && shown.first().is_some_and(|first| first.at <= upper);
        let last = shown.last().map(|last| last.at);
        let lower = last.filter(|_| in_order);
        let window = lower.and_then(|lower| clip(lower, upper, target));
        let missing = lower.map_or_else(Vec::new, |lower| self.pass(lower, shown));
        self.below = lower.or(self.below);
        let meets = |bound: Option<i64>| last.zip(bound).is_some_and(|(last, bound)| last <= bound);
        let from = target.from.map(|from| from.0 - 1);
        let ends = !more || meets(self.known) || meets(from) || self.pages >= MOST_PAGES;
        if ends {
            return Turned { window, missing, next: None, cursors: vec![self.mark(received)] };
        }
        Turned { window, missing, next: Some(self), cursors: Vec::new() }
    }

    /// Takes out what the last sweep saw above `lower`; gives what of it is not shown.
    fn pass(&mut self, lower: i64, shown: &[Seen]) -> Vec<Seen> {
        let ids: BTreeSet<&str> = shown.iter().map(|seen| seen.id.as_str()).collect();
        let (passed, due) = std::mem::take(&mut self.due).into_iter().partition(|seen| seen.at > lower);
        self.due = due;
        let passed: Vec<Seen> = passed;
        passed.into_iter().filter(|seen| !ids.contains(seen.id.as_str())).collect()
    }

    fn mark(self, received: Micros) -> (String, Option<String>) {
        // A time ahead of the clock would make everything until then known.
        let newest = self.first.iter().map(|seen| seen.at.min(received.0)).max().max(self.known);
        let mark = Mark { of: self.of, newest, recent: self.first };
        (CURSOR.to_owned(), serde_json::to_string(&mark).ok())
    }
}

/// What of a window the source is about.
fn clip(lower: i64, upper: i64, target: &Target) -> Option<(Micros, Micros)> {
    let from = target.from.map_or(lower, |from| lower.max(from.0));
    let to = target.to.map_or(upper, |to| upper.min(to.0));
    (from < to).then_some((Micros(from), Micros(to)))
}

/// Whether a time is one that a source is about.
pub(super) fn wanted(target: &Target, at: Micros) -> bool {
    target.from.is_none_or(|from| at >= from) && target.to.is_none_or(|to| at < to)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Micros = Micros(1000);

    fn seen(ats: &[i64]) -> Vec<Seen> {
        ats.iter().map(|at| Seen { id: format!("p{at}"), at: *at, replies: 0 }).collect()
    }

    fn swept(cursors: &Cursors, pages: &[&[i64]]) -> (Vec<Turned>, Cursors) {
        let mut sweep = Some(Sweep::start("a", cursors));
        let mut turned = Vec::new();
        for (n, page) in pages.iter().enumerate() {
            let Some(now) = sweep.take() else { break };
            let now = Sweep::from_context(&now.to_context());
            let turn = now.turn(&seen(page), n + 1 < pages.len(), NOW, &Target::default());
            sweep.clone_from(&turn.next);
            turned.push(turn);
        }
        let cursors = turned.iter().flat_map(|t| t.cursors.clone());
        let cursors = cursors.filter_map(|(name, value)| Some((name, value?))).collect();
        (turned, cursors)
    }

    #[test]
    fn pages_join_without_a_gap_and_the_next_sweep_ends_at_what_is_known() {
        let (turned, cursors) = swept(&Cursors::new(), &[&[900, 800], &[800, 700], &[600]]);
        let windows: Vec<_> = turned.iter().filter_map(|t| t.window).map(|(a, b)| (a.0, b.0)).collect();
        assert_eq!(windows, [(800, 1000), (700, 800), (600, 700)]);
        let (turned, _) = swept(&cursors, &[&[950, 940], &[930, 900], &[800]]);
        assert_eq!(turned.len(), 2);
        let (turned, _) = swept(&Cursors::new(), &[&[950], &[930]]);
        assert_eq!(turned[0].cursors, [], "a sweep that is under way sets no cursor");
    }

    #[test]
    fn what_is_missing_within_the_window_is_told_and_what_lies_below_is_not() {
        let (_, cursors) = swept(&Cursors::new(), &[&[900, 800, 700, 600]]);
        let (turned, _) = swept(&cursors, &[&[950, 900, 700], &[500]]);
        let missing: Vec<_> = turned[0].missing.iter().map(|seen| seen.at).collect();
        assert_eq!(missing, [800]);
    }

    #[test]
    fn what_is_out_of_order_proves_nothing() {
        let (turned, _) = swept(&Cursors::new(), &[&[500, 900, 800]]);
        assert_eq!(turned[0].window, None);
        let (turned, _) = swept(&Cursors::new(), &[&[1900, 800]]);
        assert_eq!(turned[0].window, None, "an entry of the future");
    }

    #[test]
    fn a_sweep_that_is_never_told_its_end_has_one() {
        let mut sweep = Sweep::start("a", &Cursors::new());
        let mut pages = 0;
        loop {
            pages += 1;
            match sweep.turn(&[], true, NOW, &Target::default()).next {
                Some(next) => sweep = next,
                None => break,
            }
        }
        assert_eq!(pages, MOST_PAGES);
    }
}
