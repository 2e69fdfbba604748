//! `whence-store backup` for people and programs.

use std::io::{self, IsTerminal as _, Write};
use std::path::Path;

use crate::backup::{Copied, backup};

/// Makes the copy and prints what it is.
pub(super) fn run(db: &Path, to: &Path, force: bool, json: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut progress = Progress::new();
    let copied = backup(db, to, force, &mut |done, of| progress.show(done, of));
    progress.end();
    let copied = copied?;
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(&copied)?)?;
    } else {
        print(db, &copied, out)?;
    }
    Ok(())
}

fn print(db: &Path, copied: &Copied, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "{}: {} captures, {} bytes, checked\nhead {}",
        copied.path.display(),
        copied.head.captures,
        copied.bytes,
        copied.head.chain
    )?;
    writeln!(
        out,
        "Note the head down elsewhere: `whence-store verify --db {} --against {}` finds captures that were changed or cut off since.",
        db.display(),
        copied.head.chain
    )?;
    writeln!(
        out,
        "`forget` does not reach backups: what is forgotten in the store stays in this copy until it is deleted."
    )
}

/// A line that counts up, on a terminal only.
struct Progress {
    shown: Option<i64>,
    on_terminal: bool,
}

impl Progress {
    fn new() -> Self {
        Self { shown: None, on_terminal: io::stderr().is_terminal() }
    }

    fn show(&mut self, done: i32, of: i32) {
        let percent = i64::from(done) * 100 / i64::from(of.max(1));
        if self.on_terminal && self.shown != Some(percent) {
            self.shown = Some(percent);
            let _ = write!(io::stderr(), "\rcopied {percent:>3} %");
        }
    }

    fn end(&self) {
        if self.shown.is_some() {
            let _ = write!(io::stderr(), "\r              \r");
        }
    }
}
