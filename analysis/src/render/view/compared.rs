//! Comparison, salience, forests, order of platforms and matching in the words that both HTML and Markdown show.

use std::fmt::Write as _;

use crate::findings::{
    Compared, Comparison, Findings, Grouping, LeadLag, MisspellingFinding, Part, Reach, SalienceRow,
    SeedFinding, ShareStatus, TreeFinding,
};
use crate::words;

/// Rows of a comparison that are shown; all are in `shares.csv`.
const MOST_ROWS: usize = 12;
/// Clauses that are shown.
pub(in crate::render) const MOST_CLAUSES: usize = 25;

/// What a comparison is over: `Owners, all platforms`.
pub(in crate::render) fn heading(found: &Comparison) -> String {
    let by = match found.by {
        Grouping::Actor => "By actor",
        Grouping::Owner => "By owner",
        Grouping::Platform => "By platform",
    };
    match &found.platform {
        Some(platform) => format!("{by}, on {} alone", words::platform(platform)),
        None => by.to_owned(),
    }
}

/// What a comparison stands on, and who was refused, in sentences.
pub(in crate::render) fn basis(found: &Comparison) -> Vec<String> {
    let mut text = Vec::new();
    if let (Some(reason), ShareStatus::Refused) = (&found.reason, found.status) {
        text.push(format!("Not given: {reason}."));
    } else {
        let accounts = words::count(found.compared, "account", "accounts");
        let items = words::count(found.items, "matched item", "matched items");
        let window = found.window.as_ref().map_or_else(String::new, |window| {
            format!(", between {} and {}", words::moment(&window.from_local), words::moment(&window.to_local))
        });
        text.push(format!(
                "{items} by {accounts}, all of which were observed throughout the same {} h{window}; {} of all {} lie outside or are not compared.",
                words::decimal(found.common_hours),
                words::number(found.matched.saturating_sub(found.items)),
                words::number(found.matched)
            ));
    }
    for refusal in &found.refused {
        text.push(format!(
            "{} ({}) not compared: {}.",
            words::count(refusal.accounts, "account", "accounts"),
            words::count(refusal.items, "matched item", "matched items"),
            refusal.reason
        ));
    }
    if found.undecided > 0 {
        text.push(format!(
            "The times of {} are too vague to say whether they lie inside; they are left out.",
            words::count(found.undecided, "item", "items")
        ));
    }
    if let Some(early) = &found.early {
        let open = if early.undecided > 0 {
            format!("; {} of vague time may belong to them", words::count(early.undecided, "other", "others"))
        } else {
            String::new()
        };
        text.push(format!(
            "Early: the {} captured first, until {}{open}.",
            words::count(early.items, "item", "items"),
            words::moment(&early.until_local)
        ));
    }
    if let Some(reason) = &found.early_reason {
        text.push(format!("Early shares are not given: {reason}."));
    }
    if let Some(reason) = &found.interval_reason {
        text.push(format!("No intervals: {reason}."));
    }
    text
}

/// The rows that are shown, and how many are not.
pub(in crate::render) fn rows(found: &Comparison) -> (&[Compared], usize) {
    let most = found.rows.len().min(MOST_ROWS);
    (&found.rows[..most], found.rows.len() - most)
}

/// `12.5 % (8.1 to 17.0)`.
pub(in crate::render) fn part(part: Part) -> String {
    match (part.low, part.high) {
        (Some(low), Some(high)) => {
            format!("{} ({:.1} to {:.1})", words::percent(part.share), low * 100.0, high * 100.0)
        }
        _ => words::percent(part.share),
    }
}

/// An early share, or nothing.
pub(in crate::render) fn early(row: &Compared) -> String {
    row.early_share.map_or_else(String::new, part)
}

/// When a row's first captured item was, with what is open about it.
pub(in crate::render) fn first(row: &Compared) -> String {
    let open = if row.first_open > 0 {
        format!(" (as vague as {} of others)", words::count(row.first_open, "item", "items"))
    } else {
        String::new()
    };
    format!("{}{open}", row.first_local)
}

/// `likes 1,234 (12.0 %)`, the largest parts first named.
pub(in crate::render) fn reach(reach: &Reach) -> String {
    format!(
        "{} {} ({})",
        reach.metric,
        words::number(usize::try_from(reach.total).unwrap_or_default()),
        words::percent(reach.share.share)
    )
}

/// The names of the counts that some rows have.
pub(in crate::render) fn metrics(rows: &[Compared]) -> Vec<&str> {
    let names = rows.iter().flat_map(|row| &row.reach).map(|reach| reach.metric.as_str());
    names.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}

/// One count of a row: `536 (5.3 %)`; nothing where its items have none.
pub(in crate::render) fn reach_of(row: &Compared, metric: &str) -> String {
    row.reach.iter().find(|reach| reach.metric == metric).map_or_else(String::new, |reach| {
        format!(
            "{} ({})",
            words::number(usize::try_from(reach.total).unwrap_or_default()),
            words::percent(reach.share.share)
        )
    })
}

/// Narrative against the days before: `3.2 × (1.1 to 9.0)`.
pub(in crate::render) fn ratio(row: &SalienceRow) -> String {
    match (row.ratio, row.ratio_low, row.ratio_high) {
        (Some(ratio), Some(low), Some(high)) => {
            format!("{} \u{d7} ({} to {})", words::decimal(ratio), words::decimal(low), words::decimal(high))
        }
        _ => "not given: too little was observed before".to_owned(),
    }
}

