//! Work that is waited for only so long. A step of `SQLite` cannot be broken off, and one call of a function is one step: what is
//! left in its thread then ends with its next step, or with the process.

use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread::Builder;
use std::time::Duration;

/// Bytes of stack, as a main thread has: `SQLite` goes down into nested expressions by calling itself.
const STACK: usize = 8 << 20;

/// Does some work in a thread of its own; gives nothing when it took longer than that.
pub(super) fn within<T: Send + 'static>(
    time: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> std::io::Result<Option<T>> {
    let (done, answer) = sync_channel(1);
    let worker = Builder::new().name("query".to_owned()).stack_size(STACK).spawn(move || {
        // Nobody may be waiting any more.
        let _ = done.send(work());
    })?;
    match answer.recv_timeout(time) {
        Ok(value) => Ok(Some(value)),
        Err(RecvTimeoutError::Timeout) => Ok(None),
        Err(RecvTimeoutError::Disconnected) => match worker.join() {
            Err(panic) => std::panic::resume_unwind(panic),
            Ok(()) => Err(std::io::Error::other("the thread of the query ended without an answer")),
        },
    }
}
