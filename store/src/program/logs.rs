//! Logs go to standard error: readable on a terminal, JSON lines in cron.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

/// Starts logging at a level (`info` for the programs) unless `WHENCE_LOG` sets another.
pub fn init(level: &str) {
    // HTML parsing libraries log every odd page at warn level; that is not about this program.
    let ours = format!("error,whence_collector={level},whence_store={level},whence_analysis={level}");
    let filter = EnvFilter::try_from_env("WHENCE_LOG").unwrap_or_else(|_| EnvFilter::new(ours));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second call (a test that runs two programs) finds the logger set; that is as good.
    let _ = if std::io::stderr().is_terminal() {
        builder.without_time().with_target(false).try_init()
    } else {
        builder.json().flatten_event(true).with_target(false).try_init()
    };
}
