//! From tokens to a tree: NOT before AND before OR.

use std::collections::BTreeMap;

use whence_store::text::phrase_query;

use super::QueryError;
use super::ast::Node;
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
            let node = self.operand()?;
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

    fn operand(&mut self) -> Result<Node, QueryError> {
        let missing = |column, place: &str| QueryError::Missing { column, place: place.to_owned() };
        let Some(token) = self.peek().cloned() else { return Err(missing(self.end, "at the end")) };
        self.next += 1;
        let column = token.column;
        match token.kind {
            Kind::Phrase(text) => match phrase_query(&text) {
                Some(fts) => Ok(Node::Phrase { written: text.trim().to_owned(), fts }),
                None => Err(QueryError::Unsearchable { column, text }),
            },
            Kind::Set(name) => self.set(&name, column),
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
                let Some(fts) = phrase_query(phrase) else {
                    let message = format!("{phrase:?} holds nothing that can be searched");
                    return Err(QueryError::Set { key, message });
                };
                let node = Node::Phrase { written: phrase.trim().to_owned(), fts };
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
