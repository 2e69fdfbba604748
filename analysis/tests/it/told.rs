//! Claims, parties, judgements, terms, lists, look-alikes: what the report says of them, and what files are refused.

use whence_analysis::findings::{Findings, Firmness};
use whence_store::ingest::{ActorKind, ItemKind, LangSource, NewItem};
use whence_store::settings::SettingsError;
use whence_store::work::Measure;

use super::world::{Held, World, account, claim, item, observed, text};

const HEAD: &str = "title = \"Weather\"\nquery = \"weather\"\ntime_zone = \"UTC\"\n[window]\nfrom = \"2025-01-13\"\nto = \"2025-02-11\"\n";

const TOLD: &str = r#"
[[claim]]
id = "rain"
text = "The machine made it rain"
asserted_by = "Cloud Works"
asserted_by_kind = "organisation"
status = "denied"
[claim.wordings]
en = ["made it rain"]
zh = ["造出了雨"]
[[claim.source]]
url = "https://cloud.example/rain"
date = "2025-01-20"
says = "denies"
by = "Cloud Works"

[[claim]]
id = "unsought"
text = "The machine is blue"
asserted_by = "Nora Nobody"
asserted_by_kind = "person"
status = "unproven"
[[claim.source]]
url = "https://x.com/k4rl_heinz/status/1"
date = "2025-01-20"
says = "asserts"

[[party]]
name = "Cloud Works"
kind = "organisation"
asked = "2025-01-21"
asked_how = "by mail"
answered = "2025-01-23"
answer = "We say nothing of rain."
answer_url = "https://cloud.example/answer"

[[party]]
name = "The Ministry of Weather"
kind = "office"

[[judgement]]
statement = "the rain would have come anyway"
likelihood = "very likely"
confidence = "low"
because = "one station was read"
by = "A. Analyst"
date = "2025-02-11"

[protect]
brands = ["cloudcourier.example"]
"#;

fn post(handle: &str, id: &str, when: &str, lang: &str, words: &str) -> NewItem {
    let mut post = item(account("x", handle), id, ItemKind::Post, when, words);
    post.lang = Some((lang.to_owned(), LangSource::Platform));
    post
}

fn world() -> World {
    let mut world = World::new();
    world.narrative("weather", &format!("{HEAD}{TOLD}"));
    let posts = world.source("posts", Measure::Items);
    let lists = world.source("lists", Measure::Items);
    let site = world.source("site", Measure::Items);
    let mut items = vec![
        post("CloudTv", "1", "2025-01-20T01:00:00Z", "en", "The weather machine made it rain."),
        post("k4rl_heinz", "2", "2025-01-20T02:00:00Z", "en", "Weather: it may have made it rain"),
        post("k4rl_heinz", "3", "2025-01-20T03:00:00Z", "en", "Weather: according to them it made it rain"),
        post("xiaoming", "4", "2025-01-20T04:00:00Z", "zh", "weather 它没有造出了雨"),
        post("xiaoming", "5", "2025-01-20T05:00:00Z", "pt", "weather: made it rain"),
        post(
            "xiaoming",
            "6",
            "2025-01-20T06:00:00Z",
            "en",
            "weather, see cloudcouriers[.]example/a and hxxps://listed[.]example/b",
        ),
    ];
    let mut repost = item(
        account("x", "xiaoming"),
        "7",
        ItemKind::Repost,
        "2025-01-20T07:00:00Z",
        "RT @CloudTv: The weather machine made it rain.",
    );
    repost.repost_of = Some("1".to_owned());
    items.push(repost);
    for n in 0..30_i64 {
        let when = format!("2025-01-2{}T{:02}:00:00Z", 1 + n / 24, n % 24);
        items.push(post(
            &format!("reader{n}"),
            &format!("r{n}"),
            &when,
            "en",
            &format!("weather, wind and sun on hill {n}"),
        ));
        let words = format!("weather at the harmonious pagoda number {n}");
        items.push(post("CloudTv", &format!("c{n}"), &when.replace(":00:00Z", ":30:00Z"), "en", &words));
    }
    let whole = observed(None, "2025-01-01T00:00:00Z", "2025-02-20T00:00:00Z");
    world.put(posts, "file:posts", Held { items, observed: vec![whole], ..Held::default() });
    let mut listed = claim("Rainmakers", ActorKind::Indicator, "web", "listed.example/b/*");
    listed.asserted_by = "A List".to_owned();
    let claims = vec![claim("Cloud TV", ActorKind::Outlet, "x", "CloudTv"), listed];
    world.put(lists, "https://registry.example/list", Held { claims, ..Held::default() });
    world.put(site, "https://cloud.example/rain", Held::default());
    world
}

