//! From nodes to trees: declared reposts, then copies; circles are cut; answers and quotations apart.

use std::collections::BTreeMap;

use whence_store::StoreError;
use whence_store::read::Reader;

use super::copied::{self, identity};
use super::span::Order;
use super::{Engagement, Forest, Kind, Link, Node, Parent, Tree};

/// Grows the forest of some nodes, with near copies or without.
///
/// # Errors
/// [`StoreError`].
pub(crate) fn grow(reader: &Reader, nodes: &[Node], near: bool) -> Result<Forest, StoreError> {
    let places: BTreeMap<(&str, &str), usize> = nodes
        .iter()
        .enumerate()
        .map(|(n, node)| ((node.row.platform.as_str(), node.row.native_id.as_str()), n))
        .collect();
    let (mut links, same_words) = copied::links(reader, nodes, near)?;
    let mut engagement = Vec::new();
    for (n, node) in nodes.iter().enumerate() {
        let place = |id: &String| places.get(&(node.row.platform.as_str(), id.as_str())).copied();
        if let Some(original) = node.row.repost_of.as_ref().filter(|id| **id != node.row.native_id) {
            links[n] = Some(declared(nodes, n, original, place(original)));
        }
        for (kind, target) in [("quote", &node.row.quote_of), ("reply", &node.row.reply_to)] {
            if let Some(target) = target {
                engagement.push(Engagement { item: n, kind, target: target.clone(), node: place(target) });
            }
        }
    }
    let circles = cut_circles(nodes, &mut links);
    let trees = trees(nodes, &links);
    Ok(Forest { links, same_words, trees, engagement, circles })
}

fn declared(nodes: &[Node], n: usize, original: &str, place: Option<usize>) -> Link {
    match place {
        Some(parent) => Link {
            parent: Parent::Item(parent),
            kind: Kind::Repost,
            certain: true,
            backwards: nodes[parent].span.order(nodes[n].span) == Order::After,
        },
        None => Link {
            parent: Parent::Missing(original.to_owned()),
            kind: Kind::Repost,
            certain: true,
            backwards: false,
        },
    }
}

/// Takes the tie from the earliest item of every circle; gives how many there were.
fn cut_circles(nodes: &[Node], links: &mut [Option<Link>]) -> usize {
    let parent = |links: &[Option<Link>], n: usize| match links[n].as_ref().map(|link| &link.parent) {
        Some(Parent::Item(parent)) => Some(*parent),
        _ => None,
    };
    // 0: not seen; else the walk that saw it first.
    let mut seen_by = vec![0_usize; nodes.len()];
    let mut circles = 0;
    for start in 0..nodes.len() {
        let walk = start + 1;
        let mut at = Some(start);
        while let Some(n) = at.filter(|&n| seen_by[n] == 0) {
            seen_by[n] = walk;
            at = parent(links, n);
        }
        let Some(first) = at.filter(|&n| seen_by[n] == walk) else { continue };
        let mut circle = vec![first];
        let mut at = parent(links, first);
        while let Some(n) = at.filter(|&n| n != first) {
            circle.push(n);
            at = parent(links, n);
        }
        let earliest =
            circle.into_iter().min_by(|&a, &b| rank(&nodes[a]).cmp(&rank(&nodes[b]))).unwrap_or(first);
        links[earliest] = None;
        circles += 1;
    }
    circles
}

type Rank<'a> = ((whence_store::time::Micros, whence_store::time::Micros), (&'a str, usize, &'a str));

fn rank(node: &Node) -> Rank<'_> {
    (node.span.rank(), identity(node))
}

/// What stands at the top: an item, or something not captured.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Top {
    Item(usize),
    Missing(String, String),
}

fn trees(nodes: &[Node], links: &[Option<Link>]) -> Vec<Tree> {
    let mut tops: Vec<Option<Top>> = vec![None; nodes.len()];
    for start in 0..nodes.len() {
        let mut path = Vec::new();
        let mut n = start;
        let top = loop {
            if let Some(top) = &tops[n] {
                break top.clone();
            }
            path.push(n);
            match links[n].as_ref().map(|link| &link.parent) {
                None => break Top::Item(n),
                Some(Parent::Missing(id)) => break Top::Missing(nodes[n].row.platform.clone(), id.clone()),
                Some(Parent::Item(parent)) => n = *parent,
            }
        };
        for n in path {
            tops[n] = Some(top.clone());
        }
    }
    let mut members: BTreeMap<Top, Vec<usize>> = BTreeMap::new();
    for (n, top) in tops.into_iter().enumerate() {
        members.entry(top.unwrap_or(Top::Item(n))).or_default().push(n);
    }
    let mut trees: Vec<Tree> =
        members.into_iter().filter_map(|(top, members)| tree(nodes, links, &top, members)).collect();
    trees.sort_by(|a, b| {
        b.members.len().cmp(&a.members.len()).then_with(|| rank(&nodes[a.root]).cmp(&rank(&nodes[b.root])))
    });
    trees
}

fn tree(nodes: &[Node], links: &[Option<Link>], top: &Top, mut members: Vec<usize>) -> Option<Tree> {
    members.sort_by(|&a, &b| rank(&nodes[a]).cmp(&rank(&nodes[b])));
    let (root, missing) = match top {
        Top::Item(_) if members.len() < 2 => return None,
        Top::Item(root) => (*root, None),
        Top::Missing(_, id) => (*members.first()?, Some(id.clone())),
    };
    if let Some(place) = members.iter().position(|&n| n == root) {
        members[..=place].rotate_right(1);
    }
    // Of a declared repost it is known that it came after what it passes on.
    let is_declared = |n: usize| links[n].as_ref().is_some_and(|link| link.kind == Kind::Repost);
    let may_be_earlier = members
        .iter()
        .filter(|&&n| n != root && (missing.is_some() || !is_declared(n)))
        .filter(|&&n| nodes[root].span.order(nodes[n].span) != Order::Before)
        .count();
    let first = members.iter().map(|&n| nodes[n].row.created_at).min()?;
    let last = members.iter().map(|&n| nodes[n].row.created_at).max()?;
    Some(Tree { root, missing, members, may_be_earlier, first, last })
}
