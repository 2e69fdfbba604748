//! `cargo run --release -p whence-tests --bin many-hosts`: one run of the collector over many hosts, and its figures.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::Context as _;
use clap::Parser;
use whence_store::program::{Exit, finish, init_logs};
use whence_tests::many::{Hosts, Shape, watch};

/// Run `whence-collect` over many hosts on loopback, and print what the hosts saw of it: whether the limit was kept, how much of
/// what it allows was used, and the program's memory. With `--peer` another crawler visits the same hosts afterwards.
#[derive(Debug, Parser)]
struct Arguments {
    /// Hosts.
    #[arg(long, default_value_t = 60)]
    hosts: usize,
    /// Pages of each host.
    #[arg(long, default_value_t = 1000)]
    pages: usize,
    /// How long a run may take, in seconds.
    #[arg(long, default_value_t = 120)]
    seconds: u64,
    /// Between two requests to one host, in milliseconds; 0 takes the limit off.
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
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(measure(arguments, &mut std::io::stdout().lock()))
}

async fn measure(arguments: &Arguments, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let folder = std::env::temp_dir().join(format!("whence-many-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let hosts = Hosts::start(Shape { hosts: arguments.hosts, pages: arguments.pages }).await?;
    let interval = Duration::from_millis(arguments.interval);
    hosts.configure(&folder.join("config"), &format!("{}ms", arguments.interval))?;
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
    let seen = hosts.arrivals.figures(interval);
    writeln!(
        out,
        "whence-collect: exit {:?} after {:.1} s; {} requests at {} hosts, {:.1} a second",
        ended.code,
        ended.took.as_secs_f64(),
        seen.requests,
        seen.hosts,
        seen.requests as f64 / ended.took.as_secs_f64()
    )?;
    if !interval.is_zero() {
        // A host may be asked once at the beginning and then once an interval.
        let allowed = arguments.hosts as f64 * (seen.span.as_secs_f64() / interval.as_secs_f64() + 1.0);
        writeln!(
            out,
            "limit {interval:?}: shortest gap {:?}, {} of {} pairs too close; {:.1} % of what the limit allows in {:.1} s",
            seen.shortest,
            seen.too_close,
            seen.requests - seen.hosts,
            seen.requests as f64 / allowed * 100.0,
            seen.span.as_secs_f64()
        )?;
    }
    let curve: Vec<String> = ended.memory.iter().step_by(10).map(u64::to_string).collect();
    writeln!(out, "memory in MiB, every 10 s: {}; at most {}", curve.join(" "), ended.peak)?;
    if let Some(peer) = &arguments.peer {
        hosts.arrivals.clear();
        let feeds = folder.join("feeds.txt");
        std::fs::write(&feeds, hosts.feeds().join("\n"))?;
        let mut command = Command::new("sh");
        command.args(["-c", peer]).env("FEEDS", &feeds).env("OUT", folder.join("peer.out"));
        let ended = watch(command, Duration::from_secs(arguments.seconds)).await?;
        let requests = hosts.arrivals.count();
        writeln!(
            out,
            "peer: exit {:?} after {:.1} s; {requests} requests, {:.1} a second",
            ended.code,
            ended.took.as_secs_f64(),
            requests as f64 / ended.took.as_secs_f64()
        )?;
    }
    std::fs::remove_dir_all(&folder)?;
    Ok(Exit::Done)
}
