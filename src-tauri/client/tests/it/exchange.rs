//! 上传: what is saved reaches the office once, whatever the line does.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use client::door::{Fact, Reply, Request};
use client::sync::{Link, LinkError, WireReply, WireRequest};
use client::view::RecordState;
use shared::event::{Body, Stream, Visit};
use shared::id::SeriesId;
use shared::problem::ProblemCode;
use shared::protocol::route;

use crate::office::{Fault, Office};
use crate::phone::{PIN, Phone, case, id, moment, open_case, visit};

fn states(phone: &Phone) -> Vec<RecordState> {
    phone.uploads().rows.iter().rev().map(|row| row.state).collect()
}

#[test]
fn a_record_is_green_only_when_a_receipt_covers_it() {
    let office = Arc::new(Office::new());
    let phone = Phone::in_service(&office, 1);
    office.state().online = false;
    let event = phone.visit(case(1));
    let sync = phone.sync();
    assert_eq!((sync.unsent, sync.online), (1, Some(false)));
    assert_eq!(sync.problem.unwrap().code, ProblemCode::Offline);
    let mark =
        |phone: &Phone| phone.person(case(1)).records.into_iter().find(|mark| mark.event == event).unwrap();
    assert_eq!((mark(&phone).state, mark(&phone).own), (RecordState::Saved, true));
    office.state().online = true;
    let sync = phone.sync();
    assert_eq!((sync.unsent, sync.online, sync.problem), (0, Some(true), None));
    assert_eq!(mark(&phone).state, RecordState::Uploaded);
}

#[test]
fn a_lost_answer_makes_no_second_record() {
    let office = Arc::new(Office::new());
    let phone = Phone::in_service(&office, 1);
    phone.visit(case(1));
    office.state().faults.push_back((route::PUSH, Fault::ReplyLost));
    assert_eq!(phone.sync().unsent, 1);
    assert_eq!(phone.sync().unsent, 0);
    assert_eq!(office.state().held[&phone.series()].len(), 1);
    assert_eq!(phone.person(case(1)).page.timeline.len(), 3);
}

#[test]
fn a_lost_request_or_a_hotel_page_is_tried_again() {
    let office = Arc::new(Office::new());
    let phone = Phone::in_service(&office, 1);
    phone.visit(case(1));
    for path in [route::HELLO, route::PUSH, route::PULL] {
        for fault in [Fault::RequestLost, Fault::Portal] {
            office.state().faults.push_back((path, fault));
            assert_eq!(phone.sync().problem.unwrap().code, ProblemCode::Offline, "{path} {fault:?}");
        }
    }
    let sync = phone.sync();
    assert_eq!((sync.unsent, sync.problem), (0, None));
}

#[test]
fn a_receipt_nobody_signed_turns_nothing_green() {
    let office = Arc::new(Office::new());
    let phone = Phone::in_service(&office, 1);
    phone.visit(case(1));
    office.state().forging = true;
    for _ in 0..2 {
        let sync = phone.sync();
        assert_eq!((sync.unsent, sync.problem.unwrap().code), (1, ProblemCode::ServerNotTrusted));
        assert_eq!(states(&phone), [RecordState::Saved]);
    }
    office.state().forging = false;
    assert_eq!(phone.sync().unsent, 0);
}

#[test]
fn a_backup_the_office_did_not_sign_for_is_not_believed() {
    let office = Arc::new(Office::new());
    let phone = Phone::in_service(&office, 1);
    phone.visit(case(1));
    office.state().backed_up_to = 1;
    office.state().forging_backup = true;
    let sync = phone.sync();
    assert_eq!((sync.unsent, sync.problem.unwrap().code), (1, ProblemCode::ServerNotTrusted));
    office.state().forging_backup = false;
    assert_eq!((phone.sync().unsent, phone.sync().problem), (0, None));
}

