//! Who may be named.

use std::collections::{BTreeMap, BTreeSet};

use whence_store::ingest::ActorKind;
use whence_store::privacy::Pseudonyms;
use whence_store::read::{AccountRow, AttributionRow};
use whence_store::time::Micros;

use crate::corpus::Corpus;
use crate::narrative::Window;

/// The accounts that may be named, and what the others are called.
#[derive(Debug)]
pub struct Naming<'a> {
    named: BTreeSet<i64>,
    pseudonyms: Pseudonyms<'a>,
    show_persons: bool,
}

impl<'a> Naming<'a> {
    /// Decides for every account of the store.
    ///
    /// A claim must hold whenever the account published a matched item, or through the whole window where it published none:
    /// an account that changed hands is not named after its former holder. An accepted claim that a *person* runs the account
    /// outweighs the others, unless `show_persons`.
    pub fn new(corpus: &'a Corpus, window: &Window, show_persons: bool) -> Self {
        let mut times: BTreeMap<i64, Vec<Micros>> = BTreeMap::new();
        for item in &corpus.items {
            times.entry(item.row.account_id).or_default().push(item.row.created_at);
        }
        let whole = vec![window.from, window.to.plus(-1)];
        let may = |account: &AccountRow| {
            let public = |kind: ActorKind| show_persons || kind != ActorKind::Person;
            let person = corpus.claims.of(account.id).iter().any(|claim| !public(claim.actor_kind));
            let claimed = |at: Micros| corpus.claims.at(account.id, at).any(|claim| public(claim.actor_kind));
            let published = matches!(account.publisher, Some(ActorKind::Office | ActorKind::Outlet));
            !person && (published || times.get(&account.id).unwrap_or(&whole).iter().all(|&at| claimed(at)))
        };
        let named =
            corpus.accounts.values().filter(|account| may(account)).map(|account| account.id).collect();
        Self { named, pseudonyms: Pseudonyms::new(&corpus.key), show_persons }
    }

    /// Whether an account may be named.
    pub fn is_named(&self, account: i64) -> bool {
        self.named.contains(&account)
    }

    /// Whether the analyst asked for persons by name.
    pub fn shows_persons(&self) -> bool {
        self.show_persons
    }

    /// The pseudonyms of the store.
    pub fn pseudonyms(&self) -> &Pseudonyms<'a> {
        &self.pseudonyms
    }

    /// Whether a claim's actor is a person who is not shown by name.
    pub fn protects(&self, claim: &AttributionRow) -> bool {
        claim.actor_kind == ActorKind::Person && !self.show_persons
    }

    /// What a claim's actor is called: its name, or for a person a pseudonym with the owner, where `owner` may be told.
    pub fn actor(&self, claim: &AttributionRow, owner: Option<&str>) -> String {
        if !self.protects(claim) {
            return claim.actor.clone();
        }
        let code = self.pseudonyms.person(&claim.actor, claim.owner.as_deref());
        match owner {
            Some(owner) => format!("{code} (person of {owner})"),
            None => code,
        }
    }
}