fn report() -> (World, Findings) {
    let world = world();
    let (findings, _) = world.report("weather", &[]);
    (world, findings)
}

#[test]
fn claims_are_counted_by_how_firmly_they_are_said() {
    let (_, findings) = report();
    let [rain, unsought] = findings.ledger.claims.as_slice() else { panic!("{:?}", findings.ledger.claims) };
    let wanted = Firmness { flat: 2, hedged: 1, attributed: 1, negated: 1, passed_on: 1 };
    assert_eq!(rain.usage.said, wanted);
    assert_eq!((rain.usage.items, rain.usage.accounts), (6, 3));
    assert_eq!(rain.usage.without_lexicon, ["pt", "und"]);
    let actors: Vec<_> = rain.usage.by_actor.iter().map(|row| (row.actor.as_str(), row.said.flat)).collect();
    assert_eq!(actors, [("Cloud TV", 1)]);
    let first = rain.usage.first.as_ref().unwrap();
    assert_eq!(
        (first.account.as_str(), first.item.excerpt.as_deref()),
        ("@CloudTv", Some("The weather machine made it rain."))
    );
    assert!(rain.sources[0].evidence.is_some(), "the page is in the store");
    assert!(!unsought.usage.is_looked_for && unsought.usage.items == 0);
    assert_eq!(unsought.asserted_by, "a person (not named)");
    assert_eq!(unsought.sources[0].url, None, "the address leads to an account that is not named");
}

#[test]
fn parties_are_told_as_asked_or_not() {
    let (world, findings) = report();
    let said: Vec<&str> = findings.ledger.parties.iter().map(|party| party.sentence.as_str()).collect();
    assert_eq!(said, ["Asked on 21 Jan 2025 (by mail); answered on 23 Jan 2025.", "Not asked."]);
    for name in ["report.html", "report.md"] {
        let file = world.file(name);
        assert!(file.contains("We say nothing of rain.") && file.contains("Not asked."), "{name}");
    }
    world.narrative("weather", HEAD);
    let (findings, _) = world.report("weather", &[]);
    assert!(findings.ledger.parties.is_empty());
    for name in ["report.html", "report.md"] {
        assert!(
            world.file(name).contains("Not asked: the narrative"),
            "{name}: nobody was asked, and that is said"
        );
    }
}

#[test]
fn likelihood_and_confidence_are_the_analysts_and_apart() {
    let (world, findings) = report();
    let one = &findings.ledger.judgements[0];
    assert_eq!(
        one.likelihood_sentence,
        "It is very likely (80 to 95 %) that the rain would have come anyway."
    );
    assert_eq!(
        one.confidence_sentence,
        "Confidence in this judgement: low. The reason: one station was read."
    );
    for name in ["report.html", "report.md"] {
        let file = world.file(name);
        let (likely, sure) =
            (file.find("It is very likely").unwrap(), file.find("Confidence in this judgement").unwrap());
        assert!(file[likely..sure].contains('\n'), "{name}: two sentences, two paragraphs");
    }
}

#[test]
fn lists_and_look_alikes_name_nobody() {
    let (_, findings) = report();
    let list = &findings.indicators.lists[0];
    assert_eq!((list.list.as_str(), list.items, list.rows.len()), ("Rainmakers", 1, 1));
    assert_eq!(
        (list.rows[0].listed.as_deref(), list.rows[0].matched_by.as_str()),
        (Some("listed.example/b/*"), "url")
    );
    assert!(list.rows[0].account_labels.iter().all(|label| label.starts_with("x-")));
    let row = &findings.lookalikes.rows[0];
    assert_eq!(
        (row.domain.as_deref(), row.rule.as_str(), row.distance),
        (Some("cloudcouriers.example"), "edit-distance", 1)
    );
    assert!(findings.lookalikes.base_rate.domains >= 400 && findings.lookalikes.base_rate.alike == 0);
    assert!(findings.actors.iter().all(|actor| actor.label() == "Cloud TV"));
}

