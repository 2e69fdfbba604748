//! The program: what it refuses, and how it says so.

use whence_store::program::Exit;
use whence_store::settings::SettingsError;
use whence_store::work::Measure;

use super::world::{Held, World, text};

fn fails(world: &World, narrative: &str) -> String {
    let (db, config, out) = (world.db(), world.config(), world.out());
    let (result, _) =
        world.run(&["report", narrative, "--db", text(&db), "--config", text(&config), "--out", text(&out)]);
    let error = result.unwrap_err();
    let hint = error.downcast_ref::<SettingsError>().and_then(whence_store::hint::Hint::hint);
    format!("{error}\nhint: {}", hint.unwrap_or_default())
}

fn file(query: &str, more: &str) -> String {
    format!(
        "title = \"t\"\nquery = {query:?}\ntime_zone = \"UTC\"\n[window]\nfrom = \"2025-01-13\"\nto = \"2025-02-11\"\n{more}"
    )
}

#[test]
fn an_error_names_file_key_and_a_way_out() {
    let world = World::new();
    world.weather();
    let text = fails(&world, "whether");
    assert!(
        text.contains("narratives: whether: there is no such narrative")
            && text.contains("use one of: weather"),
        "{text}"
    );
    assert!(fails(&world, "../weather").contains("no such narrative"));
    for (query, more, wanted) in [
        ("a AND", "", "a.toml: query: column 6"),
        ("NOT a", "", "hint: write `a AND NOT b`"),
        ("@nothing", "[terms]\nproduct = { en = [\"x\"] }", "use one of @product"),
        ("a", "[[event]]\nname = \"n\"\nat = \"Monday\"\nsource = \"s\"", "a.toml: event[0].at: \"Monday\""),
        ("a", "[[serie]]\nname = \"n\"", "unknown field `serie`"),
        ("a", "[terms]\nproduct = { en = [\"…\"] }", ""),
    ] {
        world.narrative("a", &file(query, more));
        if wanted.is_empty() {
            continue;
        }
        let text = fails(&world, "a");
        assert!(text.contains(wanted), "{query}: {text}");
    }
    world.narrative("a", &file("a", "").replace("\"UTC\"", "\"Mars/Olympus\""));
    assert!(fails(&world, "a").contains("a.toml: time_zone: \"Mars/Olympus\" is no time zone"));
    world.narrative("a", &file("a", "").replace("2025-02-11", "2025-01-13"));
    assert!(fails(&world, "a").contains("window.to: 2025-01-13 is not after"));
}

#[test]
fn narratives_are_listed_and_checked() {
    let world = World::new();
    world.weather();
    let config = world.config();
    let (result, printed) = world.run(&["narratives", "--config", text(&config)]);
    assert_eq!(result.unwrap(), Exit::Done);
    assert_eq!(printed, "weather\t2025-01-13 to 2025-02-10 (Asia/Shanghai)\tWeather machines\n");
    world.narrative("bad", &file("(", ""));
    let (result, printed) = world.run(&["narratives", "--config", text(&config)]);
    assert!(result.unwrap_err().to_string().contains("bad.toml: query"));
    assert!(printed.contains("bad\tFAILED") && printed.contains("weather\t"), "{printed}");
}

#[test]
fn the_committed_narratives_load() {
    let config = concat!(env!("CARGO_MANIFEST_DIR"), "/../config");
    let (result, printed) = World::new().run(&["narratives", "--config", config]);
    assert_eq!(result.unwrap(), Exit::Done);
    assert!(printed.contains("deepseek\t2025-01-13 to 2025-02-10 (Asia/Shanghai)"), "{printed}");
}

#[test]
fn a_folder_that_cannot_be_written_is_an_error() {
    let mut world = World::new();
    world.weather();
    let source = world.source("posts", Measure::Items);
    world.put(source, "file:posts", Held::default());
    std::fs::write(world.out(), "a file stands in the way").unwrap();
    let (db, config, out) = (world.db(), world.config(), world.out());
    let (result, _) =
        world.run(&["report", "weather", "--db", text(&db), "--config", text(&config), "--out", text(&out)]);
    assert!(result.unwrap_err().to_string().starts_with("cannot write "));
    let missing = world.folder.path().join("none.db");
    let (result, _) = world.run(&[
        "report",
        "weather",
        "--db",
        text(&missing),
        "--config",
        text(&config),
        "--out",
        text(&out),
    ]);
    assert!(result.unwrap_err().to_string().contains("there is no store at"));
}

#[test]
fn parentheses_may_be_nested_as_deep_as_the_language_allows() {
    let mut world = World::new();
    let source = world.source("posts", Measure::Items);
    world.put(source, "file:posts", Held::default());
    // Every pair of parentheses that the language allows, and more in each than one expression of the index could hold.
    let deep = format!("{}d{}", "a OR b AND NOT (c OR ".repeat(20), ")".repeat(20));
    world.narrative("deep", &file(&deep, ""));
    let (db, config, out) = (world.db(), world.config(), world.out());
    let arguments = ["--db", text(&db), "--config", text(&config), "--out", text(&out)];
    let (result, _) = world.run(&[&["report", "deep"], arguments.as_slice()].concat());
    assert_eq!(result.unwrap(), Exit::Done);
    world.narrative("deep", &file(&format!("{}a{}", "(b OR ".repeat(20), ")".repeat(20)), ""));
    let (result, _) = world.run(&[&["report", "deep"], arguments.as_slice()].concat());
    assert_eq!(result.unwrap(), Exit::Done, "twenty pairs are no matter");
    world.narrative("deep", &file(&format!("{}a{}", "(b OR ".repeat(21), ")".repeat(21)), ""));
    assert!(
        fails(&world, "deep").contains("deep.toml: query: column 121: parentheses are nested deeper than 20")
    );
}
