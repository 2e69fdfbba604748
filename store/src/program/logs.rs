//! Logs go to standard error: readable on a terminal, JSON lines in cron.

use std::io::{self, IsTerminal as _};

use tracing_subscriber::EnvFilter;

/// Starts logging at a level (`info` for the programs) unless `WHENCE_LOG` sets another.
pub fn init(level: &str) {
    init_through(level, io::stderr);
}

/// The same, with what is logged written through `writer`, which ends at standard error: for a program that draws there too.
pub fn init_through<W: io::Write>(level: &str, writer: impl Fn() -> W + Send + Sync + 'static) {
    // HTML parsing libraries log every odd page at warn level; that is not about this program.
    let ours = format!("error,whence_collector={level},whence_store={level},whence_analysis={level}");
    let filter = EnvFilter::try_from_env("WHENCE_LOG").unwrap_or_else(|_| EnvFilter::new(ours));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(writer);
    // A second call (a test that runs two programs) finds the logger set; that is as good.
    let _ = if io::stderr().is_terminal() {
        builder.without_time().with_target(false).try_init()
    } else {
        builder.json().flatten_event(true).with_target(false).try_init()
    };
}
