//! Zip archives, good and hostile.

use std::fs;
use std::io::Cursor;
use std::io::Write as _;
use std::time::Duration;
use std::time::Instant;

use zip::CompressionMethod;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::program::folder;
use crate::program::validate;
use crate::program::write;

fn zip(entries: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Changes the header field at that offset of every local header (`PK\3\4`) and directory entry (`PK\1\2`).
fn patch(archive: &mut [u8], local: usize, directory: usize, value: &[u8]) {
    for (signature, offset) in [(b"PK\x03\x04", local), (b"PK\x01\x02", directory)] {
        let starts: Vec<usize> = (0..archive.len() - 4).filter(|start| archive[*start..].starts_with(signature)).collect();
        assert!(!starts.is_empty());
        for start in starts {
            archive[start + offset..][..value.len()].copy_from_slice(value);
        }
    }
}

#[test]
fn validates_every_document_inside() {
    let folder = folder("zip_good");
    let entries: [(&str, &[u8]); 5] =
        [("b.xml", b"<b>"), ("a.XML", b"<a/>"), ("sub/c.xml", b"<c/>"), ("readme.txt", b"no"), ("inner.zip.bak", b"no")];
    for (name, method) in [("stored.zip", CompressionMethod::Stored), ("deflated.ZIP", CompressionMethod::Deflated)] {
        let file = write(&folder, name, zip(&entries, method));
        let run = validate(["--format", "json", &file]);
        assert_eq!((run.status, run.err.as_str()), (1, ""));
        let names: Vec<String> = run.reports().iter().map(|report| report["file"].as_str().unwrap().to_owned()).collect();
        assert_eq!(names, ["a.XML", "b.xml", "sub/c.xml"].map(|entry| format!("{file}!/{entry}")));
    }
}

#[test]
fn refuses_what_is_no_archive() {
    let folder = folder("zip_broken");
    let good = zip(&[("a.xml", b"<a/>".repeat(100).as_slice())], CompressionMethod::Deflated);
    for (name, content) in [("empty.zip", &[][..]), ("text.zip", b"no archive"), ("cut.zip", &good[..good.len() / 2])] {
        let file = write(&folder, name, content);
        let run = validate([&file]);
        assert_eq!(run.status, 3, "{name}");
        assert!(run.err.contains(&format!("{name}: the zip archive is broken")), "{name}: {}", run.err);
    }
    let nothing = write(&folder, "nothing.zip", zip(&[("a.txt", b"x")], CompressionMethod::Stored));
    assert!(validate([&nothing]).err.contains("it holds no *.xml file"));
}

#[test]
fn a_damaged_entry_does_not_stop_the_others() {
    let folder = folder("zip_damaged");
    let mut archive = zip(&[("a.xml", b"<aaaaaaaa/>"), ("b.xml", b"<b/>")], CompressionMethod::Stored);
    let place = archive.windows(11).position(|window| window == b"<aaaaaaaa/>").unwrap();
    archive[place + 2] = b'b';
    let file = write(&folder, "damaged.zip", archive);
    let run = validate(["--format", "jsonl", &file]);
    assert_eq!(run.status, 3);
    assert!(run.err.contains("damaged.zip!/a.xml: cannot be read"), "{}", run.err);
    assert_eq!(run.reports().len(), 1);
}

#[test]
fn says_that_an_entry_needs_a_password() {
    let folder = folder("zip_encrypted");
    let mut archive = zip(&[("a.xml", b"<a/>")], CompressionMethod::Stored);
    patch(&mut archive, 6, 8, &[1, 0]);
    let file = write(&folder, "secret.zip", archive);
    let run = validate([&file]);
    assert_eq!(run.status, 3);
    assert!(run.err.contains("protected by a password"), "{}", run.err);
}

#[test]
fn says_that_a_method_is_not_supported() {
    let folder = folder("zip_method");
    let mut archive = zip(&[("a.xml", b"<a/>")], CompressionMethod::Stored);
    patch(&mut archive, 8, 10, &[12, 0]);
    let file = write(&folder, "bzip2.zip", archive);
    let run = validate([&file]);
    assert_eq!(run.status, 3);
    assert!(run.err.contains("compression method is not supported"), "{}", run.err);
}

#[test]
fn does_not_unpack_a_bomb() {
    let folder = folder("zip_bomb");
    let blank = vec![b' '; 60 << 20];
    let honest = zip(&[("a.xml", &blank), ("b.xml", b"<b/>")], CompressionMethod::Deflated);
    let mut lying = honest.clone();
    patch(&mut lying, 22, 24, &1_000_u32.to_le_bytes());
    for (name, archive, message) in [("honest.zip", honest, "unpacks to more than 200 times"), ("lying.zip", lying, "lying.zip")]
    {
        let file = write(&folder, name, archive);
        let start = Instant::now();
        let run = validate(["--format", "jsonl", &file]);
        assert!(start.elapsed() < Duration::from_secs(20), "{name}: {:?}", start.elapsed());
        assert_eq!(run.status, 3, "{name}: {run:?}");
        assert!(run.err.contains(message), "{name}: {}", run.err);
    }
}

#[test]
fn refuses_an_entry_beyond_the_limit_and_reads_on() {
    let folder = folder("zip_long");
    // Text that hardly shrinks, so that the archive is no bomb.
    let mut state = 1_u32;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        b'a' + (state >> 28) as u8
    })
    .take((64 << 20) + 1)
    .collect();
    let file = write(&folder, "long.zip", zip(&[("a.xml", &noise), ("b.xml", b"<b/>")], CompressionMethod::Stored));
    let run = validate(["--format", "jsonl", &file]);
    assert_eq!((run.status, run.reports().len()), (3, 1));
    assert!(run.err.contains("long.zip!/a.xml: it is longer than the limit"), "{}", run.err);
    fs::remove_file(&file).unwrap();
}

#[test]
fn says_that_entries_share_a_name() {
    let folder = folder("zip_duplicates");
    let mut archive = zip(&[("a.xml", b"<a/>"), ("b.xml", b"<a>")], CompressionMethod::Stored);
    for place in archive.windows(5).enumerate().filter(|(_, window)| *window == b"b.xml").map(|(at, _)| at).collect::<Vec<_>>() {
        archive[place] = b'a';
    }
    let file = write(&folder, "twins.zip", archive);
    let run = validate([&file]);
    assert_eq!(run.status, 3);
    assert!(run.err.contains("several entries share a name"), "{}", run.err);
}
