//! A page: one capture, what was read from it, and the work that it ends and begins.

use std::borrow::Cow;
use std::{panic, thread};

use rusqlite::{Connection, params};

use super::memory::Memory;
use super::suppression::Suppression;
use super::told::Ahead;
use super::{
    NewAccount, NewClaim, NewDeletion, NewItem, NewPicture, NewPoint, NewReaction, NewStanding, Revision,
    account, claim, event, item, picture, series, share,
};
use crate::evidence::{NewCapture, READ_BY_NOTHING, blob, capture};
use crate::redact::Needles;
use crate::time::Micros;
use crate::work::{HostRobots, NewTask, TaskEnd, Validator};
use crate::{Store, StoreError};

/// Smaller bodies are packed when their capture is written: a thread would cost more than it saves.
const WORTH_A_THREAD: usize = 64 << 10;

/// An interval in which a source, or one account of it, was being observed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewObserved {
    /// The account; nothing for the whole source.
    pub account: Option<NewAccount>,
    /// Its beginning.
    pub from: Micros,
    /// Its end, not included.
    pub to: Micros,
}

/// Everything that one transaction stores.
#[derive(Debug, Clone)]
pub struct Page {
    /// The run that made it.
    pub run_id: i64,
    /// The source that it belongs to.
    pub source_id: i64,
    /// The evidence.
    pub capture: NewCapture,
    /// What was read from it.
    pub content: Content,
    /// What it means for the work ahead.
    pub work: PageWork,
}

/// What was read from a capture: a function of its bytes and of what read them, so that it can be read again.
#[derive(Debug, Clone, Default)]
pub struct Content {
    /// What it holds.
    pub items: Vec<NewItem>,
    /// Accounts that it shows without items of theirs.
    pub accounts: Vec<NewAccount>,
    /// What it states about accounts.
    pub claims: Vec<NewClaim>,
    /// Its numbers.
    pub points: Vec<NewPoint>,
    /// The hashes of a picture, when it is one.
    pub pictures: Vec<NewPicture>,
    /// Items that it proves to be gone: platform and id.
    pub gone: Vec<(String, String)>,
    /// Reactions to items.
    pub reactions: Vec<NewReaction>,
    /// What the platform says to have been deleted, whether it was captured or not.
    pub deletions: Vec<NewDeletion>,
    /// How accounts are called and stand, each at a time, in order.
    pub standings: Vec<NewStanding>,
    /// What it proves to have been observed.
    pub observed: Vec<NewObserved>,
}

/// What a page means for the work ahead; stored with it, so that a killed run neither loses nor repeats it.
#[derive(Debug, Clone, Default)]
pub struct PageWork {
    /// The task that it ends, and how.
    pub ends: Option<(i64, TaskEnd)>,
    /// The tasks that it discovered.
    pub tasks: Vec<NewTask>,
    /// From when on the pictures of its items are to be asked for, each once; nothing when they are not.
    pub pictures: Option<Micros>,
    /// What to ask with next time.
    pub validator: Option<Validator>,
    /// When the host may be asked again.
    pub next_allowed: Option<(String, Micros)>,
    /// The host's robots.txt, when the page is one.
    pub robots: Option<HostRobots>,
    /// Where the source stopped, by name; nothing takes a cursor away.
    pub cursors: Vec<(String, Option<String>)>,
    /// When the source was polled, when it is to be polled again, and with what outcome.
    pub polled: Option<(Micros, Option<Micros>, String)>,
}

/// What a page added.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PageStats {
    /// The capture's row.
    pub capture_id: i64,
    /// Whether its body was new.
    pub new_blob: bool,
    /// Items that were not there before.
    pub new_items: usize,
    /// Items whose text has changed.
    pub changed_items: usize,
    /// Items seen again unchanged.
    pub same_items: usize,
    /// Reactions that were not there before.
    pub new_reactions: usize,
    /// Deletions of what was not captured.
    pub unknown_deletions: usize,
    /// Claims that were not there before.
    pub new_claims: usize,
    /// Series values that were not there before.
    pub new_points: usize,
    /// Items that were given the hashes of a picture.
    pub pictured_items: usize,
    /// Tasks that were not there before.
    pub new_tasks: usize,
}

impl Store {
    /// Stores a page: all of it or nothing.
    ///
    /// # Errors
    /// [`StoreError`]; nothing of the page is stored then.
    pub fn put_page(&mut self, page: &Page) -> Result<PageStats, StoreError> {
        self.write(|connection| put(connection, page))
    }

    /// Whether a source as a whole is known to have been observed through `[from, to)`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn is_observed(&self, source: i64, from: Micros, to: Micros) -> Result<bool, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT 1 FROM observed WHERE source_id = ?1 AND account_id IS NULL AND from_at <= ?2 AND to_at >= ?3",
        )?;
        Ok(statement.exists(params![source, from.0, to.0])?)
    }
}

/// Packs a large body while the rows of its page are written.
fn put(connection: &Connection, page: &Page) -> Result<PageStats, StoreError> {
    thread::scope(|scope| {
        let body = page.capture.body.as_ref().map(|body| body.bytes.as_slice());
        let large = body.filter(|bytes| bytes.len() >= WORTH_A_THREAD);
        let packing = large.map(|bytes| scope.spawn(|| blob::Ready::of(bytes)));
        put_with(connection, page, || {
            packing
                .map(|packing| packing.join().unwrap_or_else(|payload| panic::resume_unwind(payload)))
                .transpose()
        })
    })
}

