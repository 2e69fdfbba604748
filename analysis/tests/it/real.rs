//! Real posts of 500 offices, outlets and others, beside the workspace: roots of copies, reposts, and who may be compared.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};

use serde_json::Value;
use whence_analysis::findings::{Grouping, ShareStatus};
use whence_store::ingest::{ActorKind, ItemKind, LangSource, NewObserved};
use whence_store::work::Measure;

use super::world::{Held, World, account, claim, item, text};

fn shared() -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/prc-x-2023");
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: there is no {}", path.display());
    None
}

fn posts(folder: &Path) -> Vec<Value> {
    let file = std::fs::File::open(folder.join("posts_dev_before_2023-11-13.ndjson.gz")).unwrap();
    let lines = BufReader::new(flate2::read::MultiGzDecoder::new(file)).lines();
    lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect()
}

/// The store, without coverage: a file of posts proves none. With `observed`, one stretch for the accounts given.
fn world(folder: &Path, observed: Vec<NewObserved>) -> World {
    let mut world = World::new();
    let source = world.source("posts", Measure::Items);
    let entities = |text: &str| text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let mut observed = Some(observed);
    for posts in posts(folder).chunks(2_000) {
        let items = posts.iter().map(|post| {
            let said = |key: &str| post[key].as_str().map(str::to_owned);
            let kind = match (&post["rt_of"], &post["quote_of"], &post["reply_to"]) {
                (Value::String(_), _, _) => ItemKind::Repost,
                (_, Value::String(_), _) => ItemKind::Quote,
                (_, _, Value::String(_)) => ItemKind::Reply,
                _ => ItemKind::Post,
            };
            let (id, when) = (said("id").unwrap(), said("created").unwrap());
            let author = account("x", &said("author").unwrap());
            let mut item = item(author, &id, kind, &when, &entities(&said("text").unwrap()));
            item.lang = said("lang").map(|lang| (lang, LangSource::Platform));
            (item.repost_of, item.quote_of, item.reply_to) =
                (said("rt_of"), said("quote_of"), said("reply_to"));
            if let Some(likes) = post["favs"].as_i64() {
                item.metrics = vec![("likes".to_owned(), likes)];
            }
            item
        });
        let held =
            Held { items: items.collect(), observed: observed.take().unwrap_or_default(), ..Held::default() };
        world.put(source, "file:posts", held);
    }
    let registry = world.source("registry", Measure::Items);
    let rows = csv::Reader::from_path(folder.join("registry_canis_2023-11-03.csv")).unwrap();
    let claims = rows.into_deserialize::<BTreeMap<String, String>>().filter_map(|row| {
        let row = row.unwrap();
        let handle = row["X (Twitter) handle"].trim().to_owned();
        let mut claim = claim(row["Name (English)"].trim(), ActorKind::Office, "x", &handle);
        claim.owner = Some(row["Entity owner (English)"].trim().to_owned());
        (!handle.is_empty()).then_some(claim)
    });
    let held = Held { claims: claims.collect(), ..Held::default() };
    world.put(registry, "file:registry", held);
    world.narrative(
        "all",
        "title = \"All\"\nquery = \"platform:x\"\ntime_zone = \"UTC\"\n[window]\nfrom = \"2023-08-01\"\nto = \"2023-11-13\"\n",
    );
    world
}

fn forests(world: &World, more: &[&str]) -> Vec<BTreeMap<String, String>> {
    let (db, out) = (world.db(), world.out());
    let arguments = ["forests", "--db", text(&db), "--out", text(&out), "--identifiable"];
    let (result, printed) = world.run(&[arguments.as_slice(), more].concat());
    result.unwrap();
    eprintln!("{}", printed.lines().next().unwrap_or_default());
    let rows = csv::Reader::from_path(out.join("forests.csv")).unwrap();
    rows.into_deserialize().map(Result::unwrap).collect()
}

fn truth(folder: &Path, name: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_path(folder.join(name)).unwrap().into_deserialize().map(Result::unwrap).collect()
}

#[test]
fn roots_of_all_clusters_and_all_reposts_are_found() {
    let Some(folder) = shared() else { return };
    let world = world(&folder, Vec::new());
    for more in [["--exact"].as_slice(), &[]] {
        check(&folder, &world, more);
    }
}

