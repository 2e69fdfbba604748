//! From an answer to what is stored: items, further requests, coverage, cursors, the task's end.

use whence_store::ingest::{Content, Page, PageWork};
use whence_store::time::Micros;
use whence_store::work::{Task, TaskEnd, Validator};

use super::journey::{Answer, Manners, capture, empty_page};
use super::schedule::{self, next_poll};
use crate::config::{Limits, SourceConfig};
use crate::connector::{Outcome, Reading, Verdict, article, most_attempts, picture};
use crate::polite::{patience, retry_at};
use crate::reading::{Read, ReadBy, content};

/// What became of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    Done,
    Again,
    Failed,
}

/// Entries of an answer that are not in the store.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Missing {
    /// They could not be read.
    pub(super) unmapped: usize,
    /// Their authors do not want to be found.
    pub(super) left_out: usize,
}

/// What an answer turned out to be.
struct Understood {
    reading: Reading,
    /// What read it, and would read it again.
    by: ReadBy,
    outcome: Outcome,
    verdict: Verdict,
    /// The outcome's word for the store.
    said: &'static str,
    /// When the host may be asked again, where it said so.
    until: Option<Micros>,
    error: Option<String>,
    /// Whether the connection ended before the body did.
    broken_off: bool,
    /// Whether a part of the body is missing, for whatever reason.
    cut: bool,
}

/// Makes the page of an answer, and says how the task ends. `now` is when it is stored: what it discovers is due from then on.
pub(super) fn build(
    source: &SourceConfig,
    task: &Task,
    answer: Answer,
    (by, read): (ReadBy, Read),
    manners: Manners,
    limits: &Limits,
    now: Micros,
) -> (Page, Ended, Missing) {
    let received = answer.exchange.ended_at;
    let is_poll = matches!(by, ReadBy::Connector { polled: Some(_), .. });
    let mut understood = understand(task, &answer, by, read, limits);
    let is_picture = task.kind == picture::KIND;
    if is_picture {
        understood.by = ReadBy::picture(&task.url, understood.reading.picture.as_ref());
    }
    if let Some(error) = &understood.error {
        tracing::warn!(url = %answer.final_url, error, "could not be used");
    }
    if is_poll {
        tell_moved(source, &answer);
    }
    let mut next_allowed = answer.next_allowed.clone();
    let (end, ended) = end(task, received, &understood, limits, &mut next_allowed.1);
    let polled = is_poll.then(|| {
        let next =
            (ended != Ended::Again).then(|| next_poll(source, task.id, received, answer.exchange.status));
        (received, next, understood.error.clone().unwrap_or_else(|| understood.said.to_owned()))
    });
    let is_done = understood.verdict == Verdict::Done;
    let asks = understood.reading.asks.iter().filter(|ask| source.articles || ask.kind != article::KIND);
    let tasks = asks.map(|ask| schedule::task(ask, now)).collect();
    // A picture is asked for once.
    let validator = validator(&answer, &understood).filter(|_| !is_picture);
    let cursors = understood.reading.cursors.clone();
    let reader = understood.by.to_json();
    let Reading { unmapped, left_out, .. } = understood.reading;
    let content = if is_done {
        content(&understood.by, understood.outcome, received, understood.reading)
    } else {
        Content::default()
    };
    let mut captured =
        capture(&answer.url, &answer.final_url, answer.redirects, Some(answer.exchange), received);
    captured.robots_rule = Some(answer.robots_rule);
    if is_picture {
        // Its hashes are what is kept of it, whatever came.
        captured.body = None;
    }
    if let Some(body) = &mut captured.body {
        // What was cut while it was unpacked is no more whole than what was cut on its way.
        body.truncated |= understood.cut;
    }
    understood.said.clone_into(&mut captured.outcome);
    captured.request_headers = answer.request_headers;
    captured.started_at = answer.started_at;
    captured.reader = reader;
    let work = PageWork {
        ends: Some((task.id, end)),
        tasks,
        pictures: source.hash_media.then_some(now),
        validator,
        next_allowed: Some(next_allowed),
        cursors,
        polled,
        ..PageWork::default()
    };
    let mut page = empty_page(manners, captured, work);
    page.content = content;
    (page, ended, Missing { unmapped, left_out })
}

