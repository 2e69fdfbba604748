//! Taking out of a record what would find people who are not to be found.

use super::around::Around;
use super::record::{Mention, Record};
use super::scrub::Scrubber;
use super::standing::{Found, Standing};
use crate::StoreError;
use crate::ingest::NewAccount;
use crate::privacy::Pseudonyms;

/// Makes records that protect people.
pub(super) struct Withholder<'a> {
    standing: &'a Standing<'a>,
    pseudonyms: Pseudonyms<'a>,
}

impl<'a> Withholder<'a> {
    pub(super) fn new(standing: &'a Standing<'a>, pseudonyms: Pseudonyms<'a>) -> Self {
        Self { standing, pseudonyms }
    }

    /// The record of an account that may not be named: when, of what kind, how much, in which language, and what it stood to,
    /// under pseudonyms.
    pub(super) fn pseudonymous(&self, mut record: Record) -> Result<Record, StoreError> {
        let handle = NewAccount::folded_handle(&record.author);
        // Its words are left out anyhow; the names of its counts are what may say somebody's.
        let mut around = if record.counts.metrics.is_empty() {
            Around::default()
        } else {
            Around::of(self.standing, &record)?
        };
        around.add_author(&record);
        let platform = record.platform.clone();
        let scrubber = Scrubber { standing: self.standing, platform: &platform, around };
        self.related(&scrubber, &mut record)?;
        counts(&scrubber, &mut record)?;
        Ok(Record {
            item: record.id.map(|id| self.pseudonyms.item(&record.platform, &id)),
            author: self.pseudonyms.account(&record.platform, record.author_id.as_deref(), &handle),
            platform: record.platform,
            kind: record.kind,
            created: record.created,
            precision: record.precision,
            withheld: true,
            lang: record.lang.filter(|lang| is_language(lang)),
            rt_of: record.rt_of,
            quote_of: record.quote_of,
            reply_to: record.reply_to,
            conv: record.conv,
            counts: record.counts,
            ..Record::default()
        })
    }

    /// The record of an office or an outlet, without what leads from it to others.
    pub(super) fn public(&self, mut record: Record) -> Result<Record, StoreError> {
        let passes_on = record.kind == "repost" || record.rt_of.is_some();
        let of_public = match &record.rt_of {
            Some(id) => self.standing.of_item(&record.platform, id)? == Found::Named,
            None => false,
        };
        let platform = record.platform.clone();
        let scrubber = self.scrubber(&record, &platform)?;
        self.related(&scrubber, &mut record)?;
        counts(&scrubber, &mut record)?;
        own(&scrubber, &mut record)?;
        if let Some(id) = record.id.take() {
            if scrubber.word(&id)? {
                record.id = Some(id);
            } else {
                record.item = Some(self.pseudonyms.item(&platform, &id));
                record.withheld = true;
            }
        }
        // Bylines are people.
        record.withheld |= record.byline.take().is_some();
        if passes_on && !of_public {
            // The words, links and pictures of a repost are those of whom it passes on.
            record.withheld = true;
            record.text = None;
            record.title = None;
            record.urls.clear();
            record.hashtags.clear();
            record.mentions.clear();
            record.media.clear();
            return Ok(record);
        }
        for text in [&mut record.text, &mut record.title].into_iter().flatten() {
            record.withheld |= scrub(&scrubber, text)?;
        }
        record.withheld |= keep(&mut record.urls, |url| scrubber.address(url))?;
        record.withheld |= keep(&mut record.hashtags, |tag| scrubber.tag(tag))?;
        for mention in &mut record.mentions {
            let found = self.standing.of_account(&record.platform, mention.id.as_deref(), &mention.handle)?;
            if found != Found::Named {
                record.withheld = true;
                *mention = Mention { handle: self.mentioned(&record.platform, mention)?, id: None };
            }
        }
        for media in &mut record.media {
            record.withheld |= scrub(&scrubber, &mut media.kind)?;
            if let Some(alt) = &mut media.alt {
                record.withheld |= scrub(&scrubber, alt)?;
            }
            let url = media.url.take();
            if let Some(url) = url {
                if scrubber.address(&url)? {
                    media.url = Some(url);
                } else {
                    // Its hash would find it as its address does.
                    media.picture = None;
                    record.withheld = true;
                }
            }
        }
        Ok(record)
    }

