//! The dossier of three years in which everything happened: it comes from an office elsewhere, lacks nothing, is bound
//! into one PDF, and its manifest verifies.

use std::io::Write as _;
use std::sync::atomic::Ordering;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use server::seed::{About, Seed, SeedFact, seed};
use server::signature;
use server::verify;
use server::view::{DossierView, ParcelTaken, Parcels};
use shared::code::Role;
use shared::document::Paper;
use shared::event::{Body, RawEvent};
use shared::hash::Hash;
use shared::id::UserId;
use uuid::Uuid;

use crate::bench::{Bench, at, ms};
use crate::{pdf, sample};

const LIFE: &str = include_str!("../../shared/tests/golden/life.jsonl");

/// The events sealed as an office elsewhere would seal them.
fn parcel(card: &str) -> Vec<u8> {
    let card: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(&card[5..]).unwrap()).unwrap();
    let events: Vec<RawEvent> =
        LIFE.lines().map(|line| RawEvent::read(line.as_bytes().to_vec()).unwrap()).collect();
    let line = |raw: &RawEvent| {
        let event = raw.event();
        json!({ "township": "430421990", "series": event.series, "seq": event.seq, "event": event.id,
                "hash": raw.hash(), "bytes": raw.bytes().len() })
    };
    let from = json!({ "v": 1, "township": "430421990", "name": "例外镇", "seal": card["seal"],
                       "key": signature::public_key(&[5; 32]).unwrap() });
    let shared::event::Stream::Case(case) = events[0].event().stream else { panic!("of a case") };
    let manifest = json!({
        "v": 1, "case": case, "from": from, "to": card["township"], "made_at": "2025-03-13T09:00:00+08:00",
        "made_by": "例外内勤", "lines": events.iter().map(line).collect::<Vec<_>>(), "attachments": [], "staff": {},
    })
    .to_string();
    let words = format!("guihang-parcel-1\n{}", Hash::of(manifest.as_bytes()));
    let head =
        json!({ "manifest": manifest, "signature": signature::sign(&[5; 32], words.as_bytes()).unwrap() });
    let head = head.to_string();
    let mut text = u32::try_from(head.len()).unwrap().to_le_bytes().to_vec();
    text.extend(head.bytes());
    events.iter().for_each(|raw| text.extend(raw.bytes()));
    let packed = zstd::encode_all(text.as_slice(), 3).unwrap();
    let to: age::x25519::Recipient = card["seal"].as_str().unwrap().parse().unwrap();
    let recipients = std::iter::once(&to as &dyn age::Recipient);
    let mut bytes = Vec::new();
    let mut out = age::Encryptor::with_recipients(recipients).unwrap().wrap_output(&mut bytes).unwrap();
    out.write_all(&packed).unwrap();
    out.finish().unwrap();
    bytes
}

#[tokio::test]
async fn the_dossier_of_three_years_lacks_nothing_and_its_manifest_verifies() {
    shared::asserts!("R-FILE-3", "R-FILE-5", "R-FILE-6");
    let bench = Bench::of("430421997", "例远镇");
    bench.clock.store(ms("2025-03-20T09:00:00+08:00"), Ordering::SeqCst);
    let clerk = bench.add_user("neiqin", "例内勤", Role::Office);
    let held = sample::qualification(UserId(Uuid::from_u128(2)));
    let fact = SeedFact {
        about: About::Office,
        author: clerk.made.user,
        happened_at: at("2025-03-19T09:00:00+08:00"),
        recorded_at: at("2025-03-19T09:00:00+08:00"),
        body: Body::OfficerQualified(held),
    };
    seed(&bench.office, &bench.township, Seed { cases: Vec::new(), facts: vec![fact] }).unwrap();
    let browser = bench.login(&clerk).await;
    let parcels: Parcels = bench.get("/api/parcels", Some(&browser)).await.json();
    let taken: ParcelTaken = bench.file("/api/parcels", &browser, parcel(&parcels.card)).await.json();
    assert_eq!(usize::try_from(taken.records).unwrap(), LIFE.lines().count());

    let path = format!("/api/cases/{}/dossier", taken.case);
    let view: DossierView = bench.get(&path, Some(&browser)).await.json();
    assert_eq!(view.gaps, [], "nothing is missing");
    let never: Vec<Paper> = view.kinds.iter().filter(|kind| kind.made == 0).map(|kind| kind.paper).collect();
    assert_eq!(never, [Paper::D06, Paper::D12], "nobody was late, and nothing was serious");
    let ask = json!({ "purpose": "省里检查", "as_of": null });
    let pack = bench.post(&format!("{path}/pack"), Some(&browser), &ask).await;
    let text = pdf::text(&pack.body);
    let flat = text.replace(char::is_whitespace, "");
    assert!(flat.contains(&view.hash) && flat.contains("没有缺件"), "the hash stands on the cover");
    let lines = pdf::manifest(&bench, taken.case);
    assert_eq!(Hash::of(lines.concat().as_bytes()).0, view.hash);
    for line in &lines {
        let (first, second) = line.trim().rsplit_once("sha256:").unwrap().1.split_at(32);
        assert!(text.contains(first) && text.contains(second), "{line}");
    }
    println!("dossier: records={} pieces={} pages={}", lines.len(), view.rows.len(), pdf::pages(&pack.body));
    let key_file = bench.office.key_file().to_owned();
    let report = verify::verify(&bench.data(), &key_file, &[], bench.office.deps()).unwrap();
    assert!(report.is_sound(), "{:?}", report.findings);
}
