//! 检测点名: session, who may test, who is to be tested and who has been.

use chrono::NaiveDate;
use shared::access::{Act, may};
use shared::code::Role;
use shared::duty::{Duty, DutyKind};
use shared::id::CaseId;
use shared::moment::{Moment, civil_date};
use shared::problem::Problem;
use shared::protocol::StaffName;

use super::papers::reckoned;
use super::pinyin_match::sort_key;
use super::record::check_case;
use super::strips::running;
use super::test_session::current;
use super::today::seen;
use crate::phone::Open;
use crate::store::{Folded, Setting};
use crate::view::{Roster, RosterRow};

pub fn roster(open: &Open, now: Moment) -> Result<Roster, Problem> {
    let day = civil_date(now);
    let may_test = may(open.pairing.role, Act::RecordTest, open.relation());
    // Whoever is to be tested stands before the officer, a minor too; the check leaves out what is over.
    let strips = running(open, now)?;
    let tested = tested_on(open, day);
    let mut rows: Vec<RosterRow> = seen(open, now)
        .filter(|page| may_test && check_case(open, Act::RecordTest, page.head.case, now).is_ok())
        .map(|page| RosterRow {
            done: done_today(open, page.head.case, day),
            strip: strips.iter().find(|strip| strip.case == page.head.case).cloned(),
            refusals: refusals(open, now, page.head.case),
            sample: format!("{}-{:02}", day.format("%Y%m%d"), tested + 1),
            duty: page.duties.into_iter().find(|duty| is_test(duty) && duty.opens <= day),
            person: page.head,
        })
        .collect();
    // To be tested first, the most urgent on top; then those nothing is owed of; the tested at the end.
    rows.sort_by_cached_key(|row| {
        let due = row.duty.as_ref().map_or(NaiveDate::MAX, |duty| duty.due);
        (row.done.is_some(), due, sort_key(&row.person.name))
    });
    Ok(Roster {
        now,
        session: current(open, now)?,
        testers: testers(open, day),
        suggestion: open.store.setting(Setting::LastTestSession)?,
        rows,
    })
}

/// Tests of a day on this phone's files, for the number of the next sealed sample.
fn tested_on(open: &Open, day: NaiveDate) -> usize {
    let of_day = |folded: &Folded| folded.file.tests.iter().filter(|fact| fact.day() == day).count();
    open.book.cases().map(|(_, folded)| of_day(folded)).sum()
}

fn refusals(open: &Open, now: Moment, case: CaseId) -> u32 {
    let counted = |folded| reckoned(&open.book, folded, now).ladder.refusals.len();
    open.book.case(case).map_or(0, |folded| u32::try_from(counted(folded)).unwrap_or(u32::MAX))
}

fn is_test(duty: &Duty) -> bool {
    matches!(duty.key.kind, DutyKind::Test | DutyKind::MakeupTest)
}

/// Today's last word on the person: a result or a refusal.
fn done_today(open: &Open, case: CaseId, day: NaiveDate) -> Option<String> {
    let file = &open.book.case(case)?.file;
    let tests = file.tests.iter().map(|fact| (fact.happened_at, fact.body.result.label()));
    let refusals = file.refusals.iter().map(|fact| (fact.happened_at, fact.body.manner.label()));
    let of_today = tests.chain(refusals).filter(|(happened_at, _)| civil_date(*happened_at) == day);
    of_today.max_by_key(|(happened_at, _)| *happened_at).map(|(_, label)| label.to_owned())
}

/// Officers whose qualification is valid on the day, once each.
fn testers(open: &Open, day: NaiveDate) -> Vec<StaffName> {
    let mut testers: Vec<StaffName> = Vec::new();
    for qualified in &open.book.office.qualifications {
        let valid = (qualified.valid_from..=qualified.valid_until).contains(&day);
        if valid && !testers.iter().any(|tester| tester.user == qualified.officer) {
            testers.push(StaffName {
                user: qualified.officer,
                name: qualified.name.clone(),
                role: Role::Police,
            });
        }
    }
    testers
}