    /// Whether the id of an office's or an outlet's item may be given: an id may hold somebody's handle.
    pub(super) fn may_give_id(&self, record: &Record) -> Result<bool, StoreError> {
        let Some(id) = &record.id else { return Ok(false) };
        self.scrubber(record, &record.platform)?.word(id)
    }

    fn scrubber<'s>(&'s self, record: &Record, platform: &'s str) -> Result<Scrubber<'s>, StoreError> {
        Ok(Scrubber { standing: self.standing, platform, around: Around::of(self.standing, record)? })
    }

    /// The pseudonym of an account that is named in an item: the one that its own items have, where it is known.
    fn mentioned(&self, platform: &str, mention: &Mention) -> Result<String, StoreError> {
        let known = match &mention.id {
            Some(id) => Some(id.clone()),
            None => self.standing.native_id(platform, &mention.handle)?,
        };
        Ok(self.pseudonyms.account(platform, known.as_deref(), &mention.handle))
    }

    /// The ids of other items: pseudonyms, unless they are of accounts that may be named, and hold nobody's handle.
    fn related(&self, scrubber: &Scrubber<'_>, record: &mut Record) -> Result<(), StoreError> {
        let relations = [&mut record.rt_of, &mut record.quote_of, &mut record.reply_to, &mut record.conv];
        for id in relations.into_iter().flatten() {
            let is_named = self.standing.of_item(&record.platform, id)? == Found::Named;
            if !is_named || !scrubber.word(id)? {
                *id = self.pseudonyms.item(&record.platform, id);
            }
        }
        Ok(())
    }
}

/// What the item's own author and place say.
fn own(scrubber: &Scrubber<'_>, record: &mut Record) -> Result<(), StoreError> {
    if let Some(name) = &mut record.author_name {
        record.withheld |= scrub(scrubber, name)?;
    }
    record.lang = record.lang.take().filter(|lang| is_language(lang));
    if let Some(url) = record.url.take() {
        if scrubber.word(&url)? {
            record.url = Some(url);
        } else {
            record.withheld = true;
        }
    }
    Ok(())
}

/// Counts whose names lead to nobody.
fn counts(scrubber: &Scrubber<'_>, record: &mut Record) -> Result<(), StoreError> {
    for (name, count) in std::mem::take(&mut record.counts.metrics) {
        if scrubber.count(&name)? {
            record.counts.metrics.insert(name, count);
        } else {
            record.withheld = true;
        }
    }
    Ok(())
}

/// Scrubs a text; whether something was taken out.
fn scrub(scrubber: &Scrubber<'_>, text: &mut String) -> Result<bool, StoreError> {
    let left = scrubber.text(text)?;
    let is_less = left != *text;
    *text = left;
    Ok(is_less)
}

/// Keeps what may stand; whether something was taken out.
fn keep(
    list: &mut Vec<String>,
    may_stand: impl Fn(&str) -> Result<bool, StoreError>,
) -> Result<bool, StoreError> {
    let before = list.len();
    for text in std::mem::take(list) {
        if may_stand(&text)? {
            list.push(text);
        }
    }
    Ok(list.len() < before)
}

/// Whether a text is the name of a language (`zh-Hans`): sources write what they like there.
fn is_language(text: &str) -> bool {
    let mut parts = text.split(['-', '_']);
    let is_first = parts.next().is_some_and(|part| matches!(part.len(), 2 | 3) && is_letters(part));
    is_first && parts.all(|part| part.len() <= 4 && part.chars().all(|c| c.is_ascii_alphanumeric()))
}

fn is_letters(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphabetic())
}
