//! Which stored answers are pages of which site, and what each site has.

use std::collections::BTreeMap;

use whence_store::StoreError;

use super::markup::Markup;
use super::shared::Has;
use super::{ads_txt, analytics, favicon, template, verification};
use crate::case::Case;

/// Pages that are read of a site, the newest; identifiers are on every page, or hardly on any.
pub(crate) const PAGES: usize = 50;
/// Bytes that are read of a body.
const CAP: u64 = 4 << 20;

/// A site that has published a matched item, by its registered domain.
#[derive(Debug, Default)]
pub(super) struct Site {
    /// Its domain.
    pub(super) domain: String,
    /// What it is called: a pseudonym where one of its accounts may not be named.
    pub(super) label: String,
    pub(super) named: bool,
    /// Accepted actors of its accounts.
    pub(super) actors: Vec<String>,
    /// Pages that were read.
    pub(super) pages: usize,
    pub(super) has: Has,
}

/// The sites of the matched items, with what their stored pages show.
pub(super) fn read(case: &Case<'_>) -> Result<Vec<Site>, StoreError> {
    let mut sites = sites(case);
    let mut captures: BTreeMap<&str, Captures> =
        sites.keys().map(|domain| (domain.as_str(), Captures::default())).collect();
    case.reader.answers(|answer| {
        let (host, path) = place(&answer.final_url);
        let Some(captures) = domain(host).and_then(|domain| captures.get_mut(domain)) else { return };
        if path == "/ads.txt" {
            captures.ads_txt = Some(answer.capture_id);
        } else if favicon::is_one(path) {
            captures.favicon = Some(answer.capture_id);
        } else {
            captures.pages.push(answer.capture_id);
        }
    })?;
    let captures: BTreeMap<String, Captures> =
        captures.into_iter().map(|(domain, captures)| (domain.to_owned(), captures)).collect();
    let mut templates = Vec::new();
    for (domain, site) in &mut sites {
        let Some(captures) = captures.get(domain) else { continue };
        templates.push(look(case, site, captures)?);
    }
    let found = template::find(&templates.iter().map(|(names, _)| names.clone()).collect::<Vec<_>>());
    for ((site, found), (_, capture)) in sites.values_mut().zip(found).zip(&templates) {
        site.has.extend(found.zip(*capture));
    }
    Ok(sites.into_values().filter(|site| site.pages > 0 || !site.has.is_empty()).collect())
}

/// The answers of a site.
#[derive(Default)]
struct Captures {
    pages: Vec<i64>,
    ads_txt: Option<i64>,
    favicon: Option<i64>,
}

/// The names of a site's template, and the first capture that has them.
type Names = (std::collections::BTreeSet<String>, Option<i64>);

fn look(case: &Case<'_>, site: &mut Site, captures: &Captures) -> Result<Names, StoreError> {
    let add = |site: &mut Site, found: Vec<super::Identifier>, capture| {
        for identifier in found {
            site.has.entry(identifier).or_insert(capture);
        }
    };
    let (mut names, mut first) = (Vec::new(), None);
    let newest = captures.pages.len().saturating_sub(PAGES);
    for &capture in &captures.pages[newest..] {
        let Some(body) = case.reader.body(capture, CAP)? else { continue };
        let page = String::from_utf8_lossy(&body);
        if !is_page(&page) {
            continue;
        }
        site.pages += 1;
        first.get_or_insert(capture);
        let markup = Markup::read(&page);
        add(site, analytics::find(&markup.code()), capture);
        add(site, verification::find(&markup), capture);
        names.push(template::names(&markup));
    }
    if let Some(capture) = captures.ads_txt
        && let Some(body) = case.reader.body(capture, CAP)?
    {
        add(site, ads_txt::find(&String::from_utf8_lossy(&body)), capture);
    }
    if let Some(capture) = captures.favicon
        && let Some(body) = case.reader.body(capture, CAP)?
    {
        add(site, favicon::find(&body).into_iter().collect(), capture);
    }
    Ok((template::common(&names), first))
}

/// Whether a body is a page: feeds and answers of programs have no head.
fn is_page(body: &str) -> bool {
    let begin: String = body.chars().take(4_096).collect::<String>().to_ascii_lowercase();
    begin.trim_start().starts_with('<') && (begin.contains("<html") || begin.contains("<head"))
}

/// The sites that published matched items, by registered domain.
fn sites(case: &Case<'_>) -> BTreeMap<String, Site> {
    let mut sites: BTreeMap<String, Site> = BTreeMap::new();
    let mut accounts: BTreeMap<i64, Vec<whence_store::time::Micros>> = BTreeMap::new();
    for item in &case.corpus.items {
        accounts.entry(item.row.account_id).or_default().push(item.row.created_at);
    }
    for (id, times) in accounts {
        let Some(account) = case.corpus.accounts.get(&id).filter(|account| account.platform == "web") else {
            continue;
        };
        let Some(domain) = domain(&account.handle) else { continue };
        let site = sites.entry(domain.to_owned()).or_insert_with(|| Site {
            domain: domain.to_owned(),
            named: true,
            ..Site::default()
        });
        site.named &= case.naming.is_named(id);
        for at in times {
            site.actors.extend(case.actors(id, at));
        }
        site.actors.sort_unstable();
        site.actors.dedup();
    }
    for site in sites.values_mut() {
        site.label = if site.named {
            site.domain.clone()
        } else {
            case.naming.pseudonyms().account("web", None, &site.domain)
        };
    }
    sites
}

/// The registered domain of a host, whatever its port; a host without a name stands for itself, with its port.
fn domain(authority: &str) -> Option<&str> {
    let port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let host = authority.rsplit_once(':').filter(|(_, end)| port(end)).map_or(authority, |(host, _)| host);
    // No top-level domain is a number: what has digits and dots alone is an address, and so is what stands in brackets.
    if host.starts_with('[') || host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return Some(authority);
    }
    psl::domain_str(host)
}

/// Host, with its port, and path of an address.
fn place(url: &str) -> (&str, &str) {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = authority.rsplit('@').next().unwrap_or(authority);
    (host, path.split(['?', '#']).next().unwrap_or(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_paths() {
        assert_eq!(place("https://a.example:8080/ads.txt?x#y"), ("a.example:8080", "/ads.txt"));
        assert_eq!(place("http://u:p@b.example"), ("b.example", ""));
        assert_eq!(domain("news.a.co.uk:8080"), Some("a.co.uk"));
        assert_eq!(domain("127.0.0.1:8080"), Some("127.0.0.1:8080"));
        assert_eq!(domain("[::1]:80"), Some("[::1]:80"));
        assert!(is_page(" <!DOCTYPE html><HTML>") && !is_page("<rss><channel>") && !is_page("{\"html\":1}"));
    }
}
