//! Where accounts lie: those that are tied draw together, all push one another away, everything is drawn to the middle
//! (Fruchterman and Reingold 1991, with a cooling step). A place has no meaning but who is near whom.
//!
//! Only sums, products and square roots, which every machine rounds alike: the same network and seed give the same places.

use super::quadrants::{Point, Quadrants};
use crate::chance::Chance;

/// Rounds: more move nothing that can be seen.
const ROUNDS: u32 = 240;
/// How strongly everything is drawn to the middle, against the push of one neighbour at distance 1.
const TO_THE_MIDDLE: f64 = 0.6;

/// The places of nodes, in a square around 0 of no certain size. `groups` is the group of each node: those of one begin near
/// one another. `edges` are pairs of nodes.
pub(super) fn layout(groups: &[u32], edges: &[[usize; 2]], seed: u64) -> Vec<Point> {
    let count = groups.len();
    let mut chance = Chance::new(seed);
    let side = (count as f64).sqrt();
    let mut centres: std::collections::BTreeMap<u32, Point> = std::collections::BTreeMap::new();
    let mut points: Vec<Point> = Vec::with_capacity(count);
    for &group in groups {
        let centre = *centres.entry(group).or_insert_with(|| within(&mut chance, 2.0 * side));
        let beside = within(&mut chance, 2.0);
        points.push([centre[0] + beside[0], centre[1] + beside[1]]);
    }
    let mut forces = vec![[0.0; 2]; count];
    for round in 0..ROUNDS {
        let tree = Quadrants::new(&points);
        for (force, &point) in forces.iter_mut().zip(&points) {
            let push = tree.push(point);
            *force = [push[0] - TO_THE_MIDDLE * point[0], push[1] - TO_THE_MIDDLE * point[1]];
        }
        for &[a, b] in edges {
            let away = [points[a][0] - points[b][0], points[a][1] - points[b][1]];
            // The pull of a tie grows with the square of its length.
            let length = (away[0] * away[0] + away[1] * away[1]).sqrt();
            let pull = [away[0] * length, away[1] * length];
            forces[a] = [forces[a][0] - pull[0], forces[a][1] - pull[1]];
            forces[b] = [forces[b][0] + pull[0], forces[b][1] + pull[1]];
        }
        let longest = 0.1 * side * f64::from(ROUNDS - round) / f64::from(ROUNDS) + 0.01;
        for (point, force) in points.iter_mut().zip(&forces) {
            let strength = (force[0] * force[0] + force[1] * force[1]).sqrt();
            let part = if strength > longest { longest / strength } else { 1.0 };
            // Half a step: where ties are many, a whole one overshoots.
            point[0] += force[0] * part * 0.5;
            point[1] += force[1] * part * 0.5;
        }
    }
    points
}

/// A place within a square around 0.
fn within(chance: &mut Chance, side: f64) -> Point {
    let mut along = || (chance.below(1 << 20) as f64 / f64::from(1 << 20) - 0.5) * side;
    [along(), along()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distance(a: Point, b: Point) -> f64 {
        ((a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2)).sqrt()
    }

    /// Cliques of accounts, joined in a ring.
    fn cliques(count: usize, size: usize) -> (Vec<u32>, Vec<[usize; 2]>) {
        let groups = (0..count * size).map(|n| u32::try_from(n / size).unwrap()).collect();
        let mut edges = Vec::new();
        for clique in 0..count {
            let first = clique * size;
            for a in 0..size {
                edges.extend((a + 1..size).map(|b| [first + a, first + b]));
            }
            edges.push([first, (clique + 1) % count * size + 1]);
        }
        (groups, edges)
    }

    #[test]
    fn members_of_a_clique_lie_nearer_than_others() {
        let (groups, edges) = cliques(12, 8);
        let points = layout(&groups, &edges, 1);
        let (mut own, mut other) = ((0.0, 0.0), (0.0, 0.0));
        for (a, place) in points.iter().enumerate() {
            for (b, other_place) in points.iter().enumerate().skip(a + 1) {
                let sum = if groups[a] == groups[b] { &mut own } else { &mut other };
                sum.0 += distance(*place, *other_place);
                sum.1 += 1.0;
            }
        }
        assert!(own.0 / own.1 < 0.4 * (other.0 / other.1), "{own:?} {other:?}");
    }

    #[test]
    fn the_same_seed_gives_the_same_places_and_all_are_finite() {
        let (groups, edges) = cliques(250, 8);
        assert_eq!(groups.len(), 2_000);
        let points = layout(&groups, &edges, 7);
        assert!(points.iter().flatten().all(|x| x.is_finite()));
        assert!(points == layout(&groups, &edges, 7) && points != layout(&groups, &edges, 8));
        assert!(layout(&[], &[], 1).is_empty());
    }
}
