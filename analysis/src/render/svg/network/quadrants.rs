//! A tree of quadrants with their centres of mass (Barnes and Hut 1986): what is far away pushes as one.

/// A place.
pub(super) type Point = [f64; 2];

/// Deeper trees tell apart what lies in one place.
const DEEPEST: u32 = 32;
/// A quadrant pushes as one where its side is smaller than this part of its distance.
const NEAR: f64 = 0.9;
/// Nearer than this, points push as if they were this far apart.
const LEAST: f64 = 1e-3;

/// The corners of what some points fill.
pub(super) fn bounds(points: &[Point]) -> (Point, Point) {
    points.iter().fold(([f64::MAX; 2], [f64::MIN; 2]), |(low, high), point| {
        ([low[0].min(point[0]), low[1].min(point[1])], [high[0].max(point[0]), high[1].max(point[1])])
    })
}

/// A quadrant, and what lies in it.
#[derive(Debug)]
struct Quadrant {
    centre: Point,
    mass: f64,
    side: f64,
    /// Where it has more than one point.
    parts: Vec<Quadrant>,
}

/// The tree over some points.
#[derive(Debug)]
pub(super) struct Quadrants(Option<Quadrant>);

impl Quadrants {
    /// Builds it.
    pub(super) fn new(points: &[Point]) -> Self {
        let (low, high) = bounds(points);
        let side = (high[0] - low[0]).max(high[1] - low[1]);
        Self((!points.is_empty()).then(|| build(points.to_vec(), low, side, 0)))
    }

    /// How much all points together push one of them: the sum of 1 / distance, away from each.
    pub(super) fn push(&self, point: Point) -> Point {
        let mut push = [0.0; 2];
        if let Some(quadrant) = &self.0 {
            quadrant.push(point, &mut push);
        }
        push
    }
}

fn build(points: Vec<Point>, low: Point, side: f64, depth: u32) -> Quadrant {
    let mass = points.len() as f64;
    let sum = points.iter().fold([0.0; 2], |sum, point| [sum[0] + point[0], sum[1] + point[1]]);
    let mut quadrant = Quadrant { centre: [sum[0] / mass, sum[1] / mass], mass, side, parts: Vec::new() };
    if points.len() == 1 || depth == DEEPEST {
        return quadrant;
    }
    let half = side / 2.0;
    let mut parts: [Vec<Point>; 4] = Default::default();
    for point in points {
        let right = usize::from(point[0] >= low[0] + half);
        let upper = usize::from(point[1] >= low[1] + half);
        parts[right + 2 * upper].push(point);
    }
    for (n, part) in parts.into_iter().enumerate().filter(|(_, part)| !part.is_empty()) {
        let corner = |axis: usize, far: bool| if far { low[axis] + half } else { low[axis] };
        let low = [corner(0, n % 2 == 1), corner(1, n / 2 == 1)];
        quadrant.parts.push(build(part, low, half, depth + 1));
    }
    quadrant
}

impl Quadrant {
    fn push(&self, point: Point, sum: &mut Point) {
        let away = [point[0] - self.centre[0], point[1] - self.centre[1]];
        let squared = away[0] * away[0] + away[1] * away[1];
        if self.parts.is_empty() || self.side * self.side < NEAR * NEAR * squared {
            // A point does not push itself: it lies in no distance from itself.
            let squared = squared.max(LEAST * LEAST);
            sum[0] += away[0] * self.mass / squared;
            sum[1] += away[1] * self.mass / squared;
            return;
        }
        for part in &self.parts {
            part.push(point, sum);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_far_away_pushes_as_its_points_do() {
        let points: Vec<Point> =
            (0..400_u32).map(|n| [f64::from(n * 37 % 101), f64::from(n * 53 % 89)]).collect();
        let tree = Quadrants::new(&points);
        for &point in points.iter().step_by(17) {
            let exact = points.iter().fold([0.0; 2], |sum, other| {
                let away = [point[0] - other[0], point[1] - other[1]];
                let squared = (away[0] * away[0] + away[1] * away[1]).max(LEAST * LEAST);
                [sum[0] + away[0] / squared, sum[1] + away[1] / squared]
            });
            let found = tree.push(point);
            let off = ((found[0] - exact[0]).powi(2) + (found[1] - exact[1]).powi(2)).sqrt();
            let size = (exact[0].powi(2) + exact[1].powi(2)).sqrt();
            assert!(off < 0.1 * size.max(5.0), "{found:?} {exact:?}");
        }
        // Many points in one place end.
        assert!(Quadrants::new(&[[1.0, 1.0]; 50]).push([1.0, 1.0])[0].abs() < 1e-9);
        assert!(Quadrants::new(&[]).push([1.0, 1.0])[0].abs() < 1e-9);
    }
}
