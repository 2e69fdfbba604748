//! `whence-store verify`: what was found, for people or as JSON, and how the program ends.

use std::io::Write;
use std::path::Path;

use super::Exit;
use crate::verify::{Now, Since, Verified, verify};

/// Verifies a store and prints what was found.
pub(super) fn run(db: &Path, against: Option<&str>, json: bool, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let verified = verify(db, against).map_err(|e| e.of(db))?;
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(&verified)?)?;
    } else {
        print(&verified, db, out)?;
    }
    Ok(if !verified.findings.is_empty() {
        Exit::Damaged
    } else if verified.unfinished || !verified.forgotten_since.is_empty() {
        Exit::Incomplete
    } else {
        Exit::Done
    })
}

fn print(verified: &Verified, db: &Path, out: &mut dyn Write) -> std::io::Result<()> {
    let Verified { captures, blobs, rows, forgotten, unfinished, forgotten_since, head, findings } = verified;
    for finding in findings {
        writeln!(out, "{}: {}", finding.row, finding.what)?;
    }
    for Since { row, now, tombstone, capture, reason } in forgotten_since {
        let now = match now {
            Now::Removed => "it is gone",
            Now::Empty => "it is empty",
            Now::Marked => "it holds a mark of redaction",
            Now::Unmarked => "it holds NO mark of redaction",
        };
        // The reason may be anybody's: nothing of it is to reach the terminal as a command.
        writeln!(
            out,
            "{row}: changed by forgetting after that head (tombstone {tombstone} of capture {capture}, reason {reason:?}): {now}"
        )?;
    }
    let since = forgotten_since.len();
    if since > 0 {
        writeln!(
            out,
            "{since} changes by forgetting after that head: the chain vouches for what was there before, not for what is there \
             now. Compare them with what you know was forgotten, and note the head below."
        )?;
    }
    let verdict = match (findings.is_empty(), since) {
        (false, _) => "DAMAGED",
        (true, 0) => "clean",
        (true, _) => "FORGOTTEN SINCE",
    };
    writeln!(
        out,
        "{verdict}: {captures} captures, {blobs} bodies, {rows} evidence rows, {forgotten} forgotten, head {}",
        head.chain
    )?;
    if *unfinished {
        writeln!(
            out,
            "UNFINISHED: a forgetting was cut off, and the file may still hold what was forgotten\n\
             hint: `whence-store forget --finish --db {}`",
            db.display()
        )?;
    }
    Ok(())
}
