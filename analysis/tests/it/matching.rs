//! What a query finds, by which clause; seeds; samples and their labels.

use std::collections::BTreeMap;

use whence_analysis::findings::Findings;
use whence_store::ingest::{ItemKind, LangSource};
use whence_store::program::Exit;
use whence_store::work::Measure;

use super::world::{Held, World, account, item, text};

const LONG: &str =
    "The new model of the house was trained for a tenth of what others paid, its makers say in a note";

/// Items by id with what they say; the fourth word is the language.
fn world() -> World {
    let mut world = World::new();
    let posts = world.source("posts", Measure::Items);
    let mut items = Vec::new();
    for (id, who, lang, words) in [
        ("1", "CloudTv", "en", "DeepSeek is banned in schools"),
        ("2", "CloudTv", "en", "DeepSeek opens a new office and a long list of things comes before banned"),
        ("3", "mia_private", "en", "deepseak is good"),
        ("4", "mia_private", "zh", "深度求索很好"),
        ("5", "SkyOffice", "zh-Hant", "使馆谈深度求索禁令"),
        ("6", "SkyOffice", "ar", "سمعت عن ديب سيك اليوم"),
        ("7", "SkyOffice", "en", "@SkyOffice weather deepsaek"),
        ("8", "CloudTv", "en", LONG),
        (
            "9",
            "mia_private",
            "en",
            "New! The new model of the house was trained for a tenth of what others paid, its makers say in a long note https://t.co/x",
        ),
        ("10", "SkyOffice", "en", "deepseek1 deepest seeks"),
    ] {
        let day: u32 = id.parse().unwrap();
        let mut item =
            item(account("x", who), id, ItemKind::Post, &format!("2025-01-{:02}T12:00:00Z", 13 + day), words);
        item.lang = Some((lang.to_owned(), LangSource::Platform));
        if id == "2" {
            item.links = vec!["https://news.example.org/a".to_owned()];
        }
        items.push(item);
    }
    world.put(posts, "file:posts", Held { items, ..Held::default() });
    world
}

/// The ids that a query finds, with their clauses.
fn found(world: &World, query: &str, more: &str) -> BTreeMap<String, String> {
    world.narrative(
        "n",
        &format!("title = \"N\"\nquery = '''{query}'''\ntime_zone = \"Asia/Shanghai\"\n{more}\n[window]\nfrom = \"2025-01-13\"\nto = \"2025-02-11\"\n[terms.product]\nen = [\"deepseek\"]\nzh = [\"深度求索\"]\nar = [\"ديب سيك\"]\n"),
    );
    let (db, config, out) = (world.db(), world.config(), world.out());
    let arguments =
        ["matches", "n", "--db", text(&db), "--config", text(&config), "--out", text(&out), "--identifiable"];
    world.run(&arguments).0.unwrap();
    let rows = csv::Reader::from_path(out.join("matches.csv")).unwrap();
    rows.into_deserialize::<BTreeMap<String, String>>()
        .map(Result::unwrap)
        .map(|row| (row["item"].clone(), row["clauses"].clone()))
        .collect()
}

#[test]
fn every_kind_of_clause() {
    let world = world();
    for (query, wanted) in [
        ("@product", "1 2 4 5 6"),
        ("deepseek~1", "1 2 3 7"),
        ("deepseek~1 NOT type:repost NOT author:skyoffice", "1 2 3"),
        ("deepseek NEAR/2 banned", "1"),
        ("banned NEAR/20 deepseek", "1 2"),
        ("深度求索 NEAR/3 禁令", "5"),
        ("(使馆 OR embassy) NEAR/1 深度求索", "5"),
        ("عن NEAR/1 ديب", "6"),
        ("@product lang:zh", "4 5"),
        ("author:@CloudTV", "1 2 8"),
        ("domain:example.org", "2"),
        ("domain:ample.org", ""),
        ("@product date:2025-01-14..2025-01-15", "1 2"),
        ("platform:web OR lang:ar", "6"),
        ("type:post NOT (@product OR deepseek~2) NOT house", "10"),
    ] {
        let ids: Vec<String> = found(&world, query, "").into_keys().collect();
        let mut ids: Vec<u32> = ids.iter().map(|id| id.parse().unwrap()).collect();
        ids.sort_unstable();
        let ids: Vec<String> = ids.iter().map(u32::to_string).collect();
        assert_eq!(ids.join(" "), wanted, "{query}");
    }
}

#[test]
fn which_clause_found_an_item_is_kept() {
    let world = world();
    let found = found(&world, "(@product OR deepseek~1) AND NOT weather", "");
    assert_eq!(found["1"], "\"deepseek\"; \"deepseek\"~1");
    assert_eq!(found["3"], "\"deepseek\"~1");
    assert_eq!(found["4"], "\"深度求索\"");
    assert!(!found.contains_key("7"));
}

fn report(world: &World) -> Findings {
    world.report("n", &[]).0
}

