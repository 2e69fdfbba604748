//! Taking out of a record what would find people who are not to be found.

use super::address::{PEOPLE, may_stand};
use super::record::{Mention, Record};
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
    pub(super) fn pseudonymous(&self, record: Record) -> Result<Record, StoreError> {
        let record = self.related(record)?;
        let handle = NewAccount::folded_handle(&record.author);
        Ok(Record {
            item: record.id.map(|id| self.pseudonyms.item(&record.platform, &id)),
            author: self.pseudonyms.account(&record.platform, record.author_id.as_deref(), &handle),
            platform: record.platform,
            kind: record.kind,
            created: record.created,
            precision: record.precision,
            withheld: true,
            lang: record.lang,
            rt_of: record.rt_of,
            quote_of: record.quote_of,
            reply_to: record.reply_to,
            conv: record.conv,
            counts: record.counts,
            ..Record::default()
        })
    }

    /// The record of an office or an outlet, without what leads from it to others.
    pub(super) fn public(&self, record: Record) -> Result<Record, StoreError> {
        let passes_on = record.kind == "repost" || record.rt_of.is_some();
        let of_public = match &record.rt_of {
            Some(id) => self.standing.of_item(&record.platform, id)? == Found::Named,
            None => false,
        };
        let mut record = self.related(record)?;
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
            let scrubbed = self.scrubbed(&record.platform, text)?;
            record.withheld |= scrubbed != *text;
            *text = scrubbed;
        }
        let mut urls = Vec::new();
        for url in std::mem::take(&mut record.urls) {
            if may_stand(self.standing, &url)? {
                urls.push(url);
            } else {
                record.withheld = true;
            }
        }
        record.urls = urls;
        for mention in &mut record.mentions {
            let found = self.standing.of_account(&record.platform, mention.id.as_deref(), &mention.handle)?;
            if found != Found::Named {
                record.withheld = true;
                *mention = Mention { handle: self.mentioned(&record.platform, mention)?, id: None };
            }
        }
        for alt in record.media.iter_mut().filter_map(|media| media.alt.as_mut()) {
            let scrubbed = self.scrubbed(&record.platform, alt)?;
            record.withheld |= scrubbed != *alt;
            *alt = scrubbed;
        }
        Ok(record)
    }

    /// The pseudonym of an account that is named in an item: the one that its own items have, where it is known.
    fn mentioned(&self, platform: &str, mention: &Mention) -> Result<String, StoreError> {
        let known = match &mention.id {
            Some(id) => Some(id.clone()),
            None => self.standing.native_id(platform, &mention.handle)?,
        };
        Ok(self.pseudonyms.account(platform, known.as_deref(), &mention.handle))
    }

    /// The ids of other items: pseudonyms, unless they are of accounts that may be named.
    fn related(&self, mut record: Record) -> Result<Record, StoreError> {
        let relations = [&mut record.rt_of, &mut record.quote_of, &mut record.reply_to, &mut record.conv];
        for id in relations.into_iter().flatten() {
            if self.standing.of_item(&record.platform, id)? != Found::Named {
                *id = self.pseudonyms.item(&record.platform, id);
            }
        }
        Ok(record)
    }

    /// A text without handles and addresses of accounts that may not be named, known or not.
    fn scrubbed(&self, platform: &str, text: &str) -> Result<String, StoreError> {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        let mut in_word = false;
        while let Some(first) = rest.chars().next() {
            if !in_word && let Some(end) = address_end(rest) {
                let kept = may_stand(self.standing, &rest[..end])?;
                out.push_str(if kept { &rest[..end] } else { "[address]" });
                rest = &rest[end..];
                continue;
            }
            if matches!(first, '@' | '＠') {
                let handle = word(&rest[first.len_utf8()..]);
                if !handle.is_empty() {
                    let end = first.len_utf8() + handle.len();
                    let found = self.standing.of_account(platform, None, handle)?;
                    out.push_str(if found == Found::Named { &rest[..end] } else { "[account]" });
                    rest = &rest[end..];
                    continue;
                }
            }
            // Handles and ids stand in texts without a sign as well; words of a language have no digits or underscores.
            let word = if in_word { "" } else { word(rest) };
            if word.chars().count() >= SHORTEST && word.contains(|c: char| c.is_ascii_digit() || c == '_') {
                let found = self.standing.of_word(word)?;
                out.push_str(if found == Found::Protected { "[account]" } else { word });
                rest = &rest[word.len()..];
                continue;
            }
            in_word = first.is_alphanumeric() || first == '_';
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
        Ok(out)
    }
}

/// Shorter words find nobody.
const SHORTEST: usize = 4;

/// Where the address ends that a text begins with.
fn address_end(text: &str) -> Option<usize> {
    let begins = |with: &str| text.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with));
    let bare = |site: &&str| begins(site) && text[site.len()..].starts_with('/');
    (begins("https://") || begins("http://") || begins("www.") || PEOPLE.iter().any(bare)).then(|| {
        text.find(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '）' | '」' | '”'))
            .unwrap_or(text.len())
    })
}

/// The handle or word that a text begins with.
fn word(text: &str) -> &str {
    let end =
        text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))).unwrap_or(text.len());
    text[..end].trim_end_matches(['.', '-'])
}
