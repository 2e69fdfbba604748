//! How far a body may swell while it is unpacked: a reader that stops at the cap, and before it at what only a bomb does.

use std::io::{Error, ErrorKind, Read};

/// A body may swell to so many bytes whatever it was before: a small page of blanks is no bomb.
const FREE: u64 = 4 << 20;
/// Beyond that to so many times what came over the wire. Pages and lists swell to ten times theirs, tables of zeros to fifty;
/// bombs begin near a thousand.
const MOST: u64 = 200;

/// From how many bytes on so many bytes from the wire have swelled as only a bomb does.
pub(super) fn bomb_from(wire: u64) -> u64 {
    FREE.max(wire.saturating_mul(MOST))
}

/// Whether a reader ended for swelling as a bomb does.
pub(super) fn is_bomb(error: &Error) -> bool {
    let over = error.get_ref().and_then(|inner| inner.downcast_ref::<Over>());
    over.is_some_and(|over| matches!(over, Over::Bomb))
}

/// Reads another reader up to its cap.
pub(super) struct Swell<R> {
    inner: R,
    /// Bytes that may still come.
    left: u64,
    /// Whether it is a bomb when more than they come.
    is_bomb: bool,
}

/// Why a body ended before its end.
#[derive(Debug, thiserror::Error)]
enum Over {
    #[error("longer than the cap")]
    Cap,
    #[error("swells as only a bomb does")]
    Bomb,
}

impl<R: Read> Swell<R> {
    /// A reader of at most `cap` bytes, and fewer than `bomb_from`.
    pub(super) fn new(inner: R, cap: u64, bomb_from: u64) -> Self {
        Self { inner, left: cap.min(bomb_from), is_bomb: bomb_from < cap }
    }
}

impl<R: Read> Read for Swell<R> {
    fn read(&mut self, out: &mut [u8]) -> Result<usize, Error> {
        if self.left > 0 {
            let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(out.len());
            let read = self.inner.read(&mut out[..most])?;
            self.left -= read as u64;
            return Ok(read);
        }
        // It may end exactly here.
        if self.inner.read(&mut [0])? == 0 {
            return Ok(0);
        }
        Err(Error::new(ErrorKind::FileTooLarge, if self.is_bomb { Over::Bomb } else { Over::Cap }))
    }
}
