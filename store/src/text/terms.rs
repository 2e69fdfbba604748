//! Making full-text queries with the same folding as the index.

use super::arabic::attached;
use super::fold::fold;
use super::script::{Class, class};
use super::tokens::query_tokens;

/// Nesting that no person writes; FTS5's parser has a stack of 100.
const DEEPEST: i32 = 20;
/// Finds nothing: no text has this token.
const NOTHING: &str = "\"\u{f8ff}\u{f8ff}\"";

/// The FTS5 phrase that finds `term` as it stands in a text; `None` when nothing of it can be searched.
///
/// Scripts without spaces are found as substrings, others as whole words. An Arabic word is also found behind attached
/// article and particles: a single one by the index's variants, the first of a phrase by naming all its forms.
pub fn phrase_query(term: &str) -> Option<String> {
    query(term, false)
}

/// The FTS5 phrases that find `term`, one for each form of an Arabic word; for expressions that take phrases only, such as
/// `NEAR(…)`. Empty when nothing of it can be searched.
///
/// Unlike [`phrase_query`], the forms of a single Arabic word are named too: the index keeps them apart from the text's order.
pub fn phrase_forms(term: &str) -> Vec<String> {
    let (tokens, prefix) = query_tokens(&fold(term));
    let star = if prefix { "*" } else { "" };
    let Some((first, rest)) = tokens.split_first() else { return Vec::new() };
    if !first.starts_with(|c| class(c) == Class::Arabic) {
        return vec![format!("\"{}\"{star}", tokens.join(" "))];
    }
    let with_rest = |form: &String| [std::slice::from_ref(form), rest].concat().join(" ");
    attached(first).iter().map(|form| format!("\"{}\"{star}", with_rest(form))).collect()
}

/// Whether a term ends in a script without spaces: the index then has one more token behind it.
pub fn ends_in_run(term: &str) -> bool {
    let folded = fold(term);
    let last = folded.chars().rev().map(class).find(|class| !matches!(class, Class::Break | Class::Mark));
    matches!(last, Some(Class::Run))
}

/// The only word of a term in a script with spaces, folded; nothing where it has several, or another script.
pub fn single_word(term: &str) -> Option<String> {
    let (mut tokens, prefix) = query_tokens(&fold(term));
    let run = |token: &str| token.chars().any(|c| class(c) == Class::Run);
    (tokens.len() == 1 && !prefix && !run(&tokens[0])).then(|| tokens.remove(0))
}

/// As [`phrase_query`]; with `open`, the last word is only the beginning of one.
fn query(term: &str, open: bool) -> Option<String> {
    let (tokens, prefix) = query_tokens(&fold(term));
    let star = if open || prefix { "*" } else { "" };
    let (first, rest) = tokens.split_first()?;
    if rest.is_empty() || !first.starts_with(|c| class(c) == Class::Arabic) {
        return Some(format!("\"{}\"{star}", tokens.join(" ")));
    }
    let rest = rest.join(" ");
    let forms: Vec<String> = attached(first).iter().map(|form| format!("\"{form} {rest}\"{star}")).collect();
    Some(format!("({})", forms.join(" OR ")))
}

/// A query as people type it, made into one for `search WHERE words MATCH …`: words must all occur, `"…"` is a phrase,
/// `word*` is the beginning of a word, `AND`, `OR`, `NOT` and parentheses are kept.
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
                let after = body.get(end + 1..).unwrap_or("");
                let unstarred = after.strip_prefix('*');
                (query(&body[..end], unstarred.is_some()), unstarred.unwrap_or(after))
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
                    query(word, word.ends_with('*'))
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
        if !(0..=DEEPEST).contains(&depth) || ((operator || closes) && !operand_before) {
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
        assert_eq!(phrase_query("#人工智能#").as_deref(), Some("\"人工 工智 智能\""));
        assert_eq!(phrase_query("…"), None);
    }

    #[test]
    fn an_arabic_phrase_names_the_forms_of_its_first_word() {
        let query = phrase_query("ديب سيك").unwrap();
        for form in ["\"ديب سيك\"", "\"وديب سيك\"", "\"لديب سيك\"", "\"وبالديب سيك\""]
        {
            assert!(query.contains(form), "{query}");
        }
        assert!(phrase_query("السفارة الصينية").unwrap().contains("\"للسفاره الصينيه\""));
        assert_eq!(phrase_query("سفارة").as_deref(), Some("\"سفاره\""));
    }

    #[test]
    fn people_may_type_operators() {
        assert_eq!(terms("深度求索 OR \"deep seek\""), "\"深度 度求 求索\" OR \"deep seek\"");
        assert_eq!(terms("embass* \"deep se\"* 深*"), "\"embass\"* AND \"deep se\"* AND \"深\"*");
        assert_eq!(terms("a b"), "\"a\" AND \"b\"");
        assert_eq!(terms("(a OR b) c"), "(\"a\" OR \"b\") AND \"c\"");
        let deep = format!("{}a{}", "(".repeat(21), ")".repeat(21));
        for broken in ["", "(", ")", "OR", "a OR", "\"", "NOT a", "(a", "() b", "😀", "*", &deep] {
            assert_eq!(terms(broken), NOTHING, "{broken}");
        }
    }
}
