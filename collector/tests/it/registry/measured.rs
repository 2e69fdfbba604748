//! Precision and recall of matching, through the view `attribution`: invented lists and items, drawn anew each time.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use whence_store::time::{Clock as _, Micros, SystemClock};

use super::import;
use crate::support::Bench;

/// Numbers that look like chance, from a seed that is printed.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % below as u64).unwrap()
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.next(list.len())]
    }

    fn word(&mut self) -> String {
        let parts = [
            "lan", "tern", "fold", "mir", "ror", "pier", "tide", "quay", "brac", "kish", "dun", "vale", "or",
            "est", "um",
        ];
        (0..2 + self.next(2)).map(|_| *self.of(&parts)).collect()
    }
}

struct Lists {
    domains: Vec<String>,
    idn: Vec<String>,
    pages: Vec<String>,
    shared: Vec<String>,
    handles: Vec<String>,
}

impl Lists {
    fn draw(dice: &mut Dice) -> Self {
        let mut seen = BTreeSet::new();
        let mut name = |dice: &mut Dice| loop {
            let word = dice.word();
            if seen.insert(word.clone()) {
                return word;
            }
        };
        Self {
            domains: (0..20).map(|n| format!("{}{n}.example", name(dice))).collect(),
            idn: ["фонарь.example", "灯笼.example", "laternä.example", "λυχνία.example"]
                .map(str::to_owned)
                .into(),
            pages: (0..10)
                .map(|n| format!("{}{n}.example/{}/{}", name(dice), dice.word(), dice.word()))
                .collect(),
            shared: (0..6).map(|n| format!("sites.google.com/view/{}{n}", name(dice))).collect(),
            handles: (0..8).map(|n| format!("{}_{n}x", name(dice))).collect(),
        }
    }

    fn csv(&self) -> String {
        let mut text = String::from("type,value,platform\n");
        for domain in self.domains.iter().chain(&self.idn) {
            let _ = writeln!(text, "domain,{},", domain.replace('.', "[.]"));
        }
        for page in self.pages.iter().chain(&self.shared) {
            let _ = writeln!(text, "url,hxxps://{},", page.replacen('.', "[.]", 1));
        }
        for handle in &self.handles {
            let _ = writeln!(text, "account,@{handle},x");
        }
        text
    }
}

/// What an item says, who says it, and what it links.
struct Drawn {
    author: String,
    text: String,
    link: String,
}

fn carrying(dice: &mut Dice, lists: &Lists) -> Drawn {
    let ascii_form = |dice: &mut Dice, host: &str| match dice.next(8) {
        0 => format!("hxxps://{}/{}", host.replace('.', "[.]"), dice.word()),
        1 => format!("HTTPS://{}/{}", host.to_uppercase(), dice.word().to_uppercase()),
        2 => format!("https://{}.{host}/", dice.word()),
        3 => format!("{}(dot)example/{}", host.trim_end_matches(".example"), dice.word()),
        4 => format!("https://www.{host}/{}?utm_source=x#top", dice.word()),
        5 => host.replace('.', " [.] "),
        6 => format!("http://{host}:8080/{}", dice.word()),
        _ => host.to_owned(),
    };
    let address = match dice.next(10) {
        0..=4 => {
            let host = dice.of(&lists.domains).clone();
            ascii_form(dice, &host)
        }
        5 => {
            let host = dice.of(&lists.idn).clone();
            match dice.next(3) {
                0 => format!("https://{host}/"),
                1 => {
                    let url = url::Url::parse(&format!("https://{host}/{}", dice.word())).unwrap();
                    url.to_string()
                }
                _ => format!("hxxp://m[.]{}", host.replace('.', "[.]")),
            }
        }
        6 | 7 => {
            let page = dice.of(&lists.pages).clone();
            let more = ["", "/", "/and/more", "?id=7", "#part"];
            format!("{}://{page}{}", dice.of(&["https", "http", "hxxps"]), dice.of(&more))
        }
        8 => format!("https://{}", dice.of(&lists.shared)),
        _ => {
            let handle = dice.of(&lists.handles).clone();
            let shown = if dice.next(2) == 0 { handle.to_uppercase() } else { handle.clone() };
            if dice.next(2) == 0 {
                return Drawn { author: shown, text: "nothing but words".to_owned(), link: String::new() };
            }
            format!("https://{}/{handle}", dice.of(&["x.com", "twitter.com"]))
        }
    };
    let author = format!("reader{}", dice.next(400));
    let is_address = address.starts_with("http") && !address.contains(' ');
    if is_address && dice.next(2) == 0 {
        return Drawn { author, text: "see the link".to_owned(), link: address };
    }
    let text = match dice.next(3) {
        0 => format!("look at {address}, they say"),
        1 => format!("({address})"),
        _ => format!("{address} !"),
    };
    Drawn { author, text, link: String::new() }
}