#[test]
fn a_receipt_over_a_record_of_a_copy_of_this_phone_turns_nothing_green_and_says_so() {
    let office = Arc::new(Office::new());
    let phone = Phone::in_service(&office, 1);
    phone.visit(case(1));
    let forged = {
        let mut state = office.state();
        state.held.insert(phone.series(), vec!["something else".to_owned()]);
        drop(state);
        office.sign_receipt(phone.series()).unwrap()
    };
    office.state().stale_receipt = Some(forged);
    let sync = phone.sync();
    assert_eq!((sync.unsent, sync.problem.unwrap().code), (1, ProblemCode::EventForked));
    assert_eq!(states(&phone), [RecordState::Saved], "kept, for the office to sort out");
}

#[test]
fn a_gap_is_filled_from_where_the_office_says() {
    let office = Arc::new(Office::new());
    let phone = Phone::in_service(&office, 1);
    for _ in 0..3 {
        phone.visit(case(1));
    }
    phone.sync();
    let receipt = office.sign_receipt(phone.series());
    office.state().held.get_mut(&phone.series()).unwrap().truncate(1);
    office.state().stale_receipt = receipt;
    phone.visit(case(1));
    office.state().pushes.clear();
    assert_eq!(phone.sync().unsent, 0);
    assert_eq!(office.state().pushes, [(4, 1), (2, 3)]);
    assert_eq!(office.state().held[&phone.series()].len(), 4);
}

#[test]
fn a_restored_office_is_offered_again_what_it_lost() {
    let office = Arc::new(Office::new());
    let phone = Phone::in_service(&office, 1);
    for _ in 0..3 {
        phone.visit(case(1));
    }
    phone.sync();
    office.restore(phone.series(), 1);
    office.state().faults.push_back((route::PUSH, Fault::RequestLost));
    assert_eq!(phone.sync().unsent, 3, "what another epoch has of them is heard record by record");
    assert_eq!(phone.sync().unsent, 0);
    assert_eq!(office.state().held[&phone.series()].len(), 3);
}

#[test]
fn an_office_that_sets_a_record_aside_says_why_and_the_rest_goes_on() {
    let office = Arc::new(Office::new());
    let phone = Phone::in_service(&office, 1);
    phone.visit(case(1));
    office.state().quarantine = Some(ProblemCode::EventOutOfScope);
    let sync = phone.sync();
    assert_eq!((sync.unsent, sync.quarantined, sync.problem), (0, 1, None));
    phone.visit(case(1));
    phone.sync();
    assert_eq!(states(&phone), [RecordState::Quarantined, RecordState::Uploaded]);
    let problem = phone.uploads().rows.last().unwrap().problem.clone().unwrap();
    assert_eq!(problem.code, ProblemCode::EventOutOfScope);
}

#[test]
fn a_record_set_aside_is_told_even_if_the_answer_that_said_so_was_lost() {
    let office = Arc::new(Office::new());
    let phone = Phone::in_service(&office, 1);
    phone.visit(case(1));
    office.state().quarantine = Some(ProblemCode::EventOutOfScope);
    office.state().faults.push_back((route::PUSH, Fault::ReplyLost));
    assert_eq!(phone.sync().quarantined, 0, "nothing is known yet");
    assert_eq!(states(&phone), [RecordState::Saved]);
    let sync = phone.sync();
    assert_eq!((sync.unsent, sync.quarantined, sync.problem), (0, 1, None));
    assert_eq!(states(&phone), [RecordState::Quarantined], "a receipt alone does not say what became of it");
    assert_eq!(office.state().held[&phone.series()].len(), 1);
}

