//! 到期日历: what is due in a month, what each worker carries, and whose group is not complete.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use shared::duty::Duty;
use shared::id::UserId;
use shared::moment::civil_date;

use crate::auth::Session;
use crate::office::Office;
use crate::roster::{Person, is_of, is_overdue, persons, villages, work_item, workers};
use crate::store::audit::AuditAct;
use crate::store::{Refusal, audit};
use crate::view::{DeadlineMonth, DeadlinesQuery, GroupGap, WorkItem, Workload};

/// A month.
///
/// # Errors
/// Of the store.
pub fn month(office: &Office, session: &Session, ask: &DeadlinesQuery) -> Result<DeadlineMonth, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        let today = civil_date(work.now);
        let month = first_of(ask.month.unwrap_or(today));
        let all = persons(work, book, session)?;
        let chosen = || all.iter().filter(|person| is_of(person, ask.village.as_deref(), ask.worker));
        audit::write(work, code, session.actor(), AuditAct::SeeList, &format!("deadlines {month}"))?;
        Ok(DeadlineMonth {
            today,
            month,
            items: items(chosen(), month, first_of(today) == month),
            loads: loads(&all, month),
            load_max: book.rules.policy.on(today).users_per_worker,
            groups: gaps(chosen()),
            villages: villages(&all),
            workers: workers(&all),
        })
    })
}

fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

fn is_in(day: NaiveDate, month: NaiveDate) -> bool {
    day >= month && month.checked_add_months(Months::new(1)).is_none_or(|next| day < next)
}

fn items<'a>(persons: impl Iterator<Item = &'a Person>, month: NaiveDate, of_today: bool) -> Vec<WorkItem> {
    let wanted = |duty: &Duty| is_in(duty.due, month) || (of_today && is_overdue(duty));
    let mut items: Vec<WorkItem> = persons
        .flat_map(|person| {
            let due = person.page.duties.iter().filter(|duty| wanted(duty));
            due.map(move |duty| work_item(person, duty))
        })
        .collect();
    items.sort_by(|a, b| (a.duty.due, &a.name, a.case).cmp(&(b.duty.due, &b.name, b.case)));
    items
}

/// Those who carry most first; persons without anybody at the end.
fn loads(persons: &[Person], month: NaiveDate) -> Vec<Workload> {
    let mut loads: BTreeMap<Option<UserId>, Workload> = BTreeMap::new();
    for person in persons.iter().filter(|person| !person.page.head.state.is_sealed()) {
        let carriers = person.workers.iter().map(Some);
        let nobody = person.workers.is_empty().then_some(None);
        for worker in carriers.chain(nobody) {
            let load = loads.entry(worker.map(|worker| worker.user)).or_insert_with(|| Workload {
                worker: worker.cloned(),
                persons: 0,
                overdue: 0,
                due: 0,
            });
            let duties = || person.page.duties.iter();
            load.persons += 1;
            load.overdue += crate::roster::count(duties().filter(|duty| is_overdue(duty)));
            load.due += crate::roster::count(duties().filter(|duty| is_in(duty.due, month)));
        }
    }
    let mut loads: Vec<Workload> = loads.into_values().collect();
    loads.sort_by_key(|load| (load.worker.is_none(), std::cmp::Reverse(load.persons)));
    loads
}

/// R-ORG-5, for those whose term runs.
fn gaps<'a>(persons: impl Iterator<Item = &'a Person>) -> Vec<GroupGap> {
    let running = persons.filter(|person| {
        let head = &person.page.head;
        head.term_first.is_some() && head.year_of_term.is_some() && !person.page.group_missing.is_empty()
    });
    let mut gaps: Vec<GroupGap> = running
        .map(|person| GroupGap {
            case: person.case,
            name: person.page.head.name.clone(),
            village: person.page.head.village.clone(),
            missing: person.page.group_missing.clone(),
        })
        .collect();
    gaps.sort_by(|a, b| b.missing.len().cmp(&a.missing.len()).then_with(|| a.name.cmp(&b.name)));
    gaps
}
