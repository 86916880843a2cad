//! 我的这个月: what ends in it, what of that is done, and nothing of anybody else.

use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use client::door::{Reply, Request};
use client::view::Month;
use shared::duty::DutyKind;

use crate::office::Office;
use crate::phone::{Phone, case, moment};

fn month(phone: &Phone) -> Month {
    let Reply::Month(month) = phone.ask(Request::Month) else { panic!("not a month") };
    month
}

/// Owed and done of one kind.
fn of(month: &Month, kind: DutyKind) -> (u32, u32) {
    month.rows.iter().find(|row| row.kind == kind).map_or((0, 0), |row| (row.owed, row.done))
}

/// Two persons who reported in on January 5th, looked at on March 10th: the windows that ended on March 4th are of March.
#[test]
fn the_month_counts_the_windows_that_end_in_it_and_what_was_done_of_them() {
    let phone = Phone::in_service(&Arc::new(Office::new()), 2);
    let before = month(&phone);
    assert_eq!(before.first, NaiveDate::from_ymd_opt(2026, 3, 1).unwrap());
    assert_eq!((of(&before, DutyKind::Visit), before.records), ((2, 0), 0));
    assert!(before.rows.iter().all(|row| row.owed > 0), "a kind of which nothing ends is not listed");

    phone.try_visit(case(1), moment("2026-03-02T10:00:00+08:00")).unwrap();
    let late = month(&phone);
    assert_eq!(of(&late, DutyKind::Visit), (2, 1), "counted by when it happened, not by when it was written");
    assert_eq!(late.records, month(&phone).records);
    let written = late.records;
    assert!(written >= 1, "and the record is of the month it was written in");

    phone.visit(case(2));
    assert_eq!(of(&month(&phone), DutyKind::Visit), (2, 1), "of a window that ends in April");
    assert_eq!(month(&phone).records, written + 1);
}

#[test]
fn a_new_month_begins_with_its_own_windows_and_what_was_done_ahead_of_it() {
    let phone = Phone::in_service(&Arc::new(Office::new()), 2);
    phone.visit(case(1));
    phone.wait(TimeDelta::days(22));
    let april = month(&phone);
    assert_eq!(april.first, NaiveDate::from_ymd_opt(2026, 4, 1).unwrap());
    assert_eq!(of(&april, DutyKind::Visit), (2, 1), "the visit of March ended the window that ends in April");
    assert_eq!(april.records, 0, "and was written in March");
}

#[test]
fn a_record_taken_back_is_no_longer_done() {
    let phone = Phone::in_service(&Arc::new(Office::new()), 1);
    let visit = phone.try_visit(case(1), moment("2026-03-02T10:00:00+08:00")).unwrap();
    assert_eq!(of(&month(&phone), DutyKind::Visit), (1, 1));
    phone.ask(Request::Undo { event: visit.event });
    assert_eq!(of(&month(&phone), DutyKind::Visit), (1, 0));
}