#[test]
fn misspellings_are_told() {
    let world = world();
    found(&world, "deepseek~1", "");
    let findings = report(&world);
    let forms: Vec<_> =
        findings.matching.misspellings[0].forms.iter().map(|form| form.word.as_str()).collect();
    assert_eq!(forms, ["deepsaek", "deepseak"], "a word with another number is another word");
    assert!(world.file("report.md").contains("was also looked for as deepsaek"));
}

#[test]
fn copies_of_seeds_belong_to_it() {
    let world = world();
    let seeds = "seed = [{ item = \"x:8\" }, { item = \"x:404\" }, { text = \"short\" }]";
    let found = found(&world, "deepseek", seeds);
    assert_eq!(found["8"], "copy of seed 1");
    assert_eq!(found["9"], "copy of seed 1");
    let findings = report(&world);
    let seeds = &findings.matching.seeds;
    assert_eq!((seeds[0].items, seeds[0].beyond_query), (2, 2));
    assert!(seeds[1].problem.as_deref().unwrap().contains("does not hold it"));
    assert!(seeds[2].problem.as_deref().unwrap().contains("too few"));
}

#[test]
fn a_handle_in_a_query_is_not_told() {
    let world = world();
    found(&world, "author:mia_private good", "");
    report(&world);
    for (name, text) in world.files() {
        assert!(!text.contains("mia_private"), "{name}");
    }
}

fn sample(world: &World, file: &str, more: &[&str]) -> (anyhow::Result<Exit>, String) {
    let (db, config, out) = (world.db(), world.config(), world.config().join("narratives").join(file));
    let mut arguments =
        vec!["sample", "n", "--db", text(&db), "--config", text(&config), "--out", text(&out)];
    arguments.extend(more);
    let (result, _) = world.run(&arguments);
    (result, std::fs::read_to_string(&out).unwrap_or_default())
}

#[test]
fn a_sample_is_the_same_every_time_and_names_nobody() {
    let world = world();
    found(&world, "platform:x", "");
    let (result, first) = sample(&world, "a.csv", &["--n", "6"]);
    assert_eq!(result.unwrap(), Exit::Done);
    assert_eq!(first, sample(&world, "b.csv", &["--n", "6"]).1);
    assert_ne!(first, sample(&world, "c.csv", &["--n", "6", "--seed", "2"]).1);
    assert_eq!(first.lines().count(), 7);
    let all = sample(&world, "d.csv", &[]).1;
    assert_eq!(all.lines().count(), 11);
    assert!(!all.contains("mia_private") && !all.contains("SkyOffice") && !all.contains("x:3"), "{all}");
    assert!(!all.contains(",@"), "a cell that begins as a formula does is guarded: {all}");
    assert!(sample(&world, "e.csv", &["--identifiable"]).1.contains("mia_private"));
    assert!(sample(&world, "a.csv", &[]).0.is_err(), "labels are not overwritten");
}

#[test]
fn labels_give_a_precision_with_its_interval() {
    let world = world();
    let labels = "sample = { file = \"labels.csv\" }";
    found(&world, "platform:x", labels);
    let (result, drawn) = sample(&world, "labels.csv", &[]);
    result.unwrap();
    let path = world.config().join("narratives/labels.csv");
    let (db, config, out) = (world.db(), world.config(), world.out());
    let report = |words: &str| {
        let lines = drawn.lines().enumerate();
        let labelled: Vec<String> = lines
            .map(|(n, line)| {
                if n == 0 {
                    line.to_owned()
                } else {
                    line.replace(",,,", "").trim_end_matches(',').to_owned() + "," + words
                }
            })
            .collect();
        std::fs::write(&path, labelled.join("\n")).unwrap();
        world.run(&["report", "n", "--db", text(&db), "--config", text(&config), "--out", text(&out)]).0
    };
    assert!(
        report(",,").unwrap_err().to_string().contains("10 of 10 rows have no label, the first in line 2")
    );
    assert!(report("perhaps,,").unwrap_err().to_string().contains("line 2, on_topic: \"perhaps\""));
    report("yes,supports,en").unwrap();
    let findings: Findings = serde_json::from_str(&world.file("report.json")).unwrap();
    let precision = findings.matching.precision.unwrap();
    assert_eq!((precision.labelled, precision.yes, precision.lost, precision.drawn_from), (10, 10, 0, 10));
    assert!((precision.low - 0.7225).abs() < 1e-3 && (precision.high - 1.0).abs() < 1e-9);
    assert_eq!(precision.stances, [("supports".to_owned(), 10)]);
    assert_eq!((precision.language_agrees, precision.language_compared), (7, 10));
    assert!(
        world
            .file("report.html")
            .contains("10 are on topic: 100.0 % (95 % Wilson interval 72.2 % to 100.0 %)")
    );
    found(&world, "platform:x NOT weather", labels);
    let error = world
        .run(&["report", "n", "--db", text(&db), "--config", text(&config), "--out", text(&out)])
        .0
        .unwrap_err();
    assert!(error.to_string().contains("made for another query"));
}
