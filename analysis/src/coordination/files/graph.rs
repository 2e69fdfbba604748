//! `network.gexf` (GEXF 1.3) and `network.graphml`: the accounts with edges that stand, and those edges.

use super::Folder;
use super::xml::Xml;
use crate::coordination::CoordinationError;
use crate::coordination::network::Network;
use crate::coordination::options::Options;
use crate::coordination::order::Shares;
use crate::coordination::sweep::Edge;

/// Key, type in GEXF, type in `GraphML`.
const NODES: [(&str, &str, &str); 2] = [("community", "integer", "int"), ("component", "integer", "int")];
const EDGES: [(&str, &str, &str); 5] = [
    ("objects", "integer", "int"),
    ("pairs", "long", "long"),
    ("expected", "double", "double"),
    ("p", "double", "double"),
    ("q", "double", "double"),
];

fn of_edge(edge: &Edge) -> [String; 5] {
    [
        edge.objects.to_string(),
        edge.pairs.to_string(),
        format!("{:e}", edge.lambda),
        format!("{:e}", edge.p),
        format!("{:e}", edge.q),
    ]
}

/// Writes GEXF.
///
/// # Errors
/// [`CoordinationError::Write`].
pub(crate) fn write_gexf(
    folder: &mut Folder,
    shares: &Shares,
    network: &Network,
    options: &Options,
) -> Result<(), CoordinationError> {
    let mut xml = Xml::begin(folder.begin("network.gexf")?)?;
    xml.open("gexf", &[("xmlns", "http://gexf.net/1.3"), ("version", "1.3")])?;
    xml.open("graph", &[("mode", "static"), ("defaultedgetype", "undirected")])?;
    for (class, keys) in [("node", &NODES[..]), ("edge", &EDGES[..])] {
        xml.open("attributes", &[("class", class)])?;
        for &(key, kind, _) in keys {
            xml.empty("attribute", &[("id", key), ("title", key), ("type", kind)])?;
        }
        xml.close("attributes")?;
    }
    xml.open("nodes", &[])?;
    for member in &network.members {
        let name = shares.accounts.text(member.account);
        xml.open("node", &[("id", &name), ("label", &name)])?;
        values(&mut xml, NODES.iter().zip([member.community.to_string(), member.component.to_string()]))?;
        xml.close("node")?;
    }
    xml.close("nodes")?;
    xml.open("edges", &[])?;
    for (n, edge) in network.edges.iter().enumerate() {
        let (from, to) = (shares.accounts.text(edge.from), shares.accounts.text(edge.to));
        let weight = edge.weight(options.weight).to_string();
        let id = n.to_string();
        xml.open("edge", &[("id", &id), ("source", &from), ("target", &to), ("weight", &weight)])?;
        values(&mut xml, EDGES.iter().zip(of_edge(edge)))?;
        xml.close("edge")?;
    }
    xml.close("edges")?;
    xml.close("graph")?;
    xml.close("gexf")?;
    xml.end()
}

fn values<'a>(
    xml: &mut Xml,
    values: impl Iterator<Item = (&'a (&'a str, &'a str, &'a str), String)>,
) -> Result<(), CoordinationError> {
    xml.open("attvalues", &[])?;
    for (&(key, ..), value) in values {
        xml.empty("attvalue", &[("for", key), ("value", &value)])?;
    }
    xml.close("attvalues")
}

/// Writes `GraphML`.
///
/// # Errors
/// [`CoordinationError::Write`].
pub(crate) fn write_graphml(
    folder: &mut Folder,
    shares: &Shares,
    network: &Network,
    options: &Options,
) -> Result<(), CoordinationError> {
    let mut xml = Xml::begin(folder.begin("network.graphml")?)?;
    xml.open("graphml", &[("xmlns", "http://graphml.graphdrawing.org/xmlns")])?;
    for (class, keys) in [("node", &NODES[..]), ("edge", &EDGES[..])] {
        for &(key, _, kind) in keys {
            let attributes = [("id", key), ("for", class), ("attr.name", key), ("attr.type", kind)];
            xml.empty("key", &attributes)?;
        }
    }
    xml.empty("key", &[("id", "weight"), ("for", "edge"), ("attr.name", "weight"), ("attr.type", "long")])?;
    xml.open("graph", &[("edgedefault", "undirected")])?;
    for member in &network.members {
        xml.open("node", &[("id", &shares.accounts.text(member.account))])?;
        for ((key, ..), value) in NODES.iter().zip([member.community, member.component]) {
            xml.text("data", &[("key", key)], &value.to_string())?;
        }
        xml.close("node")?;
    }
    for edge in &network.edges {
        let (from, to) = (shares.accounts.text(edge.from), shares.accounts.text(edge.to));
        xml.open("edge", &[("source", &from), ("target", &to)])?;
        xml.text("data", &[("key", "weight")], &edge.weight(options.weight).to_string())?;
        for ((key, ..), value) in EDGES.iter().zip(of_edge(edge)) {
            xml.text("data", &[("key", key)], &value)?;
        }
        xml.close("edge")?;
    }
    xml.close("graph")?;
    xml.close("graphml")?;
    xml.end()
}