#[test]
fn a_restored_office_is_read_from_the_start() {
    let office = Arc::new(Office::new());
    let phone = Phone::in_service(&office, 1);
    let happened_at = moment("2026-02-01T09:00:00+08:00");
    let fact = |kind: &str| Body::Unknown(serde_json::json!({ "kind": kind }));
    office.record(Stream::Case(case(1)), happened_at, fact("lost_in_the_restore/1"));
    phone.sync();
    // The log ends earlier and goes on with another phone's record, under a number this phone has read already.
    let other = office.draw_up(Stream::Case(case(1)), happened_at, fact("sent_after_the_restore/1"));
    let other = other.replace(&id(1).to_string(), &id(7).to_string());
    {
        let mut state = office.state();
        state.epoch = "epoch-2".to_owned();
        state.log.pop();
        state.log.push(other);
    }
    assert_eq!(phone.sync().problem, None);
    let kinds = format!("{:?}", phone.person(case(1)).page.timeline);
    assert_eq!(phone.person(case(1)).page.timeline.len(), 4, "{kinds}");
}

#[test]
fn what_a_restored_office_no_longer_has_is_set_aside_on_its_signed_word_only() {
    let office = Arc::new(Office::new());
    let phone = Phone::in_service(&office, 1);
    let fact = Body::Unknown(serde_json::json!({ "kind": "lost_in_the_restore/1" }));
    office.record(Stream::Case(case(1)), moment("2026-02-01T09:00:00+08:00"), fact);
    phone.sync();
    let last = u32::try_from(office.state().log.len()).unwrap();
    office.state().epoch = "epoch-2".to_owned();
    office.state().log.pop();
    let (old, new, newer) = (SeriesId(id(1)), SeriesId(id(8)), SeriesId(id(9)));
    office.state().forging = true;
    office.tell_series(new, &[(old, last - 1)]);
    assert_eq!(phone.sync().problem.unwrap().code, ProblemCode::ServerNotTrusted);
    assert_eq!(phone.person(case(1)).page.timeline.len(), 3, "nobody's word takes anything away");
    office.state().forging = false;
    office.tell_series(new, &[(old, last - 1)]);
    assert_eq!(phone.sync().problem, None);
    assert_eq!(phone.person(case(1)).page.timeline.len(), 2);
    // The office goes on in another series, where the same numbers stand for something else.
    let other = Body::Unknown(serde_json::json!({ "kind": "after_the_restore/1" }));
    let other = office.draw_up(Stream::Case(case(1)), moment("2026-02-02T09:00:00+08:00"), other);
    let other = other.replace(&id(1).to_string(), &id(8).to_string());
    office.state().log.push(other);
    assert_eq!(phone.sync().problem, None);
    assert_eq!(phone.person(case(1)).page.timeline.len(), 3);
    // Put back once more from the same backup, it never heard of the series in between.
    office.state().epoch = "epoch-3".to_owned();
    office.state().log.pop();
    office.tell_series(newer, &[(old, last - 1)]);
    assert_eq!(phone.sync().problem, None);
    assert_eq!(phone.person(case(1)).page.timeline.len(), 2);
}

#[test]
fn a_difference_that_was_mended_is_mended_again_when_it_returns() {
    let office = Arc::new(Office::new());
    let phone = Phone::in_service(&office, 1);
    for _ in 0..2 {
        office.state().miscount = 7;
        office.state().pulls.clear();
        phone.sync();
        assert!(office.state().pulls.contains(&0), "{:?}", office.state().pulls);
        office.state().miscount = 0;
        phone.sync();
    }
}

#[test]
fn a_kind_of_record_from_a_newer_office_is_kept_as_it_is() {
    let office = Arc::new(Office::new());
    let mut phone = Phone::in_service(&office, 1);
    let newer = serde_json::json!({ "kind": "moon_walk/9", "depth": 3 });
    office.record(Stream::Case(case(1)), moment("2026-02-01T09:00:00+08:00"), Body::Unknown(newer.clone()));
    // A newer shape of a kind this build knows: the envelope is read, the body kept.
    let odd = office
        .draw_up(Stream::Case(case(1)), moment("2026-02-02T09:00:00+08:00"), Body::Unknown(newer))
        .replace("moon_walk/9", "visit/1");
    office.state().log.push(odd);
    assert_eq!(phone.sync().problem, None);
    let pulls = office.state().pulls.len();
    phone.restart();
    assert_eq!(phone.sync().problem, None);
    assert_eq!(
        office.state().pulls.len(),
        pulls + 1,
        "counted as the office counts: nothing is fetched again"
    );
    assert_eq!(phone.person(case(1)).page.timeline.len(), 4);
}

