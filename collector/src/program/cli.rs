//! The command line of `whence-collect`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use whence_store::ingest::{ActorKind, ClaimStatus};
use whence_store::time::Micros;

/// Collect public posts and article pages, politely, into a Whence store.
///
/// Exit codes: 0 done, 1 failed, 2 usage or configuration, 3 incomplete (something is left for the next run), 4 another
/// run holds the store, 5 the store is damaged.
#[derive(Debug, Parser)]
#[command(name = "whence-collect", version)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Args)]
pub(super) struct Places {
    /// The store's file.
    #[arg(long, value_name = "FILE", default_value = "whence.db")]
    pub(super) db: PathBuf,
    /// The folder with collector.toml, sources/ and presets/.
    #[arg(long, value_name = "DIR", default_value = "config")]
    pub(super) config: PathBuf,
    /// Print JSON instead of text.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Poll the sources that are due and fetch the pages that they name.
    ///
    /// Made for cron: it obeys robots.txt and the limits, remembers what hosts asked for, can be killed at any instant,
    /// and goes on where it stopped. A second run at the same time ends at once with exit code 4.
    #[command(
        after_help = "Examples:\n  whence-collect run\n  whence-collect run --source news --max-time 600\n  */15 * * * * cd /srv/whence && whence-collect run --max-time 800 2>>run.log"
    )]
    Run {
        #[command(flatten)]
        places: Places,
        /// Only this source; may be given several times.
        #[arg(long = "source", value_name = "NAME")]
        only: Vec<String>,
        /// End after so many seconds; the rest is left for the next run (exit code 3).
        #[arg(long, value_name = "SECONDS")]
        max_time: Option<u64>,
        /// Show no progress: neither bars on a terminal nor lines every half a minute elsewhere.
        #[arg(long)]
        quiet: bool,
    },
    /// Import files by a mapping preset, or by the one that fits: `auto`.
    ///
    /// Each file is kept as evidence, in chunks with their SHA-256. Importing a file twice changes nothing. Records that
    /// cannot be mapped are counted and kept; the first is shown (exit code 3 when they are more than one in twenty).
    #[command(
        after_help = "Examples:\n  whence-collect import auto --dry-run export.zip\n  whence-collect import auto zeeschuimer-export.ndjson\n  whence-collect import generic-ndjson posts.ndjson.gz\n  whence-collect import generic-ndjson week.ndjson --observed 2025-01-20T00:00:00Z..2025-01-27T00:00:00Z"
    )]
    Import {
        /// The preset: the name of a file under CONFIG/presets without `.toml`, such as `generic-csv` or `bsky-jetstream`, which reads
        /// recordings of the Bluesky Jetstream. `auto` looks at the files' keys and columns, and says which preset it chose and why.
        preset: String,
        /// The files; gzip, zstd and zip are unpacked.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        places: Places,
        /// State that the files are complete from FROM to TO (RFC 3339, TO not included). Without it a file of posts proves
        /// no coverage, and the analysis refuses shares.
        #[arg(long, value_name = "FROM..TO", value_parser = window)]
        observed: Vec<(Micros, Micros)>,
        /// For registries: the status of their claims, instead of the preset's.
        #[arg(long, value_name = "STATUS", value_parser = status)]
        status: Option<ClaimStatus>,
        /// For registries: who states its claims, instead of the preset's.
        #[arg(long, value_name = "NAME", requires = "asserted_url")]
        asserted_by: Option<String>,
        /// For registries: where that is stated.
        #[arg(long, value_name = "URL", requires = "asserted_by")]
        asserted_url: Option<String>,
        /// Map files again that were imported before, after a preset was mended.
        #[arg(long)]
        again: bool,
        /// Only say which preset reads the files, how it maps them and what they hold; store nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// What is claimed of whom: list it, see contradictions, accept and reject.
    ///
    /// Only accepted claims name anybody. A decision is a new row that takes the place of the old one, sealed with its reason and who
    /// decided by a capture of its own; the old row stays as evidence.
    #[command(
        after_help = "Examples:\n  whence-collect claims list --status candidate\n  whence-collect claims conflicts\n  \
                            whence-collect claims accept 12 13 --by 'A. Analyst' --reason 'names the embassy, see its website'"
    )]
    Claims {
        #[command(subcommand)]
        what: Claims,
    },
    /// Make every derived table again from the stored bodies, under today's rules, and say what changed.
    ///
    /// Items, accounts, links, shares, coverage and the full text are a reading of the evidence. This reads all of it again:
    /// the same evidence under the same rules gives the same rows, so that `nothing changed` is the proof that the tables say
    /// what the evidence says. After a preset, a parser or a source's settings were mended, it mends old items. Evidence is never
    /// touched, nothing is asked of the network, and imported files are not needed any more.
    ///
    /// It works in a file beside the store (DB-remap), which takes up to twice the room of the derived tables, and replaces the tables
    /// in one transaction at its end. It can be killed at any instant: the store is as it was, and the next remap goes on.
    #[command(after_help = "Examples:\n  whence-collect remap --check\n  whence-collect remap")]
    Remap {
        #[command(flatten)]
        places: Places,
        /// Only say what would change (exit code 3 when something would).
        #[arg(long)]
        check: bool,
    },
    /// Say what a run would ask for now, of which hosts, and how long that takes at the limits. Asks nothing of the network.
    ///
    /// Only what is known before the run can be told: due polls, pages that wait, robots.txt files that are to be fetched. Lists may
    /// name more.
    #[command(after_help = "Examples:\n  whence-collect plan\n  whence-collect plan --source news --json")]
    Plan {
        #[command(flatten)]
        places: Places,
        /// Only this source; may be given several times.
        #[arg(long = "source", value_name = "NAME")]
        only: Vec<String>,
    },
    /// Say whether an address would be fetched, and why not, rule by rule. Asks nothing of the network.
    #[command(after_help = "Examples:\n  whence-collect explain https://example.org/news/1")]
    Explain {
        /// The address.
        url: String,
        #[command(flatten)]
        places: Places,
    },
    /// Say what addresses are: the one form of all their spellings, the registered domain, and the platform's object that they name.
    ///
    /// One JSON object a line: `url` as given, `canonical`, `domain`, `host`, `platform`, `kind`, `id`, `rule`; null where there is
    /// none. What is no address of the web has `canonical` null and an `error` (exit code 3 when there is one). Needs no store and
    /// no configuration, and asks nothing of the network: no short link is resolved, no page fetched. The rules are in docs/urls.md.
    #[command(
        after_help = "Examples:\n  whence-collect url 'https://twitter.com/a/status/1883951234567890123?s=20'\n  \
                            cut -f3 links.tsv | whence-collect url | jq -r 'select(.kind == \"post\") | .id'\n  \
                            whence-collect url --refang 'hxxps[:]//example[.]org/a'"
    )]
    Url {
        /// The addresses; `-` or none reads one a line from standard input.
        urls: Vec<String>,
        /// Read defanged addresses (`hxxps`, `[.]`, `[:]//`) as they were meant.
        #[arg(long)]
        refang: bool,
    },
    /// Say what pages say: text, title, authors, dates and the rest, one JSON object a line. Needs no store, no network.
    ///
    /// Reads HTML files, gzipped ones too. What each key means, and how to score the answers against pages that people annotated, is
    /// in docs/extraction.md. A page that is too large or too deep has an `error` (exit code 3 when there is one).
    #[command(after_help = "Examples:\n  whence-collect extract page.html --url https://news.example/a\n  \
                            whence-collect extract --list pages/articles.jsonl | jq -r .title\n  \
                            curl -s https://news.example/a | whence-collect extract - --charset gbk")]
    Extract {
        /// The files; `-` reads standard input.
        #[arg(value_name = "FILE", required_unless_present = "list")]
        files: Vec<PathBuf>,
        /// The address of the pages: relative links and dates in addresses are read with it.
        #[arg(long, value_name = "URL")]
        url: Option<String>,
        /// The charset that the HTTP header named.
        #[arg(long, value_name = "CHARSET")]
        charset: Option<String>,
        /// A JSONL file of pages: `file` (from the list's folder), `url`, `charset`. May be given several times.
        #[arg(long, value_name = "LIST")]
        list: Vec<PathBuf>,
        /// Switch a rule off, to measure what it does; may be given several times.
        #[arg(long, value_name = "RULE", hide = true, value_parser = clap::builder::PossibleValuesParser::new(crate::extract::RULES))]
        without: Vec<String>,
    },
    /// Say how each source does, the troubled ones first; registers new ones.
    ///
    /// A source is `failing`, `gated` (its host wants no readers like us), `late` (a whole interval over its time), `waiting` (its
    /// host asked for patience, or its budget is used up), `never-run`, `ok`, `off` or `forgotten`. Nothing is asked of the network,
    /// and a run that is under way is not disturbed.
    #[command(
        after_help = "Examples:\n  whence-collect sources\n  whence-collect sources --check || mail -s 'Whence' me@example.org\n  \
                            whence-collect sources --json | jq '.[] | select(.state == \"failing\") | .name'"
    )]
    Sources {
        #[command(flatten)]
        places: Places,
        /// For monitoring: exit code 3 when a source is failing, gated or late.
        #[arg(long)]
        check: bool,
    },
}

