//! A world that went down the whole road is what its evidence says.

use std::path::Path;

use whence_collector::program::{self, Screen};
use whence_store::program::Exit;
use whence_store::time::{ManualClock, Micros};
use whence_tests::road::walk;
use whence_tests::world::WorldSpec;

#[test]
fn a_world_read_again_is_the_same_world() {
    let folder = tempfile::tempdir().unwrap();
    let seed: u32 = rand::random();
    let walked = walk(&WorldSpec::ordinary(seed.into()), folder.path(), &mut |_| {}).unwrap();
    // The world's imports went by the presets of the project, its sources by its own configuration.
    let config = &walked.collected.config;
    let presets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../config/presets");
    std::fs::create_dir_all(config.join("presets")).unwrap();
    for entry in std::fs::read_dir(presets).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, config.join("presets").join(path.file_name().unwrap())).unwrap();
    }
    let db = folder.path().join("whence.db");
    let mut out = Vec::new();
    let arguments = [
        "whence-collect".into(),
        "remap".into(),
        "--check".into(),
        "--json".into(),
        "--db".into(),
        db.into_os_string(),
        "--config".into(),
        config.clone().into_os_string(),
    ];
    let clock = ManualClock::new(Micros(0));
    let exit =
        program::run(arguments, &mut out, &clock, &whence_collector::polite::TimerWait, &Screen::silent())
            .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(report["difference"]["tables"], serde_json::json!([]), "seed {seed}: {report:#}");
    assert!(exit == Exit::Done && report["captures"].as_u64() > Some(100), "seed {seed}: {report:#}");
    assert_eq!(report["difference"]["claims"], serde_json::Value::Null, "seed {seed}: {report:#}");
}
