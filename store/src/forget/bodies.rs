//! Bodies and captures: searched, redacted where they hold the forgotten, dropped where nothing else is in them.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};

use super::gather::Subject;
use super::{Forgetting, Target, pictures};
use crate::StoreError;
use crate::evidence::blob;
use crate::evidence::capture::{self, FORGOTTEN, READ_BY_NOTHING, is_address, redacted};
use crate::evidence::row::CAPTURE;
use crate::redact::{Redacted, redact_text};

/// Columns of a capture that may name somebody.
const TOLD: [&str; 10] = [
    "url",
    "final_url",
    "host",
    "redirects",
    "method",
    "request_headers",
    "headers",
    "robots_rule",
    "outcome",
    "reader",
];

struct Captured {
    blob_id: i64,
    headers: Vec<(String, String)>,
    url: String,
    final_url: String,
}

pub(super) fn forget(
    forgetting: &mut Forgetting<'_>,
    target: &Target,
    subject: &Subject,
) -> Result<(), StoreError> {
    let connection = forgetting.connection;
    let dropped = dropped(forgetting, target, subject)?;
    // Bodies that are changed come unpacked: their captures must not say otherwise.
    let mut unpacked = BTreeSet::new();
    let mut searched = connection.prepare(
        "SELECT blob_id, min(headers), min(url), min(final_url) FROM capture WHERE blob_id IS NOT NULL GROUP BY blob_id ORDER BY blob_id",
    )?;
    let mut rows = searched.query([])?;
    while let Some(row) = rows.next()? {
        let captured = Captured {
            blob_id: row.get(0)?,
            headers: serde_json::from_str(&row.get::<_, String>(1)?).unwrap_or_default(),
            url: row.get(2)?,
            final_url: row.get(3)?,
        };
        if dropped.contains(&captured.blob_id) {
            replace(forgetting, captured.blob_id, &[])?;
            forgetting.done.bodies_dropped += 1;
            unpacked.insert(captured.blob_id);
        } else if subject.has_needles && search(forgetting, &captured, subject)? {
            unpacked.insert(captured.blob_id);
        }
    }
    captures(forgetting, subject, &dropped, &unpacked)
}

/// Bodies of which nothing is kept.
fn dropped(
    forgetting: &Forgetting<'_>,
    target: &Target,
    subject: &Subject,
) -> Result<BTreeSet<i64>, StoreError> {
    let mut dropped = BTreeSet::new();
    // A body that another source captured as well is that source's evidence.
    let mut of_source = forgetting.connection.prepare(
        "SELECT DISTINCT blob_id FROM capture WHERE source_id = ?1 AND blob_id IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM capture AS other WHERE other.blob_id = capture.blob_id AND other.source_id <> ?1)",
    )?;
    for source in &subject.sources {
        let mut rows = of_source.query([source])?;
        while let Some(row) = rows.next()? {
            dropped.insert(row.get(0)?);
        }
    }
    if let Target::OlderThan(time) = target {
        // Registries and prices tell of offices and markets: their claims and figures stay, and so does what proves them. That a
        // platform labels an account makes no registry of its posts.
        let mut old = forgetting.connection.prepare(
            "SELECT blob_id FROM capture WHERE blob_id IS NOT NULL AND NOT EXISTS (
               SELECT 1 FROM capture AS other WHERE other.blob_id = capture.blob_id AND other.source_id IN (
                 SELECT source_id FROM capture JOIN claim ON claim.capture_id = capture.id WHERE claim.asserted_url NOT GLOB 'label:*'
                 UNION SELECT source_id FROM capture JOIN series ON series.capture_id = capture.id))
             GROUP BY blob_id HAVING max(ended_at) < ?1",
        )?;
        let mut rows = old.query([time.0])?;
        while let Some(row) = rows.next()? {
            dropped.insert(row.get(0)?);
        }
    }
    Ok(dropped)
}

