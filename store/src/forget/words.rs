//! The words of the items that are to be forgotten, and which of them the items that stay hold.
//!
//! It does: say whose words an item has, and show the texts of others. It does not: compare them, which `redact` does.

use rusqlite::{Connection, params};

use super::gather::Subject;
use crate::StoreError;
use crate::ingest::suppression::{all_of_id, is_telling, of_id};
use crate::link::{canonical, first_form};
use crate::redact::{Needle, Passed, Said, Words};

/// Adds ids, addresses and texts of the items.
pub(super) fn of_items(
    connection: &Connection,
    subject: &Subject,
    words: &mut Words,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare(
        "SELECT title, text, url, native_id, platform, created_at,
           (SELECT id FROM item AS original WHERE item.kind = 'repost' AND original.platform = item.platform
              AND original.native_id = item.repost_of)
         FROM item WHERE id = ?1 AND (?2 IS NULL OR last_seen_at >= ?2
           OR (SELECT ended_at FROM capture WHERE capture.id = item.capture_id) >= ?2)",
    )?;
    let mut media = connection.prepare("SELECT url FROM media WHERE item_id = ?1 AND url IS NOT NULL")?;
    let mut versions =
        connection.prepare("SELECT title, text FROM item_version WHERE platform = ?1 AND native_id = ?2")?;
    for id in &subject.items {
        let mut rows = statement.query(params![id, subject.before])?;
        let Some(row) = rows.next()? else { continue };
        let (native_id, platform): (String, String) = (row.get(3)?, row.get(4)?);
        let url: Option<String> = row.get(2)?;
        let mut texts: Vec<Option<String>> = vec![row.get(0)?, row.get(1)?];
        let mut changed = versions.query(params![platform, native_id])?;
        while let Some(version) = changed.next()? {
            texts.extend([version.get(0)?, version.get(1)?]);
        }
        words.names.extend(all_of_id(&native_id).into_iter().filter(|_| is_telling(&native_id)));
        words.names.extend(url.clone().map(Needle::Address));
        if let Some(url) = url.as_deref().filter(|_| subject.before.is_none()) {
            of_links(connection, url, words)?;
        }
        let original: Option<i64> = row.get(6)?;
        if original.is_some_and(|original| !subject.items.contains(&original)) {
            // Words and pictures of somebody else, who keeps them.
            let ids: Vec<Needle> = [of_id(&native_id)].into_iter().chain(url.map(Needle::Address)).collect();
            words.passed.extend(texts.into_iter().flatten().map(|text| Passed { text, ids: ids.clone() }));
            continue;
        }
        // What is only old was not forgotten for its words: any item that stays keeps them as its own.
        let at = if subject.before.is_some() { i64::MAX } else { row.get(5)? };
        words.said.extend(texts.into_iter().flatten().map(|text| Said { text, at, is_name: false }));
        let mut urls = media.query([id])?;
        while let Some(url) = urls.next()? {
            words.names.push(Needle::Address(url.get(0)?));
        }
    }
    Ok(())
}

/// Adds the spellings in which items link an address: the sieve knows each of them when it comes again.
fn of_links(connection: &Connection, url: &str, words: &mut Words) -> Result<(), StoreError> {
    let mut links = connection.prepare_cached(
        "SELECT DISTINCT link.raw FROM url JOIN link ON link.url_id = url.id WHERE url.canonical IN (?1, ?2)",
    )?;
    let forms = (canonical(url).map(|known| known.url), first_form(url));
    let mut rows = links.query(params![forms.0, forms.1])?;
    while let Some(row) = rows.next()? {
        words.names.push(Needle::Address(row.get(0)?));
    }
    Ok(())
}

/// Shows the texts of all items that stay, in one pass over those published up to that time. A repost says nothing of its own,
/// and what quotes or answers the forgotten has their words from them, unless they are only old.
pub(super) fn show_others(
    connection: &Connection,
    subject: &mut Subject,
    latest: i64,
) -> Result<(), StoreError> {
    let Subject { items, item_keys, firsts, before, .. } = subject;
    for sql in [
        "SELECT id, platform, title, text, created_at, quote_of, reply_to FROM item
         WHERE created_at <= ?1 AND kind <> 'repost'",
        // What an item said before it was changed, it said as well.
        "SELECT item.id, platform, version.title, version.text, created_at, quote_of, reply_to
         FROM item_version AS version JOIN item USING (platform, native_id)
         WHERE created_at <= ?1 AND kind <> 'repost'",
    ] {
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query([latest])?;
        while let Some(row) = rows.next()? {
            let platform: String = row.get(1)?;
            let mut is_theirs = items.contains(&row.get(0)?);
            for column in [5, 6] {
                if before.is_none()
                    && let Some(related) = row.get::<_, Option<String>>(column)?
                {
                    is_theirs |= item_keys.contains(&(platform.clone(), related));
                }
            }
            if is_theirs {
                continue;
            }
            let at = row.get(4)?;
            if let Some(title) = row.get::<_, Option<String>>(2)? {
                firsts.show(&title, at);
            }
            firsts.show(&row.get::<_, String>(3)?, at);
        }
    }
    Ok(())
}
