//! From a store and a narrative to findings.

use whence_store::StoreError;
use whence_store::read::Reader;
use whence_store::time::Micros;

use crate::case::Case;
use crate::coordination::{self, CoordinationError};
use crate::corpus::Corpus;
use crate::coverage::Units;
use crate::evidence::EvidenceList;
use crate::findings::{Coordination, Findings, NarrativeInfo, SCHEMA, StoreInfo};
use crate::labels::Labels;
use crate::narrative::Narrative;
use crate::narrative::query::fingerprint;
use crate::privacy::{Guard, Naming, Standing};
use crate::{
    attribution, basis, forest, framing, indicators, ledger, limits, membership, resemblance, summary,
    timeline,
};

/// What the analyst decides for one report.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// The analysis' present; the last capture unless given.
    pub now: Option<Micros>,
    /// Whether persons who run accounts by accepted claims are shown by name.
    pub show_persons: bool,
    /// How far apart two shares may be, µs; as the narrative says unless given.
    pub window: Option<i64>,
    /// Threads for coordination, at least 1; the findings are the same for any number.
    pub threads: usize,
}

/// Analyses a narrative. The same store, narrative, options and version give the same findings.
///
/// # Errors
/// [`StoreError`].
pub fn analyse(reader: &Reader, narrative: &Narrative, options: Options) -> Result<Findings, StoreError> {
    with_labels(reader, narrative, options, None)
}

/// As [`analyse`], with the labels of a sample.
pub(crate) fn with_labels(
    reader: &Reader,
    narrative: &Narrative,
    options: Options,
    labels: Option<&Labels>,
) -> Result<Findings, StoreError> {
    let corpus = Corpus::load(reader, narrative)?;
    // An empty store has no present; then the window is looked at as a whole.
    let now = options.now.or(corpus.last_capture).unwrap_or(narrative.window.to);
    let naming = Naming::new(&corpus, &narrative.window, options.show_persons);
    let guard = Guard::new(&corpus, &naming, &narrative.query.phrases);
    let standing = Standing::new(&corpus, &naming);
    let case =
        Case { reader, narrative, corpus: &corpus, naming: &naming, guard: &guard, standing: &standing, now };
    let mut evidence = EvidenceList::default();

    let units = all_units(&case);
    let first_captured = timeline::first_captured(&case, corpus.items.iter(), &units, &mut evidence)?;
    let (mut timelines, mut surges, mut days) = (Vec::new(), Vec::new(), Vec::new());
    for ranking in [false, true] {
        if corpus.measured(ranking).next().is_some() || !ranking && corpus.items.is_empty() {
            let own = if corpus.items.is_empty() { units.clone() } else { measure_units(&case, ranking) };
            let built = timeline::build(&case, ranking, &own, &mut evidence)?;
            timelines.push(built.timeline);
            surges.extend(built.surges);
            days.push(built.days);
        }
    }
    let series = timeline::load_series(&case, &mut evidence)?;
    let mut events = timeline::place_events(&narrative.events, &surges, &narrative.window);
    timeline::test_before(&narrative.events, &mut events, &timelines, &days);
    let shares = attribution::compare(&case, None);
    let matched = basis::matched(&corpus);
    let shares_by_platform = match matched.by_platform.len() {
        0 | 1 => Vec::new(),
        _ => matched.by_platform.keys().map(|word| attribution::compare(&case, Some(word))).collect(),
    };
    let actors = attribution::list_actors(&case, &shares, &mut evidence)?;
    let ledger = ledger::ledger(&case, &mut evidence)?;
    let terms = framing::characteristic(&case, &mut evidence)?;
    let listed = reader.listed()?;
    let indicators = indicators::find(&case, &listed, &mut evidence)?;
    let lookalikes = indicators::look_alikes(&case, &mut evidence)?;
    let resemblance = resemblance::compare(&case, &listed, &mut evidence)?;
    let platforms: Vec<String> = matched.by_platform.keys().cloned().collect();
    let comparisons = attribution::compare_all(&case, &platforms, &mut evidence)?;
    let salience = attribution::salience(&case, &mut evidence)?;
    let nodes = forest::load(reader, corpus.measured(false).map(|item| item.row.clone()).collect())?;
    let grown = forest::grow(reader, &nodes, true)?;
    let forest = attribution::find_forests(&case, &nodes, &grown, &mut evidence)?;
    let lead_lag = attribution::lead_lag(&case, &nodes)?;
    let coordination = share_together(&case, options, &mut evidence)?;
    // The list of accounts comes last: what it cites beyond the accounts that are shown is named for machines only.
    let accounts = attribution::list_accounts(&case, &mut evidence)?;
    let mut findings = Findings {
        schema: SCHEMA.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        narrative: info(&case),
        store: StoreInfo {
            captures: corpus.head.captures,
            head: corpus.head.chain.clone(),
            last_capture: corpus.last_capture.map(|at| at.to_string()),
        },
        now: now.to_string(),
        summary: Vec::new(),
        matched,
        coverage: basis::coverage(&case, &units),
        first_captured,
        events,
        timelines,
        surges,
        series,
        actors,
        accounts,
        shares,
        shares_by_platform,
        amplification: attribution::count_amplification(&case)?,
        ledger,
        terms,
        indicators,
        lookalikes,
        resemblance,
        matching: membership::matching(&case, labels),
        comparisons,
        salience,
        forest,
        lead_lag,
        coordination,
        method: Vec::new(),
        limits: Vec::new(),
        evidence: Vec::new(),
    };
    findings.summary = summary::sentences(&findings);
    findings.method = limits::method(&findings);
    findings.limits = limits::limits(&findings, options.show_persons);
    findings.evidence = evidence.finish(reader, &corpus, &naming, &guard)?;
    Ok(findings)
}

