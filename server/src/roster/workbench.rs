//! 工作台: counts, what is overdue and due, and what a person must look at.

use shared::access::{Act, Relation, may};
use shared::duty::Duty;
use shared::moment::civil_date;

use super::recheck::rechecks;
use super::{Person, count, is_of_the_week, is_overdue, persons, sees_devices, staff_by_id};
use crate::auth::Session;
use crate::office::Office;
use crate::store::audit::AuditAct;
use crate::store::{Refusal, StoreError, Work, audit, quarantine};
use crate::view::{
    DeviceRow, IssueRow, MissedRow, QuarantineRow, StateCount, WorkItem, Workbench, WorkbenchTotals,
};
use crate::{clocks, decide, devices, inbox, office_facts, openings};

/// Rows of a list of the workbench at most: as many as anybody reads before looking at the whole.
const ROWS_MAX: usize = 30;
/// Clocks of the first screen.
const CLOCK_ROWS: usize = 10;

/// What to look at first.
///
/// # Errors
/// Of the store.
pub fn workbench(office: &Office, session: &Session) -> Result<Workbench, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        let persons = persons(work, book, session)?;
        let devices = if sees_devices(session) { devices::rows(work, code, None)? } else { Vec::new() };
        let quarantine = quarantined(work, session, &devices)?;
        let openings = if may(session.user.role, Act::ReviewOpenings, Relation::SameTownship) {
            openings::waiting(work, session)?
        } else {
            Vec::new()
        };
        let alerted = devices.iter().filter(|row| row.revoked_at.is_none() && !row.alerts.is_empty());
        let device_alerts = count(alerted);
        let inbox = if may(session.user.role, Act::Review, Relation::SameTownship) {
            inbox::class_counts(work, book, session)?
        } else {
            Vec::new()
        };
        let mut totals = WorkbenchTotals::default();
        let (clocks, running) = clocks::first(&persons, CLOCK_ROWS);
        totals.clocks = running;
        totals.deciding = decide::count_waiting(work, book, session, &persons)?;
        totals.missed_windows = persons.iter().filter(|person| runs(person)).map(windows).sum();
        let to_settle = persons.iter().flat_map(issues).filter(|row| row.issue.kind.is_to_settle());
        let remarks = persons.iter().flat_map(issues).filter(|row| !row.issue.kind.is_to_settle());
        let rechecks = rechecks(book, &persons, &staff_by_id(work, code)?, work.now);
        audit::write(work, code, session.actor(), AuditAct::SeeWorkbench, "")?;
        Ok(Workbench {
            today: civil_date(work.now),
            counts: counts(&persons),
            clocks,
            overdue: items(&persons, is_overdue, &mut totals.overdue),
            due_this_week: items(&persons, is_of_the_week, &mut totals.due_this_week),
            silent_devices: devices.into_iter().filter(|device| device.silent).collect(),
            quarantine,
            issues: first(to_settle.collect(), &mut totals.issues),
            remarks: first(remarks.collect(), &mut totals.remarks),
            office: office_facts::duties(book, work.now),
            rechecks: first(rechecks, &mut totals.rechecks),
            missed: first(missed(&persons), &mut totals.missed),
            openings,
            inbox,
            device_alerts,
            totals,
        })
    })
}

/// The first rows of a list; the whole is one press away, on a page of its own.
fn first<T>(mut rows: Vec<T>, total: &mut u32) -> Vec<T> {
    *total = count(rows.iter());
    rows.truncate(ROWS_MAX);
    rows
}

/// Whether the measure of a person is not over.
fn runs(person: &Person) -> bool {
    !person.page.head.state.is_sealed()
}

fn windows(person: &Person) -> u32 {
    count(person.page.findings.iter())
}

fn counts(persons: &[Person]) -> Vec<StateCount> {
    let mut counts: Vec<StateCount> = Vec::new();
    for person in persons {
        let head = &person.page.head;
        let same = |count: &&mut StateCount| count.measure == head.measure && count.state == head.state;
        match counts.iter_mut().find(same) {
            Some(count) => count.persons += 1,
            None => counts.push(StateCount { measure: head.measure, state: head.state, persons: 1 }),
        }
    }
    counts.sort_by_key(|count| (count.measure, count.state as u8));
    counts
}

/// A duty with its person.
pub(crate) fn work_item(person: &Person, duty: &Duty) -> WorkItem {
    let head = &person.page.head;
    WorkItem {
        case: person.case,
        name: head.name.clone(),
        village: head.village.clone(),
        measure: head.measure,
        duty: duty.clone(),
        workers: person.workers.clone(),
    }
}

fn items(persons: &[Person], wanted: impl Fn(&Duty) -> bool, total: &mut u32) -> Vec<WorkItem> {
    let mut found: Vec<(&Person, &Duty)> = Vec::new();
    for person in persons {
        found.extend(person.page.duties.iter().filter(|duty| wanted(duty)).map(|duty| (person, duty)));
    }
    found.sort_by(|(a, one), (b, other)| {
        (one.due, &a.page.head.name, a.case).cmp(&(other.due, &b.page.head.name, b.case))
    });
    first(found, total).into_iter().map(|(person, duty)| work_item(person, duty)).collect()
}

/// 未完成的各期 of those whose measure runs.
fn missed(persons: &[Person]) -> Vec<MissedRow> {
    let running = persons.iter().filter(|person| runs(person));
    let mut rows: Vec<MissedRow> = running
        .filter(|person| !person.page.findings.is_empty())
        .map(|person| MissedRow {
            case: person.case,
            name: person.page.head.name.clone(),
            findings: person.page.findings.clone(),
            workers: person.workers.clone(),
        })
        .collect();
    rows.sort_by(|a, b| b.findings.len().cmp(&a.findings.len()).then_with(|| a.name.cmp(&b.name)));
    rows
}

fn issues(person: &Person) -> impl Iterator<Item = IssueRow> {
    person.page.issues.iter().map(|issue| IssueRow {
        case: person.case,
        name: person.page.head.name.clone(),
        issue: issue.clone(),
    })
}

fn quarantined(
    work: Work<'_>,
    session: &Session,
    devices: &[DeviceRow],
) -> Result<Vec<QuarantineRow>, StoreError> {
    if !may(session.user.role, Act::Correct, Relation::SameTownship) {
        return Ok(Vec::new());
    }
    let row = |held: quarantine::Quarantined| {
        let device = devices.iter().find(|device| device.series == held.series);
        QuarantineRow {
            series: held.series,
            seq: held.seq,
            device_name: device.map(|device| device.device_name.clone()).unwrap_or_default(),
            user: device.map(|device| device.user.clone()),
            problem: held.problem.into(),
            received_at: held.received_at,
        }
    };
    let waiting = quarantine::list(work, &session.township.code)?;
    Ok(waiting.into_iter().filter(|held| held.verdict.is_none()).map(row).collect())
}
