//! What was forgotten does not come back: a page is sieved before anything of it is stored or read again.
//!
//! The store keeps keyed hashes only, so that the list of the forgotten tells nobody who they are.

use hmac::{Hmac, KeyInit as _, Mac as _};
use rusqlite::{Connection, OptionalExtension as _, params};
use sha2::Sha256;

use super::account::NewAccount;
use super::new_item::{ItemKind, NewItem};
use super::page::Content;
use crate::StoreError;
use crate::link::canonical;
use crate::redact::{MARK, Needle, Needles, redact_text};
use crate::time::Micros;

/// The key of `meta` that holds the key of the hashes.
pub(crate) const KEY: &str = "suppression_key";

/// What a suppressed key was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An account by the platform's id.
    Account,
    /// An account by its handle, where no id is told.
    Handle,
    /// An item by the platform's id.
    Item,
    /// The address or name of a source.
    Address,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Handle => "handle",
            Self::Item => "item",
            Self::Address => "address",
        }
    }
}

/// The list of the forgotten.
pub(crate) struct Suppression<'c> {
    connection: &'c Connection,
    key: Vec<u8>,
    /// Items published before are forgotten, µs.
    before: Option<i64>,
}

impl<'c> Suppression<'c> {
    /// The list, unless it is empty.
    pub(crate) fn active(connection: &'c Connection) -> Result<Option<Self>, StoreError> {
        let some: bool = connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM suppression)")?
            .query_row([], |row| row.get(0))?;
        if some { Self::of(connection).map(Some) } else { Ok(None) }
    }

    /// The list, empty or not.
    pub(crate) fn of(connection: &'c Connection) -> Result<Self, StoreError> {
        let key = connection.query_row("SELECT value FROM meta WHERE key = ?1", [KEY], |row| row.get(0))?;
        let before: Option<Vec<u8>> = connection
            .query_row("SELECT max(key) FROM suppression WHERE kind = 'before'", [], |row| row.get(0))
            .optional()?
            .flatten();
        let before = before.and_then(|bytes| bytes.try_into().ok()).map(i64::from_be_bytes);
        Ok(Self { connection, key, before })
    }

    fn hash(&self, parts: &[&str]) -> Result<[u8; 32], StoreError> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key)
            .map_err(|_| StoreError::Damaged { what: format!("meta: `{KEY}` is no key") })?;
        for part in parts {
            mac.update(part.as_bytes());
            mac.update(&[0]);
        }
        Ok(mac.finalize().into_bytes().into())
    }

    /// Adds to the list.
    pub(crate) fn add(&self, kind: Kind, parts: &[&str], since: Micros) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("INSERT OR IGNORE INTO suppression (kind, key, since) VALUES (?1, ?2, ?3)")?
            .execute(params![kind.as_str(), self.hash(parts)?, since.0])?;
        Ok(())
    }

    /// Adds a time to the list: what was published before stays forgotten.
    pub(crate) fn add_before(&self, time: Micros, since: Micros) -> Result<(), StoreError> {
        self.connection.execute(
            "INSERT OR IGNORE INTO suppression (kind, key, since) VALUES ('before', ?1, ?2)",
            params![time.0.to_be_bytes(), since.0],
        )?;
        Ok(())
    }

    /// Whether something is on the list.
    pub(crate) fn holds(&self, kind: Kind, parts: &[&str]) -> Result<bool, StoreError> {
        Ok(self
            .connection
            .prepare_cached("SELECT 1 FROM suppression WHERE kind = ?1 AND key = ?2")?
            .exists(params![kind.as_str(), self.hash(parts)?])?)
    }

    fn holds_account(
        &self,
        platform: &str,
        native_id: Option<&str>,
        handle: &str,
    ) -> Result<bool, StoreError> {
        // A handle may have another owner by now: where an id is told, the id decides.
        match native_id {
            Some(id) if self.holds(Kind::Account, &[platform, id])? => Ok(true),
            Some(_) => self.holds(Kind::Handle, &["any", platform, &NewAccount::folded_handle(handle)]),
            None => self.holds(Kind::Handle, &["bare", platform, &NewAccount::folded_handle(handle)]),
        }
    }

    fn holds_item(&self, item: &NewItem) -> Result<bool, StoreError> {
        Ok(self.before.is_some_and(|before| item.created.at.0 < before)
            || self.holds(Kind::Item, &[&item.account.platform, &item.native_id])?)
    }

    /// What of a page may be stored, and what must not be left in its body.
    pub(crate) fn sieve(&self, content: &Content) -> Result<(Content, Vec<Needle>), StoreError> {
        let mut kept = Content { points: content.points.clone(), ..Content::default() };
        let mut needles = Vec::new();
        for account in &content.accounts {
            if self.passes(account, &mut needles)? {
                kept.accounts.push(account.clone());
            }
        }
        for item in &content.items {
            let passes = self.passes(&item.account, &mut needles)?;
            if !passes || self.holds_item(item)? || item.native_id.contains(MARK) || self.is_copy(item)? {
                needles.extend(needles_of(item));
            } else {
                kept.items.push(self.without(item, &mut needles)?);
            }
        }
        for claim in &content.claims {
            if self.holds_account(&claim.platform, claim.native_id.as_deref(), &claim.handle)?
                || claim.handle.contains(MARK)
            {
                needles.push(Needle::Word(claim.handle.clone()));
                needles.extend(claim.native_id.clone().map(Needle::Word));
                needles.extend(claim.account_url.clone().map(Needle::Address));
            } else {
                kept.claims.push(claim.clone());
            }
        }
        for interval in &content.observed {
            let passes = match &interval.account {
                Some(account) => self.passes(account, &mut needles)?,
                None => true,
            };
            if passes {
                kept.observed.push(interval.clone());
            }
        }
        // What is marked already is the trace of an earlier redaction.
        needles.retain(|needle| {
            let (Needle::Text(text) | Needle::Word(text) | Needle::Address(text)) = needle;
            !text.contains(MARK) && !text.trim().is_empty()
        });
        if !needles.is_empty() {
            let found = Needles::new(&needles);
            for item in &mut kept.items {
                redact_item(item, &found);
            }
        }
        Ok((kept, needles))
    }

    fn passes(&self, account: &NewAccount, needles: &mut Vec<Needle>) -> Result<bool, StoreError> {
        let forgotten = account.handle.contains(MARK)
            || account.native_id.as_deref().is_some_and(|id| id.contains(MARK))
            || self.holds_account(&account.platform, account.native_id.as_deref(), &account.handle)?;
        if forgotten {
            needles.extend(needles_of_account(account));
        }
        Ok(!forgotten)
    }

    /// Whether an item is nothing but a forgotten one, passed on.
    fn is_copy(&self, item: &NewItem) -> Result<bool, StoreError> {
        let Some(id) = item.repost_of.as_deref().filter(|_| item.kind == ItemKind::Repost) else {
            return Ok(false);
        };
        Ok(id.contains(MARK) || self.holds(Kind::Item, &[&item.account.platform, id])?)
    }

    /// An item of somebody else, without its references to the forgotten.
    fn without(&self, item: &NewItem, needles: &mut Vec<Needle>) -> Result<NewItem, StoreError> {
        let mut item = item.clone();
        let platform = item.account.platform.clone();
        for related in [&mut item.repost_of, &mut item.quote_of, &mut item.reply_to] {
            let Some(id) = related.clone() else { continue };
            if id.contains(MARK) || self.holds(Kind::Item, &[&platform, &id])? {
                needles.push(Needle::Word(id));
                *related = None;
            }
        }
        for handle in handles_in(&item.text) {
            if self.holds_account(&platform, None, handle)? {
                needles.push(Needle::Word(handle.to_owned()));
            }
        }
        let mut mentions = Vec::new();
        for mention in std::mem::take(&mut item.mentions) {
            if mention.handle.contains(MARK)
                || self.holds_account(&platform, mention.native_id.as_deref(), &mention.handle)?
            {
                needles.push(Needle::Word(mention.handle));
            } else {
                mentions.push(mention);
            }
        }
        item.mentions = mentions;
        let mut links = Vec::new();
        for link in std::mem::take(&mut item.links) {
            let known = canonical(&link).map_or_else(|| link.clone(), |c| c.url);
            if link.contains(MARK) || self.holds(Kind::Address, &[&known])? {
                needles.push(Needle::Address(link));
            } else {
                links.push(link);
            }
        }
        item.links = links;
        Ok(item)
    }
}

