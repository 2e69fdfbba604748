//! From tokens to a tree: NEAR before NOT before AND before OR.

use std::collections::BTreeMap;

use whence_store::text::{phrase_query, single_word};

use super::QueryError;
use super::ast::{Leaf, Node, Phrase};
use super::field::Field;
use super::token::{Kind, Token, tokens};

type Sets = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// Deeper nesting is a mistake, and FTS5's parser has a stack of 100.
pub(super) const DEEPEST: usize = 20;

/// Parses a query.
pub(super) fn parse(text: &str, sets: &Sets) -> Result<Node, QueryError> {
    let tokens = tokens(text)?;
    if tokens.is_empty() {
        return Err(QueryError::Empty);
    }
    let end = text.chars().count() + 1;
    let mut parser = Parser { tokens, next: 0, end, sets, depth: 0 };
    let node = parser.or()?;
    match parser.peek() {
        None => Ok(node),
        // `or` only stops early at a closing parenthesis that nothing opened.
        Some(token) => Err(QueryError::Parenthesis { column: token.column }),
    }
}

struct Parser<'a> {
    tokens: Vec<Token>,
    next: usize,
    end: usize,
    sets: &'a Sets,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    fn take(&mut self, kind: &Kind) -> bool {
        let found = self.peek().is_some_and(|token| token.kind == *kind);
        self.next += usize::from(found);
        found
    }

    fn or(&mut self) -> Result<Node, QueryError> {
        let first = self.and()?;
        let mut nodes = vec![first];
        while self.take(&Kind::Or) {
            nodes.push(self.and()?);
        }
        Ok(if nodes.len() == 1 { nodes.remove(0) } else { Node::Or(nodes) })
    }

    fn and(&mut self) -> Result<Node, QueryError> {
        let (mut positive, mut negative) = (Vec::new(), Vec::new());
        let mut first_not = 0;
        loop {
            let column = self.peek().map_or(self.end, |token| token.column);
            let mut inverted = false;
            while self.take(&Kind::Not) {
                inverted = !inverted;
            }
            let node = self.near()?;
            if inverted {
                first_not = if negative.is_empty() { column } else { first_not };
                negative.push(node);
            } else {
                positive.push(node);
            }
            let explicit = self.take(&Kind::And);
            // Two operands side by side are joined by AND.
            if !explicit && self.peek().is_none_or(|token| matches!(token.kind, Kind::Or | Kind::Close)) {
                break;
            }
        }
        match (positive.len(), negative.len()) {
            (0, _) => Err(QueryError::OnlyNegative { column: first_not }),
            (1, 0) => Ok(positive.remove(0)),
            _ => Ok(Node::And(positive, negative)),
        }
    }

    /// An operand, or two of them near each other.
    fn near(&mut self) -> Result<Node, QueryError> {
        let mut column = self.peek().map_or(self.end, |token| token.column);
        let left = self.operand()?;
        let Some(&Token { kind: Kind::Near(within), column: at }) = self.peek() else { return Ok(left) };
        self.next += 1;
        let left = left.alternatives().ok_or(QueryError::NearOperand { column })?;
        column = self.peek().map_or(self.end, |token| token.column);
        if self.peek().is_none() {
            return Err(QueryError::Missing { column: at, place: "after NEAR".to_owned() });
        }
        let right = self.operand()?.alternatives().ok_or(QueryError::NearOperand { column })?;
        match self.peek() {
            Some(Token { kind: Kind::Near(_), column }) => Err(QueryError::NearChain { column: *column }),
            _ => Ok(Node::Leaf(Leaf::Near { left, right, within })),
        }
    }

    fn operand(&mut self) -> Result<Node, QueryError> {
        let missing = |column, place: &str| QueryError::Missing { column, place: place.to_owned() };
        let Some(token) = self.peek().cloned() else { return Err(missing(self.end, "at the end")) };
        self.next += 1;
        let column = token.column;
        match token.kind {
            Kind::Phrase(text, edits) => match phrase(&text, edits) {
                Ok(phrase) => Ok(Node::Leaf(Leaf::Phrase(phrase))),
                Err(Unfit::Empty) => Err(QueryError::Unsearchable { column, text }),
                Err(Unfit::Misspelt(why)) => Err(QueryError::Misspelt { column, text, why }),
            },
            Kind::Set(name) => self.set(&name, column),
            Kind::Field(name, value) => match Field::read(name, &value) {
                Ok(field) => Ok(Node::Leaf(Leaf::Field(field))),
                Err((message, hint)) => Err(QueryError::Field { column, message, hint }),
            },
            Kind::Near(_) => Err(missing(column, "before NEAR")),
            Kind::Open => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err(QueryError::Deep { column });
                }
                let node = self.or()?;
                self.depth -= 1;
                if self.take(&Kind::Close) { Ok(node) } else { Err(QueryError::Parenthesis { column }) }
            }
            Kind::Close if self.depth == 0 => Err(QueryError::Parenthesis { column }),
            Kind::Close => Err(missing(column, "before `)`")),
            Kind::And => Err(missing(column, "before AND")),
            Kind::Or => Err(missing(column, "before OR")),
            Kind::Not => Err(missing(column, "after NOT")),
        }
    }

    /// A set is an OR of its phrases, languages in the order of their codes.
    fn set(&self, name: &str, column: usize) -> Result<Node, QueryError> {
        let Some(languages) = self.sets.get(name) else {
            let known = self.sets.keys().cloned().collect();
            return Err(QueryError::UnknownSet { column, name: name.to_owned(), known });
        };
        let mut nodes: Vec<Node> = Vec::new();
        for (language, phrases) in languages {
            for phrase in phrases {
                let key = format!("terms.{name}.{language}");
                if phrase.contains('"') {
                    return Err(QueryError::Set {
                        key,
                        message: format!("{phrase:?} holds a quotation mark"),
                    });
                }
                let node = match misspelt(phrase).and_then(|(body, edits)| self::phrase(body, edits)) {
                    Ok(phrase) => Node::Leaf(Leaf::Phrase(phrase)),
                    Err(unfit) => {
                        let message = match unfit {
                            Unfit::Empty => format!("{phrase:?} holds nothing that can be searched"),
                            Unfit::Misspelt(why) => format!("{phrase:?}: {why}"),
                        };
                        return Err(QueryError::Set { key, message });
                    }
                };
                if !nodes.contains(&node) {
                    nodes.push(node);
                }
            }
        }
        match nodes.len() {
            0 => Err(QueryError::Set {
                key: format!("terms.{name}"),
                message: "the set has no phrases".to_owned(),
            }),
            1 => Ok(nodes.remove(0)),
            _ => Ok(Node::Or(nodes)),
        }
    }
}

