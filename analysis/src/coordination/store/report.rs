//! The road into a report: the layers of a narrative, each beside its control, fused, and told with pseudonyms and evidence.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;

use whence_store::time::Micros;

use super::called::Called;
use super::fuse::{Fused, fuse};
use super::layer::{Layer, append, gather};
use super::road::timed;
use crate::case::Case;
use crate::coordination::control::{exchange, shuffle};
use crate::coordination::error::CoordinationError;
use crate::coordination::files::About;
use crate::coordination::judge::Judged;
use crate::coordination::log::Columns;
use crate::coordination::network::{Community, Network, Opened};
use crate::coordination::options::Options;
use crate::coordination::order::Shares;
use crate::coordination::run::Standing;
use crate::coordination::significance::sign_test;
use crate::coordination::sweep::{Edge, Partners, Window};
use crate::evidence::EvidenceList;
use crate::findings::{
    CommunityFinding, Coordination, EarliestFinding, EdgeFinding, LayerFinding, NodeFinding, OpenedFinding,
    PairFinding,
};

/// Objects that are named of each community.
const TOP: usize = 3;
/// Captures that are cited of each community.
const CITED: usize = 4;

/// A layer, looked at.
struct Looked {
    layer: Layer,
    shares: Shares,
    window: Window,
}

/// Finds who shared together in a narrative's items. `options.windows` has one window.
///
/// # Errors
/// [`CoordinationError`].
pub(crate) fn together(
    case: &Case<'_>,
    layers: &[Layer],
    options: &Options,
    evidence: &mut EvidenceList,
) -> Result<Coordination, CoordinationError> {
    let items = timed(case.corpus);
    let called = Called::new(case, &items);
    let length = options.windows.first().copied().unwrap_or_default();
    let mut found = Coordination {
        window_seconds: length as f64 / 1e6,
        fdr: options.fdr,
        seed: options.seed,
        left_out: case.corpus.measured(false).count() - items.len(),
        ..Coordination::default()
    };
    let (mut observed, mut control, mut exchanged) = (Vec::new(), Vec::new(), Vec::new());
    let mut looked = Vec::new();
    let mut all = Columns::default();
    called.accounts().for_each(|account| {
        all.accounts.intern(account.as_bytes());
    });
    let layers: Vec<Layer> = layers.iter().copied().filter(|&layer| layer != Layer::Site).collect();
    for &layer in &layers {
        let columns = gather(case.reader, layer, &items, &called)?;
        append(&mut all, &columns, layer);
        let shares = Shares::new(columns, 1);
        let shuffled = shuffle(&shares, options.seed);
        let chance = Judged::new(&shuffled, length, options.threads);
        let dealt = exchange(&shares, options.seed);
        let among = Judged::new(&dealt, length, options.threads);
        let judged = Judged::new(&shares, length, options.threads);
        let standing = [
            Standing::of(&chance.standing(&shuffled, options)),
            Standing::of(&among.standing(&dealt, options)),
            Standing::of(&judged.standing(&shares, options)),
        ];
        found.layers.push(numbers(layer.name(), &shares, standing));
        control.push(chance.likely(&shuffled, options));
        exchanged.push(among.likely(&dealt, options));
        observed.push(judged.likely(&shares, options));
        looked.push(Looked { layer, shares, window: judged.window });
    }
    all.finish();
    let all = Shares::new(all, 1);
    let accounts = with_shares(&all);
    let only = |fused: &[Fused]| fused.iter().map(|fused| fused.edge).collect::<Vec<Edge>>();
    let [chance, among] =
        [&control, &exchanged].map(|edges| Standing::of(&only(&fuse(edges, accounts, options))));
    let fused = fuse(&observed, accounts, options);
    let window = Window::sweep(&all, length);
    let network = Network::new(&all, &window, only(&fused), options)?;
    found.fused = numbers("fused", &all, [chance, among, Standing::of(&network.edges)]);
    let about = called.about(&items)?;
    found.nodes = nodes(&all, &network, &about);
    found.edges = fused.iter().map(|fused| edge(&network, &layers, fused)).collect();
    found.pairs = pairs(&looked, &network.edges);
    let captures: HashMap<String, i64> =
        items.values().map(|item| (called.item(item), item.row.capture_id)).collect();
    let opened = about.opened(&all, &network, options.seed);
    for ((number, community), opened) in (1_u32..).zip(&network.communities).zip(opened) {
        let mut told = tell(case, &all, number, community);
        told.actors = about
            .actors(&all, &network, number)
            .into_iter()
            .map(|(actor, count)| (actor.to_owned(), count))
            .collect();
        told.opened_known = opened.as_ref().map_or_else(|not| not.known, |opened| opened.known);
        told.opened = opened.ok().map(|opened| of_opened(&opened));
        told.evidence = cited(&all, &network, number, community, &captures)
            .into_iter()
            .map(|capture| evidence.cite(capture))
            .collect();
        found.communities.push(told);
    }
    Ok(found)
}

