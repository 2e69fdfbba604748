//! From a status to items: the post itself, the post that it passes on, the post that it quotes.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;
use whence_store::ingest::{ItemKind, LangSource, NewItem, NewMedia, NewMention};
use whence_store::time::{Micros, Moment, Precision};

use super::account::{self, asks_not_to_be_found, id, whole_handle};
use super::{RULE, html};
use crate::config::Target;
use crate::connector::{Reading, lenient, sweep};
use crate::text::language;

const COUNTS: &[(&str, &str)] = &[
    ("likes", "/favourites_count"),
    ("reposts", "/reblogs_count"),
    ("replies", "/replies_count"),
    ("quotes", "/quotes_count"),
];

/// What is needed to read the statuses of an answer.
pub(super) struct Around<'a> {
    /// The server that answered.
    pub(super) host: &'a str,
    pub(super) target: &'a Target,
    /// Addresses of the answer's statuses, by their ids on the server.
    pub(super) uris: BTreeMap<String, String>,
}

/// What became of a status.
pub(super) enum Taken {
    Item(Box<NewItem>),
    /// Its author does not want it found.
    LeftOut,
    /// It could not be read.
    Missed,
}

impl<'a> Around<'a> {
    pub(super) fn new(host: &'a str, target: &'a Target, statuses: &[Value]) -> Self {
        let mut uris = BTreeMap::new();
        for status in statuses {
            let parts =
                [status.pointer(""), status.pointer("/reblog"), status.pointer("/quote/quoted_status")];
            let known = parts.into_iter().flatten();
            uris.extend(known.filter_map(|part| Some((id(part, "/id")?, lenient::owned(part, "/uri")?))));
        }
        Self { host, target, uris }
    }

    /// Reads a status and what it passes on or quotes into `reading`.
    pub(super) fn take(&self, status: &Value, reading: &mut Reading) -> Taken {
        if self.is_left_out(status) {
            reading.leave_out();
            return Taken::LeftOut;
        }
        match self.read(status, reading) {
            Ok(item) => {
                if sweep::wanted(self.target, item.created.at) {
                    reading.items.push(item.clone());
                }
                Taken::Item(Box::new(item))
            }
            Err(why) => {
                reading.missed(|| why);
                Taken::Missed
            }
        }
    }

    fn is_left_out(&self, status: &Value) -> bool {
        let quiet = lenient::text(status, "/visibility").is_some_and(|word| word != "public");
        let hidden = status.pointer("/account").is_some_and(asks_not_to_be_found);
        let secret = matches!(lenient::text(status, "/visibility"), Some("private" | "direct"));
        secret || ((quiet || hidden) && !self.target.unlisted)
    }

    fn read(&self, status: &Value, reading: &mut Reading) -> Result<NewItem, String> {
        let uri = lenient::owned(status, "/uri").ok_or("a status has no `uri`")?;
        let missing = |what: &str| format!("status `{uri}` has no {what}");
        let author = status.pointer("/account").unwrap_or(&Value::Null);
        let account = account::account(author, self.host).ok_or_else(|| missing("account"))?;
        let created = time(status, "/created_at").ok_or_else(|| missing("time that can be read"))?;
        let reblog = status.pointer("/reblog").filter(|reblog| reblog.is_object());
        if let Some(reblog) = reblog {
            let original = self.take(reblog, reading);
            return Ok(repost(uri, account, created, reblog, &original));
        }
        let quoted = status.pointer("/quote/quoted_status").filter(|quoted| quoted.is_object());
        if let Some(quoted) = quoted {
            self.take(quoted, reading);
        }
        let quote_of = quoted.and_then(|quoted| lenient::owned(quoted, "/uri"));
        let reply_to = id(status, "/in_reply_to_id").map(|id| self.uri_of(&id));
        let kind = match (&quote_of, &reply_to) {
            (Some(_), _) => ItemKind::Quote,
            (None, Some(_)) => ItemKind::Reply,
            (None, None) => ItemKind::Post,
        };
        let content = lenient::text(status, "/content").unwrap_or_default();
        let text = html::text(content, quote_of.is_some());
        let mut links = html::links(content);
        links.extend(lenient::owned(status, "/card/url").filter(|card| !links.contains(card)));
        Ok(NewItem {
            url: lenient::owned(status, "/url").or_else(|| Some(uri.clone())),
            native_id: uri,
            kind,
            created_basis: basis(author).to_owned(),
            created,
            modified: time(status, "/edited_at").map(|moment| moment.at),
            title: lenient::owned(status, "/spoiler_text"),
            byline: None,
            lang: lenient::owned(status, "/language")
                .map(|code| (code, LangSource::Author))
                .or_else(|| language(&text).map(|code| (code, LangSource::Detected))),
            text,
            repost_of: None,
            quote_of,
            reply_to,
            thread_id: None,
            links,
            tags: lenient::list(status, "/tags")
                .iter()
                .filter_map(|tag| lenient::owned(tag, "/name"))
                .collect(),
            mentions: self.mentions(status),
            media: lenient::list(status, "/media_attachments").iter().map(media).collect(),
            metrics: lenient::counts(status, COUNTS),
            account,
            seen: None,
            rule_version: RULE,
        })
    }

