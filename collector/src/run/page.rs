//! From an answer to what is stored: items, discovered pages, coverage, the task's end.

use url::Url;
use whence_store::Store;
use whence_store::evidence::decode;
use whence_store::ingest::{NewObserved, Page, PageWork};
use whence_store::time::Micros;
use whence_store::work::{NewTask, Task, TaskEnd, Validator};

use super::RunError;
use super::request::{Answer, Manners, capture, empty_page};
use super::schedule::micros;
use crate::config::{Limits, SourceConfig};
use crate::connector::{ReadError, Reading, Response, SourceFacts, article, feed};
use crate::polite::{Outcome, Verdict, judge, retry_at};

/// What became of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    Done,
    Again,
    Failed,
}

/// What an answer turned out to be.
struct Understood {
    reading: Reading,
    outcome: Outcome,
    verdict: Verdict,
    /// The outcome's word for the store.
    said: &'static str,
    error: Option<String>,
    /// Whether the connection ended before the body did.
    broken_off: bool,
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
    let received = answer.exchange.ended_at;
    let understood = understand(source, task, &answer, limits);
    if let Some(error) = &understood.error {
        tracing::warn!(url = %answer.final_url, error, "could not be used");
    }
    let mut next_allowed = answer.next_allowed.clone();
    let (end, ended) = end(task, &answer, &understood, limits, &mut next_allowed.1);
    let is_poll = task.kind == "feed";
    let observed = if is_poll && understood.verdict == Verdict::Done {
        observed(store, task, understood.outcome, &understood.reading, received)?
    } else {
        Vec::new()
    };
    let polled = is_poll.then(|| {
        let next = (ended != Ended::Again).then(|| received.plus(micros(source.every)));
        (received, next, understood.error.clone().unwrap_or_else(|| understood.said.to_owned()))
    });
    let tasks = if source.articles { discovered(&understood.reading, received) } else { Vec::new() };
    let validator = validator(url, &answer, &understood);
    let mut captured = capture(
        url,
        &answer.final_url,
        answer.redirects,
        Some(answer.exchange),
        received,
        &answer.robots_rule,
        understood.said,
    );
    captured.started_at = answer.started_at;
    let work = PageWork {
        ends: Some((task.id, end)),
        tasks,
        validator,
        next_allowed: Some(next_allowed),
        robots: None,
        polled,
    };
    let mut page = empty_page(manners, captured, work);
    page.content.items = understood.reading.items;
    page.content.observed = observed;
    Ok((page, ended))
}

/// Judges the status and reads the body.
fn understand(source: &SourceConfig, task: &Task, answer: &Answer, limits: &Limits) -> Understood {
    let exchange = &answer.exchange;
    let (outcome, verdict) = judge(exchange.status);
    let mut understood = Understood {
        reading: Reading::default(),
        outcome,
        verdict,
        said: outcome.as_str(),
        error: (verdict != Verdict::Done).then(|| format!("status {}", exchange.status)),
        broken_off: false,
    };
    if outcome != Outcome::Ok {
        return understood;
    }
    let encodings = exchange.header("content-encoding").unwrap_or_default();
    let decoded = decode(&exchange.body.bytes, encodings, limits.max_body);
    let response = Response {
        url: &answer.final_url,
        content_type: exchange.header("content-type"),
        body: &decoded.bytes,
        received_at: exchange.ended_at,
    };
    let cut = exchange.body.truncated || decoded.truncated;
    understood.broken_off = decoded.is_broken_off(&exchange.body, limits.max_body);
    let (verdict, said, error) = match read(task, &response, source) {
        // The rest may come next time; part of a page must not pass for its first version.
        Ok(_) if understood.broken_off && task.attempts + 1 < limits.attempts => {
            (Verdict::Again, "transient", "cut short: the answer broke off".to_owned())
        }
        Ok(reading) => {
            if let Some(first) = &reading.first_error {
                tracing::warn!(url = %answer.final_url, unmapped = reading.unmapped, first, "some entries could not be read");
            }
            understood.reading = reading;
            return understood;
        }
        // A cut body that cannot be read may come whole next time; a whole one will not change by itself.
        Err(e) if cut => (Verdict::Again, "transient", format!("cut short: {e}")),
        Err(e) => (Verdict::GiveUp, "schema_changed", e.to_string()),
    };
    Understood { verdict, said, error: Some(error), ..understood }
}

/// How the task ends; where the host asks for patience, all its pages wait.
fn end(
    task: &Task,
    answer: &Answer,
    understood: &Understood,
    limits: &Limits,
    next_allowed: &mut Micros,
) -> (TaskEnd, Ended) {
    let why = understood.error.clone().unwrap_or_default();
    match understood.verdict {
        Verdict::Done => (TaskEnd::Done, Ended::Done),
        Verdict::GiveUp => (TaskEnd::Failed(why), Ended::Failed),
        Verdict::Again => {
            let retry_after = answer.exchange.header("retry-after");
            let at = retry_at(answer.exchange.ended_at, retry_after, task.attempts, task.id);
            if understood.outcome == Outcome::RateLimited || retry_after.is_some() {
                *next_allowed = at.max(*next_allowed);
            }
            if task.attempts + 1 >= limits.attempts {
                let why = format!("given up after {} attempts: {why}", limits.attempts);
                (TaskEnd::Failed(why), Ended::Failed)
            } else {
                (TaskEnd::Retry(at, why), Ended::Again)
            }
        }
    }
}

/// What to ask with next time. A validator of a part would make it last for ever: the server would answer that nothing
/// has changed.
fn validator(url: &Url, answer: &Answer, understood: &Understood) -> Option<Validator> {
    let fresh =
        understood.outcome == Outcome::Ok && understood.verdict == Verdict::Done && !understood.broken_off;
    let header = |name| answer.exchange.header(name).map(str::to_owned);
    fresh
        .then(|| Validator {
            url: url.to_string(),
            etag: header("etag"),
            last_modified: header("last-modified"),
        })
        .filter(|v| v.etag.is_some() || v.last_modified.is_some())
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
            published_at: Some(page.published.unwrap_or(now)),
            again: false,
        })
        .collect()
}

/// What a poll proves: a feed in order shows everything since its oldest entry; an unchanged one, everything since the last
/// poll. Else only that moment was observed: an entry known from before may be a pinned one.
fn observed(
    store: &Store,
    task: &Task,
    outcome: Outcome,
    reading: &Reading,
    now: Micros,
) -> Result<Vec<NewObserved>, RunError> {
    let from = match outcome {
        Outcome::NotModified => store.source_due(task.source_id)?.0,
        Outcome::Ok => reading.complete_since,
        _ => return Ok(Vec::new()),
    };
    Ok(vec![NewObserved { account: None, from: from.unwrap_or(now), to: now }])
}
