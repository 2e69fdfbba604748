//! At what time of day people write.

use whence_store::time::Micros;

use super::dice::Dice;

/// Weights of the 24 local hours.
const WEIGHTS: [usize; 24] = [2, 1, 1, 1, 1, 2, 4, 7, 9, 10, 10, 9, 9, 8, 8, 8, 8, 9, 10, 12, 13, 12, 8, 4];

/// `count` offsets from local midnight, in order, none in the last ten minutes of the day (room for the
/// bumps by which equal seconds are parted).
pub(crate) fn draw(count: i64, dice: &mut Dice) -> Vec<i64> {
    let mut times: Vec<i64> = (0..count)
        .map(|_| {
            let hour = i64::try_from(dice.weighted(&WEIGHTS)).unwrap_or_default();
            let within = dice.between(0, 3599);
            (hour * 3600 + within).min(86_400 - 601) * Micros::SECOND
        })
        .collect();
    times.sort_unstable();
    for next in 1..times.len() {
        times[next] = times[next].max(times[next - 1] + Micros::SECOND);
    }
    times
}
