//! Findings against the truth: what a report says of a world, line by line.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Context as _;
use serde_json::Value;
use whence_store::time::Micros;

use super::{Walked, told};
use crate::world::{Day, Kind};

/// One finding and what the truth says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What is compared.
    pub what: &'static str,
    /// The report's word.
    pub found: String,
    /// The truth.
    pub truth: String,
}

impl Check {
    /// Whether they agree.
    pub fn agrees(&self) -> bool {
        self.found == self.truth
    }
}

/// Compares a report with the truth of its world.
///
/// # Errors
/// When the report's files cannot be read.
pub fn compare(walked: &Walked) -> anyhow::Result<Vec<Check>> {
    let mut checks = Vec::new();
    let mut check = |what, found: String, truth: String| checks.push(Check { what, found, truth });
    let (report, truth) = (&walked.report, walked.world.truth());

    check(
        "matched items",
        report["matched"]["items"].to_string(),
        truth.matched_total_capturable.to_string(),
    );
    check("items per day", format!("{:?}", days(report)), format!("{:?}", truth_days(walked)));
    check("actors", format!("{:?}", named_actors(report)), format!("{:?}", true_actors(walked, false)));
    check("actors who are persons", format!("{:?}", persons(report)), format!("{:?}", true_persons(walked)));
    check("first captured", text(&report["first_captured"]["at"]), truth.first_capturable.at.to_string());
    let hidden = truth.first_true.at != truth.first_capturable.at;
    let gap = &report["first_captured"]["gap_before"];
    let first = truth.first_true.at.to_string();
    let hides = gap.is_object() && text(&gap["from"]) <= first && first < text(&gap["to"]);
    check("a gap before it hides the true first item", hides.to_string(), hidden.to_string());
    let surges = surges(report);
    let spikes = within_a_day(kind(&surges, "spike"), truth.spike_day);
    check("spike, within a day", format!("{spikes:?}"), format!("{:?}", [truth.spike_day.to_string()]));
    check(
        "surge begins",
        format!("{:?}", kind(&surges, "surge")),
        format!("{:?}", [truth.surge[0].to_string()]),
    );
    check(
        "surge's onset by the hour, within six hours",
        format!("{:?}", onset_near(walked)),
        "true".to_owned(),
    );
    let before = &report["events"][0]["nearest_surge"]["days_before"];
    check("days from surge to event", before.to_string(), truth.days_from_surge_to_event.to_string());
    if truth.days_from_surge_to_event > 0 {
        // Where nothing rose before the event a test at 5 % may still say so, and the truth cannot be held against it.
        let rise = report["events"][0]["placebo"]["test"]["rise"].to_string();
        check("a rise in the three days before the event", rise, "true".to_owned());
    }
    check("outage days are not called observed", format!("{:?}", called_observed(walked)), "[]".to_owned());
    check("private people in the outputs", format!("{:?}", leaks(walked)?), "[]".to_owned());
    checks.extend(told::checks(walked)?);
    let mut check = |what, found: String, truth: String| checks.push(Check { what, found, truth });
    check("refused pages", walked.collected.refused.to_string(), truth.refused_urls.to_string());
    check("forbidden requests", forbidden(walked).to_string(), "0".to_owned());
    check("records unmapped", walked.collected.unmapped.to_string(), "0".to_owned());
    Ok(checks)
}

