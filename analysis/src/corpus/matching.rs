//! Which items a query finds, and by which of its clauses.
//!
//! The store is asked for each clause by itself; the sorted rows are put together here. So it is known of every item which
//! clauses it met, and a query may ask of things that no full-text index holds.

use std::collections::HashMap;

use whence_store::StoreError;
use whence_store::read::{Reader, Wanted};
use whence_store::text::{ends_in_run, phrase_forms, phrase_query};
use whence_store::time::Micros;

use super::misspellings::{Expansion, Misspellings};
use crate::narrative::Window;
use crate::narrative::query::{Field, Leaf, Node, Phrase, Query};

/// What a query found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The items' rows, sorted.
    pub(crate) ids: Vec<i64>,
    /// The clauses that are looked for.
    pub(crate) clauses: Vec<Clause>,
    /// What misspelt words were looked for as.
    pub(crate) expansions: Vec<Expansion>,
}

/// A clause of a query, and what met it.
#[derive(Debug, Clone)]
pub(crate) struct Clause {
    /// As written in the canonical query.
    pub(crate) text: String,
    /// The rows that met it and the whole query, sorted.
    pub(crate) ids: Vec<i64>,
}

/// Asks a store.
pub(crate) struct Matcher<'a> {
    reader: &'a Reader,
    window: &'a Window,
    from: Micros,
    to: Micros,
    known: HashMap<Leaf, Vec<i64>>,
    misspellings: Misspellings,
}

impl<'a> Matcher<'a> {
    /// For items of `[from, to)`; days are those of the window's zone.
    pub(crate) fn new(reader: &'a Reader, window: &'a Window, from: Micros, to: Micros) -> Self {
        Self { reader, window, from, to, known: HashMap::new(), misspellings: Misspellings::default() }
    }

    /// What a query finds.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) fn find(&mut self, query: &Query) -> Result<Found, StoreError> {
        let ids = self.node(&query.root)?;
        let (mut wanted, mut leaves) = (Vec::new(), Vec::new());
        query.root.wanted(&mut wanted);
        query.root.leaves(&mut leaves);
        let mut clauses = Vec::with_capacity(wanted.len());
        for leaf in wanted {
            clauses.push(Clause { text: leaf.to_string(), ids: both(&self.leaf(leaf)?, &ids) });
        }
        let phrases = leaves.iter().flat_map(|leaf| leaf.phrases());
        Ok(Found { expansions: self.misspellings.of(phrases), ids, clauses })
    }

    fn node(&mut self, node: &Node) -> Result<Vec<i64>, StoreError> {
        match node {
            Node::Leaf(leaf) => self.leaf(leaf),
            Node::Or(any) => {
                let mut all = Vec::new();
                for node in any {
                    all.extend(self.node(node)?);
                }
                Ok(sorted(all))
            }
            Node::And(some, excluded) => {
                let mut ids = Vec::new();
                for (n, node) in some.iter().enumerate() {
                    let found = self.node(node)?;
                    ids = if n == 0 { found } else { both(&ids, &found) };
                }
                for node in excluded {
                    let without = self.node(node)?;
                    ids.retain(|id| without.binary_search(id).is_err());
                }
                Ok(ids)
            }
        }
    }

    fn leaf(&mut self, leaf: &Leaf) -> Result<Vec<i64>, StoreError> {
        if let Some(ids) = self.known.get(leaf) {
            return Ok(ids.clone());
        }
        let ids = match leaf {
            Leaf::Phrase(phrase) => self.phrase(phrase)?,
            Leaf::Near { left, right, within } => self.near(left, right, *within)?,
            Leaf::Field(field) => self.field(field)?,
        };
        self.known.insert(leaf.clone(), ids.clone());
        Ok(ids)
    }

    fn ask(&self, wanted: &Wanted<'_>) -> Result<Vec<i64>, StoreError> {
        self.reader.matching(wanted, self.from, self.to)
    }

    fn phrase(&mut self, phrase: &Phrase) -> Result<Vec<i64>, StoreError> {
        let mut all = Vec::new();
        for written in self.misspellings.forms(self.reader, phrase)? {
            // What the parser let through can be searched.
            if let Some(fts) = phrase_query(&written) {
                all.extend(self.ask(&Wanted::Text(&fts))?);
            }
        }
        Ok(sorted(all))
    }

    fn near(&mut self, left: &[Phrase], right: &[Phrase], within: u8) -> Result<Vec<i64>, StoreError> {
        let mut all = Vec::new();
        // Behind characters that are indexed in pairs the last stands once more.
        let in_pairs = left.iter().chain(right).any(|phrase| ends_in_run(&phrase.written));
        let within = within + u8::from(in_pairs);
        for one in self.forms(left)? {
            for other in self.forms(right)? {
                all.extend(self.ask(&Wanted::Text(&format!("NEAR({one} {other}, {within})")))?);
            }
        }
        Ok(sorted(all))
    }

    fn forms(&mut self, phrases: &[Phrase]) -> Result<Vec<String>, StoreError> {
        let mut forms = Vec::new();
        for phrase in phrases {
            for written in self.misspellings.forms(self.reader, phrase)? {
                forms.extend(phrase_forms(&written));
            }
        }
        Ok(forms)
    }

    fn field(&self, field: &Field) -> Result<Vec<i64>, StoreError> {
        match field {
            Field::Author(who) => self.ask(&Wanted::Author(who)),
            Field::Domain(domain) => self.ask(&Wanted::Domain(domain)),
            Field::Lang(lang) => self.ask(&Wanted::Lang(lang)),
            Field::Platform(word) => self.ask(&Wanted::Platform(word)),
            Field::Kind(word) => self.ask(&Wanted::Kind(word)),
            Field::Date(first, last) => {
                let Some(days) = self.window.span(*first, *last) else { return Ok(Vec::new()) };
                let (from, to, first, end) = days;
                self.ask(&Wanted::Published { from, to, first, end })
            }
        }
    }
}

fn sorted(mut ids: Vec<i64>) -> Vec<i64> {
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// What is in both of two sorted lists.
fn both(a: &[i64], b: &[i64]) -> Vec<i64> {
    let (few, many) = if a.len() < b.len() { (a, b) } else { (b, a) };
    few.iter().copied().filter(|id| many.binary_search(id).is_ok()).collect()
}