/// Why a text is no phrase.
enum Unfit {
    Empty,
    Misspelt(String),
}

/// Shorter words have too many neighbours.
const SHORTEST: [usize; 2] = [5, 8];

fn phrase(text: &str, edits: u8) -> Result<Phrase, Unfit> {
    let written = text.trim().to_owned();
    if phrase_query(&written).is_none() {
        return Err(Unfit::Empty);
    }
    if edits > 0 {
        let shortest = SHORTEST[usize::from(edits - 1).min(1)];
        match single_word(&written) {
            None => {
                return Err(Unfit::Misspelt(
                    "only a single word of a script with spaces may be misspelt".to_owned(),
                ));
            }
            Some(word) if word.chars().count() < shortest => {
                return Err(Unfit::Misspelt(format!("~{edits} needs a word of at least {shortest} letters")));
            }
            Some(_) => {}
        }
    }
    Ok(Phrase { written, edits })
}

/// A phrase of a set, and the `~n` behind it.
fn misspelt(phrase: &str) -> Result<(&str, u8), Unfit> {
    match phrase.trim_end().rsplit_once('~') {
        Some((body, "1")) => Ok((body, 1)),
        Some((body, "2")) => Ok((body, 2)),
        Some((_, digits)) if !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()) => {
            Err(Unfit::Misspelt(format!("~{digits} is no number of wrong letters; write ~1 or ~2")))
        }
        _ => Ok((phrase, 0)),
    }
}
