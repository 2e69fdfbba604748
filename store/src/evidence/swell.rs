//! How far a body may swell while it is unpacked: a reader that stops at the cap, and before it at what only a bomb does.

use std::cell::Cell;
use std::io::{BufRead, Error, ErrorKind, Read};
use std::rc::Rc;

/// A body may swell to so many bytes whatever it was before: a small page of blanks is no bomb.
const FREE: u64 = 4 << 20;
/// Beyond that to so many times what was taken from the wire by then. Pages and lists swell to ten times theirs, tables of
/// zeros to fifty; bombs begin near a thousand.
const MOST: u64 = 100;

/// Whether a reader ended for swelling as a bomb does.
pub(super) fn is_bomb(error: &Error) -> bool {
    let over = error.get_ref().and_then(|inner| inner.downcast_ref::<Over>());
    over.is_some_and(|over| matches!(over, Over::Bomb))
}

/// Bytes from the wire, and how many of them were taken.
pub(super) struct Counted<'a> {
    rest: &'a [u8],
    taken: Rc<Cell<u64>>,
}

impl<'a> Counted<'a> {
    pub(super) fn new(wire: &'a [u8]) -> Self {
        Self { rest: wire, taken: Rc::default() }
    }

    /// The count, to look at while they are read.
    pub(super) fn taken(&self) -> Rc<Cell<u64>> {
        Rc::clone(&self.taken)
    }
}

impl Read for Counted<'_> {
    fn read(&mut self, out: &mut [u8]) -> Result<usize, Error> {
        let read = self.rest.read(out)?;
        self.taken.set(self.taken.get() + read as u64);
        Ok(read)
    }
}

impl BufRead for Counted<'_> {
    fn fill_buf(&mut self) -> Result<&[u8], Error> {
        Ok(self.rest)
    }

    fn consume(&mut self, amount: usize) {
        self.rest.consume(amount);
        self.taken.set(self.taken.get() + amount as u64);
    }
}

/// Reads another reader up to its cap.
pub(super) struct Swell<R> {
    inner: R,
    given: u64,
    cap: u64,
    /// What was taken from the wire, where that matters.
    taken: Option<Rc<Cell<u64>>>,
}

/// Why a body ended before its end.
#[derive(Debug, thiserror::Error)]
enum Over {
    #[error("longer than the cap")]
    Cap,
    #[error("swells as only a bomb does")]
    Bomb,
}

impl From<Over> for Error {
    fn from(over: Over) -> Self {
        Self::new(ErrorKind::FileTooLarge, over)
    }
}

impl<R: Read> Swell<R> {
    /// A reader of at most `cap` bytes; `taken` counts those from the wire, where a bomb is to be told.
    pub(super) fn new(inner: R, cap: u64, taken: Option<Rc<Cell<u64>>>) -> Self {
        Self { inner, given: 0, cap, taken }
    }
}

impl<R: Read> Read for Swell<R> {
    fn read(&mut self, out: &mut [u8]) -> Result<usize, Error> {
        let left = self.cap - self.given;
        if left == 0 {
            // It may end exactly here.
            return if self.inner.read(&mut [0])? == 0 { Ok(0) } else { Err(Over::Cap.into()) };
        }
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(out.len());
        let read = self.inner.read(&mut out[..most])?;
        self.given += read as u64;
        let swells = |taken: &Rc<Cell<u64>>| self.given > FREE.max(taken.get().saturating_mul(MOST));
        if self.taken.as_ref().is_some_and(swells) { Err(Over::Bomb.into()) } else { Ok(read) }
    }
}
