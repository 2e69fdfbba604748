//! How it was done, and what it cannot tell.

use crate::findings::{Findings, ShareStatus};
use crate::words;

/// The method in sentences.
pub(crate) fn method(findings: &Findings) -> Vec<String> {
    let mut text = vec![
        "An item belongs to the narrative when its title or text matches the query. Text and query are folded alike (width, case, Arabic letter forms; Chinese, Japanese and Korean as overlapping pairs of characters); words match whole, and nothing is guessed.".to_owned(),
        format!("Days and hours are those of {}. A bin is observed when every source or account that gave a match was observed throughout, partial when some were, and a gap when none is known to have been.", findings.narrative.time_zone),
        "Surges: exact optimal partitioning of the days with a quasi-Poisson cost, so that counts may vary more than a Poisson process; a stretch counts when its rate is at least twice the median of a week or more of quiet days before it, as a spike up to two days and as a surge from three; two days running below that end it. On simulated quiet series of 14 to 90 days fewer than 3 % raise a false alarm on average, and about 5 % at worst, where counts vary most.".to_owned(),
        "A surge's beginning by the hour is the middle of the likelihood over the hours from the day before to its first day's end, the hours of the day at their usual share. Ratios have 95 % intervals given the days, with the variance of the counts. What was added is what the days of a stretch have above as many quiet days before it. Binary segmentation and PELT of the mean (Normal, MBIC) are for comparison and raise no alarm.".to_owned(),
        "Actors are named by accepted claims only, each with who says so and where. What lists of indicators name (domains, addresses, handles) is no actor, and names nobody.".to_owned(),
        "Accounts that are not offices or outlets are pseudonymised with a key that stays in the store.".to_owned(),
    ];
    let tested = findings.events.iter().any(|event| event.placebo.is_some())
        || findings.series.iter().any(|series| series.counts.as_ref().is_some_and(|c| !c.placebo.is_empty()));
    if tested {
        text.push("Whether counts rose in the days before an event is tested against all windows of as many days before that (the logarithm of the window's rate, weekdays taken out, in standard deviations of theirs; one-sided, at 5 %), with the event and the days fixed in the narrative's file. On simulated series in which nothing rose, 4 to 5 % are said to have risen. A second test (quasi-Poisson with the dispersion of blocks) and windows of 2 to 7 days stand beside it.".to_owned());
    }
    text.extend([
        "Compared shares: accounts are taken in order of how long they were observed, whatever they published; those up to the place where accounts times common hours is greatest are compared. Intervals resample whole accounts 2,000 times with a fixed seed. Counts such as likes and views are those last captured, at whatever age; nobody verified them.".to_owned(),
        "Copies: texts are compared by their letters, folded, without addresses, hashtags and mentions, from 32 letters on (16 of a script without spaces). An exact copy has the same letters; a near copy meets in MinHash (128 permutations of character 5-grams, 16 bands of 8) and then holds at least 80 % of the shorter text's 5-grams, by exact comparison. Candidates may be missed: pairs with half of their 5-grams in common meet in 6 % of cases, with four fifths in 95 %.".to_owned(),
        "Order: a time counts as the span that it leaves open (a day in any zone, a second, a relative time by its unit). Where two spans overlap the order is open, and is told as open; of a declared repost the original comes first. Ids of X tell the millisecond.".to_owned(),
    ]);
    text.extend(together(findings));
    for timeline in &findings.timelines {
        let what = if timeline.measure == "ranking" { "List presence" } else { "Items" };
        text.push(format!("{what}: {}", timeline.surge_note));
    }
    text.extend(crate::ledger::method(findings));
    text
}

/// How coordination was looked for; nothing where it was not.
fn together(findings: &Findings) -> Option<String> {
    let found = &findings.coordination;
    (found.fused.shares > 0).then(|| {
        format!(
            "Coordination: accounts that shared the same things within {} s, by an exact window; chance lets two accounts share as many as their numbers of shares and of others' shares around theirs give at the moment (Poisson, local intensity), among the matched items only. Layers are tested apart and fused by the smallest p-value times their number; Benjamini and Hochberg over all pairs of accounts; communities by the Leiden algorithm, seeded. Whether a community's accounts were opened together: the shortest span that holds half of the known openings, against as many of the narrative's accounts drawn at random, times the communities tested.",
            words::decimal(found.window_seconds)
        )
    })
}

