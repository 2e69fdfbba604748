//! The comments of SQL text: which of them describes what. Knows the way in which this schema is written, not SQL at large.

/// A statement's description and what is said of its columns.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Described {
    pub(super) about: String,
    /// Column, its comment, and the code of its line.
    pub(super) columns: Vec<(String, String, String)>,
}

/// A line's code and its comment.
fn split(line: &str) -> (&str, Option<&str>) {
    let mut quoted = false;
    for (at, c) in line.char_indices() {
        match c {
            '\'' => quoted = !quoted,
            '-' if !quoted && line[at..].starts_with("--") => {
                return (line[..at].trim(), Some(line[at + 2..].trim()));
            }
            _ => {}
        }
    }
    (line.trim(), None)
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The description of a `CREATE TABLE` or `CREATE VIEW`: the comment that follows its first line; each column's is the comment
/// behind it, or, in a table, the lines above it. In a view a column's name is the last word before its comment.
pub(super) fn described(sql: &str, is_view: bool) -> Described {
    let mut found = Described::default();
    let mut above: Vec<&str> = Vec::new();
    let mut head = true;
    for line in sql.lines().skip(1) {
        let (code, comment) = split(line);
        if code.is_empty() {
            above.extend(comment);
            continue;
        }
        // A column that was added later stands behind the condition of the one before it.
        let code = match code.rsplit_once("), ") {
            Some((condition, column)) if condition.starts_with("CHECK (") => column,
            _ => code,
        };
        if head {
            found.about = std::mem::take(&mut above).join(" ");
            head = false;
        }
        let lines_above = std::mem::take(&mut above).join(" ");
        let name = if is_view {
            code.trim_end_matches(',').rsplit(|c| !is_word(c)).next()
        } else {
            // A column that was added later stands behind a comma.
            code.trim_start_matches([',', ' ']).split(|c| !is_word(c)).next()
        };
        // Above a line of a view stands why it is so; what a column means stands behind it.
        let lines_above = if is_view { String::new() } else { lines_above };
        let meaning = comment.map_or(lines_above, str::to_owned);
        if let Some(name) = name.filter(|_| !meaning.is_empty() || !is_view) {
            found.columns.push((name.to_owned(), meaning, code.to_owned()));
        }
    }
    found
}

/// The comment at the head of a file.
pub(super) fn head(sql: &str) -> String {
    let lines = sql.lines().map(split).take_while(|(code, comment)| code.is_empty() && comment.is_some());
    lines.filter_map(|(_, comment)| comment).collect::<Vec<_>>().join(" ")
}

/// What a line begins to create: the word for it, and its name.
fn creates(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_prefix("CREATE ")?;
    let rest = rest.strip_prefix("UNIQUE ").or_else(|| rest.strip_prefix("VIRTUAL ")).unwrap_or(rest);
    let (kind, rest) = rest.split_once(' ')?;
    Some((kind, rest.split(|c| !is_word(c)).next()?))
}

/// The names of everything that a file creates.
pub(super) fn created(sql: &str) -> Vec<String> {
    sql.lines().filter_map(creates).map(|(_, name)| name.to_owned()).collect()
}

/// The comment above each statement, which `SQLite` does not keep. A statement that follows one of its kind without a comment
/// or an empty line between them is there for the same reason.
pub(super) fn reasons(sql: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut above: Vec<&str> = Vec::new();
    let mut last: Option<&str> = None;
    for line in sql.lines() {
        let (code, comment) = split(line);
        match creates(line) {
            Some((kind, name)) => {
                let same = above.is_empty() && last == Some(kind) && kind != "TABLE";
                let before = found.last().filter(|_| same).map(|(_, reason)| reason.clone());
                let reason = before.unwrap_or_else(|| above.join(" "));
                found.push((name.to_owned(), reason));
                last = Some(kind);
                above.clear();
            }
            None if !code.is_empty() => above.clear(),
            None => {
                // An empty line ends what was said.
                if comment.is_none() {
                    above.clear();
                    last = None;
                }
                above.extend(comment);
            }
        }
    }
    found
}

/// What a comment says of a column that it names: `` `text` holds …, `variants` … `` speaks of both.
pub(super) fn said_of(column: &str, comment: &str) -> String {
    let named = format!("`{column}` ");
    let Some((_, rest)) = comment.split_once(&named) else { return String::new() };
    let end = [", `", "; ", ". "].iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
    rest[..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dash_in_a_string_is_no_comment() {
        assert_eq!(split("a TEXT DEFAULT '--', -- why"), ("a TEXT DEFAULT '--',", Some("why")));
    }

    #[test]
    fn a_reason_holds_until_the_next_one() {
        let sql = "-- One.\nCREATE INDEX a ON t(a);\nCREATE INDEX b ON t(b);\n-- Two.\nCREATE INDEX c ON t(c);\n\nCREATE INDEX d ON t(d);";
        let expected = [("a", "One."), ("b", "One."), ("c", "Two."), ("d", "")];
        assert_eq!(reasons(sql), expected.map(|(n, r)| (n.to_owned(), r.to_owned())));
    }

    #[test]
    fn columns_may_be_added_later() {
        let sql = "CREATE TABLE t (\n  a TEXT -- first\n, b TEXT -- second\n  CHECK (b <> ''), c TEXT -- third\n  CHECK (c IN ('x', 'y'))) STRICT";
        let columns: Vec<_> =
            described(sql, false).columns.into_iter().map(|(name, said, _)| (name, said)).collect();
        for (name, said) in [("a", "first"), ("b", "second"), ("c", "third")] {
            assert!(columns.contains(&(name.to_owned(), said.to_owned())), "{columns:?}");
        }
    }

    #[test]
    fn a_view_names_its_columns_last() {
        let sql =
            "CREATE VIEW v AS\n  -- What it is.\n  SELECT a.b AS c, -- first\n    a.d -- second\n  FROM a";
        let found = described(sql, true);
        assert_eq!(found.about, "What it is.");
        let columns: Vec<_> = found.columns.iter().map(|(n, m, _)| (n.as_str(), m.as_str())).collect();
        assert_eq!(columns, [("c", "first"), ("d", "second")]);
    }
}
