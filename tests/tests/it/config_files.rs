//! Every file of `config/` loads.

use whence_collector::{config, import};
use whence_store::settings::toml_files;

use super::metadata;

#[test]
fn every_configuration_file_loads() {
    let folder = metadata::root().join("config");
    config::Settings::load(&folder).unwrap();
    config::load_sources(&folder).unwrap();
    config::Labels::load(&folder).unwrap();
    let mut presets = 0;
    for path in toml_files(&folder.join("presets")).unwrap() {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        import::load(&folder, &name).unwrap_or_else(|e| panic!("{name}: {e}"));
        presets += 1;
    }
    assert!(presets >= 7, "the presets were not read");
    let narratives =
        ["whence-analyze".into(), "narratives".into(), "--config".into(), folder.into_os_string()];
    let mut out = Vec::new();
    let exit = whence_analysis::program::run(narratives, &mut out).unwrap();
    assert_eq!(exit, whence_store::program::Exit::Done, "{}", String::from_utf8_lossy(&out));
}
