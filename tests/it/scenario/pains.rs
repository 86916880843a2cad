//! What people suffer in other systems of this kind, tried here by name (acceptance 4, 11, 19, 20).

use chrono::TimeDelta;
use client::door::{Fact, Reply, Request};
use client::view::{Draft, RecordState};
use e2e::raw_device::RawDevice;
use e2e::township;
use e2e::world::phone::PIN;
use e2e::world::{Phone, World};
use serde_json::{Value, json};
use server::seed::{About, Seed, SeedFact};
use server::view::{ReadingRequest, Recorded, Workbench};
use shared::case::IssueKind;
use shared::code::{BroughtBy, VisitManner};
use shared::event::{Amend, Body, PlaceStamp, ReportIn, Settle, Stream, Visit};
use shared::hash::Hash;
use shared::id::{CaseId, EventId};
use shared::page::{Line, PersonPage};
use shared::policy::Setting;
use shared::protocol::{Fate, route};

use super::attachments::{photo, sample_visit, take};

/// The text of a labelled line of a record in the timeline.
fn line(page: &PersonPage, event: EventId, label: &str) -> String {
    let entry = page.timeline.iter().find(|entry| entry.event == event).expect("the record is shown");
    let line = entry.lines.iter().find(|line| line.label == label);
    line.unwrap_or_else(|| panic!("{label}: {:?}", entry.lines)).text.clone()
}

/// 更正 by the form of the record; gives the correction.
fn mend_notes(phone: &Phone, case: CaseId, event: EventId, notes: &str, reason: &str) -> EventId {
    let opened = phone.ask(Request::OpenRecord { case, event }).unwrap();
    let Reply::Opened(opened) = opened else { panic!("{opened:?}") };
    let Fact::Visit(visit) = opened.fact else { panic!("{:?}", opened.fact) };
    let fact = Fact::Visit(Visit { notes: notes.to_owned(), ..visit });
    let (happened_at, reason) = (opened.happened_at, reason.to_owned());
    phone.ask(Request::Mend { case, event, happened_at, fact, reason }).unwrap();
    let timeline = phone.person(case).unwrap().page.timeline;
    let corrects = |line: &Line| line.label == "notes" && line.text == notes;
    timeline.iter().find(|entry| entry.lines.iter().any(corrects)).expect("the correction is shown").event
}

fn amend(target: EventId, basis: &[EventId], notes: &str, reason: &str) -> Body {
    let fields = [("notes".to_owned(), Value::from(notes))].into_iter().collect();
    Body::Amend(Amend {
        attachments: Vec::new(),
        target,
        basis: basis.to_vec(),
        fields,
        reason: reason.to_owned(),
    })
}

/// The worker mends it on the phone; the office's correction comes from another installation, written by hand.
#[test]
fn a04_two_corrections_of_one_field_made_without_signal_both_stay_and_a_person_decides() {
    let world = World::peopled();
    let case = world.case("赵例一");
    let phone = world.phone_of("miao");
    let visit = phone.record_visit(case, world.clock.now(), "原来写的话。").unwrap().event;
    phone.sync();
    world.clock.pass(TimeDelta::hours(1));

    // Both saw the record as first written, and neither saw the other's correction.
    phone.link.set_cut(true);
    let mut office = RawDevice::pair(&world.address(), &world.pairing_code("wen")).unwrap();
    world.confirm_devices();
    let now = world.clock.now();
    let first = mend_notes(&phone, case, visit, "专干改的话。", "记错了");
    let later = now + TimeDelta::minutes(20);
    let (second, two) = office.write(later, Stream::Case(case), amend(visit, &[], "内勤改的话。", "听录音"));
    world.clock.pass(TimeDelta::hours(2));
    // The later one arrives first.
    office.hello(world.clock.now()).unwrap();
    assert_eq!(office.push(1, vec![two]).unwrap().fates, [Fate::Accepted]);
    phone.link.set_cut(false);
    assert_eq!(phone.sync().sync.unwrap().unsent, 0);

    let console = world.console("wen");
    let page = console.person(case).unwrap().page;
    assert_eq!(line(&page, visit, "谈话内容"), "专干改的话。", "the earlier stands, whichever arrived first");
    assert_eq!(line(&page, second, "notes"), "内勤改的话。", "and the other one is not dropped");
    let bench: Workbench = console.get("/api/workbench").unwrap();
    let asked = bench.issues.iter().find(|row| row.issue.kind == IssueKind::ConcurrentEdit).expect("asked");
    assert_eq!((asked.case, &asked.issue.events), (case, &vec![visit, first, second]));
    phone.sync();
    assert_eq!(phone.state_of(visit), RecordState::Contradicted, "its author is told");

    // A person decides: a correction that saw both, and the word that the issue is settled.
    world.clock.pass(TimeDelta::minutes(10));
    let now = world.clock.now();
    let decided = amend(visit, &[first, second], "内勤改的话。", "核对录音后采用");
    let (decision, three) = office.write(now, Stream::Case(case), decided);
    let settle = Settle {
        issue: IssueKind::ConcurrentEdit,
        events: vec![visit, first, second],
        note: "以录音为准".to_owned(),
    };
    let (_, four) = office.write(now + TimeDelta::minutes(1), Stream::Case(case), Body::Settle(settle));
    office.hello(now).unwrap();
    assert_eq!(office.push(2, vec![three, four]).unwrap().fates, [Fate::Accepted, Fate::Accepted]);
    let page = console.person(case).unwrap().page;
    assert!(page.issues.iter().all(|issue| issue.kind != IssueKind::ConcurrentEdit), "{:?}", page.issues);
    phone.sync();
    let held = phone.person(case).unwrap().page;
    for page in [&page, &held] {
        assert_eq!(line(page, visit, "谈话内容"), "内勤改的话。");
        assert_eq!(line(page, first, "notes"), "专干改的话。", "what lost is still there");
        assert_eq!(line(page, decision, "理由"), "核对录音后采用", "with the reason of the other");
    }
    assert_eq!(phone.state_of(visit), RecordState::Uploaded);
}

