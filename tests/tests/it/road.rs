//! Five worlds from seeds drawn when the test runs: what the report says of each is what is true of it.

use whence_store::verify;
use whence_tests::road::{compare, walk};
use whence_tests::world::{Outage, SurgePlace, WorldSpec};

/// Walks a world and compares; a failure names the seed, with which `cargo demo` shows the same world.
fn holds(name: &str, spec: &WorldSpec) {
    let folder = tempfile::tempdir().unwrap();
    let walked = walk(spec, folder.path(), &mut |_| {}).unwrap_or_else(|e| panic!("{name}, {spec:?}: {e:#}"));
    let checks = compare(&walked).unwrap();
    assert!(checks.len() >= 13);
    let wrong: Vec<String> = checks
        .iter()
        .filter(|check| !check.agrees())
        .map(|check| format!("{}:\n    found {}\n    truth {}", check.what, check.found, check.truth))
        .collect();
    assert!(wrong.is_empty(), "{name}, {spec:?}:\n  {}", wrong.join("\n  "));
    let verified = verify(&folder.path().join("whence.db"), None).unwrap();
    assert!(verified.findings.is_empty(), "{name}: {:?}", verified.findings);
    println!("{name}, seed {}: {} findings equal the truth", spec.seed, checks.len());
}

#[test]
fn five_worlds_are_told_as_they_are() {
    let seed = || rand::random::<u32>().into();
    let ordinary = WorldSpec::ordinary(seed());
    holds("an ordinary world", &ordinary);
    holds("another ordinary world", &WorldSpec::ordinary(seed()));
    holds("a world without actors", &WorldSpec { actors: false, ..WorldSpec::ordinary(seed()) });
    holds(
        "a surge after the event",
        &WorldSpec { surge: SurgePlace::AfterEvent, ..WorldSpec::ordinary(seed()) },
    );
    holds(
        "an outage over the first post",
        &WorldSpec { outage: Outage::HidesFirst, ..WorldSpec::ordinary(seed()) },
    );
}
