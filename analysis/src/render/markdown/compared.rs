//! Comparison, salience, forests, order of platforms and matching in Markdown.

use super::{escape, line, notes};
use crate::attribution::object_words;
use crate::findings::{Findings, ShareStatus};
use crate::render::view::compared as view;
use crate::words;

/// Who, compared.
pub(super) fn render(out: &mut String, findings: &Findings) {
    comparisons(out, findings);
    salience(out, findings);
    forest(out, findings);
    order(out, findings);
}

fn comparisons(out: &mut String, findings: &Findings) {
    line(out, "### Compared inside common coverage\n");
    for found in &findings.comparisons {
        line(out, &format!("{}:\n", view::heading(found)));
        for text in view::basis(found) {
            line(out, &format!("- {}", escape(&text)));
        }
        if found.status == ShareStatus::Given {
            line(
                out,
                "\n| who | accounts | items | share | early share | first captured inside | reach as captured |\n|---|---:|---:|---:|---:|---|---|",
            );
        }
        let (rows, more) = view::rows(found);
        for row in rows {
            let reach: Vec<String> = row.reach.iter().map(view::reach).collect();
            line(
                out,
                &format!(
                    "| {} | {} | {} | {} | {} | {}{} | {} |",
                    escape(&row.who),
                    row.accounts,
                    row.items,
                    view::part(row.share),
                    view::early(row),
                    view::first(row),
                    notes(&[row.evidence]),
                    escape(&reach.join("; "))
                ),
            );
        }
        if more > 0 {
            line(out, &format!("\n{more} more in shares.csv."));
        }
        line(out, "");
    }
}

fn salience(out: &mut String, findings: &Findings) {
    let Some(salience) = &findings.salience else { return };
    line(out, "### What it is of the actors' own output\n");
    for refusal in &salience.refused {
        line(
            out,
            &format!(
                "- Not given for {}: {}.",
                words::count(refusal.actors, "actor", "actors"),
                escape(&refusal.reason)
            ),
        );
    }
    if !salience.rows.is_empty() {
        line(
            out,
            "\n| actor | own items | matched | part | against the days before | control terms |\n|---|---:|---:|---:|---|---|",
        );
    }
    for row in salience.rows.iter().take(20) {
        line(
            out,
            &format!(
                "| {} | {} | {} | {}{} | {} | {} |",
                escape(&row.who),
                row.items,
                row.matched,
                view::part(row.share),
                notes(&[row.evidence]),
                view::ratio(row),
                escape(&view::controls(findings, row))
            ),
        );
    }
    line(out, "");
}

fn forest(out: &mut String, findings: &Findings) {
    line(out, "### What was passed on, in trees\n");
    let forest = &findings.forest;
    if forest.trees == 0 {
        line(out, "No matched item passes on another, and none has the words of another.\n");
        return;
    }
    for text in view::forest_notes(findings) {
        line(out, &format!("- {}", escape(&text)));
    }
    line(
        out,
        "\n| root | by | actor | when | items | accounts | made of | notes |\n|---|---|---|---|---:|---:|---|---|",
    );
    for tree in &forest.largest {
        line(
            out,
            &format!(
                "| {}{} | {} | {} | {} | {} | {} | {} | {} |",
                escape(&tree.root),
                notes(&[tree.evidence]),
                escape(&tree.account.label),
                escape(&tree.actors.join(", ")),
                tree.at_local,
                tree.items,
                tree.accounts,
                view::made_of(tree),
                escape(&view::root_notes(tree))
            ),
        );
    }
    if forest.trees > forest.largest.len() {
        line(
            out,
            &format!(
                "\n{} more trees; `whence-analyze forests` writes all.",
                forest.trees - forest.largest.len()
            ),
        );
    }
    line(out, "");
}

fn order(out: &mut String, findings: &Findings) {
    if findings.lead_lag.is_empty() {
        return;
    }
    line(
        out,
        "### Which platform had it first\n\nBy the first captured item of each object that both carried. Order in time, not influence.\n",
    );
    for pair in &findings.lead_lag {
        line(
            out,
            &format!(
                "- {} {}: {}; sign test {}",
                words::number(pair.shared),
                object_words(&pair.object).1,
                escape(&view::order(pair)),
                view::test(pair)
            ),
        );
    }
    line(out, "");
}

/// How items were found, and how precisely.
pub(super) fn matching(out: &mut String, findings: &Findings) {
    let matching = &findings.matching;
    line(out, "\n### What belongs to it\n");
    line(out, &format!("- {}", escape(&crate::summary::precision(matching.precision.as_ref()))));
    for (n, found) in (1..).zip(&matching.seeds) {
        line(out, &format!("- {}", escape(&view::seed(found, n))));
    }
    for found in &matching.misspellings {
        line(out, &format!("- {}", escape(&view::misspelling(found))));
    }
    line(out, "\n| clause | items | by it alone |\n|---|---:|---:|");
    for clause in matching.clauses.iter().take(view::MOST_CLAUSES) {
        line(out, &format!("| {} | {} | {} |", escape(&clause.clause), clause.items, clause.alone));
    }
}
