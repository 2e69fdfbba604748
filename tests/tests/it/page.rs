//! The report's page in a real browser: it is drawn, it obeys its own policy, it asks the network for nothing.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use whence_tests::road::walk;
use whence_tests::world::WorldSpec;

fn browser() -> Option<PathBuf> {
    let paths = std::env::var_os("PATH")?;
    let mut places =
        std::env::split_paths(&paths).flat_map(|p| ["chromium", "chromium-browser"].map(|n| p.join(n)));
    places.find(|path| path.is_file())
}

fn chromium(browser: &Path, profile: &Path, arguments: &[&str], page: &Path) -> Output {
    Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-sync",
        ])
        .args(["--disable-background-networking", "--disable-component-update", "--hide-scrollbars"])
        .args(["--enable-logging=stderr", "--v=0"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .args(arguments)
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap()
}

/// Lines of the browser's log about the page: what a policy refused, scripts' errors, failed loads.
fn complaints(out: &Output) -> Vec<String> {
    let log = String::from_utf8_lossy(&out.stderr).into_owned();
    log.lines()
        .filter(|line| line.contains("CONSOLE") || line.contains("Refused to"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_page_is_drawn_and_keeps_its_policy() {
    let Some(browser) = browser() else {
        eprintln!("skipped: the page in a browser (no Chromium on the PATH)");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let walked =
        walk(&WorldSpec::ordinary(rand::random::<u32>().into()), folder.path(), &mut |_| {}).unwrap();
    let page = walked.report_folder.join("report.html");
    let profile = folder.path().join("profile");

    let drawn = chromium(&browser, &profile, &["--dump-dom"], &page);
    let dom = String::from_utf8_lossy(&drawn.stdout);
    assert!(dom.contains("<svg") && dom.contains("</html>"), "the page was not drawn");
    assert!(!dom.contains("<script"), "the page needs no script");
    assert_eq!(complaints(&drawn), Vec::<String>::new());

    // The control: the same page with something that its policy forbids. The browser must say so, or the test above proves
    // nothing.
    let html = std::fs::read_to_string(&page).unwrap();
    let spoilt = folder.path().join("spoilt.html");
    let inserted = html.replacen(
        "</body>",
        "<script>document.title = 'ran'</script><p style=\"color:red\">x</p></body>",
        1,
    );
    assert_ne!(inserted, html);
    std::fs::write(&spoilt, inserted).unwrap();
    let control = chromium(&browser, &profile, &["--dump-dom"], &spoilt);
    assert!(!complaints(&control).is_empty(), "the browser's log does not show what a policy refuses");
    assert!(!String::from_utf8_lossy(&control.stdout).contains("<title>ran"), "the policy let a script run");

    let picture = folder.path().join("page.png");
    let shot = format!("--screenshot={}", picture.display());
    chromium(&browser, &profile, &[&shot, "--window-size=1000,2400"], &page);
    let bytes = std::fs::read(&picture).unwrap();
    assert!(bytes.starts_with(b"\x89PNG") && bytes.len() > 20_000, "the picture is empty");
}