/// Whether the surge's onset, known by the hour, lies within six hours of its true first day's beginning.
fn onset_near(walked: &Walked) -> bool {
    let surges = walked.report["surges"].as_array().cloned().unwrap_or_default();
    let Some(surge) = surges.iter().find(|surge| surge["kind"] == "surge") else { return false };
    let found = text(&surge["onset"]["at"]).parse::<jiff::Timestamp>().map(Micros::from_timestamp);
    let truth = walked.world.surge_begins();
    surge["onset"]["unit"] == "hour" && found.is_ok_and(|at| at.since(truth).abs() <= 6 * Micros::HOUR)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn timeline(report: &Value) -> &Value {
    &report["timelines"][0]
}

/// Local days with items.
fn days(report: &Value) -> BTreeMap<String, u64> {
    let days = timeline(report)["days"].as_array().cloned().unwrap_or_default();
    days.iter().filter_map(|d| Some((text(&d["date"]), d["count"].as_u64().filter(|n| *n > 0)?))).collect()
}

fn truth_days(walked: &Walked) -> BTreeMap<String, u64> {
    let days = &walked.world.truth().daily_capturable;
    days.iter().filter(|(_, n)| **n > 0).map(|(day, n)| (day.to_string(), *n as u64)).collect()
}

/// Offices and outlets of the report with their items.
fn named_actors(report: &Value) -> BTreeMap<String, u64> {
    let actors = report["actors"].as_array().cloned().unwrap_or_default();
    let bodies = actors.iter().filter(|a| a["kind"] != "person");
    bodies.map(|a| (text(&a["name"]), a["items"].as_u64().unwrap_or_default())).collect()
}

fn true_actors(walked: &Walked, persons: bool) -> BTreeMap<String, u64> {
    let actors = &walked.world.truth().actors;
    let wanted = actors.iter().filter(|(_, a)| (a.kind == Kind::Person) == persons && a.items > 0);
    wanted.map(|(name, a)| (name.clone(), a.items as u64)).collect()
}

/// Items of each person that an accepted claim names; the report must not say who.
fn persons(report: &Value) -> Vec<u64> {
    let actors = report["actors"].as_array().cloned().unwrap_or_default();
    let mut items: Vec<u64> = actors
        .iter()
        .filter(|a| a["kind"] == "person")
        .map(|a| a["items"].as_u64().unwrap_or_default())
        .collect();
    items.sort_unstable();
    items
}

fn true_persons(walked: &Walked) -> Vec<u64> {
    let mut items: Vec<u64> = true_actors(walked, true).into_values().collect();
    items.sort_unstable();
    items
}

fn surges(report: &Value) -> Vec<(String, String)> {
    let surges = report["surges"].as_array().cloned().unwrap_or_default();
    surges.iter().map(|s| (text(&s["kind"]), text(&s["from"]))).collect()
}

fn kind(surges: &[(String, String)], kind: &str) -> Vec<String> {
    surges.iter().filter(|(k, _)| k == kind).map(|(_, from)| from.clone()).collect()
}

/// Onsets, with those a day beside the true one taken for it: where a spike of one day begins in noisy counts can be told no
/// closer.
fn within_a_day(onsets: Vec<String>, truth: Day) -> Vec<String> {
    let near = [truth.plus(-1), truth, truth.plus(1)].map(|day| day.to_string());
    onsets.into_iter().map(|day| if near.contains(&day) { truth.to_string() } else { day }).collect()
}

fn called_observed(walked: &Walked) -> Vec<String> {
    let days = timeline(&walked.report)["days"].as_array().cloned().unwrap_or_default();
    let outage: BTreeSet<String> = walked.world.truth().outage_days.iter().map(Day::to_string).collect();
    days.iter()
        .filter(|d| d["state"] == "observed")
        .map(|d| text(&d["date"]))
        .filter(|d| outage.contains(d))
        .collect()
}

/// Handles and names of private people, and of persons in the registry, that occur in any output file.
fn leaks(walked: &Walked) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    let truth = walked.world.truth();
    for entry in std::fs::read_dir(&walked.report_folder)? {
        let path = entry?.path();
        let text = read(&path)?.to_lowercase();
        let persons = truth.actors.iter().filter(|(_, a)| a.kind == Kind::Person).map(|(name, _)| name);
        for word in truth.private_handles.iter().chain(&truth.private_names).chain(persons) {
            if text.contains(&word.to_lowercase()) {
                found.push(format!("{word} in {}", path.file_name().unwrap_or_default().to_string_lossy()));
            }
        }
    }
    Ok(found)
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Requests for pages that a robots.txt forbids.
fn forbidden(walked: &Walked) -> usize {
    walked.collected.requests.iter().filter(|asked| asked.path.starts_with("/private/")).count()
}
