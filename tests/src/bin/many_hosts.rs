//! `cargo run --release -p whence-tests --bin many-hosts`: one run of the collector over many hosts, and its figures.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::Context as _;
use clap::Parser;
use whence_store::program::{Exit, finish, init_logs};
use whence_store::sql;
use whence_tests::many::{Ended, Host, Hosts, Shape, platforms, table, watch};

/// Run `whence-collect` over many hosts on loopback, and print what the hosts saw of it: whether each host's limit was kept, how
/// much of what it allows was used, and the program's memory. With `--peer` another crawler visits the RSS feeds afterwards.
#[derive(Debug, Parser)]
struct Arguments {
    /// Hosts, shared out over the platforms.
    #[arg(long, default_value_t = 60)]
    hosts: usize,
    /// Pages of each host; of timelines as many pages of posts.
    #[arg(long, default_value_t = 1000)]
    pages: usize,
    /// The platforms, by name; all by default. `feed` alone is what another crawler can read as well.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// How long a run may take, in seconds.
    #[arg(long, default_value_t = 120)]
    seconds: u64,
    /// Between two requests to one host, in milliseconds, and more where a platform wants more; 0 takes all limits off.
    #[arg(long, default_value_t = 1000)]
    interval: u64,
    /// The program; one beside this one by default.
    #[arg(long)]
    program: Option<PathBuf>,
    /// A command (through `sh -c`) that crawls the feeds named in the file `$FEEDS` into the file `$OUT`.
    #[arg(long)]
    peer: Option<String>,
}

fn main() -> ExitCode {
    init_logs("warn");
    finish(figures(&Arguments::parse()), |_| None)
}

fn figures(arguments: &Arguments) -> anyhow::Result<Exit> {
    let platforms = platforms(&arguments.only);
    anyhow::ensure!(!platforms.is_empty(), "no platform has one of the names {:?}", arguments.only);
    let shape = Shape { hosts: arguments.hosts, pages: arguments.pages, platforms };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(measure(arguments, &shape, &mut std::io::stdout().lock()))
}

async fn measure(arguments: &Arguments, shape: &Shape, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let folder = std::env::temp_dir().join(format!("whence-many-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let hosts = Hosts::start(shape).await?;
    let interval = Duration::from_millis(arguments.interval);
    hosts.configure(&folder.join("config"), interval)?;
    let program = match &arguments.program {
        Some(program) => program.clone(),
        None => std::env::current_exe()?.with_file_name("whence-collect"),
    };
    let mut command = Command::new(&program);
    command.args(["run", "--max-time", &arguments.seconds.to_string()]);
    command.arg("--db").arg(folder.join("many.db")).arg("--config").arg(folder.join("config"));
    command.env("WHENCE_LOG", "warn");
    let most = Duration::from_secs(arguments.seconds + 120);
    let ended = watch(command, most).await.with_context(|| format!("cannot run {}", program.display()))?;
    speed("whence-collect", &ended, hosts.arrivals.count(), out)?;
    table::print(&hosts, interval, |host| ran_out(&folder.join("many.db"), host), out)?;
    memory(&ended, out)?;
    if let Some(peer) = &arguments.peer {
        hosts.arrivals.clear();
        let feeds = folder.join("feeds.txt");
        std::fs::write(&feeds, hosts.feeds().join("\n"))?;
        let mut command = Command::new("sh");
        command.args(["-c", peer]).env("FEEDS", &feeds).env("OUT", folder.join("peer.out"));
        let ended = watch(command, Duration::from_secs(arguments.seconds)).await?;
        speed("peer", &ended, hosts.arrivals.count(), out)?;
    }
    std::fs::remove_dir_all(&folder)?;
    Ok(Exit::Done)
}

fn speed(name: &str, ended: &Ended, requests: usize, out: &mut dyn Write) -> std::io::Result<()> {
    let seconds = ended.took.as_secs_f64();
    let rate = requests as f64 / seconds;
    writeln!(
        out,
        "{name}: exit {:?} after {seconds:.1} s; {requests} requests, {rate:.1} a second",
        ended.code
    )
}

/// Memory as it was second by second, and whether the second half of the run has more than the first.
fn memory(ended: &Ended, out: &mut dyn Write) -> std::io::Result<()> {
    let curve: Vec<String> = ended.memory.iter().step_by(5).map(u64::to_string).collect();
    writeln!(out, "memory in MiB, every 5 s: {}; at most {}", curve.join(" "), ended.peak)?;
    let quarter = |n: usize| {
        let of = ended.memory.len() / 4;
        let part = &ended.memory[n * of..(n + 1) * of];
        part.iter().sum::<u64>() as f64 / part.len() as f64
    };
    writeln!(
        out,
        "memory on average: second quarter {:.1} MiB, last quarter {:.1} MiB",
        quarter(1),
        quarter(3)
    )
}

/// Whether nothing is left to be asked of a host. A store that cannot be read says that there is.
fn ran_out(db: &Path, host: &Host) -> bool {
    let left = format!(
        "SELECT count(*) FROM task JOIN source ON source.id = source_id WHERE state = 'todo' AND source.name GLOB 'host-{}-*'",
        host.number
    );
    let table = sql::query(db, &left, &[], sql::Limits::default());
    table.ok().and_then(|table| table.number()) == Some(0)
}
