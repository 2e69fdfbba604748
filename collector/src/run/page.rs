//! From an answer to what is stored: items, discovered pages, coverage, the task's end.

use url::Url;
use whence_store::Store;
use whence_store::ingest::{Content, Page, PageWork};
use whence_store::time::Micros;
use whence_store::work::{NewTask, Task, TaskEnd, Validator};

use super::RunError;
use super::request::{Answer, Manners, capture, empty_page};
use super::schedule::micros;
use crate::config::{Limits, SourceConfig};
use crate::connector::Reading;
use crate::polite::{Outcome, Verdict, judge, retry_at};
use crate::reading::{Kept, ReadBy, content, read};

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
    /// What read it, and would read it again.
    by: ReadBy,
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
    let is_poll = task.kind == "feed";
    let by = if is_poll {
        ReadBy::Feed { max_body: limits.max_body, last_poll: store.source_due(task.source_id)?.0 }
    } else {
        ReadBy::Article { max_body: limits.max_body, context: task.context.clone() }
    };
    let understood = understand(source, task, &answer, by, limits);
    if let Some(error) = &understood.error {
        tracing::warn!(url = %answer.final_url, error, "could not be used");
    }
    let mut next_allowed = answer.next_allowed.clone();
    let (end, ended) = end(task, &answer, &understood, limits, &mut next_allowed.1);
    let polled = is_poll.then(|| {
        let next = (ended != Ended::Again).then(|| received.plus(micros(source.every)));
        (received, next, understood.error.clone().unwrap_or_else(|| understood.said.to_owned()))
    });
    let tasks = if source.articles { discovered(&understood.reading, received) } else { Vec::new() };
    let validator = validator(url, &answer, &understood);
    let content = match understood.verdict {
        Verdict::Done => content(&understood.by, &kept(&answer), understood.reading),
        _ => Content::default(),
    };
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
    captured.reader = understood.by.to_json();
    let work = PageWork {
        ends: Some((task.id, end)),
        tasks,
        validator,
        next_allowed: Some(next_allowed),
        robots: None,
        polled,
    };
    let mut page = empty_page(manners, captured, work);
    page.content = content;
    Ok((page, ended))
}

/// Judges the status and reads the body.
fn understand(
    source: &SourceConfig,
    task: &Task,
    answer: &Answer,
    by: ReadBy,
    limits: &Limits,
) -> Understood {
    let exchange = &answer.exchange;
    let (outcome, verdict) = judge(exchange.status);
    let mut understood = Understood {
        reading: Reading::default(),
        by: ReadBy::Nothing,
        outcome,
        verdict,
        said: outcome.as_str(),
        error: (verdict != Verdict::Done).then(|| format!("status {}", exchange.status)),
        broken_off: false,
    };
    if !matches!(outcome, Outcome::Ok | Outcome::NotModified) {
        return understood;
    }
    let read = read(&by, &kept(answer), source);
    understood.broken_off = read.broken_off;
    let (verdict, said, error) = match read.reading {
        // The rest may come next time; part of a page must not pass for its first version.
        Ok(_) if understood.broken_off && task.attempts + 1 < limits.attempts => {
            (Verdict::Again, "transient", "cut short: the answer broke off".to_owned())
        }
        Ok(reading) => {
            if let Some(first) = &reading.first_error {
                tracing::warn!(url = %answer.final_url, unmapped = reading.unmapped, first, "some entries could not be read");
            }
            return Understood { reading, by, ..understood };
        }
        // A cut body that cannot be read may come whole next time; a whole one will not change by itself.
        Err(e) if read.cut => (Verdict::Again, "transient", format!("cut short: {e}")),
        Err(e) => {
            // A better reader may make something of it one day.
            understood.by = by;
            (Verdict::GiveUp, "schema_changed", e.to_string())
        }
    };
    Understood { verdict, said, error: Some(error), ..understood }
}

/// An answer as its capture keeps it.
fn kept(answer: &Answer) -> Kept<'_> {
    let exchange = &answer.exchange;
    Kept {
        url: &answer.final_url,
        status: exchange.status,
        headers: &exchange.headers,
        body: &exchange.body,
        ended_at: exchange.ended_at,
    }
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
