//! The forest of the matched items, as a report tells it.

use std::collections::BTreeSet;

use whence_store::StoreError;
use whence_store::time::Micros;

use crate::case::Case;
use crate::corpus::Item;
use crate::evidence::EvidenceList;
use crate::findings::{ForestFinding, TreeFinding};
use crate::forest::{Forest, Kind, Node, Parent, Tree};
use crate::words;

/// Trees that a report lists; all are in `forests.csv`.
const MOST_TREES: usize = 15;

/// Sums over a forest, and its largest trees.
pub(crate) fn find(
    case: &Case<'_>,
    nodes: &[Node],
    forest: &Forest,
    evidence: &mut EvidenceList,
) -> Result<ForestFinding, StoreError> {
    let mut found = ForestFinding {
        trees: forest.trees.len(),
        without_original: forest.trees.iter().filter(|tree| tree.missing.is_some()).count(),
        open_roots: forest.trees.iter().filter(|tree| tree.may_be_earlier > 0).count(),
        circles: forest.circles,
        ..ForestFinding::default()
    };
    let mut accounts = BTreeSet::new();
    for &n in forest.trees.iter().flat_map(|tree| &tree.members) {
        found.items += 1;
        accounts.insert(nodes[n].row.account_id);
        let Some(link) = &forest.links[n] else { continue };
        found.backwards += usize::from(link.backwards);
        match link.kind {
            Kind::Repost => found.reposts += 1,
            Kind::Exact => found.exact_copies += 1,
            Kind::Near(_) => found.near_copies += 1,
        }
        if let Parent::Item(parent) = link.parent {
            let own = link.kind != Kind::Repost && nodes[parent].row.account_id == nodes[n].row.account_id;
            found.of_oneself += usize::from(own);
        }
    }
    found.accounts = accounts.len();
    for engagement in forest.engagement.iter().filter(|e| nodes[e.item].asked) {
        match engagement.kind {
            "quote" => found.quotes += 1,
            _ => found.replies += 1,
        }
    }
    for tree in forest.trees.iter().take(MOST_TREES) {
        found.largest.push(one(case, nodes, forest, tree, evidence)?);
    }
    Ok(found)
}

fn one(
    case: &Case<'_>,
    nodes: &[Node],
    forest: &Forest,
    tree: &Tree,
    evidence: &mut EvidenceList,
) -> Result<TreeFinding, StoreError> {
    let node = &nodes[tree.root];
    let row = &node.row;
    let links = || tree.members.iter().filter_map(|&n| forest.links[n].as_ref());
    let count = |wanted: fn(&Kind) -> bool| links().filter(|link| wanted(&link.kind)).count();
    let platforms: BTreeSet<String> =
        tree.members.iter().map(|&n| words::platform(&nodes[n].row.platform)).collect();
    let accounts: BTreeSet<i64> = tree.members.iter().map(|&n| nodes[n].row.account_id).collect();
    let item = Item { row: row.clone(), ranking: false, clauses: Vec::new() };
    let hours = tree.last.since(row.created_at).max(0) as f64 / Micros::HOUR as f64;
    Ok(TreeFinding {
        root: case.item(&item),
        account: case.account(row.account_id),
        actors: case.actors(row.account_id, row.created_at),
        at_local: case.when(row.created_at, row.precision),
        excerpt: case.quote(&item)?,
        is_original: tree.missing.is_none(),
        is_gone: row.gone_at.is_some(),
        is_matched: node.asked,
        items: tree.members.len(),
        accounts: accounts.len(),
        reposts: count(|kind| *kind == Kind::Repost),
        exact_copies: count(|kind| *kind == Kind::Exact),
        near_copies: count(|kind| matches!(kind, Kind::Near(_))),
        platforms: platforms.into_iter().collect(),
        hours: (hours * 100.0).round() / 100.0,
        may_be_earlier: tree.may_be_earlier,
        evidence: evidence.cite(row.capture_id),
    })
}

/// The forest in a sentence; nothing without trees.
pub(crate) fn sentence(found: &ForestFinding) -> Option<(String, Vec<usize>)> {
    let largest = found.largest.first()?;
    let actor = if largest.actors.is_empty() {
        String::new()
    } else {
        format!(" ({})", words::list(&largest.actors))
    };
    let root = if largest.is_original {
        format!(
            "its root, the earliest captured, is by {}{actor}, {}",
            largest.account.label, largest.at_local
        )
    } else {
        format!(
            "what it passes on was not captured; the earliest that does is by {}{actor}, {}",
            largest.account.label, largest.at_local
        )
    };
    let text = format!(
        "{} passed something on, in {}: {}, {} and {}. The largest has {} by {}; {root}.",
        words::count(
            found.reposts + found.exact_copies + found.near_copies,
            "captured item",
            "captured items"
        ),
        words::count(found.trees, "tree", "trees"),
        words::count(found.reposts, "repost", "reposts"),
        words::count(found.exact_copies, "exact copy", "exact copies"),
        words::count(found.near_copies, "near copy", "near copies"),
        words::count(largest.items, "item", "items"),
        words::count(largest.accounts, "account", "accounts"),
    );
    Some((text, vec![largest.evidence]))
}
