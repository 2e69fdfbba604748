//! Another program, watched while it runs: how long it took, and how much memory it had second by second.

use std::process::Command;
use std::time::Duration;

use tokio::time::sleep;

/// How a program ended.
#[derive(Debug, Clone, Default)]
pub struct Ended {
    /// Its exit code; none if a signal ended it.
    pub code: Option<i32>,
    /// How long it ran.
    pub took: Duration,
    /// Its resident memory in MiB, once a second, where the system tells (Linux).
    pub memory: Vec<u64>,
    /// The most that it ever had, in MiB.
    pub peak: u64,
}

/// Runs a program to its end, or for at most `most`.
///
/// # Errors
/// If it cannot be started or waited for.
#[allow(clippy::disallowed_methods, reason = "a program's run is measured on the machine's own clock")]
pub async fn watch(mut command: Command, most: Duration) -> std::io::Result<Ended> {
    let begun = std::time::Instant::now();
    let mut child = command.spawn()?;
    let mut ended = Ended::default();
    let mut next = Duration::ZERO;
    loop {
        if let Some(status) = child.try_wait()? {
            ended.code = status.code();
            ended.took = begun.elapsed();
            return Ok(ended);
        }
        if begun.elapsed() >= next {
            next += Duration::from_secs(1);
            ended.memory.extend(memory(child.id(), "VmRSS:"));
        }
        ended.peak = memory(child.id(), "VmHWM:").unwrap_or_default().max(ended.peak);
        if begun.elapsed() > most {
            child.kill()?;
        }
        sleep(Duration::from_millis(20)).await;
    }
}

fn memory(process: u32, name: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kib: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kib / 1024)
}
