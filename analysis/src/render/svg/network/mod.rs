//! The network drawn: a dot for each account, a line for each edge that stands. A colour is a community by its number, and says
//! nothing else.

mod layout;
mod quadrants;

use std::fmt::Write as _;

use super::escape;
use crate::findings::{Coordination, NodeFinding};
use quadrants::{Point, bounds};

/// Accounts that are drawn, those with the most partners.
pub(in crate::render) const MOST_NODES: usize = 2_000;
/// Lines that are drawn, those with the most objects.
pub(in crate::render) const MOST_EDGES: usize = 12_000;
/// Communities with a colour of their own; the others are grey.
const COLOURS: u32 = 8;

const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 620.0;
const MARGIN: f64 = 26.0;

/// Which accounts and edges are drawn, by their places; in order.
struct Drawn {
    nodes: Vec<usize>,
    edges: Vec<[usize; 2]>,
}

/// The drawing; empty without accounts.
pub(in crate::render) fn draw(found: &Coordination) -> String {
    let Drawn { nodes, edges } = chosen(found);
    if nodes.is_empty() {
        return String::new();
    }
    let groups: Vec<u32> = nodes.iter().map(|&node| found.nodes[node].community).collect();
    let places = fitted(&layout::layout(&groups, &edges, found.seed));
    let mut svg = format!(
        "<svg class=\"timeline network\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-labelledby=\"network-title network-desc\"><title id=\"network-title\">Accounts that shared the same things together</title><desc id=\"network-desc\">{} accounts and {} edges are drawn; colours and numbers are communities. Nearness has no other meaning. The numbers are in the table below.</desc>",
        nodes.len(),
        edges.len()
    );
    lines(&mut svg, &groups, &places, &edges);
    for (&node, place) in nodes.iter().zip(&places) {
        dot(&mut svg, &found.nodes[node], *place);
    }
    numbers(&mut svg, &groups, &places);
    svg.push_str("</svg>");
    svg
}

fn chosen(found: &Coordination) -> Drawn {
    let mut nodes: Vec<usize> = (0..found.nodes.len()).collect();
    nodes.sort_by_key(|&node| (std::cmp::Reverse(found.nodes[node].partners), node));
    nodes.truncate(MOST_NODES);
    nodes.sort_unstable();
    let place = |node: usize| nodes.binary_search(&node).ok();
    let mut edges: Vec<(u32, [usize; 2])> = found
        .edges
        .iter()
        .filter_map(|edge| Some((edge.objects, [place(edge.nodes[0])?, place(edge.nodes[1])?])))
        .collect();
    edges.sort_by_key(|&(objects, ends)| (std::cmp::Reverse(objects), ends));
    edges.truncate(MOST_EDGES);
    let mut edges: Vec<[usize; 2]> = edges.into_iter().map(|(_, ends)| ends).collect();
    edges.sort_unstable();
    Drawn { nodes, edges }
}

/// The places within the drawing.
fn fitted(points: &[Point]) -> Vec<Point> {
    let (low, high) = bounds(points);
    let size = [WIDTH - 2.0 * MARGIN, HEIGHT - 2.0 * MARGIN];
    // One scale for both axes, so that nearness is the same in both; a few accounts do not fill the drawing.
    let scale = (0..2).map(|axis| size[axis] / (high[axis] - low[axis]).max(1e-9)).fold(60.0, f64::min);
    let middle = [WIDTH / 2.0, HEIGHT / 2.0];
    let place = |point: &Point| {
        let along = |axis: usize| middle[axis] + (point[axis] - f64::midpoint(low[axis], high[axis])) * scale;
        [along(0), along(1)]
    };
    points.iter().map(place).collect()
}

/// Edges within a community in its colour, the others grey beneath: a path for each.
fn lines(svg: &mut String, groups: &[u32], places: &[Point], edges: &[[usize; 2]]) {
    let mut paths: std::collections::BTreeMap<u32, String> = std::collections::BTreeMap::new();
    for &[a, b] in edges {
        let colour = if groups[a] == groups[b] { colour(groups[a]) } else { 0 };
        let path = paths.entry(colour).or_default();
        let _ =
            write!(path, "M{:.0} {:.0}L{:.0} {:.0}", places[a][0], places[a][1], places[b][0], places[b][1]);
    }
    for (colour, path) in paths {
        let _ = write!(svg, "<path class=\"tie c{colour}\" d=\"{path}\"/>");
    }
}

