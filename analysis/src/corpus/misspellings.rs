//! Misspelt forms of a word, as they really stand in the store's texts.
//!
//! The distance is that of Damerau and Levenshtein with restricted transpositions (Boytsov, "Indexing methods for approximate
//! dictionary searching", JEA 2011, section 2.1): letters wrong, missing, added, or two neighbours swapped.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use whence_store::StoreError;
use whence_store::read::Reader;
use whence_store::text::single_word;

use crate::narrative::query::Phrase;

/// The most forms of one word, those in most items first: a rule of thumb of the analyst must not become a drag-net.
const MOST_FORMS: usize = 40;

/// A word, and the forms that it was looked for as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expansion {
    /// The word as written.
    pub(crate) word: String,
    /// How many letters may be wrong.
    pub(crate) edits: u8,
    /// The other forms in the store, each with the items of the whole store that hold it, most first.
    pub(crate) forms: Vec<(String, u64)>,
    /// Further forms that were not looked for.
    pub(crate) left_out: usize,
}

/// Finds forms, each word's once.
#[derive(Debug, Default)]
pub(crate) struct Misspellings(BTreeMap<(String, u8), Expansion>);

impl Misspellings {
    /// The word itself, and its forms.
    pub(crate) fn forms(&mut self, reader: &Reader, phrase: &Phrase) -> Result<Vec<String>, StoreError> {
        let mut forms = vec![phrase.written.clone()];
        let Some(word) = single_word(&phrase.written).filter(|_| phrase.edits > 0) else { return Ok(forms) };
        let key = (phrase.written.clone(), phrase.edits);
        let known = match self.0.entry(key) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(expand(reader, &word, phrase)?),
        };
        forms.extend(known.forms.iter().map(|(form, _)| form.clone()));
        Ok(forms)
    }

    /// What was looked for in place of some phrases.
    pub(crate) fn of<'a>(&self, phrases: impl Iterator<Item = &'a Phrase>) -> Vec<Expansion> {
        let mut found: Vec<Expansion> = Vec::new();
        for phrase in phrases {
            let known = self.0.get(&(phrase.written.clone(), phrase.edits));
            if let Some(expansion) = known.filter(|expansion| !found.contains(expansion)) {
                found.push(expansion.clone());
            }
        }
        found
    }
}

fn expand(reader: &Reader, word: &str, phrase: &Phrase) -> Result<Expansion, StoreError> {
    let (length, edits) = (word.chars().count(), usize::from(phrase.edits));
    let mut forms: Vec<(String, u64)> = reader
        .vocabulary(length.saturating_sub(edits), length + edits)?
        .into_iter()
        .filter(|(term, _)| term != word && strsim::osa_distance(term, word) <= edits)
        // A number is another number, not a misspelt one.
        .filter(|(term, _)| digits(term) == digits(word))
        .collect();
    forms.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let left_out = forms.len().saturating_sub(MOST_FORMS);
    forms.truncate(MOST_FORMS);
    Ok(Expansion { word: phrase.written.clone(), edits: phrase.edits, forms, left_out })
}

fn digits(word: &str) -> String {
    word.chars().filter(|c| c.is_numeric()).collect()
}
