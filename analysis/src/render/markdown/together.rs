//! Who shared together, in Markdown.

use super::{code, escape, line, notes};
use crate::findings::Findings;
use crate::render::markdown_told::{DUE, FREE};
use crate::render::view::together as view;
use crate::words;

/// The section.
pub(super) fn render(out: &mut String, findings: &Findings) {
    line(out, "\n## Who shared the same things together\n");
    network(out, findings);
    sites(out, findings);
}

fn sites(out: &mut String, findings: &Findings) {
    let found = &findings.coordination.sites;
    line(out, &format!("\n### Shared identifiers of sites\n\n{}\n", view::sites(found)));
    if found.sites == 0 {
        return;
    }
    line(out, &format!("{}\n", view::not_ownership(found)));
    let (identifiers, more) = view::identifiers(found);
    if identifiers.is_empty() {
        line(out, "No two of the sites have one in common.");
    }
    line(out, DUE);
    for one in identifiers {
        let sites: Vec<String> = one.sites.iter().map(|site| code(site)).collect();
        let actors = if one.actors.is_empty() { "none".to_owned() } else { escape(&one.actors.join(", ")) };
        line(
            out,
            &format!(
                "- {} {}: {}; accepted actors: {actors}{}",
                one.kind,
                code(&one.identifier),
                sites.join(", "),
                notes(&one.evidence)
            ),
        );
    }
    line(out, FREE);
    if more > 0 {
        let more = words::count(more, "more identifier is", "more identifiers are");
        line(out, &format!("\n{more} in report.json."));
    }
}

fn network(out: &mut String, findings: &Findings) {
    let found = &findings.coordination;
    if let Some(reason) = view::absent(found) {
        line(out, &escape(&reason));
        return;
    }
    line(out, &format!("{}\n", escape(&view::basis(found))));
    line(out, &format!("**{}**\n", escape(&view::control(found))));
    for text in [view::exchanged(found), view::observed(found)].iter().filter(|text| !text.is_empty()) {
        line(out, &format!("{}\n", escape(text)));
    }
    line(out, &format!("{}\n", view::HONESTY));
    line(
        out,
        "| what is shared | shares | accounts | control: shuffled | control: exchanged | observed |\n|---|---:|---:|---|---|---|",
    );
    for layer in view::layers(found) {
        line(
            out,
            &format!(
                "| {} | {} | {} | {} | {} | {} |",
                view::of_layer(layer),
                words::number(layer.shares),
                words::number(layer.accounts),
                words::standing(layer.control_edges, layer.control_accounts),
                words::standing(layer.exchanged_edges, layer.exchanged_accounts),
                words::standing(layer.edges, layer.edge_accounts)
            ),
        );
    }
    if found.communities.is_empty() {
        return;
    }
    line(
        out,
        "\nEach edge with its layers and probabilities is in edges.csv, the posts that made it in pairs.csv.\n\n### Communities\n",
    );
    line(out, DUE);
    let (communities, more) = view::communities(found);
    for community in communities {
        line(
            out,
            &format!(
                "- Community {}: {}, {}{}",
                community.number,
                words::count(community.size as usize, "account", "accounts"),
                view::edges(community),
                notes(&community.evidence)
            ),
        );
        for (what, said) in [
            (
                "pushed together",
                format!(
                    "{}, {} to {}: {}",
                    words::count(community.objects, "object", "objects"),
                    community.first_local,
                    community.last_local,
                    view::pushed(community).join("; ")
                ),
            ),
            ("hours of day", view::busiest(community)),
            ("who is earlier", view::earlier(community)),
            ("accepted actors among the members", view::actors(community)),
            ("accounts opened", view::opened(community)),
        ] {
            line(out, &format!("  - {what}: {}{}", escape(&said), notes(&community.evidence)));
        }
    }
    line(out, FREE);
    if more > 0 {
        let more = words::count(more, "more community is", "more communities are");
        line(out, &format!("\n{more} in report.json."));
    }
}