fn with_shares(shares: &Shares) -> usize {
    (0..shares.account_count()).filter(|&account| !shares.of(account).is_empty()).count()
}

fn numbers(layer: &str, shares: &Shares, [control, exchanged, observed]: [Standing; 3]) -> LayerFinding {
    let number = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    LayerFinding {
        layer: layer.to_owned(),
        shares: shares.len(),
        accounts: with_shares(shares),
        control_edges: number(control.edges),
        control_accounts: number(control.accounts),
        exchanged_edges: number(exchanged.edges),
        exchanged_accounts: number(exchanged.accounts),
        edges: number(observed.edges),
        edge_accounts: number(observed.accounts),
    }
}

fn nodes(shares: &Shares, network: &Network, about: &About) -> Vec<NodeFinding> {
    let node = |member: &crate::coordination::network::Member| {
        let account = shares.accounts.text(member.account);
        NodeFinding {
            actors: about.actors.get(&account).cloned().unwrap_or_default(),
            account,
            community: member.community,
            partners: member.partners,
        }
    };
    network.members.iter().map(node).collect()
}

fn edge(network: &Network, layers: &[Layer], fused: &Fused) -> EdgeFinding {
    let Fused { edge, layers: met } = fused;
    let place = |account| network.place(account).unwrap_or_default();
    EdgeFinding {
        nodes: [place(edge.from), place(edge.to)],
        layers: met.iter().map(|&(layer, objects, p)| (layers[layer].name(), objects, p)).collect(),
        objects: edge.objects,
        pairs: edge.pairs,
        first: edge.first,
        p_direction: sign_test(edge.first[0], edge.first[1]),
        p: edge.p,
        q: edge.q,
    }
}

/// Every pair of posts behind the edges that stand; `edges` are in order of account, then partner, which all layers number alike.
fn pairs(looked: &[Looked], edges: &[Edge]) -> Vec<PairFinding> {
    let mut found = Vec::new();
    for Looked { layer, shares, window } in looked {
        let mut names = Interned::default();
        let mut partners = Partners::new(shares, window);
        let mut first = 0;
        for edges in edges.chunk_by(|a, b| a.from == b.from) {
            let from = edges[0].from;
            let own = shares.of(from);
            let Ok(()) = partners.each(from, |partner| {
                let Ok(place) = edges.binary_search_by_key(&partner.to, |edge| edge.to) else {
                    return Ok::<(), Infallible>(());
                };
                for (theirs, met) in partner.meetings() {
                    for &ours in &own[met] {
                        let (ours, theirs) = (ours as usize, theirs as usize);
                        let item = |names: &mut Interned, row: usize| {
                            names.of((1, shares.content[row]), || shares.contents.text(shares.content[row]))
                        };
                        found.push(PairFinding {
                            edge: first + place,
                            layer: layer.name(),
                            object: names
                                .of((0, shares.object[ours]), || shares.objects.text(shares.object[ours])),
                            items: [item(&mut names, ours), item(&mut names, theirs)],
                            at: [Micros(shares.at[ours]), Micros(shares.at[theirs])],
                        });
                    }
                }
                Ok(())
            });
            first += edges.len();
        }
    }
    // An edge's evidence stands together, whatever layer it is of.
    found.sort_by_key(|pair| pair.edge);
    found
}

