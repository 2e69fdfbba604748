//! When an item may have been published: an interval as wide as its time is vague, and what order two of them allow.

use whence_store::read::ItemRow;
use whence_store::time::{Micros, Precision};

/// An interval that holds the true time, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    /// Not before this.
    pub(crate) from: Micros,
    /// Not after this.
    pub(crate) to: Micros,
}

/// What may be said of two items' order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// The first was published before the second.
    Before,
    /// After it.
    After,
    /// Their times do not decide it.
    Open,
}

/// A calendar date begins at the earliest in UTC+14, and ends at the latest in UTC−12.
const DATE_FROM: i64 = -14 * Micros::HOUR;
const DATE_TO: i64 = 36 * Micros::HOUR - 1;
/// The first instant of X's and Twitter's ids with a time in them (their epoch, 4 November 2010).
const SNOWFLAKE_EPOCH: i64 = 1_288_834_974_657;

impl Span {
    /// An item's.
    ///
    /// A stated day may be that of any zone. A relative time ("3 hours ago") is vague by its unit, which is never more than the age
    /// told: it may be as much older again, or half as much younger. Of an unknown time it is known that it was before the capture.
    pub(crate) fn of(row: &ItemRow) -> Self {
        let (at, seen) = (row.created_at, row.first_seen_at);
        let wide = |before: i64, after: i64| Self { from: at.plus(-before), to: at.plus(after) };
        let span = match row.precision {
            Precision::Second => match exact(row) {
                Some(instant) => return Self { from: instant, to: instant },
                None if at.0 % Micros::SECOND != 0 => wide(0, 0),
                None => wide(0, Micros::SECOND - 1),
            },
            Precision::Minute => wide(0, Micros::MINUTE - 1),
            Precision::Hour => wide(0, Micros::HOUR - 1),
            Precision::Day => wide(-DATE_FROM, DATE_TO),
            Precision::Relative => {
                let age = seen.since(at).max(Micros::MINUTE);
                wide(age, age / 2)
            }
            Precision::None => Self { from: Micros(i64::MIN), to: seen },
        };
        // Nothing is captured before it is published; a clock that went wrong is left as it is.
        let capped = Self { to: Micros(span.to.0.min(seen.0)), ..span };
        if capped.from <= capped.to { capped } else { span }
    }

    /// The order of two.
    pub(crate) fn order(self, other: Self) -> Order {
        if self.to < other.from {
            Order::Before
        } else if other.to < self.from {
            Order::After
        } else {
            Order::Open
        }
    }

    /// What "earliest" goes by where a choice must be made: who is certain to be there first. A vague time never wins over a
    /// certain one that lies within it.
    pub(crate) fn rank(self) -> (Micros, Micros) {
        (self.to, self.from)
    }
}

/// The millisecond in an id of X, where it agrees with the second that the platform tells.
fn exact(row: &ItemRow) -> Option<Micros> {
    if row.platform != "x" {
        return None;
    }
    let at = snowflake(&row.native_id)?;
    (0..2 * Micros::SECOND).contains(&at.since(row.created_at.plus(-Micros::SECOND))).then_some(at)
}

/// The time in an id of X's form: the upper bits are milliseconds since 4 November 2010.
pub(crate) fn snowflake(id: &str) -> Option<Micros> {
    let number: i64 = id.parse().ok()?;
    // Ids of before counted up from one.
    (number > 1 << 40).then(|| Micros(((number >> 22) + SNOWFLAKE_EPOCH).saturating_mul(1_000)))
}
