//! The documentation of the schema: the committed page is what the program prints, of itself and of a file.

use std::path::Path;
use std::process::Command;

use crate::support::{Bench, evidence};

fn printed(arguments: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_whence-store")).arg("schema").args(arguments).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_page_is_what_the_program_prints() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/schema.md");
    let committed = std::fs::read_to_string(page).unwrap();
    // The page is long: where it differs says more than both texts.
    let printed = printed(&[]);
    let differs = committed.lines().zip(printed.lines()).find(|(one, other)| one != other);
    assert!(
        committed == printed,
        "docs/schema.md is not what the program prints; `cargo run -p whence-store -- schema > docs/schema.md` makes it again.\n\
         The first difference: {differs:?}"
    );
}

#[test]
fn a_file_is_described_from_what_it_keeps() {
    let bench = Bench::of(&evidence());
    let of_file = bench.program(&["schema"]);
    assert_eq!(of_file.out, printed(&[]), "a new file says the same as the program");
    bench
        .raw()
        .execute_batch("CREATE TABLE note (\n  -- What the desk thinks.\n  item_id INTEGER, -- the item\n  said TEXT -- what\n) STRICT")
        .unwrap();
    let of_file = bench.program(&["schema"]).out;
    let other = of_file.split_once("## Other").expect("what is not of this schema has a group of its own").1;
    for part in ["`note`", "What the desk thinks.", "| `said` | TEXT | null |  | what |"] {
        assert!(other.contains(part), "{part} is not in {other}");
    }
}

#[test]
fn a_file_that_is_no_store_is_refused() {
    let bench = Bench::new();
    let ended = bench.program(&["schema"]);
    assert_eq!(ended.code, 2, "{ended:?}");
    assert!(ended.err.contains("hint:"), "{}", ended.err);
}
