//! Damaged files: every command ends by itself, says that the store is damaged and what to do, or is not touched by it.

use whence_store::ingest::NewMention;

use crate::support::{Bench, Ended, account, claim, post};

/// A store of many pages, as one file: items with long and short texts, links, bodies, claims.
fn whole() -> Vec<u8> {
    let bench = Bench::new();
    let mut filled = bench.open();
    for n in 0..60_i64 {
        let mut items = Vec::new();
        for m in 0..5 {
            let words = format!("words {n} {m} of a post ").repeat(usize::try_from(n).unwrap() % 40 + 1);
            let mut item =
                post(["Ann", "Bob", "Cid"][usize::try_from(m).unwrap() % 3], &format!("{n}-{m}"), &words);
            item.links = vec![format!("https://example.org/{n}/{m}")];
            item.tags = vec![format!("tag{m}")];
            item.mentions = vec![NewMention { handle: format!("@who{m}"), native_id: None }];
            item.metrics = vec![("likes".to_owned(), n)];
            items.push(item);
        }
        let mut page = filled.page(0, n, items);
        page.capture.body.as_mut().unwrap().bytes = format!("a body {n} ").repeat(300).into_bytes();
        page.content.accounts = vec![account("Ann", Some("1"))];
        page.content.claims = vec![claim(&format!("Embassy {n}"), "Ann")];
        filled.store.put_page(&page).unwrap();
    }
    drop(filled);
    bench.raw().pragma_update(None, "journal_mode", "DELETE").unwrap();
    std::fs::read(bench.db()).unwrap()
}

/// Runs every command on a file; gives how each ended.
fn every(bench: &Bench) -> Vec<(&'static str, Ended)> {
    let copy = bench.path("copy.db");
    let copy = copy.to_str().unwrap();
    let query = "SELECT count(*), max(text), max(handle) FROM post WHERE id IN
        (SELECT rowid FROM item_fts WHERE item_fts MATCH terms('words'))";
    let commands: [(&str, &[&str]); 7] = [
        ("sql", &["sql", query]),
        ("stats", &["stats", "--sizes"]),
        ("verify", &["verify"]),
        ("export", &["export", "--format", "ndjson"]),
        ("export --identifiable", &["export", "--format", "csv", "--identifiable"]),
        ("export --terms", &["export", "--format", "ids-only", "--platform", "x", "--terms", "words"]),
        ("backup", &["backup", "--force", "--to", copy]),
    ];
    commands.map(|(name, arguments)| (name, bench.program(arguments))).into()
}

/// Panics unless a command ended as one may on a damaged file; says whether it saw the damage.
fn ended_well(name: &str, ended: &Ended, what: &str) -> bool {
    assert!(!ended.err.contains("panicked"), "{what}: {name}: {ended:?}");
    assert!(matches!(ended.code, 0 | 5), "{what}: {name}: {ended:?}");
    let told = ended.err.contains("hint: ") || ended.out.contains("DAMAGED");
    assert!(ended.code == 0 || told, "{what}: {name} says nothing: {ended:?}");
    ended.code == 5
}

/// Damages the whole file, runs every command, and gives the names of those that saw it.
fn saw(what: &str, damage: impl FnOnce(&mut Vec<u8>)) -> Vec<&'static str> {
    let mut bytes = whole();
    damage(&mut bytes);
    let bench = Bench::of(&bytes);
    let ended = every(&bench);
    assert_eq!(std::fs::read(bench.db()).unwrap(), bytes, "{what}: the file has changed");
    assert!(!bench.path("copy.db.part").exists(), "{what}: a part is left");
    let backed_up = ended.iter().any(|(name, ended)| *name == "backup" && ended.code == 0);
    assert_eq!(bench.path("copy.db").exists(), backed_up, "{what}");
    ended.iter().filter(|(name, ended)| ended_well(name, ended, what)).map(|(name, _)| *name).collect()
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }
}

#[test]
fn bytes_overwritten_in_many_places() {
    let mut seen = 0;
    for seed in 1..=24 {
        let mut dice = Dice(seed * 7919);
        let places = 1 + dice.below(200);
        seen += saw(&format!("seed {seed}, {places} places"), |bytes| {
            for _ in 0..places {
                // The header's marks say whose file it is: without them the file is another program's.
                let place = 100 + dice.below(bytes.len() - 100);
                bytes[place] = u8::try_from(dice.below(256)).unwrap();
            }
        })
        .len();
    }
    assert!(seen > 60, "only {seen} of 168 commands met the damage");
}

#[test]
fn a_file_cut_off() {
    for parts in [2, 3, 10] {
        let seen = saw("cut", |bytes| bytes.truncate(bytes.len() - bytes.len() / parts));
        assert!(seen.contains(&"verify") && seen.contains(&"backup"), "1/{parts}: {seen:?}");
    }
    // Within a page, and within the first.
    let seen = saw("cut in a page", |bytes| bytes.truncate(bytes.len() - 1000));
    assert!(seen.contains(&"backup"), "{seen:?}");
    assert_eq!(saw("cut in the first page", |bytes| bytes.truncate(700)).len(), 7);
}

#[test]
fn a_header_of_zeros() {
    assert_eq!(saw("header", |bytes| bytes[..100].fill(0)).len(), 7);
    assert_eq!(saw("first page", |bytes| bytes[..4096].fill(0)).len(), 7);
}

#[test]
fn pages_of_zeros() {
    let pages = whole().len() / 4096;
    let mut seen = 0;
    for page in (1..pages).step_by(pages / 12) {
        let names = saw(&format!("page {page}"), |bytes| bytes[page * 4096..(page + 1) * 4096].fill(0));
        seen += usize::from(names.contains(&"backup") || names.contains(&"verify"));
    }
    assert!(seen >= 11, "a page of zeros was met {seen} times only");
}

#[test]
fn garbage_for_a_log() {
    let whole = whole();
    let mut dice = Dice(99);
    let garbage: Vec<u8> = (0..50_000).map(|_| u8::try_from(dice.below(256)).unwrap()).collect();
    for length in [1, 32, 33, 4152, garbage.len()] {
        let bench = Bench::of(&whole);
        std::fs::write(bench.path("it.db-wal"), &garbage[..length]).unwrap();
        for (name, ended) in every(&bench) {
            // The checksums of a log tell what is not of it: the file is read without.
            assert_eq!(ended.code, 0, "{length} bytes: {name}: {ended:?}");
        }
        assert_eq!(bench.column("SELECT count(*) FROM item", &[]), ["300"]);
        bench.open().put(0, 1000, vec![post("Ann", "new", "written on")]);
        assert_eq!(bench.program(&["verify"]).code, 0);
    }
}

#[test]
fn a_damaged_store_is_not_copied_and_an_earlier_copy_stays() {
    let bench = Bench::of(&whole());
    let copy = bench.path("copy.db");
    let arguments = ["backup", "--force", "--to", copy.to_str().unwrap()];
    assert_eq!(bench.program(&arguments).code, 0);
    let good = std::fs::read(&copy).unwrap();
    let mut bytes = std::fs::read(bench.db()).unwrap();
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 4 * 4096].fill(0);
    std::fs::write(bench.db(), bytes).unwrap();
    let ended = bench.program(&arguments);
    assert_eq!(ended.code, 5, "{ended:?}");
    assert!(ended.err.contains("hint: "), "{}", ended.err);
    assert_eq!(std::fs::read(&copy).unwrap(), good, "the earlier copy is gone");
}
