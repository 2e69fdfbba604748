//! Claims, lists, look-alikes and campaigns of a report against the truth of its world; and the report against the linter.

use std::collections::BTreeMap;

use serde_json::Value;
use whence_analysis::program;
use whence_store::privacy::Pseudonyms;
use whence_store::read::Reader;

use super::{Check, Walked};

/// The checks.
pub(super) fn checks(walked: &Walked) -> anyhow::Result<Vec<Check>> {
    let (report, truth) = (&walked.report, walked.world.truth());
    let db = walked.folder.join("whence.db");
    let key = Reader::open(&db)?.pseudonym_key()?;
    let pseudonyms = Pseudonyms::new(&key);
    let labels = |ids: &[String]| {
        let mut labels: Vec<String> =
            ids.iter().map(|id| pseudonyms.account("youtube", Some(id), &id.to_lowercase())).collect();
        labels.sort_unstable();
        format!("{labels:?}")
    };
    let mut checks = Vec::new();
    let mut check = |what, found: String, truth: String| checks.push(Check { what, found, truth });
    check("channels that resemble", like(report, "resembles"), labels(&truth.resembling_channels));
    check("decoys stay at consistent with", like(report, "consistent-with"), labels(&truth.decoy_channels));
    let alike: Vec<&Value> = list(&report["lookalikes"]["rows"]).map(|row| &row["domain"]).collect();
    check(
        "look-alike domains",
        format!("{alike:?}"),
        format!("{:?}", [Value::from(truth.look_alike.as_str())].iter().collect::<Vec<_>>()),
    );
    let listed: Vec<&Value> = list(&report["indicators"]["lists"])
        .flat_map(|one| list(&one["rows"]))
        .map(|row| &row["listed"])
        .collect();
    check(
        "listed indicators met",
        format!("{listed:?}"),
        format!("{:?}", [Value::from(truth.look_alike.as_str())].iter().collect::<Vec<_>>()),
    );
    let said: BTreeMap<String, u64> = report["ledger"]["claims"][0]["use"]["said"]
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(way, n)| Some((way.clone(), n.as_u64().filter(|n| *n > 0)?)))
        .collect();
    check("how the claim is said", format!("{said:?}"), format!("{:?}", truth.claim_said));
    check("complaints of the linter", complaints(walked)?, String::new());
    Ok(checks)
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// Labels of channels with a likeness, in order.
fn like(report: &Value, likeness: &str) -> String {
    let mut labels: Vec<&str> = list(&report["resemblance"])
        .flat_map(|campaign| list(&campaign["channels"]))
        .filter(|channel| channel["likeness"] == likeness)
        .filter_map(|channel| channel["label"].as_str())
        .collect();
    labels.sort_unstable();
    format!("{labels:?}")
}

/// What the linter says of the report, with the names of the store.
fn complaints(walked: &Walked) -> anyhow::Result<String> {
    let mut arguments = vec!["whence-analyze".into(), "lint".into()];
    for name in ["report.html", "report.md"] {
        arguments.push(walked.report_folder.join(name).into_os_string());
    }
    let db = walked.folder.join("whence.db").into_os_string();
    let config = walked.collected.config.clone().into_os_string();
    arguments.extend(["--db".into(), db, "--narrative".into(), walked.collected.narrative.clone().into()]);
    arguments.extend(["--config".into(), config]);
    let mut out = Vec::new();
    program::run(arguments, &mut out)?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}
