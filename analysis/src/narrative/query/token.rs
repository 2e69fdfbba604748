//! Cutting a query into tokens, each with its column.

use super::QueryError;
use super::field::NAMES;

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    And,
    Or,
    Not,
    /// `NEAR/n`.
    Near(u8),
    Open,
    Close,
    /// A word or a quoted phrase, and how many letters may be wrong.
    Phrase(String, u8),
    /// A synonym set.
    Set(String),
    /// A field's name and value.
    Field(&'static str, String),
}

/// A token and where it begins: characters from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) column: usize,
}

/// The most words that may lie between the operands of `NEAR`.
pub(super) const FARTHEST: u8 = 50;
/// The most letters that may be wrong.
pub(super) const MOST_EDITS: u8 = 2;

/// Cuts a query.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, QueryError> {
    let mut cutter = Cutter { chars: text.chars().collect(), next: 0 };
    let mut tokens = Vec::new();
    while let Some(&c) = cutter.chars.get(cutter.next) {
        let column = cutter.next + 1;
        if c.is_whitespace() {
            cutter.next += 1;
            continue;
        }
        let kind = match c {
            '(' | ')' => {
                cutter.next += 1;
                if c == '(' { Kind::Open } else { Kind::Close }
            }
            '"' => {
                let phrase = cutter.quoted()?;
                Kind::Phrase(phrase, cutter.edits()?)
            }
            _ => {
                let word = cutter.word();
                match NAMES
                    .iter()
                    .find(|name| word.strip_prefix(**name).is_some_and(|rest| rest.starts_with(':')))
                {
                    Some(name) => {
                        let value = word[name.len() + 1..].to_owned();
                        let quoted = value.is_empty() && cutter.chars.get(cutter.next) == Some(&'"');
                        Kind::Field(name, if quoted { cutter.quoted()? } else { value })
                    }
                    None => word_kind(&word, column)?,
                }
            }
        };
        tokens.push(Token { kind, column });
    }
    Ok(tokens)
}

struct Cutter {
    chars: Vec<char>,
    next: usize,
}

impl Cutter {
    /// What stands up to a sign that parts words.
    fn word(&mut self) -> String {
        let part = |c: &&char| !c.is_whitespace() && !matches!(c, '(' | ')' | '"');
        let word: String = self.chars[self.next..].iter().take_while(part).collect();
        self.next += word.chars().count();
        word
    }

    /// What stands between quotation marks; the first is next.
    fn quoted(&mut self) -> Result<String, QueryError> {
        let column = self.next + 1;
        let body: String = self.chars[column..].iter().take_while(|&&c| c != '"').collect();
        self.next = column + body.chars().count();
        if self.chars.get(self.next) != Some(&'"') {
            return Err(QueryError::OpenQuote { column });
        }
        self.next += 1;
        Ok(body)
    }

    /// `~n` behind a phrase; 0 where there is none.
    fn edits(&mut self) -> Result<u8, QueryError> {
        if self.chars.get(self.next) != Some(&'~') {
            return Ok(0);
        }
        let column = self.next + 1;
        let sign = self.word();
        edits(&sign[1..]).ok_or(QueryError::Edits { column, text: sign })
    }
}

fn edits(digits: &str) -> Option<u8> {
    let number: u8 = digits.parse().ok()?;
    (digits.len() == 1 && (1..=MOST_EDITS).contains(&number)).then_some(number)
}

fn word_kind(word: &str, column: usize) -> Result<Kind, QueryError> {
    if let Some(name) = word.strip_prefix('@') {
        return Ok(Kind::Set(name.to_owned()));
    }
    if word == "NEAR" || word.starts_with("NEAR/") {
        let within = word.strip_prefix("NEAR/").and_then(|digits| digits.parse().ok());
        return match within.filter(|n| (1..=FARTHEST).contains(n)) {
            Some(n) => Ok(Kind::Near(n)),
            None => Err(QueryError::Distance { column, text: word.to_owned() }),
        };
    }
    Ok(match word {
        "AND" => Kind::And,
        "OR" => Kind::Or,
        "NOT" => Kind::Not,
        _ => {
            let (body, wrong) = match word.rsplit_once('~') {
                Some((body, digits)) => {
                    let place = column + body.chars().count();
                    let wrong = edits(digits)
                        .ok_or_else(|| QueryError::Edits { column: place, text: format!("~{digits}") })?;
                    (body, wrong)
                }
                None => (word, 0),
            };
            if let Some((name, _)) =
                body.split_once(':').filter(|(name, _)| name.chars().all(char::is_alphabetic))
            {
                return Err(QueryError::UnknownField { column, name: name.to_owned() });
            }
            // These mean something in other query languages; dropping them silently would change the question.
            let means = |c: char| matches!(c, '*' | '?' | ':' | '^' | '|' | '&' | '~');
            if let Some((n, sign)) = (0..).zip(body.chars()).find(|(_, c)| means(*c)) {
                return Err(QueryError::Sign { column: column + n, sign });
            }
            Kind::Phrase(body.to_owned(), wrong)
        }
    })
}
