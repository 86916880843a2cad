//! 附件: photos go after their record, are cut anywhere, and are complete or said not to be.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use client::door::{Fact, Reply, Request, SendWhen};
use client::view::{AttachmentsWait, RecordState, Saved};
use e2e::world::{Phone, World};
use server::view::{MissingRow, PersonView};
use shared::attachment::{Attachment, Media, Purpose};
use shared::code::{VisitManner, VisitTarget};
use shared::event::Visit;
use shared::hash::Hash;
use shared::id::CaseId;
use shared::problem::ProblemCode;

/// Bytes that begin as a photo does.
pub fn photo(seed: u64, length: usize) -> Vec<u8> {
    let state = AtomicU64::new(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let next = || {
        let mut x = state.load(Ordering::Relaxed);
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        state.store(x, Ordering::Relaxed);
        x.to_le_bytes()
    };
    let mut bytes = vec![0xFF, 0xD8, 0xFF];
    while bytes.len() < length {
        bytes.extend_from_slice(&next());
    }
    bytes.truncate(length.max(3));
    bytes
}

/// Takes a photo on a phone.
pub fn take(phone: &Phone, bytes: &[u8]) -> Attachment {
    let data = STANDARD.encode(bytes);
    let asked = Request::AddAttachment { media: Media::Jpeg, purpose: Purpose::Photo, data };
    let Reply::Attachment(attachment) = phone.ask(asked).unwrap() else { panic!("not an attachment") };
    attachment
}

/// A visit with photos.
pub fn visit_with(world: &World, phone: &Phone, case: CaseId, attachments: Vec<Attachment>) -> Saved {
    let visit = Visit {
        manner: VisitManner::HomeVisit,
        target: VisitTarget::Self_,
        found: true,
        place: "东塘村例1组".to_owned(),
        met: None,
        cooperation: None,
        living: None,
        mood: None,
        notes: "拍了照片的家访。".to_owned(),
        difficulty: None,
        companions: Vec::new(),
        place_stamp: None,
        attachments,
    };
    let fact = Fact::Visit(visit);
    let request = Request::Record { case, happened_at: world.clock.now(), fact, draft: None, late: None };
    let Reply::Saved(saved) = phone.ask(request).unwrap() else { panic!("not saved") };
    saved
}

fn missing(world: &World) -> Vec<MissingRow> {
    world.console("wen").get("/api/attachments/missing").unwrap()
}

#[test]
fn a_photo_waits_for_wifi_while_its_record_goes_and_the_office_sees_what_is_missing_until_it_comes() {
    let world = World::peopled();
    let case = world.case("赵例一");
    let phone = world.phone_of("miao");
    let bytes = photo(1, 700_000);
    let attachment = take(&phone, &bytes);
    let visit = visit_with(&world, &phone, case, vec![attachment.clone()]);
    phone.link.set_metered(true);
    let sync = phone.sync().sync.unwrap();
    assert_eq!((sync.unsent, sync.attachments), (0, 1), "the record went, the photo did not");
    assert_eq!(phone.state_of(visit.event), RecordState::Incomplete, "not green before all of it is there");
    let uploads = phone.uploads();
    assert_eq!((uploads.rows[0].attachments_received, uploads.rows[0].attachments), (0, 1));
    assert_eq!((uploads.attachments_wait, uploads.attachment_bytes), (AttachmentsWait::Wifi, 700_000));
    let told = missing(&world);
    assert_eq!((told.len(), told[0].name.as_str(), told[0].missing), (1, "赵例一", 1));
    let view: PersonView = world.console("wen").person(case).unwrap();
    assert!(!view.attachments[0].arrived);

    let Reply::State(state) = phone.ask(Request::SendAttachmentsNow).unwrap() else { panic!("not a state") };
    assert_eq!(state.sync.unwrap().attachments, 0, "said by hand: whatever it costs");
    assert_eq!(phone.state_of(visit.event), RecordState::Uploaded);
    assert!(missing(&world).is_empty());
    let console = world.console("wen");
    let view: PersonView = console.person(case).unwrap();
    assert_eq!((view.attachments[0].event, view.attachments[0].arrived), (visit.event, true));
    let path = format!("/api/persons/{case}/attachments/{}", view.attachments[0].digest);
    assert_eq!(Hash::of(&console.bytes(&path).unwrap()), attachment.id);

    let again = take(&phone, &photo(2, 1000));
    visit_with(&world, &phone, case, vec![again]);
    let Reply::Uploads(_) = phone.ask(Request::SetSendAttachments { when: SendWhen::Always }).unwrap() else {
        panic!("not uploads")
    };
    assert_eq!(phone.sync().sync.unwrap().attachments, 0, "from now on always");
}

#[test]
fn the_same_photo_in_two_records_is_sent_once_and_a_photo_of_another_type_or_size_is_refused_in_words() {
    let world = World::peopled();
    let case = world.case("赵例一");
    let phone = world.phone_of("miao");
    let attachment = take(&phone, &photo(3, 300_000));
    visit_with(&world, &phone, case, vec![attachment.clone()]);
    phone.sync();
    world.clock.pass(TimeDelta::minutes(1));
    let second = visit_with(&world, &phone, case, vec![take(&phone, &photo(3, 300_000))]);
    assert_eq!(phone.sync().sync.unwrap().attachments, 0);
    assert_eq!(phone.state_of(second.event), RecordState::Uploaded);
    let whole = world.office().read(|work| server::store::blob::whole(work, &world.township.code)).unwrap();
    assert_eq!(whole.len(), 1, "one object");

    let refused = |data: Vec<u8>| {
        let data = STANDARD.encode(data);
        let asked = Request::AddAttachment { media: Media::Jpeg, purpose: Purpose::Photo, data };
        phone.ask(asked).unwrap_err()
    };
    assert_eq!(refused(b"GIF89a".to_vec()).code, ProblemCode::AttachmentMalformed);
    let large = refused(photo(4, 10 * 1024 * 1024 + 1));
    assert_eq!((large.code, large.figure.as_deref()), (ProblemCode::AttachmentTooLarge, Some("10")));
    let ghost = Attachment { id: Hash::of(b"nobody took it"), ..attachment };
    let visit = Visit { attachments: vec![ghost], ..sample_visit() };
    let fact = Fact::Visit(visit);
    let asked = Request::Record { case, happened_at: world.clock.now(), fact, draft: None, late: None };
    assert_eq!(phone.ask(asked).unwrap_err().code, ProblemCode::AttachmentUnknown);
}

pub fn sample_visit() -> Visit {
    Visit {
        manner: VisitManner::Phone,
        target: VisitTarget::Self_,
        found: true,
        place: "电话".to_owned(),
        met: None,
        cooperation: None,
        living: None,
        mood: None,
        notes: "例".to_owned(),
        difficulty: None,
        companions: Vec::new(),
        place_stamp: None,
        attachments: Vec::new(),
    }
}

#[test]
fn p16_a_record_sent_ten_times_is_one_and_its_photo_stays_here_until_the_office_signed_for_all_of_it() {
    let world = World::peopled();
    let case = world.case("赵例一");
    let phone = world.phone_of("miao");
    let attachment = take(&phone, &photo(5, 400_000));
    let visit = visit_with(&world, &phone, case, vec![attachment.clone()]);
    for _ in 0..10 {
        phone.link.lose_push_replies(1);
        phone.sync();
        assert_ne!(phone.state_of(visit.event), RecordState::Uploaded);
        let Reply::Picture(held) = phone.ask(Request::Picture { id: attachment.id.clone() }).unwrap() else {
            panic!("not a picture")
        };
        assert_eq!(Hash::of(&STANDARD.decode(held.data).unwrap()), attachment.id, "still whole on the phone");
    }
    phone.sync();
    assert_eq!(phone.state_of(visit.event), RecordState::Uploaded);
    let timeline = world.console("wen").person(case).unwrap().page.timeline;
    assert_eq!(timeline.iter().filter(|entry| entry.event == visit.event).count(), 1);
}

#[allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "the long run is asked for, and its figure told"
)]
#[test]
fn r8_uploads_cut_anywhere_end_whole_and_send_no_more_than_a_chunk_again_for_each_cut() {
    // `R8_UPLOADS=2000` for the long run.
    let uploads: u64 = std::env::var("R8_UPLOADS").ok().and_then(|text| text.parse().ok()).unwrap_or(200);
    let world = World::peopled();
    let case = world.case("赵例一");
    let line = Arc::new(e2e::link::CuttingLine::new(&world.address(), 8));
    let phone = world.new_phone_over("cut", Arc::clone(&line));
    world.pair(&phone, "miao");
    let mut sizes = Vec::new();
    for number in 0..uploads {
        let length = usize::try_from(3 + (number * 7919 + 13) % 700_000).unwrap();
        let attachment = take(&phone, &photo(1000 + number, length));
        sizes.push((attachment.id.clone(), u64::from(attachment.bytes)));
        visit_with(&world, &phone, case, vec![attachment]);
        if number % 10 == 9 {
            line.set_cutting(true);
            for _ in 0..200 {
                if phone.sync().sync.unwrap().attachments == 0 {
                    break;
                }
            }
            line.set_cutting(false);
        }
    }
    while phone.sync().sync.unwrap().attachments > 0 {}
    let whole = world.office().read(|work| server::store::blob::whole(work, &world.township.code)).unwrap();
    assert_eq!(whole.len(), sizes.len(), "no duplicate, none lost");
    for (stream, hash, _) in &whole {
        let read = |work: server::store::Work<'_>| {
            server::blob::hash_on_disk(work, &world.township.code, stream, hash)
        };
        assert_eq!(world.office().write(read).unwrap(), *hash);
    }
    let seen = line.seen();
    let sum: u64 = sizes.iter().map(|(_, bytes)| bytes).sum();
    let resent = seen.bytes_sent - sum;
    println!(
        "R8 uploads={uploads} cuts={} bytes={sum} resent={resent} resent_max={} chunk=262144",
        seen.cuts, seen.resent_max
    );
    assert!(seen.cuts >= uploads, "{} cuts", seen.cuts);
    assert!(seen.resent_max <= 262_144, "{}", seen.resent_max);
}

#[test]
fn one_picture_of_two_people_arrives_in_both_files_though_the_second_was_recorded_after_the_first_had_come() {
    let world = World::peopled();
    let phone = world.phone_of("shi");
    let picture = take(&phone, &photo(3, 90_000));
    let cases = ["赵例一", "孙例三"].map(|name| world.case(name));
    for case in cases {
        let visit = visit_with(&world, &phone, case, vec![picture.clone()]);
        assert_eq!(phone.sync().sync.unwrap().attachments, 0);
        assert_eq!(phone.state_of(visit.event), RecordState::Uploaded);
        let view: PersonView = world.console("wen").person(case).unwrap();
        assert_eq!((view.attachments[0].event, view.attachments[0].arrived), (visit.event, true));
    }
    assert!(missing(&world).is_empty());
}
