//! Who shared together, in words. None of them says who is behind an account.

use crate::coordination::{COMMON_SHARE, COMMON_SITES, PAGES, layer_words};
use crate::findings::{CommunityFinding, Coordination, LayerFinding, SharedIdentifier, SharedSites};
use crate::render::svg::network::{MOST_EDGES, MOST_NODES};
use crate::words;

/// Communities that the readable reports list.
pub(in crate::render) const MOST_COMMUNITIES: usize = 20;

/// What to bear in mind.
pub(in crate::render) const HONESTY: &str = "Sharing together says nothing of who is behind an account, nor that anybody agreed: people who follow the same sources share together too. A community has a number and no name; actors among its members are listed, and are not what it is.";

/// Why nothing is shown, if nothing is.
pub(in crate::render) fn absent(found: &Coordination) -> Option<String> {
    if let Some(failed) = &found.failed {
        return Some(format!("Not given: {failed}."));
    }
    (found.fused.shares == 0).then(|| {
        format!(
            "The store holds no shares ({}) among the matched items whose time is known to the minute.",
            words::list(&kinds(found))
        )
    })
}

fn kinds(found: &Coordination) -> Vec<String> {
    found.layers.iter().map(|layer| layer_words(&layer.layer).to_owned()).collect()
}

/// What was looked at, and how.
pub(in crate::render) fn basis(found: &Coordination) -> String {
    let left_out = match found.left_out {
        0 => String::new(),
        n => format!(
            " {} whose time is not known to the minute {} left out.",
            words::count(n, "item", "items"),
            if n == 1 { "is" } else { "are" }
        ),
    };
    format!(
        "Looked at: {}, in matched items. Two shares of the same thing are together when they are at most {} apart; an edge between two accounts stands where chance explains what they shared too seldom, at a false discovery rate of {} over all pairs of accounts.{left_out}",
        words::list(&kinds(found)),
        window(found),
        words::percent(found.fdr)
    )
}

/// `60 s`.
pub(in crate::render) fn window(found: &Coordination) -> String {
    format!("{} s", words::decimal(found.window_seconds))
}

/// What stands at shuffled times.
pub(in crate::render) fn control(found: &Coordination) -> String {
    let fused = &found.fused;
    format!(
        "Control, the same shares at shuffled times (seed {}): {}.",
        found.seed,
        words::standing(fused.control_edges, fused.control_accounts)
    )
}

/// What stands once times are exchanged; nothing where nothing stands as observed.
pub(in crate::render) fn exchanged(found: &Coordination) -> String {
    let fused = &found.fused;
    if fused.edges == 0 {
        return String::new();
    }
    format!(
        "Second control, the times of each object exchanged among those who shared it: {}{}.",
        words::standing(fused.exchanged_edges, fused.exchanged_accounts),
        words::warning(fused.exchanged_edges, fused.edges)
    )
}

/// What stands as observed.
pub(in crate::render) fn observed(found: &Coordination) -> String {
    let fused = &found.fused;
    let communities = match found.communities.len() {
        0 => String::new(),
        n => format!(", in {}", words::count(n, "community", "communities")),
    };
    format!("Observed: {}{communities}.", words::standing(fused.edges, fused.edge_accounts))
}

/// The layers, and all of them together where there are several.
pub(in crate::render) fn layers(found: &Coordination) -> Vec<&LayerFinding> {
    let fused = (found.layers.len() > 1).then_some(&found.fused);
    found.layers.iter().chain(fused).collect()
}

/// What a layer is of.
pub(in crate::render) fn of_layer(layer: &LayerFinding) -> &'static str {
    layer_words(&layer.layer)
}

/// The communities that are listed, and how many are not.
pub(in crate::render) fn communities(found: &Coordination) -> (&[CommunityFinding], usize) {
    let listed = found.communities.len().min(MOST_COMMUNITIES);
    (&found.communities[..listed], found.communities.len() - listed)
}

/// The objects that most members shared.
pub(in crate::render) fn pushed(community: &CommunityFinding) -> Vec<String> {
    community
        .top
        .iter()
        .map(|(object, members)| format!("{object} ({members} of {})", community.size))
        .collect()
}

/// Who is earlier, by the sign test.
pub(in crate::render) fn earlier(community: &CommunityFinding) -> String {
    let Some(earliest) = &community.earliest else {
        return "nobody more often than not".to_owned();
    };
    let test = if earliest.p <= 0.05 { "" } else { ", as a coin might" };
    format!(
        "{}: before the middle with {} of {} objects{test} (p = {})",
        earliest.account,
        earliest.earlier,
        earliest.earlier + earliest.later,
        probability(earliest.p)
    )
}

