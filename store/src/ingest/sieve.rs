//! What was forgotten does not come back: a page is sieved before anything of it is stored or read again.
//!
//! It does: say what of a page stays, and what must not be left in its body, by the rule of forgetting itself, under which
//! others keep what they wrote first. It does not: keep the list, touch bodies, or take words out of what stays
//! (`without.rs`).

use std::collections::HashSet;

use rusqlite::params;

use super::account::NewAccount;
use super::new_item::{ItemKind, NewItem};
use super::page::{Content, NewObserved};
use super::suppression::{
    Kind, Suppression, all_of_id, is_lost_account, is_lost_id, is_telling, of_id, owner_of_id,
};
use super::{their_words, without};
use crate::StoreError;
use crate::link::{canonical, first_form};
use crate::redact::{Firsts, MARK, Needle, Needles, Words};
use crate::text::phrase_query;
use crate::time::Micros;

/// So many items that hold a part are looked at to find one that held it first.
const LOOKED_AT: i64 = 64;

impl Suppression<'_> {
    /// What of a page may be stored, and what must not be left in its body, if anything; `seen` is when it was captured.
    pub(crate) fn sieve(
        &self,
        content: &Content,
        seen: Micros,
    ) -> Result<(Content, Option<Needles>), StoreError> {
        let mut words = Words::default();
        let mut kept = self.kept(content, seen, &mut words)?;
        self.recall(&kept, &mut words)?;
        words.tidy();
        let found =
            if words.is_empty() { None } else { Some(words.needles(&self.firsts(&words, content, &kept)?)) };
        if let Some(found) = &found {
            // What goes from the body as a record of theirs could not be read from it again.
            let records: HashSet<(&str, &str)> = content
                .items
                .iter()
                .filter(|item| their_words::is_record(item, found))
                .map(|item| (item.account.platform.as_str(), item.native_id.as_str()))
                .collect();
            kept.items.retain(|item| !records.contains(&(&*item.account.platform, &*item.native_id)));
        }
        without::redact(&mut kept, found.as_ref());
        Ok((kept, found))
    }

    /// What is not forgotten as a whole; notes what must not be left of the rest.
    fn kept(&self, content: &Content, seen: Micros, words: &mut Words) -> Result<Content, StoreError> {
        let (points, pictures) = (content.points.clone(), content.pictures.clone());
        let mut kept = Content { points, pictures, ..Content::default() };
        for account in &content.accounts {
            if self.passes(account, seen, words)? {
                kept.accounts.push(account.clone());
            }
        }
        let mut forgotten = Vec::new();
        for item in &content.items {
            let asked = !self.passes(&item.account, seen, words)?
                || self.holds(Kind::Item, &[&item.account.platform, &item.native_id])?
                || self.is_copy(item)?
                || self.is_page(item)?;
            if asked || self.is_old(item) {
                // What is only old was not forgotten for its words: any item that stays keeps them as its own.
                forgotten.push((item, if asked { item.created.at } else { Micros(i64::MAX) }));
            } else if !is_lost_id(&item.native_id) {
                kept.items.push(self.unrelated(item, &mut words.names)?);
            }
        }
        for (item, at) in forgotten {
            if self.is_passed_on(item, &kept)? {
                their_words::passed_on(item, words);
            } else {
                their_words::of_item(item, at, words);
            }
        }
        for (platform, native_id) in &content.gone {
            if self.holds_id(platform, native_id)? {
                words.names.extend(is_telling(native_id).then(|| of_id(native_id)));
            } else {
                kept.gone.push((platform.clone(), native_id.clone()));
            }
        }
        self.keep_events(content, seen, words, &mut kept)?;
        for claim in &content.claims {
            if self.holds_account(&claim.platform, claim.native_id.as_deref(), &claim.handle)? {
                words.names.push(Needle::Word(claim.handle.clone()));
                words.names.extend(claim.native_id.clone().map(Needle::Word));
                words.names.extend(claim.account_url.clone().map(Needle::Address));
            } else if !is_lost_account(&claim.handle, claim.native_id.as_deref()) {
                kept.claims.push(claim.clone());
            }
        }
        for interval in &content.observed {
            let passes = match &interval.account {
                Some(account) => self.passes(account, seen, words)?,
                None => true,
            };
            let from = self.before.map_or(interval.from, |before| interval.from.max(Micros(before)));
            if passes && (from == interval.from || from < interval.to) {
                kept.observed.push(NewObserved { from, ..interval.clone() });
            }
        }
        Ok(kept)
    }

    /// What of a stream's events stays: neither what the forgotten did, nor what was done to what is theirs.
    fn keep_events(
        &self,
        content: &Content,
        seen: Micros,
        words: &mut Words,
        kept: &mut Content,
    ) -> Result<(), StoreError> {
        let is_old = |at: Micros| self.before.is_some_and(|before| at.0 < before);
        for standing in &content.standings {
            if self.passes(&standing.account, seen, words)? && !is_old(standing.at) {
                kept.standings.push(standing.clone());
            }
        }
        for reaction in &content.reactions {
            if !self.passes(&reaction.account, seen, words)? {
                words.names.extend(all_of_id(&reaction.native_id));
            } else if self.holds_id(&reaction.account.platform, &reaction.subject)? {
                words.names.extend(all_of_id(&reaction.subject));
            } else if !is_old(reaction.created) {
                kept.reactions.push(reaction.clone());
            }
        }
        for deletion in &content.deletions {
            if self.holds_id(&deletion.platform, &deletion.native_id)? {
                words.names.extend(all_of_id(&deletion.native_id));
                words.names.extend(self.forgotten_owner(&deletion.platform, &deletion.native_id)?);
            } else if !is_old(deletion.at) {
                kept.deletions.push(deletion.clone());
            }
        }
        Ok(())
    }

    /// Whether an address is on the list, in today's form or in that of the rule before it.
    fn holds_address(&self, address: &str) -> Result<bool, StoreError> {
        let known = canonical(address).map_or_else(|| address.to_owned(), |known| known.url);
        Ok(self.holds(Kind::Address, &[&known])? || self.holds_first_form(address, &known)?)
    }

    /// Whether an address came onto the list by the first rule, in a form that it has no longer.
    fn holds_first_form(&self, address: &str, known: &str) -> Result<bool, StoreError> {
        match first_form(address).filter(|form| form != known) {
            Some(form) => self.holds(Kind::Address, &[&form]),
            None => Ok(false),
        }
    }

    /// Whether a page was forgotten under another id: its id is its form, which the first rule made otherwise.
    fn is_page(&self, item: &NewItem) -> Result<bool, StoreError> {
        let Some(url) = item.url.as_deref().filter(|_| item.account.platform == "web") else {
            return Ok(false);
        };
        let known = canonical(url).map_or_else(|| url.to_owned(), |known| known.url);
        self.holds_first_form(url, &known)
    }

    /// Whether an id is on the list, or in the repository of an account that is.
    fn holds_id(&self, platform: &str, id: &str) -> Result<bool, StoreError> {
        Ok(self.holds(Kind::Item, &[platform, id])? || self.forgotten_owner(platform, id)?.is_some())
    }

    /// The account on the list in whose repository an `at://` address is.
    fn forgotten_owner(&self, platform: &str, id: &str) -> Result<Option<Needle>, StoreError> {
        let Some(owner) = owner_of_id(id) else { return Ok(None) };
        let is_forgotten = self.holds_account(platform, Some(owner), owner)?;
        Ok(is_forgotten.then(|| Needle::Word(owner.to_owned())))
    }

    fn is_old(&self, item: &NewItem) -> bool {
        self.before.is_some_and(|before| item.created.at.0 < before)
    }

    fn passes(&self, account: &NewAccount, seen: Micros, words: &mut Words) -> Result<bool, StoreError> {
        let native_id = account.native_id.as_deref();
        let forgotten = is_lost_account(&account.handle, native_id)
            || self.holds_account(&account.platform, native_id, &account.handle)?;
        if forgotten {
            their_words::of_account(account, seen, words);
        }
        Ok(!forgotten)
    }

    /// Whether an item is nothing but a forgotten one, passed on.
    fn is_copy(&self, item: &NewItem) -> Result<bool, StoreError> {
        let Some(id) = item.repost_of.as_deref().filter(|_| item.kind == ItemKind::Repost) else {
            return Ok(false);
        };
        Ok(is_lost_id(id) || self.holds_id(&item.account.platform, id)?)
    }

    /// Whether a forgotten item is somebody else's, passed on, who is known and stays.
    fn is_passed_on(&self, item: &NewItem, kept: &Content) -> Result<bool, StoreError> {
        let platform = &item.account.platform;
        let Some(id) = item.repost_of.as_deref().filter(|_| item.kind == ItemKind::Repost) else {
            return Ok(false);
        };
        if kept.items.iter().any(|kept| kept.native_id == id && kept.account.platform == *platform) {
            return Ok(true);
        }
        Ok(self
            .connection
            .prepare_cached("SELECT 1 FROM item WHERE platform = ?1 AND native_id = ?2")?
            .exists(params![platform, id])?)
    }

    /// An item of somebody else, without its references to the forgotten.
    fn unrelated(&self, item: &NewItem, names: &mut Vec<Needle>) -> Result<NewItem, StoreError> {
        let mut item = item.clone();
        let platform = item.account.platform.clone();
        for related in [&mut item.repost_of, &mut item.quote_of, &mut item.reply_to, &mut item.thread_id] {
            let Some(id) = related.clone() else { continue };
            if self.holds_id(&platform, &id)? {
                names.extend(self.forgotten_owner(&platform, &id)?);
                names.push(Needle::Word(id));
                *related = None;
            }
        }
        for handle in handles_in(&item.text) {
            if self.holds_account(&platform, None, handle)? {
                names.push(Needle::Word(handle.to_owned()));
            }
        }
        let mut mentions = Vec::new();
        for mention in std::mem::take(&mut item.mentions) {
            if self.holds_account(&platform, mention.native_id.as_deref(), &mention.handle)? {
                names.push(Needle::Word(mention.handle));
                names.extend(mention.native_id.map(Needle::Word));
            } else {
                mentions.push(mention);
            }
        }
        item.mentions = mentions;
        let mut links = Vec::new();
        for link in std::mem::take(&mut item.links) {
            if self.holds_address(&link)? {
                names.push(Needle::Address(link));
            } else {
                links.push(link);
            }
        }
        item.links = links;
        Ok(item)
    }

    /// Finds forgotten texts in what others say. Who wrote a part first was asked when it was forgotten: it is on the list only
    /// if it was the forgotten's own.
    fn recall(&self, content: &Content, words: &mut Words) -> Result<(), StoreError> {
        let said_of = |account: &NewAccount| [account.name.clone(), account.description.clone()];
        let mut said: Vec<String> = content.accounts.iter().flat_map(said_of).flatten().collect();
        for item in &content.items {
            said.push(item.text.clone());
            said.extend([item.title.clone(), item.byline.clone()].into_iter().flatten());
            said.extend(item.media.iter().filter_map(|media| media.alt.clone()));
            said.extend(said_of(&item.account).into_iter().flatten());
        }
        // An account stands beside each of its items.
        said.sort_unstable();
        said.dedup();
        for text in said {
            let places = self.recalled(&text)?;
            words.known.extend(places.into_iter().map(|(from, to)| text[from..to].to_owned()));
        }
        Ok(())
    }

    /// Which parts of the forgotten texts others wrote first: on this page, or else in the store. Only parts that the page
    /// would lose are looked up.
    fn firsts(&self, words: &Words, content: &Content, kept: &Content) -> Result<Firsts, StoreError> {
        let mut firsts = words.firsts();
        let ids: HashSet<&str> = kept.items.iter().map(|item| item.native_id.as_str()).collect();
        for item in content.items.iter().filter(|item| ids.contains(item.native_id.as_str())) {
            let is_from_them = |related: &Option<String>| match related {
                Some(id) => Ok(id.contains(MARK) || self.holds(Kind::Item, &[&item.account.platform, id])?),
                None => Ok::<bool, StoreError>(false),
            };
            if item.kind != ItemKind::Repost
                && !is_from_them(&item.quote_of)?
                && !is_from_them(&item.reply_to)?
            {
                for text in item.title.iter().chain([&item.text]) {
                    firsts.show(text, item.created.at.0);
                }
            }
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT title, text, created_at FROM item WHERE kind <> 'repost' AND id IN
               (SELECT rowid FROM item_fts WHERE item_fts MATCH ?1 ORDER BY rowid LIMIT ?2)",
        )?;
        for said in &words.said {
            let phrases: Vec<String> =
                firsts.later(&said.text).into_iter().filter_map(phrase_query).collect();
            for phrase in phrases {
                let mut rows = statement.query(params![phrase, LOOKED_AT])?;
                while let Some(row) = rows.next()? {
                    let at = row.get(2)?;
                    if let Some(title) = row.get::<_, Option<String>>(0)? {
                        firsts.show(&title, at);
                    }
                    firsts.show(&row.get::<_, String>(1)?, at);
                }
            }
        }
        Ok(firsts)
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

#[cfg(test)]
#[path = "sieve_tests.rs"]
mod tests;
