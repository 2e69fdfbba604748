//! Memory grows with the shares, not with the pairs, however popular one object is.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// The most memory that a run of the program had, in KiB, as the system tells while it runs.
#[allow(clippy::disallowed_methods, reason = "the test watches another process, and waits between two looks")]
fn peak(log: &str, window: &str) -> Option<u64> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shares.csv");
    std::fs::write(&file, log).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_whence-analyze"));
    command.arg("coordination").arg("--shares").arg(file).args(["--window", window, "--threads", "2"]);
    command.arg("--out").arg(folder.path().join("out"));
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak = None;
    loop {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        // Until it runs the program, a new process has its parent's memory.
        let text = if text.starts_with("Name:\twhence-analyze\n") { text } else { String::new() };
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).max(peak);
        if let Some(ended) = child.try_wait().unwrap() {
            assert!(ended.success(), "{ended}");
            return peak;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// One object, shared by as many accounts, evenly over some seconds.
fn viral(shares: u64, seconds: u64) -> String {
    let mut text = "object_id,account_id,content_id,timestamp_share\n".to_owned();
    for n in 0..shares {
        writeln!(text, "o,a{n},c{n},{}", n * seconds / shares).unwrap();
    }
    text
}

#[test]
fn one_object_of_twenty_thousand_shares_takes_little_memory() {
    if !Path::new("/proc/self/status").exists() {
        eprintln!("skipped: this system does not tell the memory of processes");
        return;
    }
    let day = peak(&viral(20_000, 86_400), "60").unwrap();
    // All within one window: more than a million pairs of 1,500 shares, of which as many p-values are kept.
    let minute = peak(&viral(1_500, 60), "60").unwrap();
    eprintln!("peak {day} KiB over a day, {minute} KiB in a minute");
    assert!(day < 50 << 10, "{day} KiB");
    assert!(minute < 96 << 10, "{minute} KiB");
}