/// Judges an answer with what its body gave.
fn understand(task: &Task, answer: &Answer, by: ReadBy, read: Read, limits: &Limits) -> Understood {
    let outcome = read.judged.outcome;
    let mut understood = Understood {
        reading: Reading::default(),
        by: ReadBy::Nothing,
        outcome,
        verdict: outcome.verdict(),
        said: outcome.as_str(),
        until: read.judged.until,
        error: read.judged.why.filter(|_| outcome.verdict() != Verdict::Done),
        broken_off: false,
        cut: read.cut,
    };
    match outcome {
        Outcome::Ok => {}
        // What an unchanged page or a missing one says is read again by `remap`.
        Outcome::NotModified | Outcome::Gone => {
            let reading = read.reading.unwrap_or_default();
            return Understood { reading, by, ..understood };
        }
        _ => return understood,
    }
    understood.broken_off = read.broken_off;
    let (verdict, said, error) = match read.reading {
        // The rest may come next time; part of a page must not pass for its first version.
        Ok(_) if understood.broken_off && task.attempts + 1 < most_attempts(&task.kind, limits.attempts) => {
            (Verdict::Again, "transient", "cut short: the answer broke off".to_owned())
        }
        Ok(reading) => {
            if let Some(first) = &reading.first_error {
                tracing::warn!(url = %answer.final_url, unmapped = reading.unmapped, first, "some entries could not be read");
            }
            if reading.left_out > 0 {
                tracing::info!(
                    url = %answer.final_url,
                    left_out = reading.left_out,
                    hint = "`unlisted = true` keeps such posts, for public officials",
                    "left out: its author asks not to be listed or indexed"
                );
            }
            return Understood { reading, by, ..understood };
        }
        // A cut body that cannot be read may come whole next time; a whole one will not change by itself.
        // What is longer than the limit will be so again: of a picture no part is worth anything.
        Err(e) if read.cut && (read.broken_off || task.kind != picture::KIND) => {
            (Verdict::Again, "transient", format!("cut short: {e}"))
        }
        Err(e) => {
            // A better reader may make something of it one day.
            understood.by = by;
            let said = if task.kind == picture::KIND { "no_picture" } else { "schema_changed" };
            (Verdict::GiveUp, said, e.to_string())
        }
    };
    Understood { verdict, said, error: Some(error), ..understood }
}

/// The operator's file says where a source is: a run only tells that it has moved.
fn tell_moved(source: &SourceConfig, answer: &Answer) {
    if let Some((301 | 308, to)) = answer.redirects.first() {
        tracing::warn!(
            source = source.name,
            to,
            hint = "write the new address into its configuration",
            "moved for good"
        );
    }
}

/// How the task ends; where the host asks for patience, all its pages wait.
fn end(
    task: &Task,
    received: Micros,
    understood: &Understood,
    limits: &Limits,
    next_allowed: &mut Micros,
) -> (TaskEnd, Ended) {
    let why = understood.error.clone().unwrap_or_default();
    if let Some(until) = understood.until {
        *next_allowed = patience(received, until).max(*next_allowed);
    }
    match understood.verdict {
        Verdict::Done => (TaskEnd::Done, Ended::Done),
        Verdict::GiveUp => (TaskEnd::Failed(why), Ended::Failed),
        Verdict::Again => {
            let at = retry_at(received, understood.until, task.attempts, task.id);
            if matches!(understood.outcome, Outcome::RateLimited | Outcome::QuotaExhausted) {
                *next_allowed = at.max(*next_allowed);
            }
            let most = most_attempts(&task.kind, limits.attempts);
            if task.attempts + 1 >= most {
                let why = format!("given up after {most} attempts: {why}");
                (TaskEnd::Failed(why), Ended::Failed)
            } else {
                (TaskEnd::Retry(at, why), Ended::Again)
            }
        }
    }
}

/// What to ask with next time. A validator of a part would make it last for ever: the server would answer that nothing
/// has changed. Nor would an unchanged page name its further pages again, should they have failed: so the validator of a page that
/// has further ones is not kept, and a poll that is answered by 304 is one that ended at what was known. It begins no sweep and
/// loses nothing by that; what an earlier sweep has left to ask for stands in the frontier by itself.
fn validator(answer: &Answer, understood: &Understood) -> Option<Validator> {
    let fresh =
        understood.outcome == Outcome::Ok && understood.verdict == Verdict::Done && !understood.broken_off;
    let fresh = fresh && !understood.reading.asks.iter().any(|ask| ask.again);
    let header = |name| answer.exchange.header(name).map(str::to_owned);
    fresh
        .then(|| Validator {
            url: answer.url.to_string(),
            etag: header("etag"),
            last_modified: header("last-modified"),
        })
        .filter(|v| v.etag.is_some() || v.last_modified.is_some())
}
