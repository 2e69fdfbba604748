//! Items: inserted once per platform and id, brought up to date when a later capture of the same source differs.

use rusqlite::{Connection, OptionalExtension as _, params};
use sha2::{Digest as _, Sha256};

use super::account::NewAccount;
use crate::StoreError;
use crate::text::fts_text;
use crate::time::{Micros, Moment};

/// What kind of publication an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ItemKind {
    /// A post of its own.
    Post,
    /// Another's post passed on unchanged.
    Repost,
    /// An answer.
    Reply,
    /// Another's post with own words.
    Quote,
    /// A page of a website.
    Article,
    /// A video.
    Video,
    /// A comment.
    Comment,
    /// An entry of a ranking: says that a list held it, never how much was said.
    Ranking,
}

impl ItemKind {
    /// The word kept in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Repost => "repost",
            Self::Reply => "reply",
            Self::Quote => "quote",
            Self::Article => "article",
            Self::Video => "video",
            Self::Comment => "comment",
            Self::Ranking => "ranking",
        }
    }
}

/// Who says what language an item is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LangSource {
    /// The platform's own detection.
    Platform,
    /// The author's declaration.
    Author,
    /// Our detection.
    Detected,
}

impl LangSource {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::Author => "author",
            Self::Detected => "detected",
        }
    }
}

/// An account named in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMention {
    /// Its handle.
    pub handle: String,
    /// Its id.
    pub native_id: Option<String>,
}

/// A picture or film of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMedia {
    /// `photo`, `video`, …
    pub kind: String,
    /// Where it lies.
    pub url: Option<String>,
    /// Its alternative text.
    pub alt: Option<String>,
}

/// An item to be stored.
#[derive(Debug, Clone, PartialEq)]
pub struct NewItem {
    /// Who published it; its platform is the item's.
    pub account: NewAccount,
    /// The platform's id; for web pages the canonical URL.
    pub native_id: String,
    /// What it is.
    pub kind: ItemKind,
    /// When it was published.
    pub created: Moment,
    /// Which field said so (`created_at`, `json-ld:datePublished`, `capture`).
    pub created_basis: String,
    /// When it was last changed, as it says itself.
    pub modified: Option<Micros>,
    /// Its title.
    pub title: Option<String>,
    /// Its text.
    pub text: String,
    /// The people it names as authors, as written.
    pub byline: Option<String>,
    /// Its language and who says so.
    pub lang: Option<(String, LangSource)>,
    /// Where people read it.
    pub url: Option<String>,
    /// The id of the item that it passes on.
    pub repost_of: Option<String>,
    /// The id of the item that it quotes.
    pub quote_of: Option<String>,
    /// The id of the item that it answers.
    pub reply_to: Option<String>,
    /// The id of its conversation.
    pub thread_id: Option<String>,
    /// Links in it, as written.
    pub links: Vec<String>,
    /// Hashtags in it.
    pub tags: Vec<String>,
    /// Accounts named in it.
    pub mentions: Vec<NewMention>,
    /// What it shows.
    pub media: Vec<NewMedia>,
    /// Counts beside it (`likes`, `views`, …).
    pub metrics: Vec<(String, i64)>,
    /// The version of the rule that read it.
    pub rule_version: i64,
}

impl NewItem {
    fn content_hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(self.title.as_deref().unwrap_or_default().as_bytes());
        hash.update([0]);
        hash.update(self.text.as_bytes());
        hash.finalize().into()
    }
}

/// What became of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revision {
    /// It was not there.
    New,
    /// It was there, and says the same.
    Same,
    /// It was there, and its title or text has changed.
    Changed,
}

struct Known {
    id: i64,
    source_id: i64,
    capture_id: i64,
    first_seen_at: i64,
    last_seen_at: i64,
    title: Option<String>,
    text: String,
    content_hash: Vec<u8>,
}

/// Where an item comes from.
pub(super) struct Origin {
    pub(super) source: i64,
    pub(super) capture: i64,
    pub(super) account: i64,
    pub(super) seen: Micros,
}

/// Inserts an item or brings it up to date; gives its row.
pub(super) fn put(
    connection: &Connection,
    item: &NewItem,
    from: &Origin,
) -> Result<(i64, Revision), StoreError> {
    let hash = item.content_hash();
    let known = find(connection, &item.account.platform, &item.native_id)?;
    let (id, revision) = match known {
        None => (insert(connection, item, from, &hash)?, Revision::New),
        Some(known) => {
            // Another source's copy may be cut or reworded by its tool: only the source that gave the text revises it.
            let newer = from.seen.0 > known.last_seen_at;
            let changed = newer && known.source_id == from.source && known.content_hash != hash;
            touch(connection, item, &known, from.seen)?;
            if newer && known.source_id == from.source {
                remap(connection, item, known.id, from.account)?;
            }
            if changed {
                revise(connection, item, &known, from, &hash)?;
            }
            (known.id, if changed { Revision::Changed } else { Revision::Same })
        }
    };
    for (name, value) in &item.metrics {
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO metric (item_id, name, seen_at, value) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![id, name, from.seen.0, value])?;
    }
    Ok((id, revision))
}

fn find(connection: &Connection, platform: &str, native_id: &str) -> Result<Option<Known>, StoreError> {
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Known {
            id: row.get(0)?,
            source_id: row.get(1)?,
            capture_id: row.get(2)?,
            first_seen_at: row.get(3)?,
            last_seen_at: row.get(4)?,
            title: row.get(5)?,
            text: row.get(6)?,
            content_hash: row.get(7)?,
        })
    };
    Ok(connection
        .prepare_cached(
            "SELECT id, source_id, capture_id, first_seen_at, last_seen_at, title, text, content_hash FROM item
             WHERE platform = ?1 AND native_id = ?2",
        )?
        .query_row(params![platform, native_id], read)
        .optional()?)
}

