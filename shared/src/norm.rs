//! Every number of the norm, with its clause id beside it. No other file holds one.

mod clause;

pub use clause::{CLAUSES, Clause, clause_text, is_clause};

use crate::calendar::Length;
use crate::code::Measure;

/// R-DEC-2, R-DEC-6: a term is three years; the law allows no more.
pub const TERM_MONTHS: u8 = 36;

/// R-REPORTIN-4: to report in, from receiving the order.
pub const REPORT_IN: Length = Length::Days(15);
/// R-REPORTIN-5: the report of an overdue person, from the last day of R-REPORTIN-4.
pub const OVERDUE_REPORT: Length = Length::Workdays(3);
/// R-AGREE-1: the agreement is signed on the report-in day (RD-07).
pub const AGREEMENT: Length = Length::SameDay;
/// R-TEST-9: the other place returns the result of an entrusted test.
pub const ENTRUSTED_FEEDBACK: Length = Length::Workdays(5);
/// R-TEST-13, R-BREACH-6: the report, from the determination.
pub const BREACH_REPORT: Length = Length::Hours(24);
/// R-TEST-15, RD-17: our own target for reporting a relapse, which the law wants 及时.
pub const RELAPSE_REPORT_HOURS: u32 = 24;
pub const RELAPSE_REPORT: Length = Length::Hours(RELAPSE_REPORT_HOURS);
/// RD-08: what some do with a recovery of less than three years, every two months throughout.
pub const SHORT_RECOVERY_STEPS: &[(u8, u8)] = &[(36, 2)];
/// R-BREACH-7: upload by the police, from receiving the report.
pub const POLICE_UPLOAD: Length = Length::Workdays(3);
/// R-SUSP-3: to get in touch after a release; the norm names no days, so this is our own.
pub const RELEASE_CONTACT: Length = Length::Days(3);
/// R-TRANSFER-2: the police tells the office of an application.
pub const TRANSFER_NOTIFY_ORG: Length = Length::Workdays(3);
/// R-TRANSFER-3: the office submits the form.
pub const TRANSFER_FORM: Length = Length::Workdays(3);
/// R-TRANSFER-4: the police decides.
pub const TRANSFER_DECISION: Length = Length::Days(3);
/// R-TRANSFER-5: to report in at the new place, from receiving the notice.
pub const TRANSFER_REPORT_IN: Length = Length::Days(15);
/// R-TRANSFER-8: the dossier is handed over, from the approval.
pub const DOSSIER_HANDOVER: Length = Length::Days(7);
/// R-LEAVE-2: leave is asked for, before departure.
pub const LEAVE_REQUEST: Length = Length::DaysBefore(1);
/// R-DISCH-1: the proposal, before the last day; R-ASSESS-3: the final assessment with it.
pub const DISCHARGE_PROPOSAL: Length = Length::DaysBefore(15);
/// R-DISCH-3: the notice reaches the township, after the last day.
pub const DISCHARGE_NOTICE: Length = Length::Days(7);

/// R-TEST-8: a missed test can be made up for so many months.
pub const MAKEUP_MONTHS: u8 = 3;
/// R-TEST-17, RD-13: hair of 3 cm reaches back so far.
pub const HAIR_MONTHS: u8 = 6;

/// R-TEST-16: samples of a positive result are kept so long, at least.
pub const SAMPLE_KEPT_MONTHS: u8 = 6;

/// R-TEST-11, R-BREACH-2: the first and the second are admonished, the third may be serious.
pub const ADMONITIONS: usize = 2;
/// R-BREACH-3: more days than these may be serious.
pub const ABSENCE_DAYS_MAX: i64 = 30;
/// R-BREACH-4, RD-18: an absence counts from so many days on.
pub const ABSENCE_DAYS_MIN: i64 = 3;
/// R-LEAVE-1, RD-19: leave is needed from so many days on.
pub const LEAVE_DAYS_MIN: i64 = 3;
/// R-LEAVE-8, RD-21: overstaying counts from so many days on.
pub const OVERSTAY_DAYS_MIN: i64 = 3;

/// R-ASSESS-1: a quarter and a year of the term, in months.
pub const QUARTER_MONTHS: u8 = 3;
/// R-ASSESS-1.
pub const YEAR_MONTHS: u8 = 12;
/// R-ASSESS-2: 12 quarterly, 3 annual, 1 final in a full term.
pub const FINAL_ASSESSMENTS: u8 = 1;

/// R-ORG-4, RD-31: drug users for one worker.
pub const USERS_PER_WORKER: u32 = 30;
/// R-ORG-3, R-ORG-4: full-time workers at least.
pub const WORKERS_MIN: u32 = 1;

/// The norm leaves it open: a window is called near so many days before it closes.
pub const WINDOW_LEAD_DAYS: i32 = 7;
/// Likewise: any other date.
pub const DATE_LEAD_DAYS: i32 = 3;
/// R-TIME-10: a record entered later than so many days after its event is marked.
pub const ENTERED_LATE_DAYS: i64 = 3;

/// Test windows: until which month of the term, one in how many months (R-TEST-2, R-TEST-3).
#[must_use]
pub const fn test_steps(measure: Measure) -> &'static [(u8, u8)] {
    match measure {
        Measure::Rehab => &[(12, 1), (24, 2), (36, 3)],
        Measure::Recovery => &[(12, 2), (24, 3), (36, 6)],
    }
}

/// Visit and report windows (R-VISIT-2, R-REPORT-1).
#[must_use]
pub const fn contact_steps(measure: Measure) -> &'static [(u8, u8)] {
    match measure {
        Measure::Rehab => &[(36, 1)],
        Measure::Recovery => &[(36, 2)],
    }
}

/// Clause of the test windows of a measure.
#[must_use]
pub const fn test_clause(measure: Measure) -> &'static str {
    match measure {
        Measure::Rehab => "R-TEST-2",
        Measure::Recovery => "R-TEST-3",
    }
}

/// R-ORG-4: workers needed for a township's drug users (RD-31).
#[must_use]
pub const fn workers_required(users: u32, per_worker: u32) -> u32 {
    let per_worker = if per_worker == 0 { 1 } else { per_worker };
    let needed = users.div_ceil(per_worker);
    if needed > WORKERS_MIN { needed } else { WORKERS_MIN }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::window::spans;

    #[test]
    fn a_full_term_has_22_or_12_tests_and_36_or_18_talks() {
        crate::asserts!("R-TEST-2", "R-TEST-3", "R-VISIT-2", "R-REPORT-1");
        let count = |steps| spans(steps, TERM_MONTHS).len();
        assert_eq!(count(test_steps(Measure::Rehab)), 22);
        assert_eq!(count(test_steps(Measure::Recovery)), 12);
        assert_eq!(count(contact_steps(Measure::Rehab)), 36);
        assert_eq!(count(contact_steps(Measure::Recovery)), 18);
    }

    #[test]
    fn every_begun_thirty_users_need_a_worker_and_nobody_needs_none() {
        crate::asserts!("R-ORG-4");
        assert_eq!(
            [0, 1, 60, 61, 299].map(|users| workers_required(users, USERS_PER_WORKER)),
            [1, 1, 2, 3, 10]
        );
        assert_eq!(workers_required(5, 0), 5);
    }
}
