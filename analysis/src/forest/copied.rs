//! Copies among nodes: each attaches to the earliest captured item with its words, or else to the earlier one that holds most.

use std::collections::{BTreeMap, HashMap};

use whence_store::StoreError;
use whence_store::read::Reader;

use super::span::Order;
use super::{Kind, Link, Node, Parent, Span};
use crate::copies::{CONTAINED, Index, Shingles, Sketch, compared};

/// Shingles of so many texts are kept for comparison; of others they are made again.
const KEPT: usize = 4_096;

/// The node and the number of its version.
type Place = (usize, usize);

/// For each node its tie, and the earliest with the same words.
type Links = (Vec<Option<Link>>, Vec<Option<usize>>);

/// Ties of copies, near ones only where asked for, and for each node the earliest with the same words.
pub(super) fn links(reader: &Reader, nodes: &[Node], near: bool) -> Result<Links, StoreError> {
    let mut links: Vec<Option<Link>> = vec![None; nodes.len()];
    let mut same_words = vec![None; nodes.len()];
    let mut groups: BTreeMap<u128, Vec<Place>> = BTreeMap::new();
    for (n, node) in nodes.iter().enumerate() {
        for (v, version) in node.versions.iter().enumerate() {
            groups.entry(version.key).or_default().push((n, v));
        }
    }
    let span = |(n, v): Place| nodes[n].versions[v].span;
    let rank = |place: &Place| (span(*place).rank(), identity(&nodes[place.0]));
    let mut firsts = Vec::with_capacity(groups.len());
    for places in groups.values_mut() {
        places.sort_by(|a, b| rank(a).cmp(&rank(b)));
        let first = places[0];
        firsts.push(first);
        for &(n, v) in &places[1..] {
            same_words[first.0] = Some(first.0);
            // Words that came by a later change are a source to others, and no copy: the item was there before.
            if v == 0 && n != first.0 {
                same_words[n] = Some(first.0);
                links[n] = Some(link(first.0, Kind::Exact, span(first), span((n, v))));
            }
        }
    }
    firsts.sort_by(|a, b| rank(a).cmp(&rank(b)));
    if near {
        near_links(reader, nodes, &firsts, &mut links)?;
    }
    Ok((links, same_words))
}

/// Ties the first of each text to the earlier one that holds most of it.
fn near_links(
    reader: &Reader,
    nodes: &[Node],
    firsts: &[Place],
    links: &mut [Option<Link>],
) -> Result<(), StoreError> {
    let span = |(n, v): Place| nodes[n].versions[v].span;
    let mut texts = Texts { reader, nodes, kept: HashMap::new() };
    let mut index = Index::new();
    let mut added: Vec<Place> = Vec::new();
    for &place in firsts {
        let Some(shingles) = texts.shingles(place)? else { continue };
        let sketch = Sketch::new(&shingles);
        if place.1 == 0 && links[place.0].is_none() {
            let mut best: Option<(f64, Place)> = None;
            for candidate in index.candidates(&sketch) {
                let candidate = added[candidate as usize];
                let Some(other) = texts.shingles(candidate)?.filter(|_| candidate.0 != place.0) else {
                    continue;
                };
                let contained = other.containment(&shingles);
                // Of equals the earliest, which was added first.
                if contained >= CONTAINED && best.is_none_or(|(most, _)| contained > most) {
                    best = Some((contained, candidate));
                }
            }
            if let Some((contained, parent)) = best {
                links[place.0] = Some(link(parent.0, Kind::Near(contained), span(parent), span(place)));
            }
        }
        index.add(u32::try_from(added.len()).unwrap_or(u32::MAX), &sketch);
        added.push(place);
    }
    Ok(())
}

fn link(parent: usize, kind: Kind, parent_span: Span, own: Span) -> Link {
    let certain = parent_span.order(own) == Order::Before;
    Link { parent: Parent::Item(parent), kind, certain, backwards: false }
}

/// What decides between items of the same time: the platform's own order of numbers, then its id.
pub(super) fn identity(node: &Node) -> (&str, usize, &str) {
    let id = node.row.native_id.as_str();
    let digits = if id.bytes().all(|b| b.is_ascii_digit()) { id.len() } else { usize::MAX };
    (&node.row.platform, digits, id)
}

/// Reads words again for comparison, as all of a store would not fit into memory.
struct Texts<'a> {
    reader: &'a Reader,
    nodes: &'a [Node],
    kept: HashMap<Place, Shingles>,
}

impl Texts<'_> {
    fn shingles(&mut self, place: Place) -> Result<Option<Shingles>, StoreError> {
        if let Some(known) = self.kept.get(&place) {
            return Ok(Some(known.clone()));
        }
        let node = &self.nodes[place.0];
        let wanted = node.versions[place.1].key;
        let now = self.reader.texts(&[node.row.id])?;
        let earlier = self.reader.versions_of(&node.row.platform, &node.row.native_id)?;
        let mut letters = now
            .iter()
            .map(|text| compared(text.title.as_deref(), &text.text))
            .chain(earlier.iter().map(|(title, text, _)| compared(title.as_deref(), text)));
        let Some(letters) = letters.find(|letters| crate::copies::key(letters) == wanted) else {
            return Ok(None);
        };
        let shingles = Shingles::new(&letters);
        if self.kept.len() >= KEPT {
            self.kept.clear();
        }
        self.kept.insert(place, shingles.clone());
        Ok(Some(shingles))
    }
}
