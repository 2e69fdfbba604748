//! `edges.csv` and `pairs.csv`: the edges that stand, and the posts that made each.

use super::RenderError;
use super::csv::Rows;
use crate::findings::Findings;

/// Every edge that stands.
pub(super) fn edges(findings: &Findings) -> Result<Vec<u8>, RenderError> {
    let mut rows = Rows::new(&[
        "edge",
        "from",
        "to",
        "community_from",
        "community_to",
        "objects",
        "pairs",
        "from_first",
        "to_first",
        "p_direction",
        "p",
        "q",
        "layers",
    ])?;
    let found = &findings.coordination;
    for (number, edge) in (1..).zip(&found.edges) {
        let [from, to] = edge.nodes.map(|node| &found.nodes[node]);
        let layers: Vec<String> =
            edge.layers.iter().map(|(layer, objects, p)| format!("{layer}:{objects}:{p:.3e}")).collect();
        rows.write(&[
            &number.to_string(),
            &from.account,
            &to.account,
            &from.community.to_string(),
            &to.community.to_string(),
            &edge.objects.to_string(),
            &edge.pairs.to_string(),
            &edge.first[0].to_string(),
            &edge.first[1].to_string(),
            &format!("{:.3e}", edge.p_direction),
            &format!("{:.3e}", edge.p),
            &format!("{:.3e}", edge.q),
            &layers.join(" "),
        ])?;
    }
    rows.finish()
}

/// Every pair of posts behind them, by the edge's number.
pub(super) fn pairs(findings: &Findings) -> Result<Vec<u8>, RenderError> {
    let mut rows =
        Rows::new(&["edge", "from", "to", "layer", "object", "item_from", "item_to", "at_from", "at_to"])?;
    let found = &findings.coordination;
    for pair in &found.pairs {
        let [from, to] = found.edges[pair.edge].nodes.map(|node| &found.nodes[node]);
        rows.write(&[
            &(pair.edge + 1).to_string(),
            &from.account,
            &to.account,
            pair.layer,
            &pair.object,
            &pair.items[0],
            &pair.items[1],
            &pair.at[0].to_string(),
            &pair.at[1].to_string(),
        ])?;
    }
    rows.finish()
}