/// Names that are kept once however often they are told.
#[derive(Default)]
struct Interned(HashMap<(u8, u32), Arc<str>>);

impl Interned {
    fn of(&mut self, key: (u8, u32), name: impl FnOnce() -> String) -> Arc<str> {
        Arc::clone(self.0.entry(key).or_insert_with(|| name().into()))
    }
}

fn tell(case: &Case<'_>, shares: &Shares, number: u32, community: &Community) -> CommunityFinding {
    let earliest = community.earliest.map(|member| EarliestFinding {
        account: shares.accounts.text(member.account),
        earlier: member.earlier,
        later: member.later,
        p: community.p_earliest,
    });
    let top = community.objects.iter().take(TOP);
    CommunityFinding {
        number,
        size: community.size,
        edges: community.edges,
        objects: community.objects.len(),
        top: top.map(|&(object, members)| (shares.objects.text(object), members)).collect(),
        shares: community.shares,
        first_local: case.narrative.window.local(Micros(community.first)),
        last_local: case.narrative.window.local(Micros(community.last)),
        hours_utc: community.hours.to_vec(),
        earliest,
        actors: Vec::new(),
        opened: None,
        opened_known: 0,
        evidence: Vec::new(),
    }
}

fn of_opened(opened: &Opened) -> OpenedFinding {
    let date = |at: i64| Micros(at).to_string().split('T').next().unwrap_or_default().to_owned();
    OpenedFinding {
        held: opened.held,
        from: date(opened.from),
        to: date(opened.to),
        days: opened.to.saturating_sub(opened.from) as f64 / 86_400e6,
        p: opened.p,
    }
}

/// Captures of the posts in which members shared what most of them did.
fn cited(
    shares: &Shares,
    network: &Network,
    number: u32,
    community: &Community,
    captures: &HashMap<String, i64>,
) -> Vec<i64> {
    let mut found: Vec<i64> = Vec::new();
    for &(object, _) in community.objects.iter().take(TOP) {
        let first = shares.object.partition_point(|&other| other < object);
        let rows = (first..shares.len()).take_while(|&row| shares.object[row] == object);
        for row in rows {
            let is_member =
                network.member(shares.account[row]).is_some_and(|member| member.community == number);
            let capture = captures.get(&shares.contents.text(shares.content[row]));
            if let (true, Some(&capture)) = (is_member, capture)
                && !found.contains(&capture)
            {
                found.push(capture);
            }
            if found.len() == CITED {
                return found;
            }
        }
    }
    found
}

/// The default layers of a report.
pub(crate) const LAYERS: [Layer; 3] = [Layer::Repost, Layer::Url, Layer::NearText];

/// What a report looks at, where neither narrative nor command line say otherwise: a minute.
pub(crate) const WINDOW: i64 = 60_000_000;

/// Names of layers by what they are in words, for sentences.
pub(crate) fn layer_words(layer: &str) -> &'static str {
    static WORDS: [(&str, &str); 11] = [
        ("repost", "items passed on"),
        ("url", "addresses"),
        ("domain", "hosts"),
        ("text", "texts"),
        ("near-text", "texts that are nearly the same"),
        ("hashtag", "hashtags"),
        ("hashtag-sequence", "sequences of hashtags"),
        ("media", "pictures and films"),
        ("reply", "items answered"),
        ("mention", "accounts mentioned"),
        ("site", "identifiers of sites"),
    ];
    WORDS.iter().find(|(name, _)| *name == layer).map_or("all together", |(_, words)| words)
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;

    use super::*;

    #[test]
    fn every_layer_has_words() {
        for layer in Layer::value_variants() {
            assert_ne!(layer_words(layer.name()), "all together", "{layer:?}");
        }
    }
}
