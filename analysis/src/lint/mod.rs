//! What a text of ours may not say: words of cause and of accusation, likelihood and confidence in one sentence, a number
//! without evidence, the name of an account that may not be named.
//!
//! It reads reports (HTML and Markdown) and analysts' own texts. What is marked as somebody else's words is exempt from the
//! rules about words; names are looked for everywhere. "A number without evidence" is looked for only where the markup says
//! that evidence is due. It understands no grammar: "nobody said that X caused Y" is found too, and can be reworded.

mod html;
mod markdown;
mod sentence;
mod words;

use std::path::Path;

pub use words::{banned, confidence_word, likelihood_word};

use crate::privacy::Guard;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// A word of cause or accusation.
    Word,
    /// Likelihood and confidence in one sentence.
    Mixed,
    /// A number without evidence.
    Number,
    /// A name, handle or id of an account that may not be named.
    Name,
}

impl Rule {
    /// Its name in messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Mixed => "mixed",
            Self::Number => "number",
            Self::Name => "name",
        }
    }
}

/// A complaint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub rule: Rule,
    /// What was found, and what to do.
    pub message: String,
}

/// A piece of text that belongs together: a paragraph, an entry of a list, a row of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Block {
    /// Where it begins, from 1.
    line: usize,
    /// Our own words.
    own: String,
    /// All words, those of others too.
    all: String,
    /// Whether the markup asks for evidence.
    is_due: bool,
    /// Whether it names evidence.
    has_evidence: bool,
    /// Whether it stands for several blocks, which are looked at by themselves: only its numbers are.
    is_unit: bool,
}

/// How a text is marked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// HTML.
    Html,
    /// Markdown, and plain text.
    Markdown,
}

impl Markup {
    /// By a file's ending; nothing for others.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "html" | "htm" => Some(Self::Html),
            "md" | "markdown" | "txt" => Some(Self::Markdown),
            _ => None,
        }
    }
}

/// Everything that a text may not say, in order of lines. With `guard` names are looked for too; messages never repeat them.
pub fn lint(text: &str, markup: Markup, guard: Option<&Guard>) -> Vec<Complaint> {
    let blocks = match markup {
        Markup::Html => html::blocks(text),
        Markup::Markdown => markdown::blocks(text),
    };
    let mut complaints: Vec<Complaint> =
        blocks.iter().flat_map(|block| sentence::complaints(block, guard)).collect();
    complaints.sort_by_key(|complaint| complaint.line);
    complaints
}