    /// The address of a status that is known by its id on the server alone. Where the answer does not show it, the server and its
    /// id stand for it: other servers know it by another.
    fn uri_of(&self, id: &str) -> String {
        self.uris.get(id).cloned().unwrap_or_else(|| format!("{}/{id}", self.host))
    }

    fn mentions(&self, status: &Value) -> Vec<NewMention> {
        let mention = |mention: &Value| {
            let home = lenient::text(mention, "/url").and_then(|url| url::Url::parse(url).ok());
            let host = home.as_ref().and_then(url::Url::host_str).unwrap_or(self.host);
            let handle = lenient::text(mention, "/acct").or_else(|| lenient::text(mention, "/username"))?;
            Some(NewMention { handle: whole_handle(handle, host), native_id: None })
        };
        lenient::list(status, "/mentions").iter().filter_map(mention).collect()
    }
}

/// A status that passes on another: its words are the other's, where they may be kept.
fn repost(
    uri: String,
    account: whence_store::ingest::NewAccount,
    created: Moment,
    reblog: &Value,
    original: &Taken,
) -> NewItem {
    let original = match original {
        Taken::Item(item) => Some(item.as_ref()),
        Taken::LeftOut | Taken::Missed => None,
    };
    NewItem {
        native_id: uri,
        account,
        kind: ItemKind::Repost,
        created,
        created_basis: "created_at".to_owned(),
        modified: None,
        title: original.and_then(|item| item.title.clone()),
        text: original.map(|item| item.text.clone()).unwrap_or_default(),
        byline: None,
        lang: original.and_then(|item| item.lang.clone()),
        url: original.and_then(|item| item.url.clone()),
        repost_of: lenient::owned(reblog, "/uri"),
        quote_of: None,
        reply_to: None,
        thread_id: None,
        links: original.map(|item| item.links.clone()).unwrap_or_default(),
        tags: original.map(|item| item.tags.clone()).unwrap_or_default(),
        mentions: original.map(|item| item.mentions.clone()).unwrap_or_default(),
        media: original.map(|item| item.media.clone()).unwrap_or_default(),
        metrics: Vec::new(),
        seen: None,
        rule_version: RULE,
    }
}

/// Who says when a post was published: the server that was asked speaks for its own accounts alone.
fn basis(author: &Value) -> &'static str {
    if is_remote(author) { "created_at of the author's server" } else { "created_at" }
}

/// Whether an account is of another server than the one that was asked.
pub(super) fn is_remote(author: &Value) -> bool {
    lenient::text(author, "/acct").is_some_and(|acct| acct.contains('@'))
}

fn media(attachment: &Value) -> NewMedia {
    let kind = match lenient::text(attachment, "/type") {
        Some("image") => "photo",
        Some("gifv") => "video",
        Some(kind) => kind,
        None => "unknown",
    };
    // The address on the author's server is the same for all that pass it on.
    let url = lenient::owned(attachment, "/remote_url").or_else(|| lenient::owned(attachment, "/url"));
    NewMedia { kind: kind.to_owned(), url, alt: lenient::owned(attachment, "/description") }
}

/// A time of the interface.
pub(super) fn time(value: &Value, path: &str) -> Option<Moment> {
    let original = lenient::owned(value, path)?;
    let at: Timestamp = original.trim().parse().ok()?;
    Some(Moment { at: Micros::from_timestamp(at), precision: Precision::Second, original })
}
