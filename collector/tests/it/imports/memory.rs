//! Files of any size take the same memory, packed or not.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use crate::support::Bench;

/// The most memory that a process had, in KiB, as the system tells while it runs.
#[allow(clippy::disallowed_methods, reason = "the test watches another process, and waits between two looks")]
fn peak_of_import(bench: &Bench, preset: &str, file: &Path) -> Option<u64> {
    let config = crate::support::workspace_config();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_whence-collect"));
    command
        .args(["import", "--json", preset])
        .arg(file)
        .arg("--db")
        .arg(bench.db())
        .arg("--config")
        .arg(config);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak = None;
    loop {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).max(peak);
        if let Some(ended) = child.try_wait().unwrap() {
            assert!(ended.success(), "{ended}");
            return peak;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn lines(count: usize) -> String {
    let mut text = String::new();
    for n in 0..count {
        // No two chunks are alike.
        let filler: String = (0..20_000)
            .map(|k| char::from(b'a' + u8::try_from((n * 31 + k * (n + 7)) % 26).unwrap()))
            .collect();
        let _ = writeln!(
            text,
            r#"{{"id":"{n}","author":"a","created":"2025-01-27T00:00:00Z","text":"{n}","other":"{filler}"}}"#
        );
    }
    text
}

#[test]
fn a_file_eight_times_as_large_takes_no_more_memory() {
    if !Path::new("/proc/self/status").exists() {
        eprintln!("skipped: this system does not tell the memory of processes");
        return;
    }
    let peak = |count: usize, packed: bool| {
        let bench = Bench::new();
        let text = lines(count);
        let file = if packed {
            bench.write("lines.ndjson.zst", zstd::bulk::compress(text.as_bytes(), 1).unwrap())
        } else {
            bench.write("lines.ndjson", text)
        };
        let peak = peak_of_import(&bench, "generic-ndjson", &file).unwrap();
        assert_eq!(bench.count("SELECT count(*) FROM item"), count);
        peak
    };
    for packed in [false, true] {
        // Sixteen and 128 MiB.
        let (small, large) = (peak(800, packed), peak(6_400, packed));
        eprintln!("peak {} MiB of 16 MiB, {} MiB of 128 MiB, packed: {packed}", small >> 10, large >> 10);
        assert!(large < small + (40 << 10), "{small} KiB, {large} KiB");
    }
}