fn check(folder: &Path, world: &World, more: &[&str]) {
    let forests = forests(world, more);
    let by_item: BTreeMap<&str, &BTreeMap<String, String>> =
        forests.iter().map(|row| (row["item"].as_str(), row)).collect();

    let mut clusters: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in truth(folder, "truth_exact_copy_dev.csv") {
        clusters.entry(row["cluster"].clone()).or_default().push(row["tweet_id"].clone());
    }
    let (mut roots, mut same_words) = (0, 0);
    for members in clusters.values() {
        let all = |column: &str| {
            members.iter().all(|id| by_item.get(id.as_str()).is_some_and(|row| row[column] == members[0]))
        };
        same_words += usize::from(all("same_words_root"));
        roots += usize::from(all("root"));
    }
    eprintln!(
        "{} clusters of exact copies: {same_words} with the right root of the words, {roots} with the same root of the tree",
        clusters.len()
    );
    assert_eq!(same_words, clusters.len());
    // With near copies an earlier text with most of the words may be the root of all.
    assert!(more.is_empty() || roots == clusters.len());

    let edges = truth(folder, "truth_rt_quote_dev.csv");
    let held: BTreeSet<String> =
        posts(folder).iter().map(|post| post["id"].as_str().unwrap().to_owned()).collect();
    let reposts: Vec<_> =
        edges.iter().filter(|row| row["kind"] == "rt_of" && held.contains(&row["tweet_id"])).collect();
    let right = reposts
        .iter()
        .filter(|edge| {
            by_item.get(edge["tweet_id"].as_str()).is_some_and(|row| {
                row["kind"] == "repost" && row["parent"] == edge["of_id"] && row["rung"] == "declared"
            })
        })
        .count();
    eprintln!("{right} of {} reposts tied to their originals", reposts.len());
    assert_eq!(right, reposts.len());
    let engagement: BTreeSet<(String, String, String)> =
        csv::Reader::from_path(world.out().join("engagement.csv"))
            .unwrap()
            .into_deserialize::<BTreeMap<String, String>>()
            .map(Result::unwrap)
            .map(|row| (row["item"].clone(), row["kind"].clone(), row["target"].clone()))
            .collect();
    for (kind, word) in [("quote_of", "quote"), ("reply_to", "reply")] {
        let wanted = edges.iter().filter(|row| row["kind"] == kind && held.contains(&row["tweet_id"]));
        let missed = wanted
            .filter(|row| {
                !engagement.contains(&(row["tweet_id"].clone(), word.to_owned(), row["of_id"].clone()))
            })
            .count();
        assert_eq!(missed, 0, "{kind}");
    }
}

#[test]
fn shares_by_owner_are_refused_without_coverage_and_given_inside_it() {
    let Some(folder) = shared() else { return };
    let (findings, _) = world(&folder, Vec::new()).report("all", &[]);
    let by_owner = |found: &whence_analysis::findings::Comparison| found.by == Grouping::Owner;
    let refused = findings.comparisons.iter().find(|found| by_owner(found)).unwrap();
    assert_eq!((refused.status, refused.compared, refused.rows.len()), (ShareStatus::Refused, 0, 0));
    assert_eq!(refused.refused.iter().map(|refusal| refusal.accounts).sum::<usize>(), refused.accounts);
    assert!(refused.refused[0].reason.contains("not known when they were observed"));
    eprintln!("without coverage: {} accounts, all refused", refused.accounts);

    // What a capture of an account's last posts proves: from its oldest post to the capture.
    let mut oldest: BTreeMap<String, String> = BTreeMap::new();
    for post in posts(&folder) {
        let (author, created) = (post["author"].as_str().unwrap(), post["created"].as_str().unwrap());
        let first = oldest.entry(author.to_owned()).or_insert_with(|| created.to_owned());
        if created < first.as_str() {
            *first = created.to_owned();
        }
    }
    let end = super::world::at("2023-11-13T00:00:00Z");
    let observed = oldest
        .iter()
        .map(|(author, from)| NewObserved {
            account: Some(account("x", author)),
            from: super::world::at(from),
            to: end,
        })
        .filter(|observed| observed.from < end)
        .collect();
    let (findings, _) = world(&folder, observed).report("all", &[]);
    let given = findings.comparisons.iter().find(|found| by_owner(found)).unwrap();
    assert_eq!(given.status, ShareStatus::Given);
    let refused: usize = given.refused.iter().map(|refusal| refusal.accounts).sum();
    assert_eq!(given.compared + refused, given.accounts);
    let sum: f64 = given.rows.iter().map(|row| row.share.share).sum();
    assert!((sum - 1.0).abs() < 1e-9);
    for row in &given.rows {
        let (low, high) = (row.share.low.unwrap(), row.share.high.unwrap());
        assert!(low <= row.share.share && row.share.share <= high, "{row:?}");
    }
    eprintln!(
        "with coverage from the oldest captured post: {} accounts compared over {} h, {refused} refused; {} items, largest owner {:.1} % ({:.1} to {:.1})",
        given.compared,
        given.common_hours,
        given.items,
        given.rows[0].share.share * 100.0,
        given.rows[0].share.low.unwrap() * 100.0,
        given.rows[0].share.high.unwrap() * 100.0
    );
}
