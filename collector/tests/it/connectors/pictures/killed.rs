//! A run that is killed between two pictures: what was stored is not asked for again, the rest is.

use std::time::Duration;

use super::*;

#[test]
fn a_kill_between_pictures_repeats_none_that_was_stored() {
    let names = ["/0.png", "/1.png", "/2.png", "/3.png", "/4.png"];
    let gallery = Gallery::new(&[("ann", 1, &names)], |path, _| match path {
        "/robots.txt" => not_found(),
        path => picture("image/png", png(u32::from(path.as_bytes()[1] - b'0'))),
    });
    gallery.world.hourly();
    gallery.world.bench.limits("min_interval = '700ms'");
    let mut run = gallery.world.bench.command(&["run"]).spawn().unwrap();
    // The posts, robots.txt, two pictures; the third comes a whole interval later, when these are stored.
    assert!(gallery.world.stub.log.reaches(5, Duration::from_secs(30)));
    run.kill().unwrap();
    run.wait().unwrap();
    gallery.world.assert_sound();
    let stored = gallery.count("SELECT count(*) FROM media WHERE sha256 IS NOT NULL");
    assert!((1..5).contains(&stored), "{stored} pictures were stored");
    gallery.world.bench.limits("min_interval = '5ms'");
    gallery.world.time_passes();
    gallery.world.run();
    assert_eq!(gallery.count("SELECT count(DISTINCT sha256) FROM media"), 5);
    let asked = gallery.asked();
    let twice = asked.iter().zip(asked.iter().skip(1)).filter(|(one, next)| one == next).count();
    assert!(twice <= 1, "only what was under way is asked for again: {asked:?}");
    gallery.assert_none_is_kept();
}
