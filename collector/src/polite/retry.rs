//! When to try again.

use whence_store::time::Micros;

/// The longest wait that a host can ask for; one that asks for more is asked again after that.
const LONGEST: i64 = Micros::DAY;

/// When to try again: when the host asked for it, or 30 s doubled with every attempt, up to an hour, spread over a quarter by
/// `spread`, so that failed tasks do not come back all at once.
pub fn retry_at(now: Micros, asked: Option<Micros>, attempts: i64, spread: i64) -> Micros {
    if let Some(asked) = asked {
        return patience(now, asked);
    }
    let seconds = (30_i64 << attempts.clamp(0, 7)).min(3600);
    let jitter = seconds * Micros::SECOND / 400 * spread.rem_euclid(100);
    now.plus(seconds * Micros::SECOND + jitter)
}

/// What a host asked for, within bounds.
pub fn patience(now: Micros, asked: Micros) -> Micros {
    asked.max(now).min(now.plus(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_host_asks_for_holds_and_silence_backs_off() {
        let now = Micros(1_737_964_800 * Micros::SECOND);
        let later = now.plus(120 * Micros::SECOND);
        assert_eq!(retry_at(now, Some(later), 0, 0), later);
        assert_eq!(retry_at(now, Some(now.plus(-5)), 0, 0), now);
        assert_eq!(retry_at(now, Some(now.plus(40 * Micros::DAY)), 0, 0), now.plus(LONGEST));
        assert_eq!(retry_at(now, None, 1, 0), now.plus(60 * Micros::SECOND));
        assert_eq!(retry_at(now, None, 1, 100), now.plus(60 * Micros::SECOND));
        assert_eq!(retry_at(now, None, 1, 99), now.plus(74_850_000));
        assert_eq!(retry_at(now, None, 60, 0), now.plus(3600 * Micros::SECOND));
    }
}
