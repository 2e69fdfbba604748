//! What may be told of who stands behind a person that is not named.

use std::collections::{BTreeMap, BTreeSet};

use whence_store::read::AttributionRow;

use super::letters::normal;
use super::{Guard, Naming};
use crate::corpus::Corpus;

/// The words of everything that protected actors are called, by actor.
#[derive(Debug, Default)]
pub struct Standing(BTreeMap<String, BTreeSet<Vec<String>>>);

impl Standing {
    /// Gathers what protected actors and their accounts are called.
    pub fn new(corpus: &Corpus, naming: &Naming<'_>) -> Self {
        let mut called: BTreeMap<String, BTreeSet<Vec<String>>> = BTreeMap::new();
        for account in corpus.accounts.values() {
            for claim in corpus.claims.of(account.id).iter().filter(|claim| naming.protects(claim)) {
                let names = [Some(&claim.actor), Some(&account.handle), account.name.as_ref()];
                let names =
                    names.into_iter().flatten().map(|name| words(name)).filter(|words| !words.is_empty());
                called.entry(claim.actor.clone()).or_default().extend(names);
            }
        }
        Self(called)
    }

    /// A claim's owner or parent, unless it is, holds or finds the person that the claim is about.
    ///
    /// A name's words may stand in any order and run together: `Wang Secret` is in `SecretWang Media`.
    pub fn told<'a>(&self, guard: &Guard, claim: &AttributionRow, text: Option<&'a str>) -> Option<&'a str> {
        let told = text?;
        let Some(called) = self.0.get(&claim.actor) else { return Some(told) };
        let folded = normal(told);
        let holds = called.iter().any(|words| words.iter().all(|word| folded.contains(word.as_str())));
        (!holds && !guard.finds(told)).then_some(told)
    }
}

/// The words of a name; one that has none is a word by itself.
fn words(name: &str) -> Vec<String> {
    let folded = normal(name);
    let words: Vec<String> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    if words.is_empty() && !folded.is_empty() { vec![folded] } else { words }
}
