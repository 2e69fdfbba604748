//! `whence-store export`: the file that is written, and what is said about it.

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use crate::PartError;
use crate::export::{ExportError, Exported, Format, Selection, export};
use crate::part::Part;

/// What the command line asks for.
pub(super) struct Export {
    pub(super) db: PathBuf,
    pub(super) format: Format,
    pub(super) file: Option<PathBuf>,
    pub(super) force: bool,
    pub(super) selection: Selection,
    pub(super) identifiable: bool,
}

impl Export {
    /// Writes the file, or everything to `out`.
    pub(super) fn run(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        let exported = match &self.file {
            None => self.write(out)?,
            Some(file) => {
                let part = Part::begin(file, &self.db, self.force)?;
                // Where a file is named, it is named in the error too.
                let exported = self.write(part.file()).map_err(|e| match e {
                    ExportError::Write(source) => {
                        anyhow::Error::from(PartError::Write { path: part.path().to_path_buf(), source })
                    }
                    other => other.into(),
                })?;
                part.finish()?;
                writeln!(out, "{}: {} items", file.display(), exported.items)?;
                exported
            }
        };
        self.tell(exported);
        Ok(())
    }

    fn write(&self, out: impl Write) -> Result<Exported, ExportError> {
        let mut out = BufWriter::with_capacity(1 << 16, out);
        let exported = export(&self.db, &self.selection, self.format, self.identifiable, &mut out);
        if exported.is_err() {
            // What is still held belongs to a file that is given up.
            let _ = out.into_parts();
        }
        exported
    }

    fn tell(&self, exported: Exported) {
        if self.identifiable {
            tracing::warn!(
                "this export names people and holds their words: keep it as safe as the store, and do not publish it"
            );
        } else if exported.left_out > 0 {
            tracing::info!(
                "{} items are left out, as they are not of offices or outlets; --identifiable lists them too",
                exported.left_out
            );
        } else if exported.withheld > 0 {
            tracing::info!(
                "{} of {} items are under pseudonyms and without their words; --identifiable names everybody",
                exported.withheld,
                exported.items
            );
        }
    }
}