/// The limits in sentences.
pub(crate) fn limits(findings: &Findings, show_persons: bool) -> Vec<String> {
    let mut text = vec![
        "Only public posts and pages that were collected or imported are here; what was deleted before, or never collected, is not. Absence is not evidence.".to_owned(),
        "\u{201c}First captured\u{201d} is not \u{201c}first\u{201d}.".to_owned(),
        "Order in time is not cause: both a surge and an event can follow from something else.".to_owned(),
    ];
    if findings.matched.items > 0 {
        let measured = findings.salience.as_ref().is_some_and(|salience| !salience.rows.is_empty());
        text.push(format!(
            "That an actor's accounts published on a topic does not make the topic theirs: they publish on many things{}.",
            if measured { "" } else { ", and their usual share could not be measured here" }
        ));
        if findings.matching.precision.is_none() {
            text.push("The query's precision was not sampled: what part of the matched items is on topic is not known.".to_owned());
        }
    }
    if findings.matched.ranking.entries > 0 {
        text.push("A hot list is capped and edited. Topic-hours say that the list showed a topic; they are a ranking, never volume, and are not added to items.".to_owned());
    }
    let contradicted = findings.accounts.iter().filter(|account| account.in_conflict).count();
    if contradicted > 0 {
        text.push(format!(
            "Accepted claims give {} to several actors at the same time: they contradict each other, and nobody is named by them.",
            words::count(contradicted, "account", "accounts")
        ));
    }
    if findings.coverage.unknown_accounts > 0 {
        text.push(format!(
            "For {} it is not known when they were observed.",
            words::count(findings.coverage.unknown_accounts, "account", "accounts")
        ));
    }
    let unread = findings.coverage.unread_pages;
    let pages = unread.refused + unread.failed + unread.waiting;
    if pages > 0 {
        text.push(format!(
            "{} that the sources named could not be read ({} refused by robots.txt or for the address, {} given up, {} still waiting): their hours count as partly observed.",
            words::count(usize::try_from(pages).unwrap_or_default(), "page", "pages"),
            unread.refused,
            unread.failed,
            unread.waiting
        ));
    }
    if !findings.coverage.sources_without_coverage.is_empty() {
        text.push(format!(
            "Nothing is known of the coverage of {}.",
            words::list(&findings.coverage.sources_without_coverage)
        ));
    }
    for timeline in &findings.timelines {
        let number = |n: u64| words::count(usize::try_from(n).unwrap_or(usize::MAX), "item", "items");
        if timeline.undated > 0 {
            text.push(format!(
                "{} of unknown time are counted in the total, but on no day.",
                number(timeline.undated)
            ));
        }
        if timeline.not_in_hours > 0 {
            text.push(format!(
                "{} whose day is known and whose hour is not are counted by day only.",
                number(timeline.not_in_hours)
            ));
        }
    }
    if findings.shares.status == ShareStatus::Given && findings.shares.accounts > 1 {
        text.push("Shares count items, not reach, and only those of accounts in the store.".to_owned());
    }
    if findings.amplification.outside > 0 {
        text.push(format!(
            "{} point at something that the store does not hold.",
            words::count(
                findings.amplification.outside,
                "repost, quote or reply",
                "reposts, quotes and replies"
            )
        ));
    }
    for series in findings.series.iter().filter(|series| series.points.is_empty()) {
        text.push(format!(
            "The store holds no values of {} ({}) in the window.",
            series.name, series.measure
        ));
    }
    if findings.coordination.fused.edges > 0 {
        text.push("Accounts that share together need not know of one another: keen followers of one source do the same. Shuffled times do not tell them apart; what stands with exchanged times is of this kind, but so would be a group that shares what nobody else does.".to_owned());
    }
    if show_persons {
        text.push("Persons to whom accepted claims attribute accounts are shown by name, because the analyst asked for it.".to_owned());
    }
    text
}
