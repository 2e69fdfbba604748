//! Lists in the layouts that there are, and what is made of each value.

use std::collections::BTreeMap;

use serde_json::json;

use super::import;
use crate::support::{Bench, shared};

fn patterns(bench: &Bench) -> Vec<String> {
    bench.column("SELECT platform || ' ' || handle FROM claim WHERE actor_kind = 'indicator' ORDER BY 1")
}

#[test]
fn lists_come_under_several_headers() {
    for (header, rows) in [
        ("indicator,type", "evil[.]example,domain\nhxxps://bad[.]example/x,url"),
        ("domain", "EVIL.example\nbad.example/x"),
        ("url", "https://evil.example/\nhttps://bad.example/x/"),
        ("value,type,description", "evil(dot)example,domain,a mirror\nbad[.]example/x,url,a page"),
        // As MISP exports them.
        (
            "uuid,event_id,category,type,value,comment,to_ids,date",
            "u,1,Network activity,domain,evil.example,,1,1900000000\nu,1,Network activity,url,https://bad.example/x,,1,1900000000",
        ),
    ] {
        let bench = Bench::new();
        let report = import(&bench, "indicators-csv", "A Campaign.csv", &format!("{header}\n{rows}\n"));
        assert_eq!(report["new_claims"], 2, "{header}: {report}");
        assert_eq!(patterns(&bench), ["web bad.example/x/*", "web evil.example"], "{header}");
        assert_eq!(bench.column("SELECT DISTINCT actor FROM claim"), ["A Campaign"]);
    }
}

#[test]
fn what_cannot_be_matched_is_counted_by_its_type() {
    let bench = Bench::new();
    let text = "type,value\nmd5,0123456789abcdef0123456789abcdef\nfilename,a.exe\ndomain,facebook.com\ndomain,evil.example\nhandle,@somebody\n";
    let file = bench.write("list.csv", text);
    let report = bench.import("indicators-csv", &[file], &[]).json();
    assert_eq!(
        (&report["mapped"], &report["skipped"], &report["unmapped"]),
        (&1.into(), &4.into(), &0.into())
    );
    assert_eq!(
        report["left_out"],
        json!({"domain: a host that many share": 1, "filename": 1, "handle: a handle without its platform": 1, "md5": 1})
    );
}

#[test]
fn a_bundle_of_stix_gives_its_indicators_and_observables() {
    let id = |kind: &str, n: u32| format!("{kind}--00000000-0000-4000-8000-{n:012}");
    let indicator = |n: u32, pattern: &str| {
        json!({"type": "indicator", "spec_version": "2.1", "id": id("indicator", n), "created": "2031-01-01T00:00:00Z",
            "modified": "2031-01-02T00:00:00Z", "created_by_ref": id("identity", 1), "pattern_type": "stix", "pattern": pattern,
            "valid_from": "2031-01-01T00:00:00Z"})
    };
    let mut revoked = indicator(6, "[domain-name:value = 'taken-back.example']");
    revoked["revoked"] = true.into();
    let bundle = json!({"type": "bundle", "id": id("bundle", 1), "objects": [
        {"type": "identity", "id": id("identity", 1), "name": "A Desk"},
        {"type": "campaign", "id": id("campaign", 1), "name": "Lantern"},
        {"type": "threat-actor", "id": id("threat-actor", 1), "name": "Somebody"},
        indicator(1, "[domain-name:value = 'evil.example']"),
        indicator(2, "[url:value = 'https://bad.example/x']"),
        indicator(3, "[user-account:account_type = 'twitter' AND user-account:account_login = 'bad_one']"),
        indicator(4, "[user-account:account_login = 'nowhere']"),
        indicator(5, "[file:hashes.MD5 = '0123456789abcdef0123456789abcdef']"),
        revoked,
        indicator(7, "[domain-name:value = 'a.example'] AND [url:value = 'https://b.example/']"),
        {"type": "relationship", "id": id("relationship", 1), "relationship_type": "indicates", "source_ref": id("indicator", 1), "target_ref": id("campaign", 1)},
        {"type": "relationship", "id": id("relationship", 2), "relationship_type": "indicates", "source_ref": id("indicator", 2), "target_ref": id("threat-actor", 1)},
        {"type": "domain-name", "id": id("domain-name", 1), "value": "seen.example"},
        {"type": "user-account", "id": id("user-account", 1), "account_type": "telegram", "account_login": "seen_one"},
    ]});
    let bench = Bench::new();
    let report = import(&bench, "indicators-stix", "lantern.json", &bundle.to_string());
    assert_eq!(
        patterns(&bench),
        [
            "telegram seen_one",
            "web bad.example/x/*",
            "web evil.example",
            "web seen.example",
            "web t.me/s/seen_one",
            "web t.me/seen_one",
            "web twitter.com/bad_one",
            "web x.com/bad_one",
            "x bad_one"
        ]
    );
    let left_out = report["left_out"].as_object().unwrap();
    assert_eq!(left_out.values().map(|n| n.as_u64().unwrap()).sum::<u64>(), 4, "{left_out:?}");
    // A campaign is a list; a threat actor would be a name, and a list names nobody.
    let whose = bench.column("SELECT handle || ' ' || actor || ' ' || asserted_by FROM claim WHERE handle IN ('evil.example', 'bad.example/x/*') ORDER BY 1");
    assert_eq!(whose, ["bad.example/x/* lantern A Desk", "evil.example Lantern A Desk"]);
    assert!(!bench.column("SELECT actor FROM claim").contains(&"Somebody".to_owned()));
}

/// Every row of the real lists, and which of them can be matched.
#[test]
fn the_real_lists_import_whole() {
    let Some(folder) = shared("meta-cib") else { return };
    let file = folder.join("meta_cib_indicators_to_2024.csv");
    let rows: Vec<BTreeMap<String, String>> =
        csv::Reader::from_path(&file).unwrap().deserialize().map(Result::unwrap).collect();
    let bench = Bench::new();
    let ended = bench.import("indicators-meta-cib", &[file], &[]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let report = ended.json();
    let number = |key: &str| usize::try_from(report[key].as_u64().unwrap()).unwrap();
    assert_eq!(number("unmapped"), 0, "{report}");
    assert_eq!(number("mapped") + number("skipped"), rows.len());
    eprintln!("{} of {} rows can be matched; left out: {}", number("mapped"), rows.len(), report["left_out"]);
    // What the list itself calls a domain and writes as one is in the store, as the list's own refanged form has it.
    let listed: std::collections::BTreeSet<String> = patterns(&bench).into_iter().collect();
    let mut checked = 0;
    for row in rows.iter().filter(|row| matches!(row["kind"].as_str(), "domain" | "domain_name")) {
        let plain = row["refanged"].trim().to_lowercase();
        let plain = plain
            .trim_start_matches("https://")
            .trim_start_matches("http://")
            .trim_start_matches("www.")
            .trim_end_matches('/');
        if plain.is_ascii() && plain.contains('.') && !plain.contains(['/', ' ']) && plain != "t.me" {
            let is_there = listed.contains(&format!("web {plain}"));
            let is_shared = report["left_out"]
                .as_object()
                .unwrap()
                .contains_key(&format!("{}: a host that many share", row["kind"]));
            assert!(is_there || is_shared, "{plain}");
            checked += 1;
        }
    }
    assert!(checked > 7_000, "{checked}");
    let kinds = bench.column("SELECT DISTINCT actor_kind FROM claim");
    assert_eq!(kinds, ["indicator"]);
    assert_eq!(bench.count("SELECT count(*) FROM actor"), 0);
    bench.assert_clean();
}
