//! Channels held against a campaign: what matches, what cannot be seen, how far the words go.

use whence_analysis::findings::{ChannelFinding, Likeness, TraitFinding, TraitResult};
use whence_store::ingest::{ActorKind, ItemKind, LangSource, NewAccount, NewItem, NewMedia};
use whence_store::time::Micros;
use whence_store::work::Measure;

use super::world::{Held, World, account, at, claim, item, observed};

const CAMPAIGN: &str = r#"
title = "Paper Kite"
version = 3
about = "An invented campaign."
platforms = ["youtube"]
known_lists = ["Paper Kite"]
[[source]]
url = "https://institute.example/kite"
date = "2024-12-07"
by = "An institute"
[[trait]]
id = "topics"
weight = "generic"
why = "Two topics in a title."
[trait.test]
kind = "topics"
last = 50
sets_each = 2
share = 0.5
sets.works = { en = ["sea bridge"] }
sets.rival = { en = ["old shipyards"] }
[[trait]]
id = "opened"
weight = "generic"
why = "Young channels."
test = { kind = "opened-after", date = "2024-06-01" }
[[trait]]
id = "language"
weight = "generic"
why = "English."
test = { kind = "language", languages = ["en"], share = 0.8 }
[[trait]]
id = "voice"
weight = "generic"
why = "A synthetic voice."
test = { kind = "analyst" }
[[trait]]
id = "script"
weight = "specific"
why = "The same scripts."
test = { kind = "script", containment = 0.6 }
[[trait]]
id = "paragraph"
weight = "specific"
why = "The same paragraph."
test = { kind = "boilerplate", containment = 0.6 }
[[trait]]
id = "link"
weight = "specific"
why = "The same address."
test = { kind = "link" }
"#;

const NARRATIVE: &str = "title = \"Weather\"\nquery = \"weather\"\ntime_zone = \"UTC\"\n[window]\nfrom = \"2025-01-13\"\nto = \"2025-02-11\"\n[resemblance]\ncampaigns = [\"kite\"]\n";
const PARAGRAPH: &str =
    "No newsroom and no flag stands behind these films, which are told slowly for careful listeners.";
const EVERYBODY: &str = "Subscribe, ring the bell and show this film to a friend who would like it a lot.";

/// A channel: its title, the words that its scripts are made of, and its paragraph.
struct Kind<'a> {
    handle: &'a str,
    title: &'a str,
    script: &'a str,
    paragraph: &'a str,
    opened: &'a str,
}

fn channel(kind: &Kind<'_>) -> NewAccount {
    NewAccount {
        native_id: Some(format!("UC{}", kind.handle)),
        opened_at: Some(at(&format!("{}T00:00:00Z", kind.opened))),
        ..account("youtube", kind.handle)
    }
}

fn films(kind: &Kind<'_>, captions: bool) -> Vec<NewItem> {
    (0..10_i64)
        .map(|n| {
            let when = at("2025-01-14T10:00:00Z").plus(n * 2 * Micros::DAY).to_string();
            let id = format!("{}{n}", kind.handle);
            let text = format!("{EVERYBODY}\n{}\nhttps://tools.example/{n}", kind.paragraph);
            let mut film = item(channel(kind), &id, ItemKind::Video, &when, &text);
            let topic = if n < 3 { "weather, " } else { "" };
            film.title = Some(format!("{topic}{} {n}", kind.title));
            film.lang = Some(("en".to_owned(), LangSource::Platform));
            film.links = vec![format!("https://tools.example/{n}")];
            if captions {
                let words = format!("In part {n} {} and then we say goodbye to number {n}.", kind.script);
                film.media = vec![NewMedia { kind: "captions".to_owned(), url: None, alt: Some(words) }];
            }
            film
        })
        .collect()
}

fn script(word: &str) -> String {
    // Nothing but the word: a sentence around it would be shared by all of them.
    (0..12).map(|n| format!("{word}{n} {word}ville {word}ing {word}")).collect::<Vec<_>>().join(", ")
}

fn world(captions: bool, more: &[NewAccount]) -> World {
    let mut world = World::new();
    world.narrative("weather", NARRATIVE);
    let folder = world.config().join("campaigns");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("kite.toml"), CAMPAIGN).unwrap();
    let source = world.source("films", Measure::Items);
    let (listed, own) = (script("heron"), script("kettle"));
    let young = "2024-08-01";
    let mut kinds = vec![
        Kind {
            handle: "knownone",
            title: "the sea bridge and the old shipyards",
            script: &listed,
            paragraph: PARAGRAPH,
            opened: young,
        },
        Kind {
            handle: "resembling",
            title: "a sea bridge ends the old shipyards",
            script: &listed,
            paragraph: PARAGRAPH,
            opened: young,
        },
        Kind {
            handle: "decoy",
            title: "old shipyards and a sea bridge",
            script: &own,
            paragraph: "",
            opened: young,
        },
        Kind {
            handle: "unlike",
            title: "rye crackers",
            script: &own[..0],
            paragraph: "",
            opened: "2019-01-01",
        },
    ];
    let things = [
        "plum", "quince", "medlar", "sorrel", "fennel", "cumin", "saffron", "juniper", "walnut", "almond",
        "cherry", "barley",
    ];
    let hobbies: Vec<(String, String)> =
        (0..).zip(things).map(|(n, thing)| (format!("hobby{n}"), script(thing))).collect();
    for (handle, script) in &hobbies {
        kinds.push(Kind { handle, title: "plum jam", script, paragraph: "", opened: "2020-01-01" });
    }
    let mut items: Vec<NewItem> = kinds.iter().flat_map(|kind| films(kind, captions)).collect();
    for film in &mut items {
        // Hobbyists say nothing of the weather.
        if film.account.handle.starts_with("hobby") {
            film.title = film.title.as_ref().map(|title| title.replace("weather, ", ""));
        }
    }
    let whole = observed(None, "2025-01-01T00:00:00Z", "2025-02-20T00:00:00Z");
    let accounts = more.to_vec();
    world.put(source, "file:films", Held { items, accounts, observed: vec![whole], ..Held::default() });
    let lists = world.source("lists", Measure::Items);
    let claims = vec![claim("Paper Kite", ActorKind::Indicator, "youtube", "knownone")];
    world.put(lists, "https://institute.example/list", Held { claims, ..Held::default() });
    world
}

