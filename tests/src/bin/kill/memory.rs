//! S7: what lies in the memory of a phone's process some seconds after it was locked.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::time::Duration;

use client::door::{Reply, Request};

use crate::child::{self, PIN};
use crate::pair::{Stage, stage};
use crate::process::Process;

/// Seconds from the lock to the look.
const AFTER_LOCK: Duration = Duration::from_secs(5);
/// Bytes read at once.
const PIECE: usize = 1 << 20;

/// Places at which something was found.
#[derive(Debug, Default)]
pub struct Left {
    pub looked_at_mib: usize,
    /// Keys of 32 bytes that were drawn for this phone, as they are and as hexadecimal digits.
    pub keys: usize,
    pub pins: usize,
    /// Names, telephone numbers and residences of persons.
    pub persons: usize,
    pub canaries: usize,
    /// Of the persons, before the lock: what is looked for can be found.
    pub while_open: usize,
}

/// What is looked for. The texts are read by this process, from the same store.
fn canaries(stage: &Stage) -> Vec<Vec<u8>> {
    let door = child::still_door(&stage.phone(), stage.now);
    door.handle(Request::Unlock { pin: PIN.to_owned() }).unwrap();
    let Ok(Reply::People(rows)) = door.handle(Request::People { query: String::new() }) else {
        panic!("no list");
    };
    let texts: BTreeSet<String> = rows
        .iter()
        .flat_map(|row| {
            [Some(row.person.name.clone()), row.person.phone.clone(), Some(row.person.residence.clone())]
        })
        .flatten()
        .filter(|text| text.len() > 6)
        .collect();
    texts.into_iter().map(String::into_bytes).collect()
}

pub fn look() -> Left {
    let (stage, _office, _) = stage();
    let persons = canaries(&stage);
    let drawn = child::drawn();
    let mut keys: Vec<Vec<u8>> = drawn.iter().map(|key| key.to_vec()).collect();
    keys.extend(drawn.iter().map(|key| hex(key)));
    let phone = Process::start("memory", &stage.phone(), stage.now, 0);
    assert_eq!(phone.line(), "open");
    assert_eq!(phone.line(), "shown");
    let open = in_memory(&phone, &keys, &persons);
    assert_eq!(phone.line(), "locked");
    // The moment is what is asked for.
    std::thread::park_timeout(AFTER_LOCK);
    Left { canaries: persons.len(), while_open: open.persons, ..in_memory(&phone, &keys, &persons) }
}

fn in_memory(phone: &Process, keys: &[Vec<u8>], persons: &[Vec<u8>]) -> Left {
    let mut left = Left::default();
    for (from, to) in regions(phone.id()) {
        scan(phone.id(), (from, to), &mut |bytes| {
            left.looked_at_mib += bytes.len();
            left.keys += count(bytes, keys);
            left.pins += count(bytes, &[PIN.as_bytes().to_vec()]);
            left.persons += count(bytes, persons);
        });
    }
    left.looked_at_mib >>= 20;
    left
}

fn hex(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect()
}

/// What the process can write to: heap, stacks, mapped files it shares with a disk. The program itself is no secret.
fn regions(process: u32) -> Vec<(u64, u64)> {
    let maps = std::fs::read_to_string(format!("/proc/{process}/maps")).unwrap();
    let region = |line: &str| {
        let mut words = line.split_whitespace();
        let (range, rights) = (words.next()?, words.next()?);
        let (from, to) = range.split_once('-')?;
        let writes = rights.starts_with("rw");
        let place = (u64::from_str_radix(from, 16).ok()?, u64::from_str_radix(to, 16).ok()?);
        writes.then_some(place)
    };
    maps.lines().filter_map(region).collect()
}

fn scan(process: u32, (from, to): (u64, u64), see: &mut dyn FnMut(&[u8])) {
    let mut memory = File::open(format!("/proc/{process}/mem")).unwrap();
    let mut at = from;
    let mut piece = vec![0; PIECE];
    while at < to {
        let wanted = usize::try_from(to - at).unwrap().min(PIECE);
        let read = memory.seek(SeekFrom::Start(at)).and_then(|_| memory.read_exact(&mut piece[..wanted]));
        if read.is_ok() {
            see(&piece[..wanted]);
        }
        at += u64::try_from(wanted).unwrap();
    }
}

fn count(bytes: &[u8], wanted: &[Vec<u8>]) -> usize {
    let mut found = 0;
    for needle in wanted {
        let mut rest = bytes;
        while let Some(at) = find(rest, needle) {
            found += 1;
            rest = &rest[at + needle.len()..];
        }
    }
    found
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    let (first, mut from) = (*needle.first()?, 0);
    while let Some(at) = bytes[from..].iter().position(|byte| *byte == first) {
        if bytes[from + at..].starts_with(needle) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}
