//! A remap that meets the end of a disk changes nothing, and the next one ends once there is room.

use super::small_disk::SmallDisk;
use super::world::{World, import};
use crate::remap::killed::TAMPER;
use crate::remap::world::{assert_index, assert_same, derived, raw};

#[test]
fn a_remap_on_a_full_disk_changes_nothing_and_room_ends_it() {
    let world = World::new();
    let Some(disk) = SmallDisk::new(128 << 10) else { return };
    world.without_store();
    let bench = &world.bench;
    disk.has_store_of(bench);
    assert!(import(bench).output().unwrap().status.success());
    let right = derived(bench);
    let (mut failed, mut ended) = (0, 0);
    // From no room at all to room for the side file, which lies beside the store itself, and all that is swapped.
    for room in [4, 8000, 20_000, 60_000] {
        raw(bench).execute_batch(TAMPER).unwrap();
        let wrong = derived(bench);
        assert!(wrong != right);
        let filler = disk.fill(room);
        let full = bench.collect(&["remap"]);
        std::fs::remove_file(filler).unwrap();
        bench.assert_clean();
        let now = derived(bench);
        assert!(now == if full.code == 0 { right.clone() } else { wrong }, "{room} KiB more: {full:?}");
        if full.code == 0 {
            ended += 1;
        } else {
            failed += 1;
            assert!(full.code == 1 && full.err.contains("hint: "), "{room} KiB more: {full:?}");
            assert!(full.err.contains("space"), "{room} KiB more: {full:?}");
            let next = bench.collect(&["remap"]);
            assert_eq!(next.code, 0, "{room} KiB more: {next:?}");
            assert!(derived(bench) == right, "{room} KiB more");
        }
    }
    assert!(failed > 1 && ended > 0, "{failed} failed, {ended} ended");
    assert_index(bench);
    assert_same(bench);
    eprintln!("{failed} remaps met the end of the disk, {ended} did not");
}