fn of(channels: &[ChannelFinding], likeness: Likeness) -> Vec<&ChannelFinding> {
    channels.iter().filter(|channel| channel.likeness == likeness).collect()
}

fn one<'a>(channel: &'a ChannelFinding, id: &str) -> &'a TraitFinding {
    channel.traits.iter().find(|one| one.id == id).unwrap()
}

#[test]
fn a_shared_script_and_paragraph_resemble_and_generic_traits_do_not() {
    let world = world(true, &[]);
    let (findings, _) = world.report("weather", &[]);
    let campaign = &findings.resemblance[0];
    assert_eq!((campaign.known, campaign.controls, campaign.channels.len()), (1, 15, 3));
    let [resembling] = of(&campaign.channels, Likeness::Resembles)[..] else {
        panic!("{:?}", campaign.channels)
    };
    let [decoy] = of(&campaign.channels, Likeness::ConsistentWith)[..] else {
        panic!("{:?}", campaign.channels)
    };
    let [unlike] = of(&campaign.channels, Likeness::Unlike)[..] else { panic!("{:?}", campaign.channels) };
    assert_eq!(
        (resembling.matches, resembling.observable, resembling.specific, resembling.controls_as_many),
        (5, 5, 2, 0),
        "{:#?}",
        resembling.traits
    );
    assert_eq!((decoy.matches, decoy.observable, decoy.specific), (3, 5, 0));
    assert!(unlike.matches < 2, "{unlike:?}");
    for channel in [resembling, decoy, unlike] {
        assert!(!channel.account.named && channel.account.label.starts_with("youtube-"));
        assert_eq!(one(channel, "voice").result, TraitResult::NotObservable);
        // Everybody links the tools and asks to subscribe: neither is a reference.
        assert_eq!(one(channel, "link").result, TraitResult::NotObservable, "{:?}", one(channel, "link"));
        assert!(!channel.sentence.contains("is part of"));
    }
    assert!(resembling.sentence.contains("resembles what is documented of Paper Kite: it matches 5 of 5 observable traits; 0 of 14 control channels match as many"), "{}", resembling.sentence);
    assert!(decoy.sentence.contains("is consistent with") && !decoy.sentence.contains("resembles"));
    assert_eq!(one(resembling, "script").controls_matching, 0);
    assert!(
        one(resembling, "script").measured.starts_with("10 of 10 scripts"),
        "{}",
        one(resembling, "script").measured
    );
    assert!(findings.actors.is_empty(), "resemblance names nobody");
    for (name, text) in world.files() {
        let lower = text.to_lowercase();
        for handle in ["knownone", "ucresembling", "ucdecoy", "@resembling", "@decoy"] {
            assert!(!lower.contains(handle), "{name} holds {handle}");
        }
    }
}

#[test]
fn without_captions_a_script_cannot_be_seen() {
    let (findings, _) = world(false, &[]).report("weather", &[]);
    let channels = &findings.resemblance[0].channels;
    let [resembling] = of(channels, Likeness::Resembles)[..] else { panic!("{channels:?}") };
    assert_eq!(one(resembling, "script").result, TraitResult::NotObservable);
    assert_eq!((resembling.matches, resembling.observable, resembling.specific), (4, 4, 1));
}

#[test]
fn what_a_person_heard_counts_and_named_controls_are_taken() {
    let world = world(true, &[]);
    let more = "controls = [\"youtube:hobby1\", \"youtube:UChobby2\", \"youtube:gone\"]\n[[resemblance.tag]]\nchannel = \"youtube:decoy\"\ntrait = \"voice\"\nis_there = true\nby = \"A. Analyst\"\ndate = \"2025-02-11\"\n";
    world.narrative("weather", &format!("{NARRATIVE}{more}"));
    let (findings, _) = world.report("weather", &[]);
    let campaign = &findings.resemblance[0];
    assert_eq!(campaign.controls, 2);
    assert!(campaign.controls_note.contains("2 of 3 are in the store"), "{}", campaign.controls_note);
    let [decoy] = of(&campaign.channels, Likeness::ConsistentWith)[..] else {
        panic!("{:?}", campaign.channels)
    };
    assert_eq!(one(decoy, "voice").result, TraitResult::Match);
    assert_eq!(one(decoy, "voice").measured, "seen by A. Analyst, 11 Feb 2025");
    assert_eq!((decoy.matches, decoy.observable), (4, 6));
    world.narrative("weather", &format!("{NARRATIVE}{}", more.replace("\"voice\"", "\"topics\"")));
    let (db, config, out) = (world.db(), world.config(), world.out());
    let (result, _) = world.run(&[
        "report",
        "weather",
        "--db",
        super::world::text(&db),
        "--config",
        super::world::text(&config),
        "--out",
        super::world::text(&out),
    ]);
    assert!(result.unwrap_err().to_string().contains("resemblance.tag[0].trait"));
}
