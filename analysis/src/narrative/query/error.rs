//! What can be wrong with a query, where, and what to write instead.

use super::field::NAMES;
use super::parse::DEEPEST;
use super::token::{FARTHEST, MOST_EDITS};

/// What to do about a query that is too deep.
const DEEP_ADVICE: &str =
    "take parentheses away: a OR (b OR c) is a OR b OR c; or gather words in a set under [terms]";

/// A query that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// Nothing was asked.
    #[error("the query is empty")]
    Empty,
    /// A phrase has no end.
    #[error("column {column}: this quotation mark is never closed")]
    OpenQuote {
        /// Where, from 1, in characters.
        column: usize,
    },
    /// A parenthesis has no partner.
    #[error("column {column}: this parenthesis has no partner")]
    Parenthesis {
        /// Where.
        column: usize,
    },
    /// Parentheses stand in too many others.
    #[error("column {column}: parentheses are nested deeper than {DEEPEST}")]
    Deep {
        /// Where.
        column: usize,
    },
    /// An operator stands where a word should.
    #[error("column {column}: a word, a phrase or a set is missing {place}")]
    Missing {
        /// Where.
        column: usize,
        /// Before or after what.
        place: String,
    },
    /// `NOT` has nothing to take away from.
    #[error("column {column}: NOT takes something away, but nothing stands beside it")]
    OnlyNegative {
        /// Where.
        column: usize,
    },
    /// There is no such set.
    #[error("column {column}: there is no set @{name} in [terms]")]
    UnknownSet {
        /// Where.
        column: usize,
        /// Its name.
        name: String,
        /// The sets that there are.
        known: Vec<String>,
    },
    /// A word holds a sign that people expect to mean something.
    #[error("column {column}: {sign:?} means nothing outside quotation marks")]
    Sign {
        /// Where.
        column: usize,
        /// The sign.
        sign: char,
    },
    /// There is no such field.
    #[error("column {column}: there is no field {name:?}")]
    UnknownField {
        /// Where.
        column: usize,
        /// Its name.
        name: String,
    },
    /// A field has a value that makes no sense.
    #[error("column {column}: {message}")]
    Field {
        /// Where.
        column: usize,
        /// What is wrong.
        message: String,
        /// What to write.
        hint: String,
    },
    /// `NEAR` has no distance, or one that makes no sense.
    #[error("column {column}: {text:?} has no distance from 1 to {FARTHEST}")]
    Distance {
        /// Where.
        column: usize,
        /// As written.
        text: String,
    },
    /// `NEAR` joins something other than words.
    #[error("column {column}: NEAR joins words, phrases and sets, or several of them joined by OR")]
    NearOperand {
        /// Where.
        column: usize,
    },
    /// `NEAR` follows on `NEAR`.
    #[error("column {column}: a second NEAR: it joins two operands only")]
    NearChain {
        /// Where.
        column: usize,
    },
    /// `~` has no number, or one that makes no sense.
    #[error("column {column}: {text:?} gives no number of wrong letters from 1 to {MOST_EDITS}")]
    Edits {
        /// Where.
        column: usize,
        /// As written.
        text: String,
    },
    /// A word may not be misspelt.
    #[error("column {column}: {text:?}: {why}")]
    Misspelt {
        /// Where.
        column: usize,
        /// The word.
        text: String,
        /// Why.
        why: String,
    },
    /// A word or phrase holds no letter or digit.
    #[error("column {column}: {text:?} holds nothing that can be searched")]
    Unsearchable {
        /// Where.
        column: usize,
        /// The text.
        text: String,
    },
    /// A synonym set has no phrases, or one that cannot be searched.
    #[error("{message}")]
    Set {
        /// The key in the file.
        key: String,
        /// What is wrong.
        message: String,
    },
}

impl QueryError {
    /// The key of the narrative file that it is about.
    pub fn key(&self) -> String {
        match self {
            Self::Set { key, .. } => key.clone(),
            _ => "query".to_owned(),
        }
    }

    /// What to write instead.
    pub fn advice(&self) -> String {
        let text = match self {
            Self::Empty => "write what belongs to the narrative, such as `@product AND NOT \"weather\"`",
            Self::OpenQuote { .. } => "close it, or take it away",
            Self::Parenthesis { .. } => "every ( needs its )",
            Self::Deep { .. } => DEEP_ADVICE,
            Self::Missing { .. } => {
                "write an operand there, or put AND, OR, NOT into quotation marks to search for them"
            }
            Self::OnlyNegative { .. } => {
                "write `a AND NOT b` inside the same parentheses; a query of what is absent would match the whole store"
            }
            Self::UnknownSet { known, .. } if known.is_empty() => "add the set under [terms]",
            Self::UnknownSet { known, .. } => {
                return format!("use one of @{}, or add the set under [terms]", known.join(", @"));
            }
            Self::Sign { .. } => {
                "put the words into quotation marks; words are matched whole, there are no wildcards"
            }
            Self::UnknownField { .. } => {
                return format!(
                    "the fields are {}:; put the words into quotation marks if the colon belongs to them",
                    NAMES.join(":, ")
                );
            }
            Self::Field { hint, .. } => return hint.clone(),
            Self::Distance { .. } => {
                "write `a NEAR/5 b`: at most five words lie between them; quote NEAR to search for it"
            }
            Self::NearOperand { .. } => "write `(a OR b) NEAR/5 c`, and put AND, NOT and fields outside",
            Self::NearChain { .. } => "write `(a NEAR/5 b) AND (b NEAR/5 c)`",
            Self::Edits { .. } => {
                "write `deepseek~1` for one wrong, missing, added or swapped letter, `~2` for two"
            }
            Self::Misspelt { .. } => "write the variants into a set under [terms]",
            Self::Unsearchable { .. } => "write letters or digits",
            Self::Set { .. } => "give it phrases by language: { en = [\"…\"], zh = [\"…\"] }",
        };
        text.to_owned()
    }
}
