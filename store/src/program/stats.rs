//! `whence-store stats` for people.

use std::io::{self, Write};

use crate::stats::{Growth, PartSize, Pictures, Stats};

/// Prints the numbers; `sizes_wanted` says whether sizes that are missing have to be explained.
pub(super) fn print(stats: &Stats, sizes_wanted: bool, out: &mut dyn Write) -> io::Result<()> {
    let percent = 100.0 * stats.stored_bytes as f64 / (stats.body_bytes.max(1)) as f64;
    writeln!(
        out,
        "file     {:>16} bytes, {} of them free",
        grouped(stats.file_bytes),
        grouped(stats.free_bytes)
    )?;
    writeln!(out, "log      {:>16} bytes not yet in the file", grouped(stats.wal_bytes))?;
    if stats.unfinished_forgetting {
        writeln!(
            out,
            "UNFINISHED: a forgetting was cut off: `whence-store forget --finish` rewrites the file"
        )?;
    }
    writeln!(
        out,
        "bodies   {:>16} bytes, stored in {} ({percent:.0} %)",
        grouped(stats.body_bytes),
        grouped(stats.stored_bytes)
    )?;
    writeln!(out, "\nrows")?;
    for (table, count) in &stats.rows {
        writeln!(out, "  {table:<20}{:>14}", grouped(*count))?;
    }
    writeln!(out, "\nitems")?;
    for (platform, kind, count) in &stats.items {
        writeln!(out, "  {:<20}{:>14}", format!("{platform} {kind}"), grouped(*count))?;
    }
    if stats.pictures.hashed > 0 {
        let Pictures { hashed, items } = stats.pictures;
        writeln!(out, "\npictures\n  {:<20}{:>14}", "hashed", grouped(hashed))?;
        writeln!(out, "  {:<20}{:>14}", "items that show them", grouped(items))?;
    }
    growth(&stats.growth, out)?;
    match &stats.sizes {
        Some(parts) => sizes(parts, out),
        None if sizes_wanted => {
            writeln!(out, "\nbytes of tables: not known, as this SQLite was built without dbstat")
        }
        None => Ok(()),
    }
}

fn growth(growth: &Growth, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\nthe last days with captures (UTC)")?;
    writeln!(
        out,
        "  {:<12}{:>10}{:>12}{:>18}{:>18}",
        "day", "captures", "new items", "new body bytes", "as stored"
    )?;
    for day in &growth.days {
        writeln!(
            out,
            "  {:<12}{:>10}{:>12}{:>18}{:>18}",
            day.date,
            grouped(day.captures),
            grouped(day.new_items),
            grouped(day.new_body_bytes),
            grouped(day.new_stored_bytes)
        )?;
    }
    let Some(projection) = &growth.per_30_days else { return Ok(()) };
    writeln!(
        out,
        "  {:<12}{:>10}{:>12}{:>18}{:>18}",
        "per 30 days",
        rounded(projection.captures),
        rounded(projection.new_items),
        rounded(projection.new_body_bytes),
        rounded(projection.new_stored_bytes)
    )?;
    writeln!(
        out,
        "  at the mean of the last {} observed days, {} to {}; the newest day counts only where it is alone, as it may not be over",
        projection.mean_of_days, projection.from, projection.to
    )
}

fn sizes(parts: &[PartSize], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\nbytes of tables and indexes")?;
    for part in parts {
        let name = match &part.index {
            Some(index) => format!("{} / {index}", part.table),
            None => part.table.clone(),
        };
        writeln!(out, "  {name:<48}{:>16}, {} unused", grouped(part.bytes), grouped(part.unused_bytes))?;
    }
    Ok(())
}

fn rounded(value: f64) -> String {
    parted(&format!("{value:.0}"))
}

/// A number with a space between thousands.
fn grouped(number: impl Into<i128>) -> String {
    parted(&number.into().to_string())
}

fn parted(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) && !out.ends_with('-') {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted() {
        assert_eq!(grouped(1), "1");
        assert_eq!(grouped(123), "123");
        assert_eq!(grouped(1_234_567), "1 234 567");
        assert_eq!(grouped(-123), "-123");
        assert_eq!(rounded(1234.5), "1 234");
    }
}
