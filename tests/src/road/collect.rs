//! Collecting a world as cron would: every poll is a run of the real collector, posts arrive as files day by day.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use whence_collector::config::{Settings, load_sources};
use whence_collector::import::{self, ImportOptions};
use whence_collector::polite::ManualWait;
use whence_collector::run::{self, Around, RunOptions, Unwatched};
use whence_store::Store;
use whence_store::time::{Clock, ManualClock, Micros};

use crate::world::{Asked, World};

/// What the collector did.
#[derive(Debug)]
pub struct Collected {
    /// The configuration folder.
    pub config: PathBuf,
    /// The narrative's name.
    pub narrative: String,
    /// Requests that the sites saw.
    pub requests: Vec<Asked>,
    /// Runs of the collector.
    pub runs: usize,
    /// Items stored.
    pub items: usize,
    /// Requests refused.
    pub refused: usize,
    /// Tasks given up.
    pub failed: usize,
    /// Claims imported.
    pub claims: usize,
    /// Records that could not be mapped.
    pub unmapped: usize,
    /// Each site's source name and address.
    pub sites: Vec<(String, String)>,
}

/// The presets that ship with the project.
fn project_config() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../config")
}

/// Collects a world into a store.
pub(super) async fn collect(
    world: &World,
    folder: &Path,
    db: &Path,
    told: &mut dyn FnMut(&str),
) -> anyhow::Result<Collected> {
    let polls = world.polls();
    let start = polls.first().copied().unwrap_or_default();
    let clock = Arc::new(ManualClock::new(start.plus(-Micros::HOUR)));
    let servers = world.serve(clock.clone()).await?;
    let inputs = world.write_inputs(&servers, &folder.join("world"))?;
    let settings = Settings::load(&inputs.config)?;
    let sources = load_sources(&inputs.config)?;
    let mut store = Store::open(db)?;
    let mut done = Collected {
        config: inputs.config.clone(),
        narrative: inputs.narrative.clone(),
        requests: Vec::new(),
        runs: 0,
        items: 0,
        refused: 0,
        failed: 0,
        claims: 0,
        unmapped: 0,
        sites: servers.sites().map(|(name, base)| (name.to_owned(), base)).collect(),
    };

    told("importing the registry of accounts");
    let registry = import::load(&project_config(), "actors-canis")?;
    let posts = import::load(&project_config(), "whence-posts")?;
    let row = store.begin_run("import", None, clock.now())?;
    let files = [inputs.registry.clone()];
    let stated = (
        "Registry of the fictional Harbour Observatory".to_owned(),
        "https://example.org/registry".to_owned(),
    );
    let options = ImportOptions { asserted: Some(stated), ..ImportOptions::default() };
    let report = import::import(&mut store, row, &registry, &files, &options, &*clock)?;
    store.end_run(row, "done", clock.now())?;
    done.claims = report.new_claims;
    done.unmapped += report.unmapped;

    told(&format!(
        "{} runs of the collector over three sites, {} files of posts",
        polls.len(),
        inputs.posts.len()
    ));
    let wait = ManualWait(clock.clone());
    let mut waiting = inputs.posts.iter().peekable();
    for poll in polls {
        clock.set(poll);
        while let Some(file) = waiting.next_if(|file| file.observed_to <= clock.now()) {
            let options = ImportOptions {
                observed: vec![(file.observed_from, file.observed_to)],
                ..ImportOptions::default()
            };
            let row = store.begin_run("import", None, clock.now())?;
            let report =
                import::import(&mut store, row, &posts, std::slice::from_ref(&file.path), &options, &*clock)?;
            store.end_run(row, "done", clock.now())?;
            done.items += report.new_items;
            done.unmapped += report.unmapped;
        }
        let row = store.begin_run("run", None, clock.now())?;
        let options = RunOptions::default();
        let around = Around { clock: &*clock, wait: &wait, progress: &mut Unwatched };
        let report = run::run(&mut store, &settings, &sources, &options, row, around).await?;
        store.end_run(row, "done", clock.now())?;
        done.runs += 1;
        done.items += report.new_items;
        done.failed += report.failed;
    }
    told("importing films and a list of indicators");
    let channels_of = import::load(&inputs.config, inputs.films.1)?;
    let list = import::load(&project_config(), "indicators-csv")?;
    for (preset, path, observed) in
        [(&channels_of, &inputs.films.0, world.collected()), (&list, &inputs.indicators, Vec::new())]
    {
        let options = ImportOptions { observed, ..ImportOptions::default() };
        let row = store.begin_run("import", None, clock.now())?;
        let report = import::import(&mut store, row, preset, std::slice::from_ref(path), &options, &*clock)?;
        store.end_run(row, "done", clock.now())?;
        done.items += report.new_items;
        done.unmapped += report.unmapped;
    }
    let asked = "SELECT count(DISTINCT url) FROM decision WHERE kind = 'robots'";
    let table = whence_store::sql::query(db, asked, &[], whence_store::sql::Limits::default())?;
    done.refused =
        format!("{:?}", table.rows).chars().filter(char::is_ascii_digit).collect::<String>().parse()?;
    done.requests = servers.log();
    Ok(done)
}
