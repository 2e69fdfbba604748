//! From findings to files: HTML, Markdown, JSON, CSV. Nothing is counted or decided here.

mod csv;
mod csv_together;
mod csv_told;
mod error;
mod html;
mod html_together;
mod json;
mod markdown;
mod markdown_surges;
mod markdown_told;
mod svg;
mod view;
mod view_like;
mod visible;

pub use error::RenderError;
pub use visible::visible;

use crate::findings::Findings;

/// How many accounts the readable reports list; the rest are counted there, and are all in `accounts.csv`.
pub(crate) const MOST_ACCOUNTS: usize = 25;
/// How many actors the page lists; the rest are counted there, and are all in `report.json`.
const MOST_ACTORS: usize = 40;

/// A table as CSV: invisible characters marked, no cell a formula.
///
/// # Errors
/// [`RenderError`]; only a bug makes one.
pub(crate) fn table(header: &[&str], rows: &[Vec<String>]) -> Result<Vec<u8>, RenderError> {
    csv::table(header, rows)
}

/// The files of a report: name and bytes, in a fixed order.
///
/// # Errors
/// [`RenderError`]; with findings of this program only a bug makes one.
pub fn files(findings: &Findings) -> Result<Vec<(&'static str, Vec<u8>)>, RenderError> {
    // Every text that people read goes through `visible` here, once, so that no renderer can forget it.
    let shown = visible::findings(findings)?;
    Ok(vec![
        ("report.html", html::render(&shown)?.into_bytes()),
        ("report.md", markdown::render(&shown).into_bytes()),
        ("report.json", json::render(findings)?.into_bytes()),
        ("timeline.csv", csv::timeline(&shown)?),
        ("accounts.csv", csv::accounts(&shown)?),
        ("claims.csv", csv_told::claims(&shown)?),
        ("terms.csv", csv_told::terms(&shown)?),
        ("sites.csv", csv_told::sites(&shown)?),
        ("campaigns.csv", csv_told::campaigns(&shown)?),
        ("shares.csv", csv::shares(&shown)?),
        ("edges.csv", csv_together::edges(&shown)?),
        ("pairs.csv", csv_together::pairs(&shown)?),
    ])
}
