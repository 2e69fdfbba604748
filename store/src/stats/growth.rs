//! How a store grew on the last days with captures, and what that would come to.
//!
//! Only the newest rows are read: rows come in the order of capture, so that reading backwards may stop.

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::StoreError;
use crate::time::Micros;

/// Days that a projection rests on, at most.
const PROJECTED_FROM: usize = 7;
/// Days that a projection is made for.
const PROJECTED_DAYS: f64 = 30.0;
/// An item seen again in an older capture is older than its row's place tells: so many older rows in order end the search.
const OLD_ROWS: usize = 1000;

/// What one day brought; days are UTC.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Day {
    /// The date.
    pub date: String,
    /// Captures.
    pub captures: i64,
    /// Items that were not there before.
    pub new_items: i64,
    /// Bytes of bodies that were not there before, as captured.
    pub new_body_bytes: i64,
    /// The same bodies' bytes as stored.
    pub new_stored_bytes: i64,
}

/// What thirty days would bring, were they all as the days that it rests on. Nothing is known of what is to come.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Projection {
    /// How many days with captures it is the mean of.
    pub mean_of_days: usize,
    /// The first of them.
    pub from: String,
    /// The last of them.
    pub to: String,
    /// Captures in thirty days.
    pub captures: f64,
    /// New items in thirty days.
    pub new_items: f64,
    /// New bytes of bodies in thirty days, as captured.
    pub new_body_bytes: f64,
    /// The same bodies' bytes as stored.
    pub new_stored_bytes: f64,
}

/// How a store grew.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Growth {
    /// The last days with captures, in order.
    pub days: Vec<Day>,
    /// What that would come to; nothing for an empty store.
    pub per_30_days: Option<Projection>,
}

/// Reads the last `days` days with captures, and those that the projection rests on: that is the same however many are shown.
pub(super) fn read(connection: &Connection, days: usize) -> Result<Growth, StoreError> {
    // One more than it rests on, as the newest day does not count.
    let mut found = captures(connection, days.max(PROJECTED_FROM + 1))?;
    items(connection, &mut found)?;
    let mut read: Vec<Day> = found.into_values().collect();
    let per_30_days = projection(&read);
    Ok(Growth { days: read.split_off(read.len().saturating_sub(days)), per_30_days })
}

const fn day_of(at: i64) -> i64 {
    at.div_euclid(Micros::DAY)
}

fn captures(connection: &Connection, days: usize) -> Result<BTreeMap<i64, Day>, StoreError> {
    let mut found: BTreeMap<i64, Day> = BTreeMap::new();
    // A body is new in the first capture that has it.
    let mut statement = connection.prepare(
        "SELECT capture.ended_at, blob.size, length(blob.bytes) FROM capture LEFT JOIN blob ON blob.id = capture.blob_id
           AND NOT EXISTS (SELECT 1 FROM capture AS earlier WHERE earlier.blob_id = capture.blob_id AND earlier.id < capture.id)
         ORDER BY capture.id DESC",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let number = day_of(row.get(0)?);
        if !found.contains_key(&number) && found.len() >= days {
            break;
        }
        let day = found.entry(number).or_insert_with(|| Day { date: date(number), ..Day::default() });
        day.captures += 1;
        // A damaged file may hold any number.
        let add = |sum: i64, more: Option<i64>| sum.saturating_add(more.unwrap_or_default());
        day.new_body_bytes = add(day.new_body_bytes, row.get(1)?);
        day.new_stored_bytes = add(day.new_stored_bytes, row.get(2)?);
    }
    Ok(found)
}

fn items(connection: &Connection, days: &mut BTreeMap<i64, Day>) -> Result<(), StoreError> {
    let Some(first) = days.keys().next().copied() else { return Ok(()) };
    let mut statement = connection.prepare("SELECT first_seen_at FROM item ORDER BY id DESC")?;
    let mut rows = statement.query([])?;
    let mut old = 0;
    while let Some(row) = rows.next()? {
        let number = day_of(row.get(0)?);
        old = if number < first { old + 1 } else { 0 };
        if old == OLD_ROWS {
            break;
        }
        if let Some(day) = days.get_mut(&number) {
            day.new_items += 1;
        }
    }
    Ok(())
}

fn date(day: i64) -> String {
    Micros(day.saturating_mul(Micros::DAY)).timestamp().strftime("%Y-%m-%d").to_string()
}

fn projection(days: &[Day]) -> Option<Projection> {
    // The newest day may not be over: it counts only where there is no other.
    let over = if days.len() > 1 { &days[..days.len() - 1] } else { days };
    let over = &over[over.len().saturating_sub(PROJECTED_FROM)..];
    let (first, last) = (over.first()?, over.last()?);
    let per = |value: fn(&Day) -> i64| {
        over.iter().map(|day| value(day) as f64).sum::<f64>() / over.len() as f64 * PROJECTED_DAYS
    };
    Some(Projection {
        mean_of_days: over.len(),
        from: first.date.clone(),
        to: last.date.clone(),
        captures: per(|day| day.captures),
        new_items: per(|day| day.new_items),
        new_body_bytes: per(|day| day.new_body_bytes),
        new_stored_bytes: per(|day| day.new_stored_bytes),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_day_is_left_out_of_a_projection() {
        let day = |captures| Day { captures, ..Day::default() };
        let days: Vec<Day> = [900, 900, 7, 7, 7, 7, 7, 7, 7, 1].map(day).into();
        let projected = projection(&days).unwrap();
        assert_eq!((projected.mean_of_days, format!("{:.0}", projected.captures)), (7, "210".to_owned()));
        assert_eq!(format!("{:.0}", projection(&days[9..]).unwrap().captures), "30");
        assert_eq!(projection(&[]), None);
    }
}