fn drafts(phone: &Phone, case: CaseId) -> Vec<Draft> {
    phone.person(case).unwrap().drafts
}

/// The version of the rules a record was written under.
fn version_of(phone: &Phone, event: EventId) -> String {
    let bytes: Vec<u8> = phone.meddle(|sql| {
        sql.query_row("SELECT bytes FROM event WHERE id = ?1", [event.to_string()], |row| row.get(0))
    });
    let text: Value = serde_json::from_slice(&bytes).unwrap();
    text["rule_version"].as_str().unwrap().to_owned()
}

#[test]
fn a11_a_draft_keeps_the_rules_it_was_begun_under_until_its_author_moves_it_up() {
    let world = World::peopled();
    let (console, phone) = (world.console("wen"), world.phone_of("miao"));
    let (kept, moved) = (world.case("赵例一"), phone.people("").last().unwrap().person.case);
    let old = phone.save_draft(kept, "{}").unwrap();
    let other = phone.save_draft(moved, "{}").unwrap();
    assert!(!old.rules_changed);

    world.clock.pass(TimeDelta::minutes(5));
    let ask = ReadingRequest {
        name: "start_day_counts".to_owned(),
        value: Setting::Yes(true),
        valid_from: world.today(),
        reason: "试行".to_owned(),
        skip: 0,
    };
    let _: Recorded = console.post("/api/readings", &ask).unwrap();
    phone.sync();

    let [draft] = drafts(&phone, kept).try_into().unwrap();
    assert!(draft.rules_changed, "the form says so when it is opened again");
    assert_eq!(draft.rule_version, old.rule_version);
    let again = Request::SaveDraft {
        draft: Some(old.id),
        kind: draft.kind,
        case: kept,
        form: "{\"a\":1}".to_owned(),
    };
    let Reply::Draft(written_on) = phone.ask(again).unwrap() else { panic!("not a draft") };
    assert_eq!(written_on.rule_version, old.rule_version, "writing on is not moving up");

    let Reply::Draft(up) = phone.ask(Request::MoveDraftUp { draft: other.id }).unwrap() else {
        panic!("not a draft")
    };
    assert!(!up.rules_changed && up.rule_version != old.rule_version);

    let phone = phone.restarted();
    phone.unlock(PIN).unwrap();
    assert!(drafts(&phone, kept)[0].rules_changed, "it outlives the process");
    let at = world.clock.now();
    let of_old = phone.record_visit_of(kept, at, "按原来的规则。", Some(old.id)).unwrap();
    let of_new = phone.record_visit_of(moved, at, "按现在的规则。", Some(other.id)).unwrap();
    assert_eq!(version_of(&phone, of_old.event), old.rule_version);
    assert_eq!(version_of(&phone, of_new.event), up.rule_version);
    assert_eq!(phone.sync().sync.unwrap().unsent, 0);
    assert_eq!(phone.state_of(of_old.event), RecordState::Uploaded, "and the office takes both");
}

/// More people for one worker, each reported in, so that there are `total` of them.
fn crowd(world: &World, total: usize) {
    let residents = township::residents(world.today());
    let there = residents.iter().filter(|resident| resident.worker == 0).count();
    let (miao, wen) = (world.account("miao").user, world.account("wen").user);
    let mut seed = Seed::default();
    for number in there..total {
        let mut order = residents[1].order.clone();
        let birth = "1988-08-08".parse().unwrap();
        order.order_no = format!("例公(禁)社字〔2026〕第9{number:03}号");
        order.person.name = format!("众例{number}");
        order.person.birth = Some(birth);
        order.person.id.number = township::id_number(birth, number + 200, order.person.sex);
        let day = world.today() - chrono::Days::new(40);
        let at = township::at(day, 10, 0);
        let about = About::Case(seed.cases.len());
        seed.cases.push(vec![miao]);
        for (hours, body) in
            [(0, Body::Order(order)), (1, Body::ReportIn(ReportIn { brought_by: BroughtBy::Self_ }))]
        {
            let happened_at = at + TimeDelta::hours(hours);
            let recorded_at = happened_at + TimeDelta::minutes(5);
            seed.facts.push(SeedFact { about: about.clone(), author: wen, happened_at, recorded_at, body });
        }
    }
    server::seed::seed(world.office(), &world.township.code, seed).unwrap();
}

