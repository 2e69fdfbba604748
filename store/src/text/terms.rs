//! Making full-text queries with the same folding as the index.

use super::fold::{fold, is_bigram_script, with_bigrams};

/// The FTS5 phrase that finds `term` as it stands in a text; `None` when nothing of it can be searched.
///
/// Scripts without spaces are found as substrings, others as whole words.
pub fn phrase_query(term: &str) -> Option<String> {
    let folded = fold(term);
    // A single closing character may be the head of a bigram in the text: search it as a prefix.
    let mut tail = folded.chars().rev().filter(|c| c.is_alphanumeric());
    let prefix = tail.next().is_some_and(is_bigram_script)
        && !folded
            .trim_end_matches(|c: char| !c.is_alphanumeric())
            .chars()
            .rev()
            .nth(1)
            .is_some_and(is_bigram_script);
    let text = with_bigrams(&folded, false);
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric() && !is_mark(c)).filter(|w| !w.is_empty()).collect();
    if words.is_empty() {
        return None;
    }
    Some(format!("\"{}\"{}", words.join(" "), if prefix { "*" } else { "" }))
}

/// Combining marks belong to words in many scripts (Thai, Devanagari), though they are not alphanumeric.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// A query as people type it, made into one for `item_fts MATCH`: words must all occur, `"…"` is a phrase,
/// `AND`, `OR`, `NOT` and parentheses are kept.
///
/// `terms('深度求索 OR "deep seek"')` gives `"深度 度求 求索" OR "deep seek"`. Text that holds nothing searchable
/// gives a query that matches nothing, never a syntax error.
pub fn terms(input: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut rest = input.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, after) = match first {
            '"' => {
                let body = &rest[1..];
                let end = body.find('"').unwrap_or(body.len());
                (phrase_query(&body[..end]), body.get(end + 1..).unwrap_or(""))
            }
            '(' | ')' => (Some(first.to_string()), &rest[1..]),
            _ => {
                let end = rest
                    .find(|c: char| c.is_whitespace() || matches!(c, '"' | '(' | ')'))
                    .unwrap_or(rest.len());
                let word = &rest[..end];
                let token = if matches!(word, "AND" | "OR" | "NOT") {
                    Some(word.to_owned())
                } else {
                    phrase_query(word)
                };
                (token, &rest[end..])
            }
        };
        out.extend(token);
        rest = after.trim_start();
    }
    joined(&out)
}

/// Joins tokens with an explicit AND where two operands meet; a query that cannot be balanced matches nothing.
fn joined(tokens: &[String]) -> String {
    const NOTHING: &str = "\"\u{f8ff}\u{f8ff}\"";
    let mut out = String::new();
    let mut depth = 0_i32;
    let mut operand_before = false;
    for token in tokens {
        let operator = matches!(token.as_str(), "AND" | "OR" | "NOT");
        match token.as_str() {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        let closes = token == ")";
        if depth < 0 || ((operator || closes) && !operand_before) {
            return NOTHING.to_owned();
        }
        if !operator && !closes && operand_before {
            out.push_str(" AND ");
        } else if !out.is_empty() && !out.ends_with('(') && !closes {
            out.push(' ');
        }
        out.push_str(token);
        operand_before = closes || (!operator && token != "(");
    }
    if depth == 0 && operand_before { out } else { NOTHING.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_follow_the_index() {
        assert_eq!(phrase_query("深度求索").as_deref(), Some("\"深度 度求 求索\""));
        assert_eq!(phrase_query("求").as_deref(), Some("\"求\"*"));
        assert_eq!(phrase_query("求AI").as_deref(), Some("\"求 ai\""));
        assert_eq!(phrase_query("求索AI").as_deref(), Some("\"求索 索 ai\""));
        assert_eq!(phrase_query("AI").as_deref(), Some("\"ai\""));
        assert_eq!(phrase_query("Deep-Seek!").as_deref(), Some("\"deep seek\""));
        assert_eq!(phrase_query("…"), None);
    }

    #[test]
    fn people_may_type_operators() {
        assert_eq!(terms("深度求索 OR \"deep seek\""), "\"深度 度求 求索\" OR \"deep seek\"");
        assert_eq!(terms("a b"), "\"a\" AND \"b\"");
        assert_eq!(terms("(a OR b) c"), "(\"a\" OR \"b\") AND \"c\"");
        for broken in ["", "(", ")", "OR", "a OR", "\"", "NOT a", "(a", "() b"] {
            assert!(terms(broken).contains('\u{f8ff}') || !terms(broken).is_empty(), "{broken}");
        }
    }
}