/// Words after an `@`.
fn handles_in(text: &str) -> impl Iterator<Item = &str> {
    text.split('@').skip(1).filter_map(|rest| {
        let end =
            rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.' | '-')).unwrap_or(rest.len());
        Some(rest[..end].trim_end_matches(['.', '-'])).filter(|handle| !handle.is_empty())
    })
}

fn redact_item(item: &mut NewItem, needles: &Needles) {
    if let Some(text) = redact_text(&item.text, needles) {
        item.text = text;
    }
    for told in [&mut item.title, &mut item.byline] {
        if let Some(text) = told.as_deref().and_then(|text| redact_text(text, needles)) {
            *told = Some(text);
        }
    }
    item.links.retain(|link| redact_text(link, needles).is_none());
    item.tags.retain(|tag| redact_text(tag, needles).is_none());
    item.media.retain(|media| media.url.as_ref().is_none_or(|url| redact_text(url, needles).is_none()));
}

/// What must not be left of an account.
pub(crate) fn needles_of_account(account: &NewAccount) -> Vec<Needle> {
    let mut needles = vec![Needle::Word(account.handle.clone())];
    needles.extend(account.native_id.clone().filter(|id| is_telling(id)).map(Needle::Word));
    needles.extend(account.name.clone().map(Needle::Text));
    needles.extend(account.description.clone().map(Needle::Text));
    needles
}

fn needles_of(item: &NewItem) -> Vec<Needle> {
    let mut needles = vec![Needle::Text(item.text.clone())];
    needles.extend(is_telling(&item.native_id).then(|| of_id(&item.native_id)));
    needles.extend(item.title.clone().map(Needle::Text));
    needles.extend(item.url.clone().map(Needle::Address));
    needles.extend(item.media.iter().filter_map(|media| media.url.clone()).map(Needle::Address));
    needles
}

/// An id, or the address that is one.
pub(crate) fn of_id(id: &str) -> Needle {
    if id.contains("://") { Needle::Address(id.to_owned()) } else { Needle::Word(id.to_owned()) }
}

/// Whether an id tells who it is: short numbers stand for many things in a page.
pub(crate) fn is_telling(id: &str) -> bool {
    id.len() >= 5
}