#[test]
fn an_actors_terms_are_those_that_others_do_not_use() {
    let (world, findings) = report();
    let [terms] = findings.terms.as_slice() else { panic!("{:?}", findings.terms) };
    assert_eq!((terms.actor.as_str(), terms.language.as_str(), terms.items), ("Cloud TV", "en", 31));
    let words: Vec<&str> = terms.terms.iter().map(|term| term.term.as_str()).collect();
    assert!(words.contains(&"pagoda") && words.contains(&"harmonious"), "{words:?}");
    assert!(!words.contains(&"weather") && !words.contains(&"wind"), "{words:?}");
    assert!(world.file("terms.csv").contains("pagoda"));
}

#[test]
fn every_figure_leads_to_evidence_and_nothing_private_is_told() {
    let (world, _) = report();
    let page = world.file("report.html");
    for note in page.split("href=\"#e").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(note == "vidence" || page.contains(&format!("<li id=\"e{note}\">")), "{note}");
    }
    for name in
        ["report.html", "report.md", "report.json", "claims.csv", "terms.csv", "sites.csv", "campaigns.csv"]
    {
        let file = world.file(name).to_lowercase();
        for secret in ["k4rl_heinz", "xiaoming", "nora nobody"] {
            assert!(!file.contains(secret), "{name} holds {secret}");
        }
    }
    let (db, config, out) = (world.db(), world.config(), world.out());
    let (html, markdown) = (out.join("report.html"), out.join("report.md"));
    let (result, printed) = world.run(&[
        "lint",
        text(&html),
        text(&markdown),
        "--db",
        text(&db),
        "--narrative",
        "weather",
        "--config",
        text(&config),
    ]);
    assert_eq!((result.unwrap(), printed.as_str()), (whence_store::program::Exit::Done, ""));
}

fn fails(world: &World, more: &str) -> String {
    world.narrative("a", &format!("{HEAD}{more}"));
    let (db, config, out) = (world.db(), world.config(), world.out());
    let (result, _) =
        world.run(&["report", "a", "--db", text(&db), "--config", text(&config), "--out", text(&out)]);
    let error = result.unwrap_err();
    let hint = error.downcast_ref::<SettingsError>().and_then(whence_store::hint::Hint::hint);
    format!("{error}\nhint: {}", hint.unwrap_or_default())
}