/// Searches one body; says whether it was changed.
fn search(
    forgetting: &mut Forgetting<'_>,
    captured: &Captured,
    subject: &Subject,
) -> Result<bool, StoreError> {
    let (size, codec, stored): (i64, String, Vec<u8>) = forgetting
        .connection
        .prepare_cached("SELECT size, codec, bytes FROM blob WHERE id = ?1")?
        .query_row([captured.blob_id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let wire = blob::unpack(captured.blob_id, size, &codec, stored)?;
    match redacted(&wire, &captured.headers, [&captured.url, &captured.final_url], &subject.needles) {
        Redacted::Untouched => return Ok(false),
        Redacted::Changed(bytes) => {
            replace(forgetting, captured.blob_id, &bytes)?;
            forgetting.done.bodies_redacted += 1;
        }
        Redacted::Dropped => {
            replace(forgetting, captured.blob_id, &[])?;
            forgetting.done.bodies_dropped += 1;
        }
    }
    Ok(true)
}

fn replace(forgetting: &Forgetting<'_>, id: i64, bytes: &[u8]) -> Result<(), StoreError> {
    // A body may have been redacted before: the tombstones go on from each other.
    let old: Vec<u8> = forgetting
        .connection
        .prepare_cached(
            "SELECT coalesce((SELECT new_hash FROM tombstone WHERE kind = 'blob' AND row_id = ?1 ORDER BY id DESC LIMIT 1), sha256)
             FROM blob WHERE id = ?1",
        )?
        .query_row([id], |row| row.get(0))?;
    let new = blob::replace(forgetting.connection, id, bytes)?;
    forgetting.bury("blob", id, None, &old, Some(&new))
}

/// The rows of captures: their addresses and headers, and how their bodies are to be read now.
fn captures(
    forgetting: &mut Forgetting<'_>,
    subject: &Subject,
    dropped: &BTreeSet<i64>,
    unpacked: &BTreeSet<i64>,
) -> Result<(), StoreError> {
    let connection = forgetting.connection;
    let mut hosts = Hosts::default();
    let mut list = connection
        .prepare(&format!("SELECT id, blob_id, source_id, {} FROM capture ORDER BY id", TOLD.join(", ")))?;
    let mut rows = list.query([])?;
    while let Some(row) = rows.next()? {
        let (id, blob): (i64, Option<i64>) = (row.get(0)?, row.get(1)?);
        let of_source = subject.sources.contains(&row.get(2)?);
        let mut is_dropped = blob.is_some_and(|blob| dropped.contains(&blob)) || of_source;
        let is_picture = pictures::is_picture(&row.get::<_, String>(2 + TOLD.len())?);
        let mut changes: Vec<(&str, String)> = Vec::new();
        let stays_named = !of_source && subject.sources_named.contains(&row.get(2)?);
        for (n, column) in TOLD.into_iter().enumerate() {
            let Some(told) = row.get::<_, Option<String>>(n + 3)? else { continue };
            let mut text = told.clone();
            if of_source {
                text = emptied(column, &text);
            } else if subject.has_needles && !(stays_named && matches!(column, "url" | "final_url" | "host"))
            {
                text = redact_text(&text, &subject.needles).unwrap_or(text);
            }
            if matches!(column, "url" | "final_url") && text != told && !is_address(&text) {
                FORGOTTEN.clone_into(&mut text);
                is_dropped |= column == "final_url";
            }
            // The hash of a picture finds it again, by whichever address it was asked for.
            is_dropped |= is_picture && text != told && matches!(column, "url" | "final_url" | "redirects");
            if column == "headers" && is_picture && is_dropped {
                "[]".clone_into(&mut text);
            }
            if column == "host" && text != told {
                text = hosts.placeholder(connection, &told)?;
            }
            if column == "headers" && blob.is_some_and(|blob| unpacked.contains(&blob)) {
                let headers: Vec<(String, String)> = serde_json::from_str(&text).unwrap_or_default();
                let kept: Vec<_> =
                    headers.into_iter().filter(|(name, _)| name != "content-encoding").collect();
                text = serde_json::to_string(&kept).unwrap_or_default();
            }
            if column == "reader" && is_dropped {
                READ_BY_NOTHING.clone_into(&mut text);
            }
            if text != told {
                changes.push((column, text));
            }
        }
        if !changes.is_empty() {
            rewrite(forgetting, id, &changes)?;
        }
    }
    Ok(())
}

/// What stands in a column of a forgotten source's capture.
fn emptied(column: &str, text: &str) -> String {
    match column {
        "url" | "final_url" => FORGOTTEN.to_owned(),
        "redirects" | "request_headers" | "headers" => "[]".to_owned(),
        "robots_rule" | "host" => String::new(),
        _ => text.to_owned(),
    }
}

/// Forgotten hosts, each with a word of its own: pauses between requests are counted host by host, and two hosts that were
/// made one would look as if neither had been left in peace.
#[derive(Default)]
struct Hosts(BTreeMap<String, String>);

impl Hosts {
    /// The word of a host; it is written before the next one is asked for.
    fn placeholder(&mut self, connection: &Connection, host: &str) -> Result<String, StoreError> {
        if let Some(known) = self.0.get(host) {
            return Ok(known.clone());
        }
        let placeholder = capture::forgotten_host(connection)?;
        self.0.insert(host.to_owned(), placeholder.clone());
        Ok(placeholder)
    }
}

/// Writes other values into columns of a capture, and buries what it was.
pub(super) fn rewrite(
    forgetting: &mut Forgetting<'_>,
    id: i64,
    changes: &[(&str, String)],
) -> Result<(), StoreError> {
    let sql = format!("SELECT {} FROM capture WHERE id = ?1", CAPTURE.columns);
    let old = forgetting.connection.prepare_cached(&sql)?.query_row(params![id], |row| CAPTURE.hash(row))?;
    let new = CAPTURE.rewrite(forgetting.connection, id, changes)?;
    forgetting.bury("capture", id, None, &old, Some(&new))?;
    forgetting.done.rows_redacted += 1;
    Ok(())
}
