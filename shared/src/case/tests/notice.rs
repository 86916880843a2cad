//! Two phones, one person: what each author hears after the merge.

use super::make::{event, moment, user};
use super::timeline;
use crate::calendar::Calendar;
use crate::case::{Notice, NoticeChange, fold, notices};
use crate::code::BreachSeries;
use crate::event::{AdmonitionIssued, Body, Event, LeaveDenied};
use crate::id::EventId;
use crate::policy::Policy;

fn by(author: u128, event: Event) -> Event {
    Event { author: user(author), ..event }
}

fn refusal(id: u128, author: u128, day: &str) -> Event {
    by(author, event(id, moment(day), timeline::word(day, &["拒检"])))
}

fn start() -> Vec<Event> {
    timeline::story("2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-04-01 今天").0
}

fn merged(before: &[Event], more: &[Event]) -> Vec<Notice> {
    let all: Vec<Event> = before.iter().chain(more).cloned().collect();
    let (calendar, policy) = (Calendar::built_in(), Policy::default());
    notices(&fold(before).0, &fold(&all).0, &calendar, &policy, moment("2026-04-01"))
}

fn places(notices: &[Notice]) -> Vec<(EventId, Option<u8>, Option<u8>)> {
    let place = |notice: &Notice| match notice.change {
        NoticeChange::Place { before, after, .. } => Some((notice.about, before, after)),
        NoticeChange::PaperDoesNotFit
        | NoticeChange::NoGround
        | NoticeChange::Decided { .. }
        | NoticeChange::Undecided { .. }
        | NoticeChange::LeaveAnswered
        | NoticeChange::PaperMissing { .. } => None,
    };
    notices.iter().filter_map(place).collect()
}

#[test]
fn two_first_refusals_become_a_first_and_a_second_and_both_authors_are_told() {
    crate::asserts!("R-TEST-11");
    let (early, late) = (refusal(800, 11, "2026-03-20"), refusal(801, 12, "2026-03-22"));
    let mut phone = start();
    phone.push(late.clone());
    let told = merged(&phone, std::slice::from_ref(&early));
    assert_eq!(places(&told), [(early.id, None, Some(1)), (late.id, Some(1), Some(2))]);
    let of = |author: u128| told.iter().filter(|notice| notice.to == user(author)).count();
    assert!(of(11) > 0 && of(12) > 0);
    let moved = told.iter().find(|notice| notice.about == late.id).unwrap();
    assert_eq!(moved.to, user(12));
    assert_eq!(moved.text, "2026年3月22日的逃避或拒绝检测：此前计为第1次，现计为第2次，共2次");
    assert!(told.iter().any(|notice| matches!(
        notice.change,
        NoticeChange::PaperMissing { series: BreachSeries::Test, ordinal: 2 }
    )));
}

#[test]
fn the_paper_that_no_longer_fits_is_told_to_who_issued_it_and_to_who_recorded_the_fact() {
    let (early, late) = (refusal(800, 11, "2026-03-20"), refusal(801, 12, "2026-03-22"));
    let issued = Body::AdmonitionIssued(AdmonitionIssued {
        series: BreachSeries::Test,
        ordinal: 1,
        events: vec![late.id],
        served: None,
        attachments: Vec::new(),
    });
    let paper = by(13, event(802, moment("2026-03-23"), issued));
    let mut office = start();
    office.extend([late, paper.clone()]);
    let told = merged(&office, &[early]);
    let misfits: Vec<_> = told
        .iter()
        .filter(|notice| notice.change == NoticeChange::PaperDoesNotFit)
        .map(|notice| (notice.to, notice.about))
        .collect();
    assert_eq!(misfits, [(user(12), paper.id), (user(13), paper.id)]);
}

#[test]
fn a_series_kept_by_one_author_and_a_merge_of_something_else_say_nothing() {
    let mut phone = start();
    phone.push(refusal(800, 11, "2026-03-20"));
    assert_eq!(merged(&phone, &[refusal(801, 11, "2026-03-22")]), []);
    let visit = by(12, event(803, moment("2026-03-25"), timeline::word("2026-03-25", &["走访", "本人"])));
    assert_eq!(merged(&phone, &[visit]), []);
}

#[test]
fn nothing_is_told_twice_and_the_order_of_arrival_says_nothing() {
    let (early, late) = (refusal(800, 11, "2026-03-20"), refusal(801, 12, "2026-03-22"));
    let mut phone = start();
    phone.push(late.clone());
    let once = merged(&phone, std::slice::from_ref(&early));
    assert_eq!(merged(&phone, &[late, early.clone(), early]), once);
}

#[test]
fn who_wrote_a_leave_down_hears_that_it_was_granted_made_longer_or_not_granted_and_who_answered_does_not() {
    let asks = |id, author| {
        by(
            author,
            event(
                id,
                moment("2026-03-20"),
                timeline::word("2026-03-20", &["请假", "2026-03-25", "2026-03-30"]),
            ),
        )
    };
    let grants = |id, author, until: &str| {
        by(
            author,
            event(id, moment("2026-03-21"), timeline::word("2026-03-21", &["准假", "2026-03-25", until])),
        )
    };
    let denies = |id, author| {
        let denied =
            LeaveDenied { from: "2026-03-25".parse().unwrap(), reason: "当期须检测".to_owned() };
        by(author, event(id, moment("2026-03-21"), Body::LeaveDenied(denied)))
    };
    let texts = |before: &[Event], more: &[Event]| -> Vec<(bool, String)> {
        merged(before, more).into_iter().map(|told| (told.to == user(11), told.text)).collect()
    };
    let asked: Vec<Event> = start().into_iter().chain([asks(820, 11)]).collect();
    let said = |text: &str| vec![(true, format!("2026年3月25日起的请假：{text}"))];
    assert_eq!(texts(&start(), &[asks(820, 11)]), []);
    assert_eq!(texts(&asked, &[grants(821, 12, "2026-03-30")]), said("已准假，准到2026年3月30日返回"));
    assert_eq!(texts(&asked, &[denies(821, 12)]), said("没有批准。理由：当期须检测"));
    assert_eq!(texts(&asked, &[grants(821, 11, "2026-03-30")]), []);
    let granted: Vec<Event> = asked.into_iter().chain([grants(821, 12, "2026-03-30")]).collect();
    assert_eq!(texts(&granted, &[]), []);
    assert_eq!(texts(&granted, &[grants(822, 12, "2026-04-03")]), said("已续假，准到2026年4月3日返回"));
}
