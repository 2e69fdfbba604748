//! The flat CSV of our own: parents, validity, who says so; contradictions are told and name nobody.

use super::{claims, import, posts};
use crate::support::{Bench, shared};

const HEADER: &str = "actor,kind,owner,parent,region,language,platform,handle,native_id,account_url,asserted_by,asserted_url,asserted_at,valid_from,valid_to,status\n";

#[test]
fn a_row_says_who_where_when_and_for_how_long() {
    let bench = Bench::new();
    let rows = "Harbour Office,office,Ministry of Tides,State,Sea,en,x,@Harbour_Office,9001,https://x.com/Harbour_Office,A Desk,https://desk.example/1,2030-05-01,2030-01-01,2030-12-31,accepted\n\
                Tide TV,outlet,,,,,web,https://www.tide.example/about,,,A Desk,https://desk.example/2,2030-05-01,,,accepted\n\
                Ann Example,person,,,,,telegram,ann_example,,,,,,,,\n";
    let report = import(&bench, "actors-csv", "own.csv", &format!("{HEADER}{rows}"));
    assert_eq!((&report["mapped"], &report["new_claims"]), (&3.into(), &3.into()));
    let all = "SELECT actor || '|' || actor_kind || '|' || coalesce(owner, '') || '|' || coalesce(parent, '') || '|' || platform || '|' ||
                 handle || '|' || coalesce(native_id, '') || '|' || asserted_by || '|' || status || '|' ||
                 coalesce(date(valid_from / 1000000, 'unixepoch'), '') || '|' || coalesce(date(valid_to / 1000000, 'unixepoch'), '')
               FROM claim ORDER BY id";
    assert_eq!(
        bench.column(all),
        [
            "Harbour Office|office|Ministry of Tides|State|x|harbour_office|9001|A Desk|accepted|2030-01-01|2031-01-01",
            "Tide TV|outlet|||web|tide.example||A Desk|accepted||",
            "Ann Example|person|||telegram|ann_example||a registry without an author|candidate||",
        ]
    );
}

#[test]
fn what_is_wrong_in_a_row_is_told_with_its_column() {
    for (row, why) in [
        ("A,ministry,,,,,x,a,,,,,,,,", "actor.kind: `ministry` is none of office, outlet, person"),
        ("A,office,,,,,two words,a,,,,,,,,", "account.platform: `two words` is no platform's word"),
        ("A,office,,,,,x,a,,,,,,2031-01-01,2030-01-01,", "claim.valid_to: it ends before it begins"),
        ("A,office,,,,,x,a,,,,,,1 May,,", "claim.valid_from: `1 May`"),
        ("A,office,,,,,x,a,,,,,,,,yes", "claim.status: `yes` is none of accepted, candidate, rejected"),
        ("A,office,,,,,x,,,,,,,,,", "actor `A` has no account"),
        (",office,,,,,x,a,,,,,,,,", "actor.name: there is none"),
    ] {
        let bench = Bench::new();
        let file = bench.write("own.csv", format!("{HEADER}{row}\n"));
        let report = bench.import("actors-csv", &[file], &[]).json();
        let told = report["first_unmapped"].as_str().unwrap();
        assert!(told.contains(why) && told.contains("line 2"), "{told}");
    }
}

#[test]
fn validity_is_obeyed_and_a_handover_is_no_conflict() {
    let bench = Bench::new();
    let rows = "Old Office,office,,,,,x,harbour,,,D,https://d.example,2030-01-01,,2030-06-30,accepted\n\
                New Office,office,,,,,x,harbour,,,D,https://d.example,2030-01-01,2030-07-01,,accepted\n";
    import(&bench, "actors-csv", "own.csv", &format!("{HEADER}{rows}"));
    let file = posts(
        &bench,
        "posts.csv",
        &[("1", "harbour", "2030-06-30T23:00:00Z"), ("2", "harbour", "2030-07-01T00:00:00Z")],
    );
    assert_eq!(bench.import("generic-csv", &[file], &[]).code, 0);
    let whose = "SELECT native_id || ' ' || actor FROM attributed JOIN item ON item.id = item_id ORDER BY 1";
    assert_eq!(bench.column(whose), ["1 Old Office", "2 New Office"]);
    let ended = claims(&bench, &["conflicts"]);
    assert_eq!((ended.code, ended.out.as_str()), (0, "0 conflicts\n"));
}

