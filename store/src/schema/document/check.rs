//! `CHECK` conditions in words.

/// What the `CHECK` in a column's code asks of the column, in words; a condition of another form is given as it stands.
pub(super) fn in_words(column: &str, code: &str) -> Option<String> {
    let (_, rest) = code.split_once("CHECK (")?;
    let condition = &rest[..closing(rest)?];
    let length = format!("length({column}) = ");
    if let Some(bytes) = condition.strip_prefix(&length) {
        return Some(format!("{bytes} bytes"));
    }
    if let Some(values) = alternatives(column, condition) {
        return Some(format!("one of {}", values.join(", ")));
    }
    let Some(asked) = condition.strip_prefix(column).map(str::trim_start) else {
        return Some(format!("`{condition}`"));
    };
    match asked.strip_prefix(">= ") {
        Some(least) if least.chars().all(|c| c.is_ascii_digit()) => Some(format!("{least} or more")),
        Some(other) => Some(format!("not less than `{other}`")),
        None => Some(format!("`{condition}`")),
    }
}

/// The values of `column IN ('a', 'b')` or `column = 'a' OR column = 'b' OR column = 'c'`.
fn alternatives(column: &str, condition: &str) -> Option<Vec<String>> {
    let shown = |value: &str| format!("`{}`", value.trim().trim_matches('\''));
    let listed = condition.strip_prefix(column).and_then(|rest| rest.strip_prefix(" IN ("));
    if let Some(list) = listed.and_then(|list| list.strip_suffix(')')) {
        return Some(list.split(',').map(shown).collect());
    }
    let equals = |part: &str| Some(shown(part.strip_prefix(column)?.strip_prefix(" = ")?));
    condition.split(" OR ").map(equals).collect()
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
            ("a", "a TEXT CHECK (a = 'x' OR a = 'y' OR a = 'z'),", "one of `x`, `y`, `z`"),
            ("a", "a TEXT CHECK (a = 'x' OR b = 'y'),", "`a = 'x' OR b = 'y'`"),
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