/// The control terms beside an actor's narrative: `weather 0.4 % (1.1 ×)`.
pub(in crate::render) fn controls(findings: &Findings, row: &SalienceRow) -> String {
    let names = findings.salience.iter().flat_map(|salience| &salience.controls);
    let texts: Vec<String> = names
        .zip(&row.controls)
        .map(|(name, count)| {
            let share = words::percent(count.items as f64 / row.items.max(1) as f64);
            let change =
                count.ratio.map_or_else(String::new, |ratio| format!(", {} \u{d7}", words::decimal(ratio)));
            format!("{name} {share}{change}")
        })
        .collect();
    texts.join("; ")
}

/// What a tree is made of: `12 reposts, 3 exact copies`.
pub(in crate::render) fn made_of(tree: &TreeFinding) -> String {
    let mut parts = Vec::new();
    for (n, one, many) in [
        (tree.reposts, "repost", "reposts"),
        (tree.exact_copies, "exact copy", "exact copies"),
        (tree.near_copies, "near copy", "near copies"),
    ] {
        if n > 0 {
            parts.push(words::count(n, one, many));
        }
    }
    parts.join(", ")
}

/// What is to be known of a tree's root.
pub(in crate::render) fn root_notes(tree: &TreeFinding) -> String {
    let mut notes = Vec::new();
    if !tree.is_original {
        notes.push(
            "the original was not captured; this is the earliest captured that passes it on".to_owned(),
        );
    }
    if !tree.is_matched {
        notes.push("does not match itself".to_owned());
    }
    if tree.is_gone {
        notes.push("found gone later".to_owned());
    }
    if tree.may_be_earlier > 0 {
        notes.push(format!(
            "{} may be earlier: the times do not decide",
            words::count(tree.may_be_earlier, "other item", "other items")
        ));
    }
    notes.join("; ")
}

/// What the forest leaves open, in sentences.
pub(in crate::render) fn forest_notes(findings: &Findings) -> Vec<String> {
    let forest = &findings.forest;
    let mut text = vec![
        "A root is the earliest captured item of its tree, not the first there was. Copies attach to the earliest captured item with their words; that nobody else was copied is not known.".to_owned(),
    ];
    let mut add = |n: usize, one: &str, many: &str, rest: &str| {
        if n > 0 {
            text.push(format!("{} {rest}", words::count(n, one, many)));
        }
    };
    add(forest.without_original, "tree passes on", "trees pass on", "what was not captured.");
    add(forest.open_roots, "root is", "roots are", "not certain, as vague times leave the order open.");
    add(forest.of_oneself, "copy is", "copies are", "by the account that is copied: repetition, not spread.");
    add(
        forest.backwards,
        "repost is",
        "reposts are",
        "told as earlier than what is passed on; what is declared counts.",
    );
    add(forest.circles, "circle was", "circles were", "cut at the earliest item.");
    add(
        forest.quotes,
        "matched quote and",
        "matched quotes and",
        &format!(
            "{} are engagement, may rebut, and are in no tree.",
            words::count(forest.replies, "reply", "replies")
        ),
    );
    text
}

/// The order of two platforms: `5 first on X, 1 on the web, …`.
pub(in crate::render) fn order(pair: &LeadLag) -> String {
    let mut text = format!(
        "{} first on {}, {} on {}",
        pair.one_first,
        words::platform(&pair.one),
        pair.other_first,
        words::platform(&pair.other)
    );
    for (n, what) in [(pair.open, "open, as times are too vague"), (pair.refused, "left out for coverage")] {
        if n > 0 {
            let _ = write!(text, "; {n} {what}");
        }
    }
    text
}

/// The sign test, or why there is none.
pub(in crate::render) fn test(pair: &LeadLag) -> String {
    match (pair.p, &pair.reason) {
        (Some(p), _) => format!("p = {p:.3}"),
        (None, Some(reason)) => format!("none: {reason}"),
        (None, None) => String::new(),
    }
}

/// What a misspelt word was looked for as.
pub(in crate::render) fn misspelling(found: &MisspellingFinding) -> String {
    let forms: Vec<String> =
        found.forms.iter().map(|form| format!("{} ({})", form.word, form.items)).collect();
    let mut text = if forms.is_empty() {
        format!("{}~{}: no other form stands in the store", found.word, found.edits)
    } else {
        format!("{}~{} was also looked for as {}", found.word, found.edits, words::list(&forms))
    };
    for (n, what) in [
        (found.withheld, "withheld, as they may lead to people"),
        (found.left_out, "not looked for, as they are too many"),
    ] {
        if n > 0 {
            let _ = write!(text, "; {n} more {what}");
        }
    }
    text + "."
}

/// What became of a seed.
pub(in crate::render) fn seed(found: &SeedFinding, n: usize) -> String {
    match &found.problem {
        Some(problem) => format!("Seed {n} ({}): nothing was looked for, as {problem}.", found.seed),
        None => format!(
            "Seed {n} ({}): {} with its words, {} of them beyond the query.",
            found.seed,
            words::count(found.items, "item", "items"),
            words::number(found.beyond_query)
        ),
    }
}
