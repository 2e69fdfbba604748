//! Every file of the workspace's `config/` that the collector reads.

use std::path::Path;

use whence_collector::config::{Settings, load_sources};
use whence_collector::import;
use whence_store::settings;

use crate::support::workspace_config;

#[test]
fn every_preset_loads_and_says_what_it_is() {
    let config = workspace_config();
    let files = settings::toml_files(&config.join("presets")).unwrap();
    for file in &files {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let preset = import::load(&config, name).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(preset.name, name);
        assert!(!preset.title.is_empty(), "{name} has no title");
    }
    let names: Vec<_> = files.iter().filter_map(|file| file.file_stem()?.to_str()).collect();
    let wanted = [
        "actors-canis",
        "daily-prices",
        "generic-csv",
        "generic-ndjson",
        "weibo-hot",
        "whence-posts",
        "x-timeline-pages",
    ];
    for name in wanted {
        assert!(names.contains(&name), "there is no preset {name}");
    }
}

#[test]
fn the_operators_file_and_the_sources_load() {
    let config = workspace_config();
    let settings = Settings::load(&config).unwrap();
    assert!(settings.user_agent().starts_with("Whence/"));
    load_sources(&config).unwrap();
}

#[test]
fn nothing_that_is_shipped_looks_like_a_secret() {
    let mut folders = vec![workspace_config()];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files += 1;
                assert_no_secret(&path);
            }
        }
    }
    assert!(files > 5);
}

fn assert_no_secret(path: &Path) {
    let text = std::fs::read_to_string(path).unwrap().to_lowercase();
    for key in ["password", "api_key", "apikey", "bearer ", "secret =", "token =", "cookie ="] {
        // A plugin's code has variables of these names.
        let is_code = path.extension().is_some_and(|e| e == "py") && key.ends_with('=');
        assert!(is_code || !text.contains(key), "{} holds `{key}`", path.display());
    }
}
