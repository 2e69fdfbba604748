//! Packed files: members of zip archives one at a time, archives made to do harm, and what comes packed twice.

use std::io::Write as _;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

use super::import_text;
use super::table::fixture;
use crate::support::{Bench, Ended};

/// A member to be written: name, bytes as they are stored, what they unpack to, and whether they are packed.
struct Member {
    name: &'static str,
    stored: Vec<u8>,
    crc: u32,
    unpacked: usize,
    is_deflated: bool,
}

fn deflated(name: &'static str, bytes: &[u8]) -> Member {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    let mut crc = Crc::new();
    crc.update(bytes);
    Member {
        name,
        stored: encoder.finish().unwrap(),
        crc: crc.sum(),
        unpacked: bytes.len(),
        is_deflated: true,
    }
}

fn plain(name: &'static str, bytes: &[u8]) -> Member {
    Member { stored: bytes.to_vec(), is_deflated: false, ..deflated(name, bytes) }
}

/// An archive as the format has it: a header before each member, and a directory at the end.
fn zip(members: &[Member]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for member in members {
        let offset = u32::try_from(out.len()).unwrap();
        let mut about = Vec::new();
        about.extend(20_u16.to_le_bytes());
        about.extend(0_u16.to_le_bytes());
        about.extend(if member.is_deflated { 8_u16 } else { 0 }.to_le_bytes());
        about.extend([0; 4]);
        about.extend(member.crc.to_le_bytes());
        about.extend(u32::try_from(member.stored.len()).unwrap().to_le_bytes());
        about.extend(u32::try_from(member.unpacked).unwrap().to_le_bytes());
        about.extend(u16::try_from(member.name.len()).unwrap().to_le_bytes());
        about.extend(0_u16.to_le_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&about);
        out.extend(member.name.as_bytes());
        out.extend(&member.stored);
        directory.extend(b"PK\x01\x02");
        directory.extend(20_u16.to_le_bytes());
        directory.extend(&about);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(member.name.as_bytes());
    }
    let (count, offset) = (u16::try_from(members.len()).unwrap(), u32::try_from(out.len()).unwrap());
    let size = u32::try_from(directory.len()).unwrap();
    out.extend(directory);
    out.extend(b"PK\x05\x06");
    out.extend([0; 4]);
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(size.to_le_bytes());
    out.extend(offset.to_le_bytes());
    out.extend([0; 2]);
    out
}

fn rows(from: usize, count: usize) -> String {
    let row = |n: usize| format!("{n},a,2025-01-27T00:00:00Z,text {n}\n");
    "id,author,created,text\n".to_owned() + &(from..from + count).map(row).collect::<String>()
}

#[test]
fn each_member_is_read_as_a_file_of_its_own() {
    let bench = Bench::new();
    let bom = format!("\u{feff}{}", rows(100, 3));
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(rows(200, 4).as_bytes()).unwrap();
    let archive = zip(&[
        deflated("export/one.csv", rows(0, 5).as_bytes()),
        plain("export/two.csv", bom.as_bytes()),
        deflated("export/three.csv.gz", &gzip.finish().unwrap()),
        deflated("export/four.csv", &zstd::bulk::compress(rows(300, 2).as_bytes(), 1).unwrap()),
        plain("export/picture.jpg", b"no records"),
        plain("__MACOSX/export/._one.csv", b"no records"),
    ]);
    let ended = import_text(&bench, "generic-csv", "export.zip", &archive, &[]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let report = ended.json();
    assert_eq!((&report["files"], &report["new_items"]), (&4.into(), &14.into()), "{report}");
    let urls = bench.column("SELECT url FROM capture ORDER BY id");
    assert!(urls[0].starts_with("file:export/one.csv#bytes=0-"), "{urls:?}");
    // Again: nothing is new.
    let again = import_text(&bench, "generic-csv", "export.zip", &archive, &[]).json();
    assert_eq!((&again["known_chunks"], &again["new_items"]), (&4.into(), &0.into()), "{again}");
    bench.assert_clean();
}

#[test]
fn auto_reads_the_members_that_it_knows_and_says_which_it_leaves_out() {
    let bench = Bench::new();
    let archive = zip(&[
        deflated("archive/actor.json", br#"{"type": "Person"}"#),
        deflated("archive/outbox.json", &fixture("mastodon-archive.json")),
        deflated("archive/notes.txt", b"nothing"),
    ]);
    let ended = import_text(&bench, "auto", "archive.zip", &archive, &[]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let report = ended.json();
    assert_eq!(
        (&report["preset"], &report["new_items"]),
        (&"mastodon-archive".into(), &3.into()),
        "{report}"
    );
    assert!(ended.err.contains("archive/actor.json: left out"), "{ended:?}");
    // The same by name: the preset says which members it reads.
    let ended = import_text(&bench, "mastodon-archive", "archive.zip", &archive, &[]);
    assert_eq!(
        (&ended.json()["files"], &ended.json()["members_left_out"]),
        (&1.into(), &2.into()),
        "{ended:?}"
    );
}

fn refused(bench: &Bench, ended: &Ended, part: &str) {
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.err.contains(part) && ended.err.contains("bomb.zip"), "{ended:?}");
    assert_eq!(bench.count("SELECT count(*) FROM item"), 0);
}

#[test]
fn archives_that_are_made_to_fill_disks_are_refused() {
    let blanks = vec![b' '; 80 << 20];
    let bomb = deflated("bomb.csv", &blanks);
    assert!(bomb.stored.len() < 100_000);
    let lies = Member { unpacked: 1000, ..deflated("lies.csv", rows(0, 5000).as_bytes()) };
    let short = Member { unpacked: 1_000_000, ..deflated("short.csv", rows(0, 50).as_bytes()) };
    for (archive, part) in [
        (zip(&[bomb]), "this is no file of records"),
        (zip(&[lies]), "more than the archive says"),
        (zip(&[short]), "less than the archive says"),
        (zip(&[plain("inner.zip", &zip(&[plain("a.csv", b"a")]))]), "has no member that ends in"),
    ] {
        let bench = Bench::new();
        let ended = import_text(&bench, "generic-csv", "bomb.zip", archive, &[]);
        if part.starts_with("less") {
            // What was read before is kept.
            assert!(ended.code == 1 && ended.err.contains(part), "{ended:?}");
        } else {
            refused(&bench, &ended, part);
        }
    }
    // Two entries of the directory over the same bytes.
    let one = deflated("one.csv", rows(0, 3000).as_bytes());
    let size = one.stored.len();
    let mut archive = zip(&[one, Member { name: "two.csv", ..plain("two.csv", b"") }]);
    let second = archive.windows(4).rposition(|bytes| bytes == b"PK\x01\x02").unwrap();
    let first = archive.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
    let about = archive[first + 10..first + 28].to_vec();
    archive[second + 10..second + 28].copy_from_slice(&about);
    archive[second + 42..second + 46].copy_from_slice(&0_u32.to_le_bytes());
    let bench = Bench::new();
    let ended = import_text(&bench, "generic-csv", "bomb.zip", archive, &[]);
    assert!(size > 100);
    refused(&bench, &ended, "its members overlap");
}
