//! Findings on what belongs to the narrative, how it was found, and how precisely.

use serde::{Deserialize, Serialize};

/// How items were found.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Matching {
    /// The clauses of the query that are looked for, and the seeds, with the items that met each.
    pub clauses: Vec<ClauseFinding>,
    /// What misspelt words were looked for as.
    pub misspellings: Vec<MisspellingFinding>,
    /// What became of each seed.
    pub seeds: Vec<SeedFinding>,
    /// What hand labels say; nothing where no sample was labelled.
    pub precision: Option<Precision>,
}

/// A clause.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ClauseFinding {
    /// As it stands in the query written out.
    pub clause: String,
    /// Matched items that met it.
    pub items: usize,
    /// Of these, those that met no other clause.
    pub alone: usize,
}

/// A word that may be misspelt.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MisspellingFinding {
    /// The word.
    pub word: String,
    /// How many letters may be wrong.
    pub edits: u8,
    /// The forms that were looked for besides, with the items of the whole store that hold each.
    pub forms: Vec<Form>,
    /// Forms that are not listed, as they may lead to accounts that are not named.
    pub withheld: usize,
    /// Forms that were not looked for, as there are too many.
    pub left_out: usize,
}

/// A form.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Form {
    /// As written.
    pub word: String,
    /// Items of the store.
    pub items: u64,
}

/// A seed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SeedFinding {
    /// The seed item, or the text.
    pub seed: String,
    /// Items with its words.
    pub items: usize,
    /// Of these, those that the query does not find.
    pub beyond_query: usize,
    /// Why nothing was looked for.
    pub problem: Option<String>,
}

/// What hand labels say of the query.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Precision {
    /// Labelled items that still match.
    pub labelled: usize,
    /// On topic.
    pub yes: usize,
    /// Off topic.
    pub no: usize,
    /// Undecided; they count as off topic.
    pub unsure: usize,
    /// The part that is on topic.
    pub share: f64,
    /// Its Wilson interval, 95 %.
    pub low: f64,
    /// As above.
    pub high: f64,
    /// Labelled items that do not match any more, or are not in the store.
    pub lost: usize,
    /// How many items the sample was drawn from.
    pub drawn_from: usize,
    /// Stances of the items on topic.
    pub stances: Vec<(String, usize)>,
    /// Labelled languages that agree with the item's own, of those that have both.
    pub language_agrees: usize,
    /// Those that have both.
    pub language_compared: usize,
}
