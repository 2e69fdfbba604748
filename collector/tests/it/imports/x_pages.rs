//! Real timeline pages of X as its web client receives them.

use super::{files, import, import_again};
use crate::support::{Bench, shared};

#[test]
fn sixty_raw_pages_map_without_a_rest() {
    let Some(folder) = shared("prc-x-2023/raw_dev") else { return };
    let pages = files(&folder, ".json.gz");
    assert_eq!(pages.len(), 60);
    let bench = Bench::new();
    let report = import(&bench, "x-timeline-pages", &pages);
    eprintln!("{} records, {} skipped, {} items", report["mapped"], report["skipped"], report["new_items"]);
    assert_eq!(report["files"], 60);
    assert!(report["new_items"].as_u64().unwrap() > 1000);
    // Each account comes with the platform's own id; handles are not keys.
    assert_eq!(bench.count("SELECT count(*) FROM account WHERE native_id IS NULL"), 0);
    assert_eq!(bench.count("SELECT count(*) - count(DISTINCT native_id) FROM account"), 0);
    import_again(&bench, "x-timeline-pages", &pages);
}

#[test]
fn posts_without_ids_of_accounts_are_joined_by_pages_that_have_them() {
    let Some(folder) = shared("prc-x-2023") else { return };
    let bench = Bench::new();
    import(&bench, "whence-posts", &[folder.join("posts_dev_before_2023-11-13.ndjson.gz")]);
    import(&bench, "actors-canis", &[folder.join("registry_canis_2023-11-03.csv")]);
    let attributed = "SELECT DISTINCT handle FROM attribution WHERE account_id IN (SELECT account_id FROM item) ORDER BY 1";
    let before = bench.count(&format!("SELECT count(*) FROM ({attributed})"));
    let report = import(&bench, "x-timeline-pages", &files(&folder.join("raw_dev"), ".json.gz"));
    eprintln!("{} items known from the posts, {} new", report["same_items"], report["new_items"]);
    assert!(report["same_items"].as_u64().unwrap() > 500, "{report}");
    // The copy of another tool revises nothing, and no account is there twice.
    assert_eq!(report["changed_items"], 0, "{report}");
    assert_eq!(
        bench.column("SELECT handle FROM account GROUP BY handle HAVING count(*) > 1"),
        Vec::<String>::new()
    );
    assert!(bench.count("SELECT count(*) FROM account WHERE native_id > ''") > 100);
    assert!(bench.count(&format!("SELECT count(*) FROM ({attributed})")) >= before);
    bench.assert_clean();
}
