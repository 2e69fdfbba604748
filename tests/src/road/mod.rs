//! The whole road: the world is collected over HTTP and by files as cron would, then analysed, then compared with its
//! truth.

mod collect;
mod compare;
mod told;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::Value;
use whence_analysis::program;

pub use collect::Collected;
pub use compare::{Check, compare};

use crate::world::{World, WorldSpec};

/// A world that went down the road.
#[derive(Debug)]
pub struct Walked {
    /// The world.
    pub world: World,
    /// What the collector did.
    pub collected: Collected,
    /// The folder of all of it.
    pub folder: PathBuf,
    /// The report's folder.
    pub report_folder: PathBuf,
    /// `report.json`.
    pub report: Value,
}

/// Walks the road in a folder: `world/` gets configuration and import files, `whence.db` the evidence, `report/` the
/// report. The truth is written nowhere.
///
/// # Errors
/// Whatever a step fails with.
pub fn walk(spec: &WorldSpec, folder: &Path, told: &mut dyn FnMut(&str)) -> anyhow::Result<Walked> {
    let world = World::generate(spec);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let db = folder.join("whence.db");
    let collected = runtime.block_on(collect::collect(&world, folder, &db, told))?;
    let report_folder = folder.join("report");
    told("analysing");
    let arguments = [
        "whence-analyze".into(),
        "report".into(),
        collected.narrative.clone().into(),
        "--db".into(),
        db.into_os_string(),
        "--config".into(),
        collected.config.clone().into_os_string(),
        "--out".into(),
        report_folder.clone().into_os_string(),
    ];
    let mut summary = Vec::new();
    program::run(arguments, &mut summary)?;
    told(&String::from_utf8_lossy(&summary));
    let path = report_folder.join("report.json");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Walked {
        world,
        collected,
        folder: folder.to_owned(),
        report_folder,
        report: serde_json::from_str(&text)?,
    })
}
