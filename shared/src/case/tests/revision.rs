//! A date that was moved keeps what it was.

use std::collections::BTreeMap;

use serde_json::json;
use uuid::Uuid;

use super::make::{day, moment};
use super::timeline;
use crate::duty::{DutyKey, DutyKind, Explanation, explain_known};
use crate::event::{CalendarNotice, ReadingsSet};
use crate::id::EventId;
use crate::office::{OfficeFact, OfficeFile};
use crate::rules::RuleBook;

const STORY: &str = "2027-01-28 决定 社区戒毒 / 2027-02-01 今天";

fn told(office: &OfficeFile) -> Explanation {
    let (file, at) = timeline::file(STORY);
    let key = DutyKey { kind: DutyKind::ReportIn, window: None };
    explain_known(&file, office, &RuleBook::of(office), at, key).unwrap()
}

fn on<T>(day: &str, body: T) -> OfficeFact<T> {
    OfficeFact { event: EventId(Uuid::nil()), happened_at: moment(day), body }
}

#[test]
fn a_new_notice_moves_an_open_date_and_the_explanation_keeps_the_old_one() {
    crate::asserts!("R-TIME-9");
    let csv = "2027-02-12,holiday,试排春节\n2027-02-13,workday,试排调休上班\n".to_owned();
    let notice = CalendarNotice { source: "试发〔2026〕1号".to_owned(), csv };
    let mut office = OfficeFile::default();
    let before = told(&office);
    assert_eq!((before.duty.due, before.duty.provisional), (day("2027-02-12"), true));
    assert_eq!(before.revisions, []);
    office.notices.push(on("2027-01-30", notice.clone()));
    let after = told(&office);
    assert_eq!((after.duty.due, after.duty.provisional), (day("2027-02-13"), false));
    let [revision] = after.revisions.as_slice() else { panic!("{:?}", after.revisions) };
    assert_eq!((revision.before, revision.after), (before.duty.due, after.duty.due));
    assert!(after.paragraph.contains("由2027年2月12日改为2027年2月13日"), "{}", after.paragraph);
    office.notices = vec![on("2027-01-20", notice)];
    assert_eq!(told(&office).revisions, [], "it was out before the date began to run");
}

#[test]
fn a_changed_reading_is_told_beside_its_sentence_and_in_what_became_of_the_date() {
    crate::asserts!("R-TIME-2");
    let mut office = OfficeFile::default();
    assert!(told(&office).readings.iter().all(|reading| !reading.value.contains("本办公室")));
    let change = ReadingsSet {
        version: "2027-01-29".to_owned(),
        valid_from: day("2027-01-01"),
        values: BTreeMap::from([("start_day_counts".to_owned(), json!(true))]),
        reason: "试行".to_owned(),
    };
    office.readings.push(on("2027-01-29", change));
    let after = told(&office);
    assert_eq!(after.revisions.len(), 1);
    assert_eq!(after.rule_version, "2027-01-29");
    let reading = after.readings.iter().find(|reading| reading.label == "RD-02").unwrap();
    assert_eq!(reading.value, "本办公室另取：起算当天计入：是。");
    assert!(after.paragraph.contains("本办公室另取"), "{}", after.paragraph);
}