#[test]
fn more_scope_is_pulled_from_the_start_and_nothing_is_deleted() {
    let office = Arc::new(Office::new());
    let phone = Phone::in_service(&office, 2);
    office.state().online = false;
    phone.visit(case(1));
    office.state().online = true;
    office.state().scope_version = 2;
    office.state().pulls.clear();
    assert_eq!(phone.sync().unsent, 0);
    assert_eq!(office.state().pulls, [0]);
    assert_eq!(phone.person(case(1)).page.timeline.len(), 3);
}

#[test]
fn long_logs_come_in_pages_and_go_on_where_they_stopped() {
    let office = Arc::new(Office::new());
    for number in 1..=6 {
        open_case(&office, number);
    }
    office.state().pages_of = Some(5);
    let phone = Phone::paired(&office);
    office.state().faults.push_back((route::PULL, Fault::ReplyLost));
    phone.sync();
    assert_eq!(office.state().pulls, [0]);
    phone.sync();
    assert_eq!(office.state().pulls, [0, 0, 5, 10]);
    assert_eq!(phone.sync().problem, None);
    assert_eq!(office.state().pulls.last(), Some(&12));
}

#[test]
fn a_case_that_differs_is_fetched_again_once_and_not_for_ever() {
    let office = Arc::new(Office::new());
    let phone = Phone::in_service(&office, 1);
    office.state().miscount = 7;
    office.state().pulls.clear();
    phone.sync();
    let log = u64::try_from(office.state().log.len()).unwrap();
    assert_eq!(office.state().pulls, [log, 0]);
    phone.sync();
    assert_eq!(office.state().pulls, [log, 0, log]);
}

#[test]
fn many_records_go_in_batches_of_five_hundred() {
    let office = Arc::new(Office::new());
    let phone = Phone::in_service(&office, 9);
    for number in 0..501 {
        phone.visit(case(number % 9 + 1));
        phone.wait(TimeDelta::hours(3));
    }
    phone.sync();
    assert_eq!(office.state().pushes, [(1, 500), (501, 1)]);
    assert_eq!(phone.sync().unsent, 0);
}

#[test]
fn a_stale_nonce_is_asked_for_anew_within_the_exchange() {
    let office = Arc::new(Office::new());
    let phone = Phone::in_service(&office, 1);
    phone.visit(case(1));
    office.state().asked.clear();
    office.state().problem = Some((route::PUSH, ProblemCode::NonceStale));
    let sync = phone.sync();
    assert_eq!(sync.problem.unwrap().code, ProblemCode::NonceStale);
    assert!(office.state().asked.len() < 20, "it gives up");
    office.state().problem = None;
    assert_eq!(phone.sync().unsent, 0);
}

#[test]
fn a_revoked_device_is_told_and_keeps_its_records() {
    let office = Arc::new(Office::new());
    let phone = Phone::in_service(&office, 1);
    phone.visit(case(1));
    office.state().problem = Some((route::HELLO, ProblemCode::DeviceRevoked));
    let sync = phone.sync();
    assert_eq!((sync.unsent, sync.problem.unwrap().code), (1, ProblemCode::DeviceRevoked));
    assert_eq!(sync.online, Some(true));
    assert!(
        !phone.state().lapsed,
        "anybody on the line can say so: without the office's signature nothing is closed"
    );
}