fn near(dice: &mut Dice, lists: &Lists) -> Drawn {
    let host = dice.of(&lists.domains).clone();
    let page = dice.of(&lists.pages).clone();
    let name = host.trim_end_matches(".example");
    let (site, path) = page.split_once('/').unwrap();
    let address = match dice.next(14) {
        0 => format!("https://not{host}/"),
        1 => format!("https://{host}.org/"),
        2 => format!("https://other.example/{host}"),
        3 => format!("https://other.example/?to={host}"),
        4 => format!("{name}s[.]example"),
        5 => format!("editor@{host}"),
        6 => format!("https://{site}/"),
        7 => format!("https://{page}s"),
        8 => format!("https://{}.{site}/{path}", dice.word()),
        9 => format!("https://sites.google.com/view/{}", dice.word()),
        10 => format!("https://{}/and/below", dice.of(&lists.shared)),
        11 => format!("https://x.com/{}/status/1", dice.of(&lists.handles)),
        12 => format!("{name} (example), {name}-example, {name} . example"),
        _ => format!("https://{name}-example.org/{name}"),
    };
    let handle = dice.of(&lists.handles).clone();
    let author = match dice.next(3) {
        0 => format!("{handle}_"),
        1 => format!("the{handle}"),
        _ => format!("reader{}", dice.next(400)),
    };
    let link =
        if address.starts_with("https://") && dice.next(2) == 0 { address.clone() } else { String::new() };
    Drawn { author, text: format!("about {address} and @{handle}"), link }
}

fn posts(drawn: &[(String, Drawn)]) -> Vec<u8> {
    let mut rows = csv::Writer::from_writer(Vec::new());
    rows.write_record(["id", "platform", "author", "created", "text", "links"]).unwrap();
    for (id, item) in drawn {
        rows.write_record([id, "x", &item.author, "2031-01-01T00:00:00Z", &item.text, &item.link]).unwrap();
    }
    rows.into_inner().unwrap()
}

const MATCHED: &str = "SELECT DISTINCT native_id FROM (
    SELECT item.native_id FROM attribution JOIN item ON item.id = attribution.item_id WHERE attribution.listed IS NOT NULL
    UNION ALL
    SELECT item.native_id FROM attribution JOIN item ON item.account_id = attribution.account_id WHERE attribution.listed IS NOT NULL)";

#[test]
fn two_hundred_of_a_thousand_are_found_and_no_other() {
    let seed = SystemClock.now().0.cast_unsigned();
    for seed in [1, 2, seed] {
        let dice = &mut Dice(seed);
        let lists = Lists::draw(dice);
        let mut drawn = Vec::new();
        for n in 0..1_000 {
            let is_carrying = n % 5 == 0;
            let item = if is_carrying { carrying(dice, &lists) } else { near(dice, &lists) };
            drawn.push((format!("{}{n}", if is_carrying { "yes" } else { "no" }), item));
        }
        // Half of the items come before the list, half after.
        let bench = Bench::new();
        for (name, part) in [("one.csv", &drawn[..500]), ("two.csv", &drawn[500..])] {
            let file = bench.write(name, posts(part));
            assert_eq!(bench.import_only("generic-csv", &[file], &[]).code, 0);
            if name == "one.csv" {
                let report = import(&bench, "indicators-csv", "A Campaign.csv", &lists.csv());
                assert_eq!(report["mapped"], 48, "{report}");
            }
        }
        let found: BTreeSet<String> = bench.column(MATCHED).into_iter().collect();
        let told = |ids: Vec<&(String, Drawn)>| {
            ids.iter()
                .map(|(id, item)| format!("{id}: {} {} {}", item.author, item.text, item.link))
                .collect::<Vec<_>>()
        };
        let missed =
            told(drawn.iter().filter(|(id, _)| id.starts_with("yes") && !found.contains(id)).collect());
        let wrong = told(drawn.iter().filter(|(id, _)| id.starts_with("no") && found.contains(id)).collect());
        assert!(missed.is_empty() && wrong.is_empty(), "seed {seed}: missed {missed:#?}, wrong {wrong:#?}");
        assert_eq!(found.len(), 200);
        assert_eq!(
            bench.count("SELECT count(*) FROM attribution WHERE actor IS NOT NULL"),
            0,
            "a list names nobody"
        );
        bench.assert_imports_say_the_same();
        bench.assert_clean();
    }
}

/// Not a limit, a figure: the view over a hundred thousand items and ten thousand indicators.
#[test]
fn the_view_is_asked_of_many_items() {
    let dice = &mut Dice(7);
    let lists = Lists::draw(dice);
    let items = if std::env::var_os("WHENCE_MEASURE").is_some() { 100_000 } else { 2_000 };
    let mut drawn = Vec::new();
    for n in 0..items {
        let item = if n % 50 == 0 { carrying(dice, &lists) } else { near(dice, &lists) };
        drawn.push((format!("{}{n}", if n % 50 == 0 { "yes" } else { "no" }), item));
    }
    let bench = Bench::new();
    let mut list = lists.csv();
    for n in 0..items / 10 {
        let _ = writeln!(list, "domain,unseen{n}.{}.example,", dice.word());
    }
    let file = bench.write("A Campaign.csv", list);
    bench.import_only("indicators-csv", &[file], &[]);
    let file = bench.write("posts.csv", posts(&drawn));
    let begun = SystemClock.now();
    bench.import_only("generic-csv", &[file], &[]);
    let imported = SystemClock.now().since(begun) / (Micros::SECOND / 1000);
    let begun = SystemClock.now();
    let found = bench.column(MATCHED);
    eprintln!(
        "{items} items: imported in {imported} ms, {} found through the view in {} ms",
        found.len(),
        SystemClock.now().since(begun) / (Micros::SECOND / 1000)
    );
    assert_eq!(found.iter().filter(|id| id.starts_with("no")).count(), 0);
    assert_eq!(found.len(), items / 50);
}
