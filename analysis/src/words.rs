//! Numbers, dates and lists in words, the same in every output.

use jiff::civil::Date;

/// `1 item`, `2 items`; thousands are parted by a comma.
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

/// `12,345`.
pub(crate) fn number(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `3 edges between 4 accounts stand`, `no edge stands`.
pub(crate) fn standing(edges: usize, accounts: usize) -> String {
    if edges == 0 {
        return "no edge stands".to_owned();
    }
    let stand = if edges == 1 { "stands" } else { "stand" };
    format!("{} between {} {stand}", count(edges, "edge", "edges"), count(accounts, "account", "accounts"))
}

/// What to say where a good part of what stands also stands once the times of each object are exchanged among those who shared it.
pub(crate) fn warning(exchanged: usize, observed: usize) -> &'static str {
    if exchanged > 0 && exchanged * 10 >= observed {
        "; so these accounts share the same things soon, whoever shares next to whom, as keen followers of one source do"
    } else {
        ""
    }
}

/// `27 Jan 2025`.
pub(crate) fn day(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

/// `2025-01-27` as `27 Jan 2025`; anything else as it is.
pub(crate) fn day_of(date: &str) -> String {
    date.parse().map_or_else(|_| date.to_owned(), day)
}

/// RFC 3339 with an offset as people write it: `26 Jan 2025 09:00 +08:00`; anything else as it is.
pub(crate) fn moment(rfc3339: &str) -> String {
    let Some((date, time)) = rfc3339.split_once('T') else { return rfc3339.to_owned() };
    let clock: String = time.chars().take(5).collect();
    let offset = match time.rfind(['+', '-']) {
        Some(place) => &time[place..],
        None => "UTC",
    };
    format!("{} {clock} {offset}", day_of(date))
}

/// `a, b and c`.
pub(crate) fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// A decimal with as many places as say something: `0.4`, `3.2`, `48`.
pub(crate) fn decimal(value: f64) -> String {
    if value.abs() >= 20.0 || (value - value.round()).abs() < 0.005 {
        format!("{value:.0}")
    } else if value.abs() >= 1.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    }
}

/// `+8.93 %`, `−16.97 %`, with a true minus sign.
pub(crate) fn change(percent: f64) -> String {
    let sign = if percent < 0.0 { "\u{2212}" } else { "+" };
    format!("{sign}{:.2} %", percent.abs())
}

/// `12.5 %` of a share between 0 and 1.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// `08:00`; the hour after the last is `24:00`.
pub(crate) fn clock(hour: i8) -> String {
    format!("{hour:02}:00")
}

/// A platform's word as people write it.
pub(crate) fn platform(word: &str) -> String {
    let known = match word {
        "x" => "X",
        "web" => "the web",
        "weibo" => "Weibo",
        "toutiao" => "Toutiao",
        "youtube" => "YouTube",
        "facebook" => "Facebook",
        "instagram" => "Instagram",
        "threads" => "Threads",
        "tiktok" => "TikTok",
        "bluesky" => "Bluesky",
        "mastodon" => "Mastodon",
        "telegram" => "Telegram",
        other => other,
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_words() {
        assert_eq!(count(1, "item", "items"), "1 item");
        assert_eq!(count(34_649, "item", "items"), "34,649 items");
        assert_eq!(change(-16.9665), "\u{2212}16.97 %");
        assert_eq!(list(&["a".to_owned(), "b".to_owned(), "c".to_owned()]), "a, b and c");
        assert_eq!(
            (decimal(0.357), decimal(3.16), decimal(48.2), decimal(2.0)),
            ("0.36".into(), "3.2".into(), "48".into(), "2".into())
        );
    }
}
