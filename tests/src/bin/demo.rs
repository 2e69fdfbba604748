//! `cargo demo`: the main job, end to end, on a small internet on loopback.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser;
use whence_store::program::{Exit, finish, init_logs};
use whence_tests::road::{compare, walk};
use whence_tests::world::{Outage, SurgePlace, WorldSpec};

/// Collect a small fictional internet over HTTP, import posts and a registry, analyse a narrative, and compare the report
/// with the truth of the world. Needs nothing installed and no network.
#[derive(Debug, Parser)]
struct Arguments {
    /// The world's seed.
    #[arg(long, default_value_t = 20_250_127)]
    seed: u64,
    /// Where the store, the report and the world's files go; emptied first.
    #[arg(long, default_value = "demo-out")]
    out: PathBuf,
    /// No state-linked account takes part.
    #[arg(long)]
    no_actors: bool,
    /// The surge comes after the event.
    #[arg(long)]
    surge_after: bool,
    /// The outage hides the first post.
    #[arg(long)]
    hide_first: bool,
}

/// Marks a folder as ours, so that `--out` never empties another.
const MARK: &str = "made-by-whence-demo";

fn main() -> ExitCode {
    init_logs("warn");
    finish(demo(&Arguments::parse()), |_| None)
}

fn demo(arguments: &Arguments) -> anyhow::Result<Exit> {
    let spec = WorldSpec {
        seed: arguments.seed,
        actors: !arguments.no_actors,
        surge: if arguments.surge_after { SurgePlace::AfterEvent } else { SurgePlace::BeforeEvent },
        outage: if arguments.hide_first { Outage::HidesFirst } else { Outage::Ordinary },
    };
    let out = &arguments.out;
    if out.exists() {
        let ours = out.join(MARK).exists() || out.read_dir()?.next().is_none();
        anyhow::ensure!(ours, "{} holds something else; name another folder with --out", out.display());
        std::fs::remove_dir_all(out)?;
    }
    std::fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    std::fs::write(out.join(MARK), "")?;

    let mut stdout = std::io::stdout().lock();
    writeln!(
        stdout,
        "A fictional internet from seed {}: three news sites, a registry, posts of X, films of twenty channels.",
        spec.seed
    )?;
    let walked = walk(&spec, out, &mut |text| {
        let _ = writeln!(std::io::stdout(), "· {}", text.trim_end().replace('\n', "\n  "));
    })?;
    let collected = &walked.collected;
    writeln!(
        stdout,
        "· the sites saw {} requests; {} items stored, {} pages refused by robots.txt",
        collected.requests.len(),
        collected.items,
        collected.refused
    )?;
    writeln!(stdout, "\nThe report against the truth of this world, which the analysis cannot see:")?;
    let checks = compare(&walked)?;
    for check in &checks {
        let short = |text: &str| {
            if text.chars().count() > 90 {
                format!("{}…", text.chars().take(90).collect::<String>())
            } else {
                text.to_owned()
            }
        };
        writeln!(
            stdout,
            "  {} {:<44} {}",
            if check.agrees() { "ok " } else { "NOT" },
            check.what,
            short(&check.found)
        )?;
        if !check.agrees() {
            writeln!(stdout, "      {:<44} {}", "truth:", short(&check.truth))?;
        }
    }
    let report = walked.report_folder.join("report.html");
    writeln!(stdout, "\nReport:   {}", report.display())?;
    writeln!(
        stdout,
        "Evidence: {} (try `whence-store sql --db … --tables`)",
        out.join("whence.db").display()
    )?;
    Ok(if checks.iter().all(whence_tests::road::Check::agrees) { Exit::Done } else { Exit::Failed })
}