/// When its members were opened.
pub(in crate::render) fn opened(community: &CommunityFinding) -> String {
    let Some(opened) = &community.opened else {
        return format!(
            "not observed: known of {} of {}, or of too few others",
            community.opened_known, community.size
        );
    };
    let within = if opened.days < 1.0 {
        format!("on {}", words::day_of(&opened.from))
    } else {
        format!("{} to {}", words::day_of(&opened.from), words::day_of(&opened.to))
    };
    let test = if opened.p <= 0.05 { "closer than drawn accounts" } else { "no closer than drawn accounts" };
    format!(
        "{} of {} known: {within}; {test} (p = {})",
        opened.held,
        community.opened_known,
        probability(opened.p)
    )
}

/// The actors among its members.
pub(in crate::render) fn actors(community: &CommunityFinding) -> String {
    let named: Vec<String> =
        community.actors.iter().map(|(actor, accounts)| format!("{actor} ({accounts})")).collect();
    if named.is_empty() { "none".to_owned() } else { named.join(", ") }
}

/// The hour with most of its shares, UTC.
pub(in crate::render) fn busiest(community: &CommunityFinding) -> String {
    let most = community.hours_utc.iter().copied().max().unwrap_or(0);
    let hour = community.hours_utc.iter().position(|&count| count == most).unwrap_or(0);
    format!("most at {hour:02}:00 UTC, {most} of {}", community.shares)
}

/// What of the network is not drawn.
pub(in crate::render) fn not_drawn(found: &Coordination) -> String {
    let nodes = found.nodes.len().saturating_sub(MOST_NODES);
    let edges = found.edges.len().saturating_sub(MOST_EDGES);
    let mut text = Vec::new();
    if nodes > 0 {
        text.push(format!("{} with fewer partners", words::count(nodes, "account", "accounts")));
    }
    if edges > 0 {
        text.push(format!("at least {} of fewer objects", words::count(edges, "edge", "edges")));
    }
    if text.is_empty() { String::new() } else { format!(" Not drawn: {}.", words::list(&text)) }
}

/// `0.003`, `2e-9`.
fn probability(p: f64) -> String {
    match p {
        p if p >= 0.1 => format!("{p:.1}"),
        p if p >= 0.001 => format!("{p:.3}"),
        p => format!("{p:.0e}"),
    }
}

/// `12 edges`.
pub(in crate::render) fn edges(community: &CommunityFinding) -> String {
    words::count(community.edges as usize, "edge", "edges")
}

/// Identifiers of sites that the readable reports list.
const MOST_IDENTIFIERS: usize = 25;

/// What of the sites was looked at.
pub(in crate::render) fn sites(found: &SharedSites) -> String {
    if found.sites == 0 {
        return "The store holds no page of a site that published a matched item, so that no identifiers of sites were looked for.".to_owned();
    }
    format!(
        "Looked for in {} of {} (of each the newest {PAGES} at most, ads.txt and the picture in the tab where they are stored): accounts with services that count visits or place advertising, verification tags, and the template that pages are made by.",
        words::count(found.pages, "stored page", "stored pages"),
        words::count(found.sites, "site", "sites")
    )
}

/// What a shared identifier is.
pub(in crate::render) fn not_ownership(found: &SharedSites) -> String {
    let common = found.identifiers.iter().filter(|one| one.is_common).count();
    let left = match common {
        0 => String::new(),
        1 => " One is on so many, and is left out.".to_owned(),
        n => format!(" {} are on so many, and are left out.", words::number(n)),
    };
    format!(
        "A shared identifier is not ownership: an agency, a host, a bought template or a copied page gives several sites the same one. One that is on more than {COMMON_SITES} sites and on more than {} of those read joins none of them.{left}",
        words::percent(COMMON_SHARE)
    )
}

/// The identifiers that are listed, and how many are not.
pub(in crate::render) fn identifiers(found: &SharedSites) -> (Vec<&SharedIdentifier>, usize) {
    let own: Vec<&SharedIdentifier> = found.identifiers.iter().filter(|one| !one.is_common).collect();
    let more = own.len().saturating_sub(MOST_IDENTIFIERS);
    (own.into_iter().take(MOST_IDENTIFIERS).collect(), more)
}
