//! Counts as the pages show them: `987` is exact, `1.2K` is rounded.

/// A count, and what it is rounded to; 1 for an exact one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) value: i64,
    pub(super) rounded_to: i64,
}

/// Reads a count; nothing when it is none.
pub(super) fn count(text: &str) -> Option<Count> {
    let text = text.trim();
    let (number, unit) = match text.char_indices().last()? {
        (end, 'K') => (&text[..end], 1_000),
        (end, 'M') => (&text[..end], 1_000_000),
        (end, 'B') => (&text[..end], 1_000_000_000),
        _ => (text, 1),
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| text.len() <= 9 && text.chars().all(|c| c.is_ascii_digit());
    let step = 10_i64.checked_pow(u32::try_from(part.len()).ok()?)?;
    if whole.is_empty() || !digits(whole) || !digits(part) || unit % step != 0 {
        return None;
    }
    let rounded_to = unit / step;
    let value = format!("{whole}{part}").parse::<i64>().ok()?.checked_mul(rounded_to)?;
    Some(Count { value, rounded_to })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_keep_what_they_are_rounded_to() {
        let read = |text| count(text).map(|count| (count.value, count.rounded_to));
        assert_eq!(read("987"), Some((987, 1)));
        assert_eq!(read(" 1.2K "), Some((1_200, 100)));
        assert_eq!(read("14K"), Some((14_000, 1_000)));
        assert_eq!(read("3.41M"), Some((3_410_000, 10_000)));
        assert_eq!(read("1B"), Some((1_000_000_000, 1_000_000_000)));
        for text in ["", "K", "many", "-3", "1.5", "1,2K", "1.2345K", "9999999999", "１２"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