fn insert(connection: &Connection, item: &NewItem, from: &Origin, hash: &[u8]) -> Result<i64, StoreError> {
    let id = connection
        .prepare_cached(
            "INSERT INTO item (platform, native_id, account_id, source_id, capture_id, kind, created_at, created_precision,
               created_original, created_basis, modified_at, first_seen_at, last_seen_at, title, text, byline, lang, lang_source,
               url, repost_of, quote_of, reply_to, thread_id, content_hash, rule_version)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
               ?23, ?24) RETURNING id",
        )?
        .query_row(
            params![
                item.account.platform,
                item.native_id,
                from.account,
                from.source,
                from.capture,
                item.kind.as_str(),
                item.created.at.0,
                item.created.precision.as_str(),
                item.created.original,
                item.created_basis,
                item.modified.map(|t| t.0),
                from.seen.0,
                item.title,
                item.text,
                item.byline,
                item.lang.as_ref().map(|(lang, _)| lang),
                item.lang.as_ref().map(|(_, source)| source.as_str()),
                item.url,
                item.repost_of,
                item.quote_of,
                item.reply_to,
                item.thread_id,
                hash,
                item.rule_version
            ],
            |row| row.get(0),
        )?;
    index(connection, id, item, false)?;
    Ok(id)
}

/// Notes that an item was seen again, and fills what earlier captures did not tell.
fn touch(connection: &Connection, item: &NewItem, known: &Known, seen: Micros) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE item SET first_seen_at = ?2, last_seen_at = ?3, repost_of = coalesce(repost_of, ?4),
               quote_of = coalesce(quote_of, ?5), reply_to = coalesce(reply_to, ?6), thread_id = coalesce(thread_id, ?7),
               url = coalesce(url, ?8), gone_at = NULL WHERE id = ?1",
        )?
        .execute(params![
            known.id,
            known.first_seen_at.min(seen.0),
            known.last_seen_at.max(seen.0),
            item.repost_of,
            item.quote_of,
            item.reply_to,
            item.thread_id,
            item.url
        ])?;
    Ok(())
}

/// What the same source says of an item now takes the place of what it said before: a mended mapping mends its items. A
/// page's first date stays, as publishers move theirs.
fn remap(connection: &Connection, item: &NewItem, id: i64, account: i64) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE item SET account_id = ?2, kind = ?3, lang = ?4, lang_source = ?5, byline = ?6 WHERE id = ?1",
        )?
        .execute(params![
            id,
            account,
            item.kind.as_str(),
            item.lang.as_ref().map(|(lang, _)| lang),
            item.lang.as_ref().map(|(_, source)| source.as_str()),
            item.byline
        ])?;
    if item.kind != ItemKind::Article {
        connection
            .prepare_cached(
                "UPDATE item SET created_at = ?2, created_precision = ?3, created_original = ?4, created_basis = ?5 WHERE id = ?1",
            )?
            .execute(params![
                id,
                item.created.at.0,
                item.created.precision.as_str(),
                item.created.original,
                item.created_basis
            ])?;
    }
    Ok(())
}

fn revise(
    connection: &Connection,
    item: &NewItem,
    known: &Known,
    from: &Origin,
    hash: &[u8],
) -> Result<(), StoreError> {
    let mut add = connection.prepare_cached(
        "INSERT INTO item_version (capture_id, seen_at, platform, native_id, title, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let (platform, native_id) = (&item.account.platform, &item.native_id);
    let versions: i64 = connection
        .prepare_cached("SELECT count(*) FROM item_version WHERE platform = ?1 AND native_id = ?2")?
        .query_row(params![platform, native_id], |row| row.get(0))?;
    if versions == 0 {
        // Items that never change have no versions; the first change writes down what was there before. It is
        // sealed with this capture, and `seen_at` says since when it had been seen.
        tracing::debug!(native_id, first_capture = known.capture_id, "first revision");
        add.execute(params![
            from.capture,
            known.first_seen_at,
            platform,
            native_id,
            known.title,
            known.text
        ])?;
    }
    add.execute(params![from.capture, from.seen.0, platform, native_id, item.title, item.text])?;
    connection
        .prepare_cached(
            "UPDATE item SET title = ?2, text = ?3, content_hash = ?4, capture_id = ?5, modified_at = coalesce(?6, modified_at),
               rule_version = ?7 WHERE id = ?1",
        )?
        .execute(params![
            known.id,
            item.title,
            item.text,
            hash,
            from.capture,
            item.modified.map(|t| t.0),
            item.rule_version
        ])?;
    index(connection, known.id, item, true)
}

fn index(connection: &Connection, id: i64, item: &NewItem, replace: bool) -> Result<(), StoreError> {
    let words = match &item.title {
        Some(title) => fts_text(&format!("{title}\n{}", item.text)),
        None => fts_text(&item.text),
    };
    if replace {
        connection.prepare_cached("DELETE FROM item_fts WHERE rowid = ?1")?.execute([id])?;
    }
    connection
        .prepare_cached("INSERT INTO item_fts (rowid, text, variants) VALUES (?1, ?2, ?3)")?
        .execute(params![id, words.text, words.variants])?;
    Ok(())
}
