//! 名下: what a phone may hold of whom, and what leaves it when that changes.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use client::door::{Reply, Request};
use client::sync::{Link, LinkError, WireReply, WireRequest};
use client::view::RecordState;
use shared::id::CaseId;
use shared::page::EntryKind;
use shared::problem::ProblemCode;
use shared::protocol::route;

use crate::office::Office;
use crate::phone::{PIN, Phone, case};

fn people(phone: &Phone) -> Vec<CaseId> {
    let Reply::People(rows) = phone.ask(Request::People { query: String::new() }) else {
        panic!("not people")
    };
    rows.iter().map(|row| row.person.case).collect()
}

/// The office now says these cases are the phone's, under the next version.
fn assign(office: &Office, cases: &[CaseId]) {
    let mut state = office.state();
    state.scope = Some(cases.to_vec());
    state.scope_version += 1;
}

/// Whether a case that comes back under the same version must be fetched anew: then it was gone.
fn is_fetched_anew(office: &Office, phone: &Phone, cases: &[CaseId]) -> bool {
    office.state().scope = Some(cases.to_vec());
    office.state().pulls.clear();
    phone.sync();
    office.state().pulls.contains(&0)
}

#[test]
fn a_case_given_to_somebody_else_leaves_the_phone_and_own_records_stay_by_kind_and_date() {
    let office = Arc::new(Office::new());
    let mut phone = Phone::in_service(&office, 2);
    let visit = phone.visit(case(1));
    assign(&office, &[case(2)]);
    assert_eq!(phone.sync().unsent, 0);
    for _ in 0..2 {
        assert_eq!(people(&phone), [case(2)]);
        assert_eq!(phone.refused(Request::Person { case: case(1) }).code, ProblemCode::UnknownCase);
        let uploads = phone.uploads();
        let row = &uploads.rows[0];
        assert_eq!((row.event, row.kind, row.state), (visit, EntryKind::Visit, RecordState::Uploaded));
        assert_eq!((row.person_name.as_str(), row.case), ("（已不在名下）", None));
        assert_eq!(row.summary, EntryKind::Visit.label());
        phone.restart();
    }
    assert!(is_fetched_anew(&office, &phone, &[case(1), case(2)]), "others' records were gone");
    assert_eq!(phone.person(case(1)).page.timeline.len(), 3, "and come back whole, with the own one");
}

/// The line stops at each pull until it is let go on.
struct StopsAtPull {
    office: Arc<Office>,
    reached: Mutex<Sender<()>>,
    release: Mutex<Receiver<()>>,
}

impl Link for StopsAtPull {
    fn send(&self, request: &WireRequest) -> Result<WireReply, LinkError> {
        if request.path == route::PULL {
            // Nobody waits any more once the test is past it.
            let _ = self.reached.lock().unwrap().send(());
            let _ = self.release.lock().unwrap().recv();
        }
        self.office.send(request)
    }
}

#[test]
fn an_own_record_no_receipt_covers_keeps_its_case_until_one_does() {
    let office = Arc::new(Office::new());
    let mut phone = Phone::in_service(&office, 2);
    let (reached_sender, reached) = channel();
    let (release, release_receiver) = channel();
    phone.start_with(Arc::new(StopsAtPull {
        office: Arc::clone(&office),
        reached: Mutex::new(reached_sender),
        release: Mutex::new(release_receiver),
    }));
    phone.ask(Request::Unlock { pin: PIN.to_owned() });
    assign(&office, &[case(2)]);
    std::thread::scope(|scope| {
        let release = release;
        let exchange = scope.spawn(|| phone.door().background_exchange());
        reached.recv().unwrap();
        phone.visit(case(1));
        drop(release);
        exchange.join().unwrap();
    });
    assert_eq!(people(&phone), [case(2)], "hidden at once");
    assert_eq!(phone.state().sync.unwrap().unsent, 1);
    office.state().pulls.clear();
    office.state().scope = Some(vec![case(1), case(2)]);
    phone.sync();
    assert!(!office.state().pulls.contains(&0), "nothing of the case had left");
    assert_eq!(phone.person(case(1)).page.timeline.len(), 3);

    office.state().scope = Some(vec![case(2)]);
    assert_eq!(phone.sync().unsent, 0);
    assert!(
        is_fetched_anew(&office, &phone, &[case(1), case(2)]),
        "covered, it no longer holds the case back"
    );
}

#[test]
fn only_a_list_the_office_signed_in_this_exchange_takes_a_case_away() {
    let office = Arc::new(Office::new());
    let phone = Phone::in_service(&office, 2);
    assign(&office, &[case(2)]);
    office.state().silent_on_scope = true;
    assert_eq!(phone.sync().problem, None);
    assert_eq!(people(&phone).len(), 2, "an answer without a list");
    office.state().silent_on_scope = false;
    office.state().forging_scope = true;
    assert_eq!(phone.sync().problem.unwrap().code, ProblemCode::ServerNotTrusted);
    assert_eq!(people(&phone).len(), 2, "a list somebody else signed");
    office.state().forging_scope = false;
    office.state().scope_ahead = 1;
    assert_eq!(phone.sync().problem, None);
    assert_eq!(people(&phone).len(), 2, "a list of a version nothing was pulled under");
    office.state().scope_ahead = 0;
    office.state().problem = Some((route::PULL, ProblemCode::ServerBusy));
    phone.sync();
    assert_eq!(people(&phone).len(), 2, "no answer");
    office.state().problem = None;
    phone.sync();
    assert_eq!(people(&phone), [case(2)]);
}

#[test]
fn an_empty_list_hides_everything_and_deletes_nothing() {
    let office = Arc::new(Office::new());
    let phone = Phone::in_service(&office, 2);
    let form = "{\"notes\":\"半句\"}".to_owned();
    let draft = Request::SaveDraft { draft: None, kind: client::door::Form::Visit, case: case(1), form };
    phone.ask(draft);
    let drafts = || {
        let Reply::Today(today) = phone.ask(Request::Today) else { panic!("not today") };
        today.drafts.len()
    };
    assign(&office, &[]);
    phone.sync();
    assert_eq!((people(&phone).len(), drafts()), (0, 0));
    assert!(!is_fetched_anew(&office, &phone, &[case(1), case(2)]));
    assert_eq!((people(&phone).len(), drafts()), (2, 1));
}