fn window(text: &str) -> Result<(Micros, Micros), String> {
    let (from, to) = text.split_once("..").ok_or("write it as FROM..TO")?;
    let read =
        |t: &str| t.parse::<jiff::Timestamp>().map(Micros::from_timestamp).map_err(|e| format!("`{t}`: {e}"));
    let (from, to) = (read(from)?, read(to)?);
    if from < to { Ok((from, to)) } else { Err("FROM must be before TO".to_owned()) }
}

fn status(text: &str) -> Result<ClaimStatus, String> {
    match text {
        "accepted" => Ok(ClaimStatus::Accepted),
        "candidate" => Ok(ClaimStatus::Candidate),
        _ => Err("use accepted or candidate".to_owned()),
    }
}

/// A number of seconds as a duration.
pub(super) fn seconds(n: Option<u64>) -> Option<Duration> {
    n.map(Duration::from_secs)
}

#[derive(Debug, Subcommand)]
pub(super) enum Claims {
    /// List claims that no later one replaced, and what each does now.
    List {
        #[command(flatten)]
        places: Places,
        #[command(flatten)]
        filters: ClaimFilters,
        /// Only those that contradict another one; see `conflicts`.
        #[arg(long)]
        conflicts: bool,
        /// At most so many.
        #[arg(long, value_name = "N", default_value_t = 1000)]
        limit: usize,
    },
    /// List accepted claims that cannot all be right: nobody is named by them until one is rejected (exit code 3 when there are any).
    ///
    /// `two actors`: one account is given to two actors at the same time, with `overlapping validity` where dates are given. `two ids`:
    /// two claims give one handle different ids. `another id`: the handle was captured with an id that the claim does not have.
    Conflicts {
        #[command(flatten)]
        places: Places,
        #[command(flatten)]
        filters: ClaimFilters,
    },
    /// Accept claims: they name the actor from now on.
    Accept {
        #[command(flatten)]
        decision: DecisionArguments,
        /// The actor's name, where the claim has but an account's own name or a label.
        #[arg(long, value_name = "NAME")]
        actor: Option<String>,
        /// The actor's kind: office, outlet or person.
        #[arg(long, value_name = "KIND", value_parser = actor_kind)]
        kind: Option<ActorKind>,
    },
    /// Reject claims: they name nobody, nor does what the same source says of it in a later edition.
    Reject {
        #[command(flatten)]
        decision: DecisionArguments,
    },
}

