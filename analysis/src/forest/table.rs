//! The forest as tables for machines, keyed by the platforms' ids.

use whence_store::StoreError;

use super::{Forest, Kind, Node, Parent};
use crate::case::Case;

/// The columns of `forests.csv`.
pub(crate) const COLUMNS: [&str; 18] = [
    "root_platform",
    "root",
    "platform",
    "item",
    "parent_platform",
    "parent",
    "parent_captured",
    "kind",
    "rung",
    "containment",
    "same_words_root",
    "time",
    "precision",
    "order",
    "account",
    "actors",
    "own",
    "gone",
];
/// The columns of `engagement.csv`.
pub(crate) const ENGAGEMENT_COLUMNS: [&str; 8] =
    ["platform", "item", "kind", "target", "target_captured", "time", "account", "actors"];

/// How items and accounts are called in a table.
pub(crate) struct Names<'a> {
    /// The case.
    pub(crate) case: &'a Case<'a>,
    /// Whether people are shown too.
    pub(crate) identifiable: bool,
}

impl Names<'_> {
    /// An item's id of its platform, or its pseudonym.
    pub(crate) fn item(&self, account: i64, platform: &str, id: &str) -> String {
        if self.identifiable || self.case.naming.is_named(account) {
            id.to_owned()
        } else {
            self.case.naming.pseudonyms().item(platform, id)
        }
    }

    /// An account's handle, or its pseudonym.
    pub(crate) fn account(&self, id: i64) -> String {
        let known = self.case.corpus.accounts.get(&id).filter(|_| self.identifiable);
        known.map_or_else(|| self.case.account(id).label, |account| account.shown_handle.clone())
    }

    /// Something that was not captured: nobody knows whose it is.
    fn missing(&self, platform: &str, id: &str) -> String {
        if self.identifiable { id.to_owned() } else { self.case.naming.pseudonyms().item(platform, id) }
    }

    fn node(&self, node: &Node) -> String {
        self.item(node.row.account_id, &node.row.platform, &node.row.native_id)
    }

    fn actors(&self, node: &Node) -> String {
        self.case.actors(node.row.account_id, node.row.created_at).join("; ")
    }
}

/// The rows of `forests.csv`: every item of every tree, trees from the largest, the root first.
pub(crate) fn rows(names: &Names<'_>, nodes: &[Node], forest: &Forest) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for tree in &forest.trees {
        let root = &nodes[tree.root];
        for &n in &tree.members {
            let (node, link) = (&nodes[n], forest.links[n].as_ref());
            let (mut parent, mut parent_platform) = (String::new(), String::new());
            let (mut captured, mut own) = ("", "");
            match link.map(|link| &link.parent) {
                Some(Parent::Item(place)) => {
                    let other = &nodes[*place];
                    parent = names.node(other);
                    parent_platform.clone_from(&other.row.platform);
                    captured = "yes";
                    own = if other.row.account_id == node.row.account_id { "yes" } else { "no" };
                }
                Some(Parent::Missing(id)) => {
                    parent = names.missing(&node.row.platform, id);
                    parent_platform.clone_from(&node.row.platform);
                    captured = "no";
                }
                None => {}
            }
            let (kind, rung, containment) = match link.map(|link| link.kind) {
                None => ("root", "", String::new()),
                Some(Kind::Repost) => ("repost", "declared", String::new()),
                Some(Kind::Exact) => ("copy", "exact", "1.000".to_owned()),
                Some(Kind::Near(part)) => ("copy", "near", format!("{part:.3}")),
            };
            let order = match link {
                None if tree.may_be_earlier > 0 => "open",
                Some(link) if link.backwards => "declared, times disagree",
                Some(link) if !link.certain => "open",
                _ => "certain",
            };
            rows.push(vec![
                root.row.platform.clone(),
                names.node(root),
                node.row.platform.clone(),
                names.node(node),
                parent_platform,
                parent,
                captured.to_owned(),
                kind.to_owned(),
                rung.to_owned(),
                containment,
                forest.same_words[n].map_or_else(String::new, |place| names.node(&nodes[place])),
                node.row.created_at.to_string(),
                node.row.precision.as_str().to_owned(),
                order.to_owned(),
                names.account(node.row.account_id),
                names.actors(node),
                own.to_owned(),
                if node.row.gone_at.is_some() { "yes" } else { "no" }.to_owned(),
            ]);
        }
    }
    rows
}

/// The rows of `engagement.csv`: every quote and reply, in the order of the items.
pub(crate) fn engagement_rows(
    names: &Names<'_>,
    nodes: &[Node],
    forest: &Forest,
) -> Result<Vec<Vec<String>>, StoreError> {
    let mut rows = Vec::with_capacity(forest.engagement.len());
    for engagement in &forest.engagement {
        let node = &nodes[engagement.item];
        let platform = &node.row.platform;
        let author = match engagement.node {
            Some(place) => Some(nodes[place].row.account_id),
            None => names.case.reader.author_of(platform, &engagement.target)?,
        };
        let target = match author {
            Some(account) => names.item(account, platform, &engagement.target),
            None => names.missing(platform, &engagement.target),
        };
        rows.push(vec![
            platform.clone(),
            names.node(node),
            engagement.kind.to_owned(),
            target,
            if author.is_some() { "yes" } else { "no" }.to_owned(),
            node.row.created_at.to_string(),
            names.account(node.row.account_id),
            names.actors(node),
        ]);
    }
    Ok(rows)
}
