//! Dates in addresses: `/2025/01/27/`, `/2025-01-27-`, `/20250127`.

use super::stamp::Stamp;

/// The day that an address names, from its path alone; the query is looked at last.
pub(super) fn date(path: &str, query: Option<&str>) -> Option<Stamp> {
    in_parts(path).or_else(|| in_parts(query?))
}

/// The year and month of an address that names no day: `/2025/01/name`.
pub(super) fn month(path: &str) -> Option<(i32, i32)> {
    let parts: Vec<&str> = path.split('/').collect();
    parts.windows(2).find_map(|part| {
        let (year, month) = (part[0].parse().ok()?, part[1].parse().ok()?);
        (part[0].len() == 4
            && part[1].len() == 2
            && (1995..=2100).contains(&year)
            && (1..=12).contains(&month))
        .then_some((year, month))
    })
}

fn in_parts(text: &str) -> Option<Stamp> {
    let digits: Vec<(usize, &str)> = runs(text);
    let three = digits.windows(3).find_map(|part| {
        let [(at, first), (month_at, second), (day_at, third)] = part else { return None };
        let joined = |from: usize, length: usize, to: usize| {
            to == from + length + 1 && text.as_bytes()[to - 1].is_ascii_punctuation()
        };
        if !joined(*at, first.len(), *month_at) || !joined(*month_at, second.len(), *day_at) {
            return None;
        }
        match (first.len(), second.len(), third.len()) {
            (4, 1 | 2, 1 | 2) => stamp(first, second, third),
            (1 | 2, 2, 4) => stamp(third, second, first),
            _ => None,
        }
    });
    let months = || {
        // `/2025/jan/27/`
        let parts: Vec<&str> = text.split('/').collect();
        parts.windows(3).find_map(|part| {
            let month = match super::months::month(&part[1].to_lowercase())? {
                super::months::Month::Gregorian(month) => month.to_string(),
                super::months::Month::Persian(_) => return None,
            };
            (part[0].len() == 4 && part[2].len() <= 2).then(|| stamp(part[0], &month, part[2])).flatten()
        })
    };
    let split = || {
        // `/2025-01/27/`, `/2025/0127/`
        digits.windows(2).find_map(|part| {
            let [(at, first), (next, second)] = part else { return None };
            if *next != at + first.len() + 1 || text.as_bytes()[next - 1] != b'/' {
                return None;
            }
            match (first.len(), second.len()) {
                (4, 4) => stamp(first, &second[..2], &second[2..]),
                (6, 2) => stamp(&first[..4], &first[4..], second),
                _ => None,
            }
        })
    };
    let whole = || {
        digits.iter().find_map(|(_, run)| match run.len() {
            8 | 12 | 14 => stamp(&run[..4], &run[4..6], &run[6..8]),
            _ => None,
        })
    };
    three.or_else(months).or_else(split).or_else(whole)
}

fn runs(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, byte) in text.bytes().chain([b' ']).enumerate() {
        match (byte.is_ascii_digit(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                out.push((from, &text[from..at]));
                start = None;
            }
            _ => {}
        }
    }
    out
}

fn stamp(year: &str, month: &str, day: &str) -> Option<Stamp> {
    let year: i16 = year.parse().ok()?;
    (1995..=2100).contains(&year).then(|| Stamp::of(year, month.parse().ok()?, day.parse().ok()?)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_from_addresses() {
        for path in [
            "/2025/01/27/a",
            "/n/2025-01-27-a.html",
            "/a_20250127.html",
            "/2025/1/27",
            "/27-01-2025/x",
            "/2025/jan/27/x",
            "/2025-01/27/c_11.htm",
            "/n1/2025/0127/c1.html",
            "/202501/27/x",
        ] {
            assert_eq!(date(path, None).map(|s| s.to_string()).as_deref(), Some("2025-01-27"), "{path}");
        }
        assert_eq!(month("/a/2025/01/b"), Some((2025, 1)));
        assert_eq!((month("/2025/13/b"), month("/1/01/b")), (None, None));
        for path in ["/2025/01/", "/12345678", "/item/20251327", "/a-2025-b-01-c-27", "/1/2/2025"] {
            assert_eq!(date(path, None), None, "{path}");
        }
    }
}
