//! `CHECK` conditions in words.

/// What the `CHECK` in a column's code asks of the column, in words; a condition of another form is given as it stands.
pub(super) fn in_words(column: &str, code: &str) -> Option<String> {
    let (_, rest) = code.split_once("CHECK (")?;
    let condition = &rest[..closing(rest)?];
    let length = format!("length({column}) = ");
    if let Some(bytes) = condition.strip_prefix(&length) {
        return Some(format!("{bytes} bytes"));
    }
    let Some(asked) = condition.strip_prefix(column).map(str::trim_start) else {
        return Some(format!("`{condition}`"));
    };
    if let Some(list) = asked.strip_prefix("IN (").and_then(|list| list.strip_suffix(')')) {
        let values: Vec<String> =
            list.split(',').map(|value| format!("`{}`", value.trim().trim_matches('\''))).collect();
        return Some(format!("one of {}", values.join(", ")));
    }
    match asked.strip_prefix(">= ") {
        Some(least) if least.chars().all(|c| c.is_ascii_digit()) => Some(format!("{least} or more")),
        Some(other) => Some(format!("not less than `{other}`")),
        None => Some(format!("`{condition}`")),
    }
}

/// Where the parenthesis that is open at the beginning closes.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_said_in_words() {
        for (column, code, words) in [
            ("a", "a TEXT CHECK (a IN ('x', 'y')),", "one of `x`, `y`"),
            ("a", "a BLOB CHECK (length(a) = 32),", "32 bytes"),
            ("a", "a INTEGER CHECK (a >= 0),", "0 or more"),
            ("a", "a INTEGER CHECK (a >= b),", "not less than `b`"),
            ("a", "a INTEGER CHECK (a <> (1)),", "`a <> (1)`"),
        ] {
            assert_eq!(in_words(column, code).as_deref(), Some(words));
        }
        assert_eq!(in_words("a", "a TEXT,"), None);
    }
}
