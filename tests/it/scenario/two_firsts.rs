//! Two phones without signal each record a first refusal: one of them is the second, and both authors hear it.

use chrono::TimeDelta;
use client::door::{Reply, Request};
use client::view::NoticeRow;
use e2e::raw_device::RawDevice;
use e2e::world::{Phone, World};
use server::view::{MasterRequest, PersonFilter, PersonList, Recorded, Workbench};
use shared::access::{Relation, may_list};
use shared::case::Listing;
use shared::code::{BreachSeries, RefusalManner, Role, Sex};
use shared::event::{AdmonitionIssued, Body, Stream};
use shared::id::{CaseId, EventId};
use shared::protocol::Fate;

fn refuse(phone: &Phone, case: CaseId) -> EventId {
    let request = Request::RecordRefusal {
        case,
        manner: RefusalManner::Refuse,
        place: "柳例派出所".to_owned(),
        facts: "当面说明后仍不配合。".to_owned(),
        notice_proof: None,
        attachments: Vec::new(),
    };
    match phone.ask(request) {
        Ok(Reply::Saved(saved)) => saved.event,
        other => panic!("{other:?}"),
    }
}

/// Somebody of the office writes a fact about a case.
fn office_records(world: &World, case: CaseId, body: Body) -> EventId {
    let mut device = RawDevice::pair(&world.address(), &world.pairing_code("wen")).unwrap();
    let now = world.clock.now();
    device.hello(now).unwrap();
    let (id, event) = device.write(now, Stream::Case(case), body);
    let pushed = device.push(1, vec![event]).unwrap();
    assert_eq!(pushed.fates, vec![Fate::Accepted]);
    id
}

fn texts(notices: &[NoticeRow]) -> Vec<&str> {
    notices.iter().map(|notice| notice.text.as_str()).collect()
}

#[test]
fn both_phones_tell_the_new_place_and_the_office_sees_the_paper_that_no_longer_fits() {
    let world = World::peopled();
    let case = world.case("赵例一");
    let (worker, police) = (world.phone_of("miao"), world.phone_of("shi"));
    let mine = refuse(&worker, case);
    world.clock.pass(TimeDelta::days(1));
    let theirs = refuse(&police, case);
    assert_eq!((worker.today().notices, police.today().notices), (vec![], vec![]), "each kept alone");

    police.sync();
    // Later than the record it answers: notices stand in the order of what they are about.
    world.clock.pass(TimeDelta::minutes(30));
    let paper = office_records(
        &world,
        case,
        Body::AdmonitionIssued(AdmonitionIssued {
            series: BreachSeries::Test,
            ordinal: 1,
            events: vec![theirs],
            served: None,
            attachments: Vec::new(),
        }),
    );
    world.clock.pass(TimeDelta::hours(2));
    police.sync();
    assert_eq!(police.today().notices, vec![], "the paper fits");
    worker.sync();
    police.sync();

    let told = police.today().notices;
    assert_eq!(
        texts(&told),
        [
            "2026年11月25日的逃避或拒绝检测：此前计为第1次，现计为第2次，共2次",
            "逃避或拒绝检测的第2次告诫书尚未出具",
            "已出具的告诫书与合并后的记录不符，请核对",
        ]
    );
    assert!(told.iter().all(|notice| (notice.record, notice.paper) == (Some(theirs), Some(paper))));
    let first = worker.today().notices;
    assert_eq!(texts(&first), ["2026年11月24日的逃避或拒绝检测：此前计为第1次，现计为第1次，共2次"]);
    assert_eq!((first[0].record, first[0].case), (Some(mine), case));

    let bench: Workbench = world.console("wen").get("/api/workbench").unwrap();
    let [row] = bench.rechecks.as_slice() else { panic!("one case: {:?}", bench.rechecks) };
    assert_eq!((row.case, row.papers.len(), row.papers[0].event), (case, 1, paper));
    assert_eq!(row.missing, ["逃避或拒绝检测第2次告诫书"]);
    let authors = |login| {
        row.told
            .iter()
            .any(|told| told.to.as_ref().is_some_and(|staff| staff.user == world.account(login).user))
    };
    assert!(authors("miao") && authors("shi"), "both authors stand there");
    let elsewhere: Workbench = world.console("tian").get("/api/workbench").unwrap();
    assert_eq!(elsewhere.rechecks, [], "nobody hears of a case that is not theirs");
}

#[test]
fn what_was_read_stays_read_and_is_kept_through_lock_restart_and_further_exchanges() {
    let world = World::peopled();
    let case = world.case("赵例一");
    let (worker, police) = (world.phone_of("miao"), world.phone_of("shi"));
    refuse(&worker, case);
    world.clock.pass(TimeDelta::days(1));
    refuse(&police, case);
    worker.sync();
    police.sync();
    let told = police.today().notices;
    assert!(!told.is_empty());
    let police = police.restarted();
    police.unlock(e2e::world::phone::PIN).unwrap();
    assert_eq!(police.today().notices, told, "they outlive the process");
    let ids = told.iter().map(|notice| notice.id).collect();
    assert!(matches!(police.ask(Request::ReadNotices { notices: ids }), Ok(Reply::Done)));
    police.sync();
    assert_eq!(police.today().notices, vec![]);
    let kept = police.person(case).unwrap().notices;
    assert_eq!(texts(&kept), texts(&told));
    assert!(kept.iter().all(|notice| notice.read_at.is_some()), "read, and not gone");

    // A phone of the same user that comes later reads a history, and no news.
    let fresh = world.new_phone("the other phone of miao");
    world.pair(&fresh, "miao");
    assert_eq!(fresh.today().notices, vec![]);
}

#[test]
fn a_minor_stands_in_a_list_of_few_and_the_test_is_still_taken() {
    shared::asserts!("R-PRIV-11");
    let world = World::peopled();
    let case = world.case("赵例一");
    let office = world.console("wen");
    let basis = office.person(case).unwrap().master_basis;
    let birth = "2010-05-01".parse().unwrap();
    let number = e2e::township::id_number(birth, 900, Sex::Unknown);
    let fields =
        [("person.birth".to_owned(), birth.to_string()), ("person.id.number".to_owned(), number)].into();
    let ask = MasterRequest { fields, reason: "出生日期登记有误".to_owned(), basis };
    let _: Recorded = office.post(&format!("/api/cases/{case}/master"), &ask).unwrap();

    let (worker, police) = (world.phone_of("miao"), world.phone_of("shi"));
    let lists = |phone: &Phone| phone.people("").iter().any(|row| row.person.case == case);
    assert!(lists(&worker) && !lists(&police));
    assert!(police.today().rows.iter().all(|row| row.person.case != case));
    assert!(
        police.roster().rows.iter().any(|row| row.person.case == case),
        "who is tested stands before them"
    );

    let listed = |console: &e2e::world::Console, filter: PersonFilter| {
        let list: PersonList = console.get(&format!("/api/persons?filter={}", filter.code())).unwrap();
        list.rows.iter().any(|row| row.head.case == case && row.head.listing == Listing::Minor)
    };
    assert!(listed(&office, PersonFilter::Minor) && !listed(&office, PersonFilter::All));
    assert!(!may_list(Role::Police, Relation::SameTownship, Listing::Minor));
    assert!(!listed(&world.console("shi"), PersonFilter::Minor));
}