fn dot(svg: &mut String, node: &NodeFinding, place: Point) {
    let radius = (2.2 + f64::from(node.partners).sqrt() * 0.55).min(9.0);
    let known = if node.actors.is_empty() { "" } else { " known" };
    let actors = if node.actors.is_empty() {
        String::new()
    } else {
        format!("; by accepted claims of {}", node.actors.join(", "))
    };
    let title = format!(
        "{}{actors}; community {}, {}",
        node.account,
        node.community,
        crate::words::count(node.partners as usize, "partner", "partners")
    );
    let _ = write!(
        svg,
        "<circle class=\"dot c{}{known}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"{radius:.1}\"><title>{}</title></circle>",
        colour(node.community),
        place[0],
        place[1],
        escape(&title)
    );
}

/// The numbers of the communities with a colour, in the middle of their accounts.
fn numbers(svg: &mut String, groups: &[u32], places: &[Point]) {
    for community in 1..=COLOURS {
        let own = || groups.iter().zip(places).filter(|(group, _)| **group == community);
        let count = own().count();
        if count == 0 {
            continue;
        }
        let along = |axis: usize| own().map(|(_, place)| place[axis]).sum::<f64>() / count as f64;
        let _ = write!(
            svg,
            "<text class=\"community middle\" x=\"{:.1}\" y=\"{:.1}\">{community}</text>",
            along(0),
            along(1) + 5.0
        );
    }
}

fn colour(community: u32) -> u32 {
    if community <= COLOURS { community } else { 0 }
}

/// Shares by hour of day: a bar for each.
pub(in crate::render) fn hours(counts: &[u32], number: u32) -> String {
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let mut svg = format!(
        "<svg class=\"hours\" viewBox=\"0 0 96 26\" role=\"img\" aria-labelledby=\"hours-{number}\"><title id=\"hours-{number}\">Shares of community {number} by hour of day, UTC</title><line class=\"base\" x1=\"0\" y1=\"25\" x2=\"96\" y2=\"25\"/>"
    );
    for (hour, &count) in (0_u32..).zip(counts).filter(|(_, count)| **count > 0) {
        let height = (f64::from(count) / f64::from(most) * 23.0).max(1.0);
        let _ = write!(
            svg,
            "<rect class=\"bar\" x=\"{}\" y=\"{:.1}\" width=\"3.2\" height=\"{height:.1}\"><title>{hour:02}:00 UTC: {count}</title></rect>",
            hour * 4,
            25.0 - height
        );
    }
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::EdgeFinding;

    fn network(accounts: usize) -> Coordination {
        let node = |n: usize| NodeFinding {
            account: format!("x-<{n}>"),
            actors: if n == 0 { vec!["Cloud & TV".to_owned()] } else { Vec::new() },
            community: 1 + u32::try_from(n / 10).unwrap(),
            partners: 2,
        };
        let edge = |n: usize| EdgeFinding {
            nodes: [n - n % 10, n],
            layers: Vec::new(),
            objects: 3,
            pairs: 3,
            first: [0; 2],
            p_direction: 1.0,
            p: 0.0,
            q: 0.0,
        };
        Coordination {
            nodes: (0..accounts).map(node).collect(),
            edges: (0..accounts).filter(|n| n % 10 != 0).map(edge).collect(),
            ..Coordination::default()
        }
    }

    #[test]
    fn every_account_is_a_dot_within_the_drawing() {
        let svg = draw(&network(95));
        assert_eq!(svg.matches("<circle").count(), 95);
        assert!(svg.contains("x-&lt;0&gt;; by accepted claims of Cloud &amp; TV; community 1, 2 partners"));
        for place in svg.split("cx=\"").skip(1) {
            let x: f64 = place.split('"').next().unwrap().parse().unwrap();
            assert!((0.0..=WIDTH).contains(&x), "{x}");
        }
        assert_eq!(draw(&Coordination::default()), "");
    }

    #[test]
    fn what_is_too_much_to_be_seen_is_not_drawn() {
        let svg = draw(&network(2_300));
        assert_eq!(svg.matches("<circle").count(), MOST_NODES);
        assert!(svg.len() < 600_000, "{}", svg.len());
    }

    #[test]
    fn hours_are_bars() {
        let mut counts = [0; 24];
        counts[13] = 4;
        assert!(hours(&counts, 2).contains("13:00 UTC: 4"));
    }
}
