//! What accounts, items and objects are called in the files.

use std::collections::{BTreeMap, BTreeSet};

use whence_store::StoreError;
use whence_store::read::{Reader, ShareKind};

use super::Layer;
use crate::case::Case;
use crate::coordination::files::About;
use crate::corpus::Item;

/// Names, for one narrative.
pub(super) struct Called<'a> {
    case: &'a Case<'a>,
    accounts: BTreeMap<i64, String>,
    handles: BTreeMap<(&'a str, &'a str), i64>,
}

impl<'a> Called<'a> {
    pub(super) fn new(case: &'a Case<'a>, items: &BTreeMap<i64, &Item>) -> Self {
        let who: BTreeSet<i64> = items.values().map(|item| item.row.account_id).collect();
        let accounts = who.into_iter().map(|id| (id, label(case, id))).collect();
        let all = case.corpus.accounts.values();
        let handles =
            all.map(|account| ((account.platform.as_str(), account.handle.as_str()), account.id)).collect();
        Self { case, accounts, handles }
    }

    /// Every account with items.
    pub(super) fn accounts(&self) -> impl Iterator<Item = &str> {
        self.accounts.values().map(String::as_str)
    }

    /// An account.
    pub(super) fn account(&self, id: i64) -> &str {
        self.accounts.get(&id).map_or("", String::as_str)
    }

    /// An item: `PLATFORM:ID` of accounts that may be named, else a pseudonym.
    pub(super) fn item(&self, item: &Item) -> String {
        self.case.item(item)
    }

    /// What is known of the accounts: accepted actors at the time of their items, and when they were opened.
    pub(super) fn about(&self, items: &BTreeMap<i64, &Item>) -> Result<About, StoreError> {
        let mut actors: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for item in items.values() {
            let found = self.case.actors(item.row.account_id, item.row.created_at);
            actors.entry(self.account(item.row.account_id).to_owned()).or_default().extend(found);
        }
        let mut about = About {
            actors: actors
                .into_iter()
                .map(|(account, names)| (account, names.into_iter().collect()))
                .collect(),
            opened: BTreeMap::new(),
        };
        for (&id, name) in &self.accounts {
            if let Some(at) = self.case.reader.profile(id)?.opened_at {
                about.opened.insert(name.clone(), at.0);
            }
        }
        Ok(about)
    }

    /// An object without a name.
    #[allow(clippy::unused_self, reason = "called as the others are")]
    pub(super) fn number(&self, layer: Layer, id: i64) -> String {
        format!("{}-{id:x}", layer.name())
    }

    /// An object; one that would find an account that may not be named has a number.
    pub(super) fn object(
        &self,
        reader: &Reader,
        layer: Layer,
        kind: ShareKind,
        id: i64,
    ) -> Result<String, StoreError> {
        let Some(name) = reader.object_name(kind, id)? else { return Ok(self.number(layer, id)) };
        let (case, guard) = (self.case, self.case.guard);
        Ok(match kind {
            ShareKind::Repost | ShareKind::Quote | ShareKind::Reply => {
                let Some((platform, native_id)) = name.split_once('/') else {
                    return Ok(self.number(layer, id));
                };
                let author = reader.author_of(platform, native_id)?;
                if author.is_some_and(|author| case.naming.is_named(author)) {
                    format!("{platform}:{native_id}")
                } else {
                    case.naming.pseudonyms().item(platform, native_id)
                }
            }
            ShareKind::Mention => {
                let Some((platform, handle)) = name.split_once('/') else {
                    return Ok(self.number(layer, id));
                };
                match self.handles.get(&(platform, handle)) {
                    Some(&account) => label(case, account),
                    None => case.naming.pseudonyms().account(platform, None, handle),
                }
            }
            // An address of a platform leads to whoever has it, whether the store knows them or not.
            ShareKind::Url if reader.names_platform(id)? => self.number(layer, id),
            ShareKind::Url | ShareKind::Domain if guard.finds_in_url(&name) || guard.finds(&name) => {
                self.number(layer, id)
            }
            ShareKind::Url | ShareKind::Domain => name,
            ShareKind::Tag if guard.finds(&name) => self.number(layer, id),
            ShareKind::Tag => format!("#{name}"),
            ShareKind::Text | ShareKind::Media => self.number(layer, id),
        })
    }

    /// Several tags as one object.
    pub(super) fn tags(&self, tags: &[String]) -> String {
        let hides = |tag: &&String| self.case.guard.finds(tag);
        let shown: Vec<String> = tags.iter().filter(|tag| !hides(tag)).map(|tag| format!("#{tag}")).collect();
        // Tags that are not shown still tell objects apart: by how many letters they have, which finds nobody.
        let hidden: usize = tags.iter().filter(hides).map(String::len).sum();
        match hidden {
            0 => shown.join(" "),
            _ => format!("{} (and {hidden} letters)", shown.join(" ")),
        }
    }
}

/// `x:@handle` of accounts that may be named, else a pseudonym, which begins with the platform.
fn label(case: &Case<'_>, id: i64) -> String {
    let name = case.account(id);
    if name.named { format!("{}:{}", name.platform, name.label) } else { name.label }
}