#[test]
fn contradictions_are_listed_until_one_is_rejected() {
    let bench = Bench::new();
    let rows = "One Office,office,,,,,x,harbour,,,First,https://first.example,2030-01-01,,2030-12-31,accepted\n\
                Other Office,office,,,,,x,harbour,,,Second,https://second.example,2030-01-01,2030-07-01,,accepted\n\
                Pier TV,outlet,,,,,x,pier,11,,First,https://first.example,2030-01-01,,,accepted\n\
                Pier TV,outlet,,,,,x,pier,22,,Second,https://second.example,2030-01-01,,,accepted\n\
                Mole News,outlet,,,,,x,mole,,,First,https://first.example,2030-01-01,,,accepted\n\
                Quay News,outlet,,,,,x,mole,,,Second,https://second.example,2030-01-01,,,accepted\n";
    import(&bench, "actors-csv", "own.csv", &format!("{HEADER}{rows}"));
    let file = posts(
        &bench,
        "posts.csv",
        &[("1", "harbour", "2030-08-01T00:00:00Z"), ("2", "mole", "2030-08-01T00:00:00Z")],
    );
    assert_eq!(bench.import("generic-csv", &[file], &[]).code, 0);
    assert_eq!(bench.count("SELECT count(*) FROM attribution"), 0, "nobody is named");
    let ended = claims(&bench, &["conflicts", "--json"]);
    assert_eq!(ended.code, 3, "{ended:?}");
    let all = ended.json();
    let told = |n: usize| {
        format!("{} {} {} {}", all[n]["what"], all[n]["handle"], all[n]["actor"], all[n]["other_actor"])
            .replace('"', "")
    };
    assert_eq!(
        [told(0), told(1), told(2)],
        [
            "overlapping validity harbour One Office Other Office",
            "two actors mole Mole News Quay News",
            "two ids pier Pier TV Pier TV",
        ]
    );
    let only = claims(&bench, &["conflicts", "--handle", "@Mole", "--json"]).json();
    assert_eq!(only.as_array().unwrap().len(), 1);
    let listed = claims(&bench, &["list", "--conflicts", "--json"]).json();
    assert_eq!(listed.as_array().unwrap().len(), 6);
    let text = claims(&bench, &["list", "--handle", "mole"]).out;
    assert!(text.contains("names nobody: conflict with another accepted claim"), "{text}");

    let wrong = all[1]["other_claim"].to_string();
    let ended =
        claims(&bench, &["reject", &wrong, "--by", "A. Analyst", "--reason", "the site says Mole News"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert_eq!(bench.column("SELECT actor FROM attribution"), ["Mole News"]);
    assert_eq!(claims(&bench, &["conflicts", "--json"]).json().as_array().unwrap().len(), 2);
    bench.assert_clean();
    bench.assert_imports_say_the_same();
}

#[test]
fn the_real_registry_has_758_entities_and_contradicts_itself_in_five_handles() {
    let Some(folder) = shared("prc-x-2023") else { return };
    let bench = Bench::new();
    let registry = [folder.join("registry_canis_2023-11-03.csv")];
    assert_eq!(bench.import("actors-canis", &registry, &[]).json()["mapped"], 758);
    assert_eq!(bench.count("SELECT count(*) FROM actor"), 758);
    let found = claims(&bench, &["conflicts", "--json"]).json();
    // Counted from the file by itself.
    let mut handles =
        std::collections::BTreeMap::<(String, String), std::collections::BTreeSet<String>>::new();
    for row in csv::Reader::from_path(&registry[0])
        .unwrap()
        .deserialize::<std::collections::BTreeMap<String, String>>()
    {
        let row = row.unwrap();
        for column in [
            "X (Twitter) handle",
            "Facebook page",
            "Instragram page",
            "Threads account",
            "YouTube account",
            "TikTok account",
        ] {
            let handle = row[column].trim().trim_start_matches('@').trim_end_matches('/').to_lowercase();
            if !handle.is_empty() {
                handles
                    .entry((column.to_owned(), handle))
                    .or_default()
                    .insert(row["Name (English)"].trim().to_lowercase());
            }
        }
    }
    let expected = handles.values().filter(|names| names.len() > 1).count();
    assert!(expected > 0);
    assert_eq!(found.as_array().unwrap().len(), expected, "{found}");
}

/// An account of the real registry whose handle somebody else takes over.
#[test]
fn a_recycled_handle_of_the_real_registry_does_not_inherit() {
    let Some(folder) = shared("prc-x-2023") else { return };
    let bench = Bench::new();
    let registry = [folder.join("registry_canis_2023-11-03.csv")];
    bench.import("actors-canis", &registry, &[]);
    let handle = bench
        .column("SELECT handle FROM claim WHERE platform = 'x' AND actor_kind = 'office' ORDER BY id LIMIT 1")
        .remove(0);
    let post = |id: &str, author_id: &str, at: &str| {
        format!(
            "{{\"id\":\"{id}\",\"platform\":\"x\",\"author\":\"{handle}\",\"author_id\":\"{author_id}\",\"created\":\"{at}\",\"text\":\"x\"}}\n"
        )
    };
    let file = bench.write("one.ndjson", post("1", "500", "2023-11-01T00:00:00Z"));
    bench.import("generic-ndjson", &[file], &[]);
    assert_eq!(bench.count("SELECT count(*) FROM attributed"), 1);
    let file = bench.write("two.ndjson", post("2", "501", "2024-11-01T00:00:00Z"));
    bench.import("generic-ndjson", &[file], &[]);
    assert_eq!(bench.count("SELECT count(*) FROM account"), 2);
    assert_eq!(
        bench.count("SELECT count(*) FROM attributed"),
        0,
        "whose the handle was is not known by the claim"
    );
    // A registry that binds the handle to the id settles it.
    let own = format!(
        "actor,kind,owner,parent,region,language,platform,handle,native_id,account_url,asserted_by,asserted_url,asserted_at,valid_from,valid_to,status\n\
         The Office,office,,,,,x,{handle},500,,A Desk,https://desk.example,2023-11-02,,,accepted\n"
    );
    import(&bench, "actors-csv", "own.csv", &own);
    assert_eq!(bench.column("SELECT native_id FROM attributed JOIN item ON item.id = item_id"), ["1"]);
}