#[test]
fn files_that_say_too_much_or_too_little_are_refused() {
    let world = World::new();
    let claim = "[[claim]]\nid = \"a\"\ntext = \"t\"\nasserted_by = \"b\"\nasserted_by_kind = \"office\"\n";
    let source =
        "[[claim.source]]\nurl = \"https://a.example/\"\ndate = \"2025-01-20\"\nsays = \"asserts\"\n";
    let judgement =
        "[[judgement]]\nby = \"a\"\ndate = \"2025-01-20\"\nlikelihood = \"likely\"\nconfidence = \"low\"\n";
    for (more, wanted) in [
        (format!("{claim}status = \"proven\"\n{source}"), "unknown variant `proven`"),
        (format!("{claim}status = \"unproven\"\nsource = []"), "claim[0].source: the claim has no source"),
        (format!("{claim}status = \"denied\"\n{source}"), "add a source with says = \"denies\""),
        (format!("{claim}status = \"established\"\n{source}"), "claim[0].status: \u{201c}established\u{201d} has no source"),
        (format!("{claim}status = \"unproven\"\n{source}{claim}status = \"unproven\"\n{source}"), "\"a\" is used twice"),
        (format!("{claim}status = \"unproven\"\n{}", source.replace("https", "ftp")), "claim[0].source[0].url"),
        (format!("{claim}status = \"unproven\"\nwordings = {{ en = [\"…\"] }}\n{source}"), "claim[0].wordings.en"),
        ("[[party]]\nname = \"a\"\nkind = \"office\"\nanswer = \"b\"".to_owned(), "party[0].answer: it is given, but not when"),
        ("[[party]]\nname = \"a\"\nkind = \"office\"\nasked = \"2025-01-20\"\nanswer = \"b\"".to_owned(), "without `answered`"),
        (
            "[[party]]\nname = \"a\"\nkind = \"office\"\nasked = \"2025-01-20\"\nanswered = \"2025-01-19\"\nanswer = \"b\"".to_owned(),
            "2025-01-19 is before it was asked",
        ),
        (format!("{judgement}statement = \"we are confident that it rained\"\nbecause = \"b\""), "confidence and likelihood into one sentence"),
        (format!("{judgement}statement = \"it rained\"\nbecause = \"it probably did\""), "\u{201c}probably\u{201d} is a word of likelihood"),
        (format!("{judgement}statement = \"the machine caused it\"\nbecause = \"b\""), "\u{201c}caused\u{201d} says more"),
        (
            format!("{judgement}statement = \"it rained\"\nbecause = \"b\"").replace("\"likely\"", "\"probable\""),
            "unknown variant `probable`",
        ),
        ("[protect]\nbrands = [\"ab\"]".to_owned(), "protect.brands[0]: the brand \"ab\" has fewer than 3"),
        ("[resemblance]\ncampaigns = [\"none\"]".to_owned(), "resemblance.campaigns[0]: there is no campaign \"none\""),
        ("[resemblance]\ncampaigns = []\ncontrols = [\"youtube\"]".to_owned(), "resemblance.controls[0]: \"youtube\" names no channel"),
    ] {
        let text = fails(&world, &more);
        assert!(text.contains(wanted), "{more}\n{text}");
    }
}

#[test]
fn look_alikes_of_any_domains_are_a_json_object_a_line() {
    let world = World::new();
    let list = world.folder.path().join("domains.txt");
    std::fs::write(&list, "# a comment\ncloudcourier.ltd\n\nweather.example\n").unwrap();
    let (result, printed) = world.run(&[
        "lookalikes",
        "--brand",
        "cloudcourier.com",
        "cl0udcourier[.]com",
        "hxxps://www.cloudcourier.com/a",
        "127.0.0.1",
        "--file",
        text(&list),
        "--base-rate",
    ]);
    assert_eq!(result.unwrap(), whence_store::program::Exit::Done);
    let lines: Vec<serde_json::Value> =
        printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let rules: Vec<_> = lines[..5].iter().map(|line| line["rule"].as_str()).collect();
    assert_eq!(rules, [Some("homoglyph"), None, None, Some("other-suffix"), None]);
    assert_eq!((&lines[0]["host"], &lines[0]["distance"]), (&"cl0udcourier.com".into(), &1.into()));
    assert!(lines[5]["base_rate"]["domains"].as_u64().unwrap() >= 400);
    let (result, _) = world.run(&["lookalikes", "--brand", "cloudcourier.com"]);
    assert!(result.unwrap_err().to_string().contains("no domain is given"));
}

#[test]
fn the_linter_complains_by_file_and_line_and_repeats_no_name() {
    let world = world();
    let path = world.folder.path().join("note.md");
    std::fs::write(&path, "Fine.\n\nk4rl_heinz led to the rain.\n").unwrap();
    let (result, printed) = world.run(&["lint", text(&path)]);
    assert_eq!(result.unwrap(), whence_store::program::Exit::Failed);
    assert!(
        printed.contains("note.md:3: word: \u{201c}led to\u{201d}") && printed.lines().count() == 1,
        "{printed}"
    );
    let (db, config) = (world.db(), world.config());
    let (_, printed) = world.run(&[
        "lint",
        text(&path),
        "--db",
        text(&db),
        "--narrative",
        "weather",
        "--config",
        text(&config),
    ]);
    assert!(printed.contains("note.md:3: name:") && !printed.contains("k4rl"), "{printed}");
    let (result, _) = world.run(&["lint", text(&world.folder.path().join("note.pdf"))]);
    assert!(result.unwrap_err().to_string().contains("neither HTML nor Markdown"));
}
