//! S4: what comes from elsewhere is decoded or refused, whatever was done to it; nothing panics.
//! `GUIHANG_S4=5000000` tries as many.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test: a broken file must stop it, the figure is told, and the soak asks for more in its environment"
)]

use std::hint::black_box;
use std::path::Path;

use shared::calendar::Calendar;
use shared::calendar::notice::read_notice;
use shared::event::RawEvent;
use shared::protocol::capsule::{What, frame, read_bundle, write_bundle};
use shared::protocol::{
    BundleReply, CompareRequest, GiveBackRequest, HelloRequest, PairingLink, Pin, PullReply, PullRequest,
    PushRequest, SignedReceipt, split_reply,
};

const TRIES: u64 = 600_000;

struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }

    /// One to four changes: a byte, a cut, a piece twice, a piece of another input, an odd number.
    fn mutate(&mut self, seed: &[u8], other: &[u8]) -> Vec<u8> {
        let mut bytes = seed.to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len() + 1).min(bytes.len());
            match self.below(6) {
                0 if at < bytes.len() => bytes[at] ^= u8::try_from(1 + self.below(255)).unwrap(),
                1 => bytes.truncate(at),
                2 => {
                    let piece = bytes[at..(at + self.below(40)).min(bytes.len())].to_vec();
                    bytes.splice(at..at, piece);
                }
                3 => {
                    let from = self.below(other.len());
                    let piece = other[from..(from + self.below(60)).min(other.len())].to_vec();
                    bytes.splice(at..at, piece);
                }
                4 => {
                    let odd =
                        ["-1", "1e999", "18446744073709551616", "null", "[[[[", "{\"", "\\ud800", "年", "\0"];
                    bytes.splice(at..at, odd[self.below(odd.len())].bytes());
                }
                _ => {
                    let to = (at + self.below(30)).min(bytes.len());
                    bytes.drain(at..to);
                }
            }
        }
        bytes
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut seeds = Vec::new();
    for folder in std::fs::read_dir(folder).unwrap() {
        for file in std::fs::read_dir(folder.unwrap().path()).into_iter().flatten() {
            seeds.push(std::fs::read(file.unwrap().path()).unwrap());
        }
    }
    seeds.sort();
    let event = String::from_utf8_lossy(&seeds[0]).into_owned();
    seeds
        .push(format!(r#"{{"from_seq":1,"events":[{event}],"head_signature":"ed25519:AA=="}}"#).into_bytes());
    seeds.push(br#"{"after":0,"limit":2000,"scope_held":3,"decided":1}"#.to_vec());
    seeds
        .push(b"guihang://pair?s=https%3A%2F%2F192.0.2.10%3A7443&c=F2B6-GGX5-JKAW-37MC&p=7K3M-0QF2".to_vec());
    seeds.push("2026-01-01,放假,元旦\n2026-01-04,调休上班,元旦\n".as_bytes().to_vec());
    seeds.push(frame::frames(&vec![7; 3000]).unwrap().join("\n").into_bytes());
    let sealed = |seq, length| {
        ("00000000-0000-7000-8000-000000000001".parse().unwrap(), What::Event { seq }, vec![7; length])
    };
    seeds.push(write_bundle(&[sealed(1, 300), sealed(2, 40)]));
    seeds
}

/// Every decoder of this crate that reads what somebody else wrote.
fn decode(bytes: &[u8], calendar: &mut Calendar) {
    black_box(RawEvent::read(bytes.to_vec()).is_ok());
    black_box(serde_json::from_slice::<PushRequest>(bytes).is_ok());
    black_box(serde_json::from_slice::<PullRequest>(bytes).is_ok());
    black_box(serde_json::from_slice::<PullReply>(bytes).is_ok());
    black_box(serde_json::from_slice::<HelloRequest>(bytes).is_ok());
    black_box(serde_json::from_slice::<CompareRequest>(bytes).is_ok());
    black_box(serde_json::from_slice::<GiveBackRequest>(bytes).is_ok());
    black_box(serde_json::from_slice::<BundleReply>(bytes).is_ok());
    black_box(serde_json::from_slice::<SignedReceipt>(bytes).is_ok());
    black_box(split_reply(bytes).is_some());
    black_box(read_bundle(bytes).is_ok());
    let text = String::from_utf8_lossy(bytes);
    black_box(PairingLink::parse(&text).is_some());
    black_box(Pin::parse(&text).is_some());
    black_box(frame::join(text.split_whitespace()).is_ok());
    black_box(read_notice(2026, &text).is_ok());
    black_box(calendar.load(&text).is_ok());
}

#[test]
fn s04_mutated_inputs_are_decoded_or_refused_and_nothing_panics() {
    let tries: u64 = std::env::var("GUIHANG_S4").map_or(TRIES, |text| text.parse().unwrap());
    let (seeds, mut dice, mut calendar) = (seeds(), Dice(0x5eed_0004), Calendar::built_in());
    for _ in 0..tries / 15 {
        let (seed, other) = (dice.below(seeds.len()), dice.below(seeds.len()));
        decode(&dice.mutate(&seeds[seed], &seeds[other]), &mut calendar);
    }
    println!("S4 decoders=15 inputs={} panics=0", tries / 15 * 15);
}