#[derive(Debug, Args)]
pub(super) struct DecisionArguments {
    /// The numbers of the claims, as `claims list` shows them.
    #[arg(required = true, value_name = "ID")]
    pub(super) ids: Vec<i64>,
    /// Why; it is kept as evidence.
    #[arg(long, value_name = "TEXT")]
    pub(super) reason: String,
    /// Who decides; it is kept as evidence.
    #[arg(long, value_name = "NAME")]
    pub(super) by: String,
    #[command(flatten)]
    pub(super) places: Places,
}

#[derive(Debug, Args)]
pub(super) struct ClaimFilters {
    /// Only of this platform.
    #[arg(long, value_name = "WORD")]
    pub(super) platform: Option<String>,
    /// Only of this handle, or this listed domain or address.
    #[arg(long, value_name = "HANDLE")]
    pub(super) handle: Option<String>,
    /// Only of actors or lists whose name holds this.
    #[arg(long, value_name = "TEXT")]
    pub(super) actor: Option<String>,
    /// Only candidate, accepted or rejected.
    #[arg(long, value_name = "STATUS", value_parser = any_status)]
    pub(super) status: Option<ClaimStatus>,
    /// Only what this source says: a part of its name or address.
    #[arg(long, value_name = "TEXT")]
    pub(super) source: Option<String>,
}

fn any_status(text: &str) -> Result<ClaimStatus, String> {
    match text {
        "rejected" => Ok(ClaimStatus::Rejected),
        text => status(text).map_err(|_| "use candidate, accepted or rejected".to_owned()),
    }
}

fn actor_kind(text: &str) -> Result<ActorKind, String> {
    match text {
        "office" => Ok(ActorKind::Office),
        "outlet" => Ok(ActorKind::Outlet),
        "person" => Ok(ActorKind::Person),
        _ => Err("use office, outlet or person".to_owned()),
    }
}
