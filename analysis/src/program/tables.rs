//! The commands that write tables: samples for hand labels, forests, matched items with their clauses.

use std::io::Write;
use std::path::Path;

use whence_store::read::Reader;
use whence_store::settings::SettingsError;

use super::output;
use crate::case::Case;
use crate::corpus::Corpus;
use crate::labels;
use crate::membership::shown;
use crate::narrative::{self, Narrative};
use crate::privacy::{Guard, Naming, Standing};
use crate::render::{self, visible};
use crate::{forest, words};

/// What sample is wanted.
pub(super) struct Sample {
    /// How many items.
    pub(super) n: usize,
    /// Another seed draws another sample.
    pub(super) seed: u64,
    /// Whether people are shown too.
    pub(super) identifiable: bool,
}

/// What forest is wanted.
pub(super) struct Wanted {
    /// Whether near copies are left out.
    pub(super) exact: bool,
    /// Whether people are shown too.
    pub(super) identifiable: bool,
}

/// Writes a sample; never over a file that may hold labels.
pub(super) fn sample(
    narrative: &Narrative,
    db: &Path,
    wanted: &Sample,
    file: &Path,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let failed = |source| output::OutputError { path: file.to_path_buf(), source };
    if file.exists() {
        return Err(SettingsError::Value {
            path: file.to_path_buf(),
            key: "--out".to_owned(),
            message: "it is there, and may hold labels".to_owned(),
            hint: "name another file, or take this one away first".to_owned(),
        }
        .into());
    }
    let reader = Reader::open(db)?;
    let corpus = Corpus::load(&reader, narrative)?;
    with_case(&reader, narrative, &corpus, |case| {
        let items = labels::draw(case, wanted.n, wanted.seed);
        let rows = labels::rows(case, &items, wanted.identifiable)?;
        if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(failed)?;
        }
        std::fs::write(file, render::table(&labels::COLUMNS, &rows)?).map_err(failed)?;
        writeln!(
            out,
            "{} of {}, seed {}: {}",
            words::number(items.len()),
            words::count(corpus.measured(false).count(), "matched item", "matched items"),
            wanted.seed,
            file.display()
        )?;
        writeln!(
            out,
            "label every row (on_topic: yes, no, unsure), then name the file under [sample] in the narrative; words of people stand in it: keep it to yourself"
        )?;
        Ok(())
    })
}

/// Writes `forests.csv` and `engagement.csv`.
pub(super) fn forests(
    narrative: Option<&Narrative>,
    db: &Path,
    folder: &Path,
    wanted: &Wanted,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let reader = Reader::open(db)?;
    let (narrative, corpus) = if let Some(one) = narrative {
        (one.clone(), Corpus::load(&reader, one)?)
    } else {
        (narrative::everything(), Corpus::everything(&reader)?)
    };
    with_case(&reader, &narrative, &corpus, |case| {
        let nodes = forest::load(&reader, corpus.measured(false).map(|item| item.row.clone()).collect())?;
        let grown = forest::grow(&reader, &nodes, !wanted.exact)?;
        let names = forest::Names { case, identifiable: wanted.identifiable };
        let files = vec![
            ("forests.csv", render::table(&forest::COLUMNS, &forest::rows(&names, &nodes, &grown))?),
            (
                "engagement.csv",
                render::table(
                    &forest::ENGAGEMENT_COLUMNS,
                    &forest::engagement_rows(&names, &nodes, &grown)?,
                )?,
            ),
        ];
        output::write(folder, &files)?;
        writeln!(
            out,
            "{} of {} in {}; {}",
            words::count(grown.trees.iter().map(|tree| tree.members.len()).sum(), "item", "items"),
            words::number(nodes.len()),
            words::count(grown.trees.len(), "tree", "trees"),
            words::count(grown.engagement.len(), "quote or reply", "quotes and replies")
        )?;
        writeln!(out, "forests: {}", folder.join("forests.csv").display())?;
        Ok(())
    })
}

/// Writes `matches.csv`.
pub(super) fn matches(
    narrative: &Narrative,
    db: &Path,
    folder: &Path,
    identifiable: bool,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let reader = Reader::open(db)?;
    let corpus = Corpus::load(&reader, narrative)?;
    with_case(&reader, narrative, &corpus, |case| {
        let names = forest::Names { case, identifiable };
        let rows: Vec<Vec<String>> = corpus
            .items
            .iter()
            .map(|item| {
                let row = &item.row;
                let clauses =
                    item.clauses.iter().filter_map(|n| corpus.membership.clauses.get(usize::from(*n)));
                let clauses: Vec<String> = clauses.map(|clause| visible(&shown(case, clause))).collect();
                let kind = if item.ranking { "ranking" } else { row.kind.as_str() };
                vec![
                    row.platform.clone(),
                    names.item(row.account_id, &row.platform, &row.native_id),
                    names.account(row.account_id),
                    kind.to_owned(),
                    row.created_at.to_string(),
                    row.precision.as_str().to_owned(),
                    clauses.join("; "),
                    narrative.query.sha256.clone(),
                ]
            })
            .collect();
        let columns = ["platform", "item", "account", "type", "time", "precision", "clauses", "query_sha256"];
        output::write(folder, &[("matches.csv", render::table(&columns, &rows)?)])?;
        writeln!(
            out,
            "{}: {}",
            words::count(rows.len(), "matched item", "matched items"),
            folder.join("matches.csv").display()
        )?;
        Ok(())
    })
}

fn with_case(
    reader: &Reader,
    narrative: &Narrative,
    corpus: &Corpus,
    act: impl FnOnce(&Case<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let now = corpus.last_capture.unwrap_or(narrative.window.to);
    let naming = Naming::new(corpus, &narrative.window, false);
    let guard = Guard::new(corpus, &naming, &narrative.query.phrases);
    let standing = Standing::new(corpus, &naming);
    act(&Case { reader, narrative, corpus, naming: &naming, guard: &guard, standing: &standing, now })
}
