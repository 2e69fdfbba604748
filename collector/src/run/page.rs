//! From an answer to what is stored: items, discovered pages, coverage, the task's end.

use url::Url;
use whence_store::Store;
use whence_store::ingest::{NewObserved, Page, PageWork};
use whence_store::time::Micros;
use whence_store::work::{NewTask, Task, TaskEnd, Validator};

use super::RunError;
use super::request::{Answer, Manners, capture, empty_page};
use super::schedule::micros;
use crate::config::{Limits, SourceConfig};
use crate::connector::{ReadError, Reading, Response, SourceFacts, article, feed};
use crate::fetch::decode;
use crate::polite::{Outcome, Verdict, judge, retry_at};

/// What became of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    Done,
    Again,
    Failed,
}

/// Makes the page of an answer, and says how the task ends.
pub(super) fn build(
    store: &Store,
    source: &SourceConfig,
    task: &Task,
    url: &Url,
    answer: Answer,
    manners: Manners,
    limits: &Limits,
) -> Result<(Page, Ended), RunError> {
    let exchange = answer.exchange;
    let received = exchange.ended_at;
    let (outcome, verdict) = judge(exchange.status);
    let mut reading = Reading::default();
    let mut error = None;
    let mut said = outcome.as_str().to_owned();
    let mut verdict = verdict;
    let mut broken_off = false;
    if outcome == Outcome::Ok {
        let encodings = exchange.header("content-encoding").unwrap_or_default();
        let decoded = decode(&exchange.body.bytes, encodings, limits.max_body);
        let response = Response {
            url: &answer.final_url,
            content_type: exchange.header("content-type"),
            body: &decoded.bytes,
            received_at: received,
        };
        let cut = exchange.body.truncated || decoded.truncated;
        broken_off = decoded.is_broken_off(&exchange.body, limits.max_body);
        match read(task, &response, source) {
            // The rest may come next time; part of a page must not pass for its first version.
            Ok(_) if broken_off && task.attempts + 1 < limits.attempts => {
                (verdict, error, said) =
                    (Verdict::Again, Some("cut short: the answer broke off".to_owned()), "transient".to_owned());
            }
            Ok(read) => reading = read,
            // A cut body that cannot be read may come whole next time; a whole one will not change by itself.
            Err(e) if cut => {
                (verdict, error, said) =
                    (Verdict::Again, Some(format!("cut short: {e}")), "transient".to_owned());
            }
            Err(e) => {
                (verdict, error, said) = (Verdict::GiveUp, Some(e.to_string()), "schema_changed".to_owned());
            }
        }
        if let Some(first) = &reading.first_error {
            tracing::warn!(url = %answer.final_url, unmapped = reading.unmapped, first, "some entries could not be read");
        }
    } else if verdict != Verdict::Done {
        error = Some(format!("status {}", exchange.status));
    }

    let retry_after = exchange.header("retry-after").map(str::to_owned);
    let mut next_allowed = answer.next_allowed;
    let ended = match verdict {
        Verdict::Done => (TaskEnd::Done, Ended::Done),
        Verdict::GiveUp => (TaskEnd::Failed(error.clone().unwrap_or_default()), Ended::Failed),
        Verdict::Again => {
            let at = retry_at(received, retry_after.as_deref(), task.attempts, task.id);
            if outcome == Outcome::RateLimited || retry_after.is_some() {
                // The host asks for patience, not the page: all its pages wait.
                next_allowed.1 = next_allowed.1.max(at);
            }
            let why = error.clone().unwrap_or_default();
            if task.attempts + 1 >= limits.attempts {
                (
                    TaskEnd::Failed(format!("given up after {} attempts: {why}", limits.attempts)),
                    Ended::Failed,
                )
            } else {
                (TaskEnd::Retry(at, why), Ended::Again)
            }
        }
    };

    // A validator of a part would make it last for ever: the server would answer that nothing has changed.
    let fresh = outcome == Outcome::Ok && verdict == Verdict::Done && !broken_off;
    let validator = fresh
        .then(|| Validator {
            url: url.to_string(),
            etag: exchange.header("etag").map(str::to_owned),
            last_modified: exchange.header("last-modified").map(str::to_owned),
        })
        .filter(|v| v.etag.is_some() || v.last_modified.is_some());
    let is_poll = task.kind == "feed";
    let observed = if is_poll && verdict == Verdict::Done {
        observed(store, task, outcome, &reading, received)?
    } else {
        Vec::new()
    };
    let polled = is_poll.then(|| {
        let next = if ended.1 == Ended::Again { None } else { Some(received.plus(micros(source.every))) };
        (received, next, error.clone().unwrap_or_else(|| said.clone()))
    });
    if let Some(error) = &error {
        tracing::warn!(url = %answer.final_url, error, "could not be used");
    }
    let tasks = if source.articles { discovered(&reading, received) } else { Vec::new() };
    let mut captured = capture(
        url,
        &answer.final_url,
        answer.redirects,
        Some(exchange),
        received,
        &answer.robots_rule,
        &said,
    );
    captured.started_at = answer.started_at;
    let work = PageWork {
        ends: Some((task.id, ended.0)),
        tasks,
        validator,
        next_allowed: Some(next_allowed),
        robots: None,
        polled,
    };
    let mut page = empty_page(manners, captured, work);
    page.items = reading.items;
    page.observed = observed;
    Ok((page, ended.1))
}

fn read(task: &Task, response: &Response<'_>, source: &SourceConfig) -> Result<Reading, ReadError> {
    let facts = SourceFacts { url: &source.url, publisher: source.publisher, zone: source.zone() };
    match task.kind.as_str() {
        "feed" => feed::read(response, &facts),
        _ => article::read(response, &facts, &task.context),
    }
}

fn discovered(reading: &Reading, now: Micros) -> Vec<NewTask> {
    reading
        .discovered
        .iter()
        .map(|page| NewTask {
            kind: "article".to_owned(),
            url: page.url.to_string(),
            context: page.context.clone(),
            due_at: now,
            again: false,
        })
        .collect()
}

/// What a poll proves: a feed in order shows everything since its oldest entry; one that still holds an entry known
/// from before shows everything since the last poll; an unchanged one, too. Else only that moment was observed.
fn observed(
    store: &Store,
    task: &Task,
    outcome: Outcome,
    reading: &Reading,
    now: Micros,
) -> Result<Vec<NewObserved>, RunError> {
    let (last_poll, _) = store.source_due(task.source_id)?;
    let known = match outcome {
        Outcome::NotModified => true,
        Outcome::Ok => reading
            .discovered
            .iter()
            .map(|page| store.has_task(task.source_id, "article", page.url.as_str()))
            .collect::<Result<Vec<bool>, _>>()?
            .into_iter()
            .any(|known| known),
        _ => return Ok(Vec::new()),
    };
    let since_poll = if known { last_poll } else { None };
    let from = [reading.complete_since, since_poll].into_iter().flatten().min().unwrap_or(now);
    Ok(vec![NewObserved { account: None, from, to: now }])
}