fn put_with<'page>(
    connection: &Connection,
    page: &'page Page,
    ready: impl FnOnce() -> Result<Option<blob::Ready<'page>>, StoreError>,
) -> Result<PageStats, StoreError> {
    let id = capture::next_id(connection)?;
    let (mut stats, needles) = derive(connection, id, page.source_id, page.capture.ended_at, &page.content)?;
    stats.new_tasks = crate::work::after_page(connection, page.source_id, &page.work, id)?;
    if let Some(due) = page.work.pictures {
        stats.new_tasks += picture::ask(connection, page.source_id, &page.content.items, due)?;
    }
    let mut captured = Cow::Borrowed(&page.capture);
    if !page.content.pictures.is_empty() && stats.pictured_items == 0 {
        // Nobody shows it any more: it was forgotten while it was asked for. Validators are hashes too.
        let captured = captured.to_mut();
        captured.headers.clear();
        READ_BY_NOTHING.clone_into(&mut captured.reader);
    }
    stats.new_blob = match needles {
        None => capture::seal(connection, id, page.run_id, page.source_id, &captured, ready()?)?,
        Some(needles) => {
            let mut redacted = captured.without(&needles);
            if redacted.host != captured.host {
                redacted.host = Some(capture::forgotten_host(connection)?);
            }
            capture::seal(connection, id, page.run_id, page.source_id, &redacted, None)?
        }
    };
    Ok(stats)
}

/// Brings the derived tables up to date with what was read from a capture, but for what was forgotten; gives what must then
/// not be left in the capture either.
pub(crate) fn derive(
    connection: &Connection,
    capture_id: i64,
    source_id: i64,
    seen: Micros,
    content: &Content,
) -> Result<(PageStats, Option<Needles>), StoreError> {
    match Suppression::active(connection)? {
        None => Ok((add(connection, capture_id, source_id, seen, content)?, None)),
        Some(list) => {
            let (content, needles) = list.sieve(content, seen)?;
            Ok((add(connection, capture_id, source_id, seen, &content)?, needles))
        }
    }
}

fn add(
    connection: &Connection,
    capture_id: i64,
    source_id: i64,
    seen: Micros,
    content: &Content,
) -> Result<PageStats, StoreError> {
    let mut stats = PageStats { capture_id, ..PageStats::default() };
    let mut memory = Memory::default();
    for account in &content.accounts {
        account::resolve(connection, account, capture_id, seen, &mut memory)?;
    }
    for standing in &content.standings {
        event::stand(connection, standing, capture_id, &mut memory)?;
    }
    // Before what is shown: the same id may be written anew after its deletion.
    for new in &content.deletions {
        event::delete(connection, new, source_id, capture_id)?;
    }
    thread::scope(|scope| {
        for (new, told) in Ahead::begin(scope, &content.items) {
            let seen = new.seen.unwrap_or(seen);
            let account = account::resolve(connection, &new.account, capture_id, seen, &mut memory)?;
            let origin = item::Origin { source: source_id, capture: capture_id, account, seen };
            match item::put(connection, new, told, &origin, &mut memory)? {
                Revision::New => stats.new_items += 1,
                Revision::Changed => stats.changed_items += 1,
                Revision::Same => stats.same_items += 1,
            }
        }
        Ok::<(), StoreError>(())
    })?;
    memory.rows.write(connection)?;
    share::flush(connection, &mut memory)?;
    item::index(connection, &mut memory)?;
    for (platform, native_id) in &content.gone {
        item::leave(connection, platform, native_id, seen)?;
    }
    for new in &content.reactions {
        stats.new_reactions += usize::from(event::react(connection, new, capture_id, &mut memory)?);
    }
    for new in &content.deletions {
        stats.unknown_deletions += usize::from(!event::is_known(connection, new)?);
    }
    for new in &content.claims {
        stats.new_claims += usize::from(claim::put(connection, new, capture_id)?);
    }
    for new in &content.pictures {
        stats.pictured_items += picture::put(connection, new, capture_id, &mut memory)?;
    }
    for point in &content.points {
        stats.new_points += usize::from(series::put(connection, point, capture_id)?);
    }
    for interval in &content.observed {
        observe(connection, source_id, interval, capture_id, seen, &mut memory)?;
    }
    Ok(stats)
}

fn observe<'page>(
    connection: &Connection,
    source: i64,
    new: &'page NewObserved,
    capture: i64,
    seen: Micros,
    memory: &mut Memory<'page>,
) -> Result<(), StoreError> {
    let account =
        new.account.as_ref().map(|a| account::resolve(connection, a, capture, seen, memory)).transpose()?;
    // Intervals that continue the last one are joined, so that hourly cron runs do not pile up rows.
    let joined = connection
        .prepare_cached(
            "UPDATE observed SET to_at = max(to_at, ?4), capture_id = ?5 WHERE id = (
               SELECT id FROM observed WHERE source_id = ?1 AND account_id IS ?2 AND from_at <= ?3 AND to_at >= ?3
               ORDER BY from_at DESC LIMIT 1)",
        )?
        .execute(params![source, account, new.from.0, new.to.0, capture])?;
    if joined == 0 {
        connection
            .prepare_cached("INSERT INTO observed (source_id, account_id, from_at, to_at, capture_id) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![source, account, new.from.0, new.to.0, capture])?;
    }
    Ok(())
}
