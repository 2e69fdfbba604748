//! `whence-analyze lookalikes`: domains against brands, a JSON object a line.

use std::io::{BufRead as _, Write};
use std::path::{Path, PathBuf};

use serde_json::json;
use whence_store::hint::Hint;
use whence_store::program::Exit;

use crate::lookalike::{Brand, BrandError, Host, base_rate, closest};

/// Why nothing could be compared.
#[derive(Debug, thiserror::Error)]
pub(super) enum LookAlikesError {
    /// A brand cannot be looked for.
    #[error(transparent)]
    Brand(#[from] BrandError),
    /// The file cannot be read.
    #[error("cannot read {path}: {source}", path = path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Nothing to compare was given.
    #[error("no domain is given")]
    Nothing,
}

impl Hint for LookAlikesError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Brand(error) => error.hint(),
            Self::Read { .. } => Some("--file takes a text file with a domain or an address a line".to_owned()),
            Self::Nothing => Some("name domains behind the options, or a file of them with --file; `--base-rate` alone needs none".to_owned()),
        }
    }
}

/// What is asked for.
#[derive(Debug, clap::Args)]
pub(super) struct LookAlikes {
    /// What is looked for: a domain such as example.com, or a name; may be given several times.
    #[arg(long, value_name = "DOMAIN", required = true)]
    brand: Vec<String>,
    /// Domains, hosts or addresses, defanged or not.
    domains: Vec<String>,
    /// A file with one of them a line; empty lines and those that begin with # are left out.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Print how many of the ordinary domains of the control list look alike, as a last object.
    #[arg(long)]
    base_rate: bool,
}

/// Compares. Data goes to `out`; every domain gives a line, in the order given.
///
/// # Errors
/// [`LookAlikesError`], and what writing fails with.
pub(super) fn run(asked: &LookAlikes, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let brands = asked.brand.iter().map(|text| Brand::read(text)).collect::<Result<Vec<_>, _>>();
    let brands = brands.map_err(LookAlikesError::from)?;
    let mut domains = asked.domains.clone();
    if let Some(path) = &asked.file {
        domains.extend(lines(path)?);
    }
    if domains.is_empty() && !asked.base_rate {
        return Err(LookAlikesError::Nothing.into());
    }
    for domain in domains {
        let host = Host::read(&domain);
        let found = host.as_ref().and_then(|host| closest(host, &brands));
        let line = json!({
            "domain": domain,
            "host": host.as_ref().map(|host| &host.ascii),
            "brand": found.as_ref().map(|found| &found.brand.written),
            "rule": found.as_ref().map(|found| found.rule.as_str()),
            "distance": found.as_ref().map(|found| found.distance),
        });
        writeln!(out, "{line}")?;
    }
    if asked.base_rate {
        writeln!(out, "{}", json!({ "base_rate": base_rate(&brands) }))?;
    }
    Ok(Exit::Done)
}

fn lines(path: &Path) -> Result<Vec<String>, LookAlikesError> {
    let failed = |source| LookAlikesError::Read { path: path.to_owned(), source };
    let file = std::io::BufReader::new(std::fs::File::open(path).map_err(failed)?);
    let mut lines = Vec::new();
    for line in file.lines() {
        let line = line.map_err(failed)?;
        let line = line.trim();
        if !line.is_empty() && !line.starts_with('#') {
            lines.push(line.to_owned());
        }
    }
    Ok(lines)
}