#[test]
#[allow(clippy::print_stdout, reason = "the figure is worth reading")]
fn a19_a_first_sync_of_two_hundred_people_goes_on_where_it_broke_off_and_the_phone_works_meanwhile() {
    let world = World::peopled();
    crowd(&world, 200);
    let mut phone = world.new_phone("miao");
    phone.pair(&world.pairing_link("miao").to_text()).unwrap();
    phone.set_pin().unwrap();
    world.confirm_devices();
    let (mut here, mut rounds, mut written, mut came) = (0, 0, Vec::new(), 0);
    loop {
        // Every round the line dies with the answer that is on its way, and the battery with it.
        phone.link.lose_replies_after(route::BUNDLE, 1);
        phone.link.make_narrow_to(12);
        let problem = phone.sync().sync.unwrap().problem;
        came += phone.link.take_records();
        let people = phone.people("");
        assert!(people.len() >= here, "{} after {here}", people.len());
        // What is here is worked with at once.
        if let Some(row) = people.get(here).filter(|_| written.len() < 3) {
            let saved = phone.record_visit(row.person.case, world.clock.now(), "下载当中的家访。").unwrap();
            written.push(saved.event);
        }
        here = people.len();
        if problem.is_none() {
            break;
        }
        rounds += 1;
        assert!(rounds < 60, "{here} of 200 after {rounds} rounds");
        phone = phone.restarted();
        phone.unlock(PIN).unwrap();
    }
    assert_eq!((here, written.len()), (200, 3));
    assert!(rounds >= 5, "it broke off {rounds} times");
    assert_eq!(phone.sync().sync.unwrap().unsent, 0);
    for event in written {
        assert_eq!(phone.state_of(event), RecordState::Uploaded);
    }
    let all: i64 = phone.meddle(|sql| sql.query_row("SELECT count(*) FROM event", [], |row| row.get(0)));
    println!("A19 people=200 broken_off={rounds} records={all} came={came}");
}

#[test]
fn a20_who_reviews_a_visit_sees_clock_times_and_photo_of_it_and_nothing_is_judged_by_them() {
    let world = World::peopled();
    let case = world.case("赵例一");
    let off = TimeDelta::seconds(-240);
    let phone = world.new_phone_with_clock_off("slow", off);
    world.pair(&phone, "miao");
    let before = world.console("wen").person(case).unwrap().page;

    world.clock.pass(TimeDelta::minutes(30));
    let bytes = photo(20, 90_000);
    let attachment = take(&phone, &bytes);
    phone.link.set_metered(true);
    let place = PlaceStamp { latitude_e4: 261_234, longitude_e4: 1_125_678, accuracy_m: 30 };
    let (manner, attachments) = (VisitManner::HomeVisit, vec![attachment.clone()]);
    let body = Visit { manner, attachments, place_stamp: Some(place), ..sample_visit() };
    let visit = phone.record(case, world.clock.now(), Fact::Visit(body), None).unwrap().event;
    let recorded = world.clock.now() + off;
    world.clock.pass(TimeDelta::hours(3));
    phone.sync();
    let arrived = world.clock.now();

    let view = world.console("wen").person(case).unwrap();
    let entry = view.page.timeline.iter().find(|entry| entry.event == visit).unwrap();
    let mark = view.marks.iter().find(|mark| mark.event == visit).unwrap();
    assert_eq!(mark.clock_offset_seconds, Some(-240), "four minutes slow when it came");
    assert_eq!((entry.recorded_at, mark.received_at), (recorded, arrived));
    assert_eq!(mark.place, Some(place), "where its worker wished it to be known");
    let of_leader = world.console("gao").person(case).unwrap();
    assert!(of_leader.marks.iter().all(|mark| mark.place.is_none()), "who may not review is not shown it");
    let shown = view.attachments.iter().find(|row| row.event == visit).unwrap();
    assert!(!shown.arrived, "said to be coming");
    assert_eq!(Some(shown.digest.as_str()), attachment.id.digest());
    assert_eq!(Hash::of(&bytes), attachment.id, "the photo is the one the record names");

    // The clock is set right: what came before keeps what was seen then.
    world.clock.pass(TimeDelta::minutes(10));
    drop(phone);
    let phone = world.new_phone("slow");
    phone.unlock(PIN).unwrap();
    phone.sync();
    let later = world.console("wen").person(case).unwrap();
    let mark = later.marks.iter().find(|mark| mark.event == visit).unwrap();
    assert_eq!(mark.clock_offset_seconds, Some(-240));

    // Shown, and never a verdict: no issue, no state, no count hangs on any of it.
    let issues: Vec<_> = later.page.issues.iter().filter(|issue| issue.events.contains(&visit)).collect();
    assert!(issues.is_empty(), "{issues:?}");
    assert_eq!(later.page.issues, before.issues);
    let told = json!(later.page).to_string();
    assert!(!told.contains("clock_offset"), "the page the rules make knows nothing of clocks");
    assert!(!told.contains("place_stamp") && !told.contains("261234"), "nor of places");
}
