//! Cutting a query into tokens, each with its column.

use super::QueryError;

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    And,
    Or,
    Not,
    Open,
    Close,
    /// A word or a quoted phrase.
    Phrase(String),
    /// A synonym set.
    Set(String),
}

/// A token and where it begins: characters from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) column: usize,
}

/// Cuts a query.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, QueryError> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut n = 0;
    while let Some(&c) = chars.get(n) {
        let column = n + 1;
        let kind = match c {
            c if c.is_whitespace() => {
                n += 1;
                continue;
            }
            '(' => Kind::Open,
            ')' => Kind::Close,
            '"' => {
                let body: String = chars[column..].iter().take_while(|&&c| c != '"').collect();
                n = column + body.chars().count();
                if chars.get(n) != Some(&'"') {
                    return Err(QueryError::OpenQuote { column });
                }
                Kind::Phrase(body)
            }
            _ => {
                let word: String = chars[n..]
                    .iter()
                    .take_while(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '"'))
                    .collect();
                n += word.chars().count() - 1;
                word_kind(&word, column)?
            }
        };
        n += 1;
        tokens.push(Token { kind, column });
    }
    Ok(tokens)
}

fn word_kind(word: &str, column: usize) -> Result<Kind, QueryError> {
    if let Some(name) = word.strip_prefix('@') {
        return Ok(Kind::Set(name.to_owned()));
    }
    Ok(match word {
        "AND" => Kind::And,
        "OR" => Kind::Or,
        "NOT" => Kind::Not,
        _ => {
            // These mean something in other query languages; dropping them silently would change the question.
            let means = |c: char| matches!(c, '*' | '?' | ':' | '^' | '|' | '&');
            if let Some((n, sign)) = (0..).zip(word.chars()).find(|(_, c)| means(*c)) {
                return Err(QueryError::Sign { column: column + n, sign });
            }
            Kind::Phrase(word.to_owned())
        }
    })
}
