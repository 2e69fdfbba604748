//! Standard error, which log lines and progress bars share: a line is never torn by a bar.

use std::io::{self, IsTerminal as _, Write};

use indicatif::{MultiProgress, ProgressDrawTarget};

use super::bars::Bars;
use super::lines::Lines;
use crate::run::{Progress, Unwatched};

/// Standard error, or nothing at all.
#[derive(Debug, Clone)]
pub struct Screen {
    bars: MultiProgress,
    /// Whether it can be drawn on.
    draws: bool,
    is_silent: bool,
}

impl Screen {
    /// Standard error as it is: bars are drawn where it is a terminal that can move its cursor.
    pub fn new() -> Self {
        let draws = io::stderr().is_terminal()
            && std::env::var_os("TERM").is_some_and(|term| term != "dumb" && !term.is_empty());
        let target = if draws { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        Self { bars: MultiProgress::with_draw_target(target), draws, is_silent: false }
    }

    /// Shows no progress: for programs that run this one as a library.
    pub fn silent() -> Self {
        let bars = MultiProgress::with_draw_target(ProgressDrawTarget::hidden());
        Self { bars, draws: false, is_silent: true }
    }

    /// What shows the progress of a run: bars on a terminal, log lines elsewhere, nothing if that is wanted.
    pub(super) fn progress(&self, quiet: bool) -> Box<dyn Progress> {
        match (quiet || self.is_silent, self.draws) {
            (true, _) => Box::new(Unwatched),
            (false, true) => Box::new(Bars::on(self.bars.clone())),
            (false, false) => Box::new(Lines),
        }
    }
}

impl Default for Screen {
    fn default() -> Self {
        Self::new()
    }
}

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // The bars are taken away, the line is written, the bars are drawn below it.
        self.bars.suspend(|| io::stderr().write_all(bytes))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}