#[test]
fn pauses_grow_while_the_line_is_away_and_end_with_it() {
    let office = Arc::new(Office::new());
    let phone = Phone::paired(&office);
    let usual = phone.door().background_exchange();
    office.state().online = false;
    let pauses: Vec<u32> = (0..8).map(|_| phone.door().background_exchange()).collect();
    assert!(pauses.is_sorted(), "{pauses:?}");
    assert!(pauses[0] < usual && pauses.last() == Some(&60), "{pauses:?}");
    office.state().online = true;
    assert_eq!(phone.door().background_exchange(), usual);
    phone.ask(Request::Lock);
    let asked = office.state().asked.len();
    phone.door().background_exchange();
    assert_eq!(office.state().asked.len(), asked, "a locked phone has no key to speak with");
}

/// A line on which one request hangs until it is let go.
struct Hanging {
    /// Which one.
    path: &'static str,
    /// Who answers it then; nobody = the line breaks.
    then: Option<Arc<Office>>,
    reached: Mutex<Sender<()>>,
    release: Mutex<Receiver<()>>,
}

impl Link for Hanging {
    fn send(&self, request: &WireRequest) -> Result<WireReply, LinkError> {
        if request.path == self.path {
            self.reached.lock().unwrap().send(()).unwrap();
            // Let go by the end of the channel.
            let _ = self.release.lock().unwrap().recv();
        }
        self.then.as_ref().map_or(Err(LinkError::Unreachable), |office| office.send(request))
    }
}

/// Acts while a request of the background's exchange hangs.
fn while_hanging(phone: &mut Phone, path: &'static str, then: Option<Arc<Office>>, act: impl FnOnce(&Phone)) {
    let (reached_sender, reached) = channel();
    let (release, release_receiver) = channel::<()>();
    let (reached_sender, release_receiver) = (Mutex::new(reached_sender), Mutex::new(release_receiver));
    let hanging = Hanging { path, then, reached: reached_sender, release: release_receiver };
    phone.start_with(Arc::new(hanging));
    phone.ask(Request::Unlock { pin: PIN.to_owned() });
    std::thread::scope(|scope| {
        let exchange = scope.spawn(|| phone.door().background_exchange());
        reached.recv().unwrap();
        act(phone);
        // Neither this request nor one after it hangs any more.
        drop(release);
        exchange.join().unwrap();
    });
}

#[test]
fn a_screen_is_answered_while_the_line_hangs() {
    let office = Arc::new(Office::new());
    let mut phone = Phone::in_service(&office, 1);
    while_hanging(&mut phone, route::HELLO, None, |phone| {
        phone.visit(case(1));
        assert!(phone.state().sync.unwrap().running);
    });
    assert_eq!(phone.state().sync.unwrap().unsent, 1);
}

#[test]
fn a16_a_record_mended_while_it_is_being_sent_still_waits_and_the_mending_follows() {
    let office = Arc::new(Office::new());
    let mut phone = Phone::in_service(&office, 1);
    let phone_series = phone.series();
    office.state().online = false;
    let event = phone.visit(case(1));
    office.state().online = true;
    let held =
        |office: &Office| office.sign_receipt(phone_series).map_or(0, |signed| signed.receipt.up_to_seq);
    let before = held(&office);
    while_hanging(&mut phone, route::PUSH, Some(Arc::clone(&office)), |phone| {
        let fact = Fact::Visit(Visit { notes: "传的时候又补了一句".to_owned(), ..visit() });
        let reason = "补正".to_owned();
        let mend = Request::Mend { case: case(1), event, happened_at: phone.now(), fact, reason };
        assert!(matches!(phone.ask(mend), Reply::Saved(_)));
    });
    let sync = phone.state().sync.unwrap();
    let sent = held(&office) - before;
    assert!(
        (sync.unsent, sent) == (1, 1) || (sync.unsent, sent) == (0, 2),
        "what was mended meanwhile is unsent or sent, never taken for sent: {sync:?}, {sent} at the office"
    );
    assert_eq!(phone.sync().unsent, 0);
    assert_eq!(held(&office) - before, 2, "the record and its mending");
}