/// Coordination in the narrative's items; where it cannot be computed the report says so, and goes on.
fn share_together(
    case: &Case<'_>,
    options: Options,
    evidence: &mut EvidenceList,
) -> Result<Coordination, StoreError> {
    let asked = &case.narrative.asked.together;
    let wanted = coordination::Options {
        windows: vec![options.window.unwrap_or(asked.window)],
        fdr: asked.fdr,
        threads: options.threads.max(1),
        ..coordination::Options::default()
    };
    let mut found = match coordination::together(case, &asked.layers, &wanted, evidence) {
        Ok(found) => found,
        Err(CoordinationError::Store(error)) => return Err(error),
        Err(other) => Coordination { failed: Some(other.to_string()), ..Coordination::default() },
    };
    found.sites = coordination::shared_sites(case, evidence)?;
    Ok(found)
}

/// What everything that matched stands on; where nothing did, all sources.
fn all_units(case: &Case<'_>) -> Units {
    if case.corpus.items.is_empty() {
        return Units::of_sources(&case.corpus.observed, case.corpus.sources.keys().copied());
    }
    case.corpus.observed.units(&Corpus::origins(case.corpus.items.iter()))
}

fn measure_units(case: &Case<'_>, ranking: bool) -> Units {
    case.corpus.observed.units(&Corpus::origins(case.corpus.measured(ranking)))
}

fn info(case: &Case<'_>) -> NarrativeInfo {
    let narrative = case.narrative;
    // A query may ask for accounts that may not be named; then it is told with their pseudonyms, and so is its hash.
    let (canonical, hidden) = (membership::shown(case, &narrative.query.canonical), membership::hides(case));
    let query = if hidden { canonical.clone() } else { narrative.query.written.clone() };
    NarrativeInfo {
        name: narrative.name.clone(),
        title: narrative.title.clone(),
        question: narrative.question.clone(),
        query,
        query_sha256: if hidden { fingerprint(&canonical) } else { narrative.query.sha256.clone() },
        query_canonical: canonical,
        window: case.interval(narrative.window.from, narrative.window.to),
        time_zone: narrative.time_zone.clone(),
    }
}
