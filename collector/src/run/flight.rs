//! A flight: one request and, if it brings a page, the reading of it on another thread.

use std::sync::Arc;

use tokio::sync::Semaphore;
use whence_store::time::Clock;

use super::journey::{Journey, Step, redirect};
use crate::config::SourceConfig;
use crate::connector::{Judged, Outcome, ReadError};
use crate::fetch::{Exchange, FetchError, Fetcher};
use crate::reading::{Kept, Read, ReadBy, read};

/// What a flight brought back.
#[derive(Debug)]
pub(super) struct Landed {
    pub(super) journey: Journey,
    pub(super) step: Step,
    pub(super) result: Result<Exchange, FetchError>,
    /// What was read of the answer, if it is a page.
    pub(super) read: Option<Read>,
}

/// What all flights of a run share.
pub(super) struct Airport<'a> {
    pub(super) fetcher: Fetcher,
    pub(super) clock: &'a dyn Clock,
    /// Pages read at the same time: each takes memory while it is read.
    pub(super) readers: Arc<Semaphore>,
}

impl Airport<'_> {
    /// Makes a request, and reads what it brings.
    pub(super) async fn fly(&self, journey: Journey, step: Step) -> Landed {
        let result =
            self.fetcher.get(&step.url, &step.headers, journey.manners.reach, step.wanted, self.clock).await;
        let (result, read) = match (result, &step.by) {
            (Ok(exchange), Some(by)) if redirect(&exchange, &step.url).is_none() => {
                let source = Arc::clone(&journey.source);
                let (exchange, read) = self.read(by.clone(), step.url.clone(), exchange, source).await;
                (Ok(exchange), Some(read))
            }
            (result, _) => (result, None),
        };
        Landed { journey, step, result, read }
    }

    async fn read(
        &self,
        by: ReadBy,
        url: url::Url,
        exchange: Exchange,
        source: Arc<SourceConfig>,
    ) -> (Exchange, Read) {
        // The semaphore is never closed.
        let _permit = self.readers.acquire().await;
        let shared = Arc::new(exchange);
        let answer = Arc::clone(&shared);
        let reading = tokio::task::spawn_blocking(move || {
            let kept = Kept {
                url: &url,
                status: answer.status,
                headers: &answer.headers,
                body: &answer.body,
                ended_at: answer.ended_at,
            };
            read(&by, &kept, &source)
        });
        let read = reading.await.unwrap_or_else(|error| Read {
            // A reader that fails on hostile bytes must not take the run along: the body is kept.
            judged: Judged { outcome: Outcome::Ok, until: None, why: None },
            reading: Err(ReadError(format!("its reader failed: {error}"))),
            cut: false,
            broken_off: false,
        });
        // The reader has let go of it, also when it failed.
        (Arc::unwrap_or_clone(shared), read)
    }
}
