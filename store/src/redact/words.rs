//! What a forgetting is about, before it is known which of its words others wrote first.

use super::firsts::Firsts;
use super::needle::Needle;
use super::{MARK, Needles};

/// A text of the forgotten, and since when it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The text or title, whole.
    pub text: String,
    /// When it was published, µs; whoever holds a part of it no later than then has it from elsewhere.
    pub at: i64,
    /// Whether it is a display name: others say a name without passing on what its owner wrote.
    pub is_name: bool,
}

/// A text of somebody else that the forgotten passed on: found only where the repost's own id or address stands with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// The text or title, whole.
    pub text: String,
    /// The id and the address of the repost.
    pub ids: Vec<Needle>,
}

/// All that must not be left.
#[derive(Debug, Default)]
pub struct Words {
    /// Handles, ids and addresses.
    pub names: Vec<Needle>,
    /// Texts, titles, display names and descriptions.
    pub said: Vec<Said>,
    /// What was only passed on.
    pub passed: Vec<Passed>,
    /// Texts that are known in just these words: their parts and beginnings say nothing.
    pub known: Vec<String>,
}

impl Words {
    /// Takes out what says nothing, and the traces of earlier redactions.
    pub fn tidy(&mut self) {
        let tells = |text: &str| !text.trim().is_empty() && !text.contains(MARK);
        self.names.retain(|name| tells(name.as_str()));
        self.said.retain(|said| tells(&said.text));
        self.passed.retain(|passed| tells(&passed.text));
        self.known.retain(|text| tells(text));
    }

    /// Whether there is nothing to be searched for.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.said.is_empty() && self.passed.is_empty() && self.known.is_empty()
    }

    /// What finds out which parts of the texts others wrote first.
    pub fn firsts(&self) -> Firsts {
        Firsts::new(&self.said)
    }

    /// Makes the needles: each text whole, and those of its parts that nobody else wrote first.
    pub fn needles(&self, firsts: &Firsts) -> Needles {
        Needles::of(self, firsts)
    }
}
