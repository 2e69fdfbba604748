//! What was forgotten does not come back: a page is sieved before anything of it is stored or read again.
//!
//! It does: say what of a page stays, and what must not be left in its body, by the rule of forgetting itself, under which
//! others keep what they wrote first. It does not: keep the list, touch bodies.

use std::collections::HashSet;

use rusqlite::params;

use super::account::NewAccount;
use super::new_item::{ItemKind, NewItem};
use super::page::Content;
use super::suppression::{Kind, Suppression, is_telling, of_id};
use crate::StoreError;
use crate::link::canonical;
use crate::redact::{Firsts, MARK, Needle, Needles, Passed, Said, Words, redact_text};
use crate::text::phrase_query;
use crate::time::Micros;

/// So many items that hold a part are looked at to find one that held it first.
const LOOKED_AT: i64 = 64;

impl Suppression<'_> {
    fn is_old(&self, item: &NewItem) -> bool {
        self.before.is_some_and(|before| item.created.at.0 < before)
    }

    /// What of a page may be stored, and what must not be left in its body, if anything; `seen` is when it was captured.
    pub(crate) fn sieve(
        &self,
        content: &Content,
        seen: Micros,
    ) -> Result<(Content, Option<Needles>), StoreError> {
        let mut kept = Content { points: content.points.clone(), ..Content::default() };
        let mut words = Words::default();
        for account in &content.accounts {
            if self.passes(account, seen, &mut words)? {
                kept.accounts.push(account.clone());
            }
        }
        let mut forgotten = Vec::new();
        for item in &content.items {
            let asked = !self.passes(&item.account, seen, &mut words)?
                || self.holds(Kind::Item, &[&item.account.platform, &item.native_id])?
                || item.native_id.contains(MARK)
                || self.is_copy(item)?;
            if asked || self.is_old(item) {
                // What is only old was not forgotten for its words: any item that stays keeps them as its own.
                forgotten.push((item, if asked { item.created.at } else { Micros(i64::MAX) }));
            } else {
                kept.items.push(self.without(item, &mut words.names)?);
            }
        }
        for (item, at) in forgotten {
            if self.is_passed_on(item, &kept)? {
                passed_of(item, &mut words);
            } else {
                words_of(item, at, &mut words);
            }
        }
        for claim in &content.claims {
            if self.holds_account(&claim.platform, claim.native_id.as_deref(), &claim.handle)?
                || claim.handle.contains(MARK)
            {
                words.names.push(Needle::Word(claim.handle.clone()));
                words.names.extend(claim.native_id.clone().map(Needle::Word));
                words.names.extend(claim.account_url.clone().map(Needle::Address));
            } else {
                kept.claims.push(claim.clone());
            }
        }
        for interval in &content.observed {
            let passes = match &interval.account {
                Some(account) => self.passes(account, seen, &mut words)?,
                None => true,
            };
            if passes {
                kept.observed.push(interval.clone());
            }
        }
        words.tidy();
        if words.is_empty() {
            return Ok((kept, None));
        }
        let found = words.needles(&self.firsts(&words, content, &kept)?);
        for item in &mut kept.items {
            redact_item(item, &found);
        }
        Ok((kept, Some(found)))
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

    fn passes(&self, account: &NewAccount, seen: Micros, words: &mut Words) -> Result<bool, StoreError> {
        let forgotten = account.handle.contains(MARK)
            || account.native_id.as_deref().is_some_and(|id| id.contains(MARK))
            || self.holds_account(&account.platform, account.native_id.as_deref(), &account.handle)?;
        if forgotten {
            words_of_account(account, seen, words);
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
        for related in [&mut item.repost_of, &mut item.quote_of, &mut item.reply_to, &mut item.thread_id] {
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
fn words_of_account(account: &NewAccount, seen: Micros, words: &mut Words) {
    words.names.push(Needle::Word(account.handle.clone()));
    words.names.extend(account.native_id.clone().filter(|id| is_telling(id)).map(Needle::Word));
    for (text, is_name) in [(&account.name, true), (&account.description, false)] {
        words.said.extend(text.clone().map(|text| Said { text, at: seen.0, is_name }));
    }
}

fn words_of(item: &NewItem, at: Micros, words: &mut Words) {
    names_of(item, words);
    words.names.extend(item.media.iter().filter_map(|media| media.url.clone()).map(Needle::Address));
    // What stands beside a mark is what an earlier redaction left to others.
    if !item.native_id.contains(MARK) && !item.account.handle.contains(MARK) {
        let texts = item.title.iter().chain([&item.text]);
        words.said.extend(texts.map(|text| Said { text: text.clone(), at: at.0, is_name: false }));
    }
}

/// What must not be left of an item in which somebody else's words were passed on.
fn passed_of(item: &NewItem, words: &mut Words) {
    names_of(item, words);
    let ids: Vec<Needle> =
        [of_id(&item.native_id)].into_iter().chain(item.url.clone().map(Needle::Address)).collect();
    let texts = item.title.iter().chain([&item.text]);
    words.passed.extend(texts.map(|text| Passed { text: text.clone(), ids: ids.clone() }));
}

fn names_of(item: &NewItem, words: &mut Words) {
    words.names.extend(is_telling(&item.native_id).then(|| of_id(&item.native_id)));
    words.names.extend(item.url.clone().map(Needle::Address));
}
