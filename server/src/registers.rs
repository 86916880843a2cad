//! 台账: the registers of the session's persons, a page at a time. What stands in them is computed by
//! `shared::register`; here it is chosen, counted and put in order, and every reading is written into the audit.

use std::collections::BTreeSet;

use chrono::Datelike;
use shared::case::Listing;
use shared::moment::{Moment, civil_date};
use shared::norm::clause_text;
use shared::register::{Register, RowStatus};

use crate::auth::Session;
use crate::book::{Book, RowMark};
use crate::office::Office;
use crate::roster::{
    PAGE_ROWS, Person, book_of_day, count, is_of, is_sought, pages, persons_of, skipped, villages, workers,
};
use crate::sealed::SEALED_NAME;
use crate::store::audit::AuditAct;
use crate::store::{Refusal, audit};
use crate::view::{
    ClauseText, ColumnTitle, RegisterCount, RegisterLine, RegisterPage, RegisterQuery, StatusRows,
};

/// A row that was chosen: whose it is, which of theirs, and what it is sorted by.
type Chosen = ((bool, i32), usize, usize);

/// One page of a register.
///
/// # Errors
/// `DateOutOfRange` for a day to come; of the store.
pub fn page(
    office: &Office,
    session: &Session,
    register: Register,
    ask: &RegisterQuery,
) -> Result<RegisterPage, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, today| {
        book_of_day(work, today, ask.as_of, |(book, at)| {
            let persons = persons_of(work, today, (book, at), session)?;
            let answer = answer((book, at), register, &persons, ask);
            let act = if ask.q.is_empty() { AuditAct::SeeList } else { AuditAct::Search };
            let past = ask.as_of.map(|day| format!(" {day}")).unwrap_or_default();
            let seen = format!("{} {} {}{past}", register.code(), answer.matching, answer.page);
            audit::write(work, code, session.actor(), act, &seen)?;
            Ok(answer)
        })
    })
}

/// What waits in each register.
///
/// # Errors
/// Of the store.
pub fn counts(office: &Office, session: &Session) -> Result<Vec<RegisterCount>, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        let persons = persons_of(work, book, (book, work.now), session)?;
        let of = |register: &Register| {
            let mut found = RegisterCount { register: *register, overdue: 0, open: 0 };
            for person in persons.iter().filter(|person| stands_in(person, *register)) {
                for mark in marks((book, work.now), *register, person) {
                    found.overdue += u32::from(mark.status == RowStatus::Overdue);
                    found.open += u32::from(is_open(mark.status));
                }
            }
            found
        };
        audit::write(work, code, session.actor(), AuditAct::SeeList, "registers")?;
        Ok(Register::ALL.iter().map(of).collect())
    })
}

/// Newest first; where a list is of what comes next, that first, by day.
fn rank(register: Register, mark: RowMark) -> (bool, i32) {
    let day = mark.day.num_days_from_ce();
    let waits = mark.status == RowStatus::Overdue || is_open(mark.status);
    if register.is_soonest_first() { (!waits, if waits { day } else { -day }) } else { (false, -day) }
}

const fn is_open(status: RowStatus) -> bool {
    match status {
        RowStatus::Due | RowStatus::Makeup | RowStatus::Running => true,
        RowStatus::Overdue
        | RowStatus::Done
        | RowStatus::Late
        | RowStatus::MadeUp
        | RowStatus::Missed
        | RowStatus::Closed
        | RowStatus::Suspended
        | RowStatus::Cancelled => false,
    }
}

/// Sealed files stand in no register but those of what is over, and there without a name once they are shut (R-PRIV-10).
fn stands_in(person: &Person, register: Register) -> bool {
    person.listing != Listing::Sealed || register.lists_sealed()
}

fn marks((book, at): (&Book, Moment), register: Register, person: &Person) -> Vec<RowMark> {
    let marks = book.case(person.case).and_then(|case| book.marks(case, at));
    marks.and_then(|marks| marks.get(&register).cloned()).unwrap_or_default()
}

fn answer(
    (book, at): (&Book, Moment),
    register: Register,
    persons: &[Person],
    ask: &RegisterQuery,
) -> RegisterPage {
    let mut counts = vec![0_u32; RowStatus::ALL.len()];
    let mut chosen: Vec<Chosen> = Vec::new();
    let sought = persons.iter().enumerate().filter(|(_, person)| {
        stands_in(person, register)
            && is_sought(person, &ask.q)
            && is_of(person, ask.village.as_deref(), ask.worker)
    });
    for (whose, person) in sought {
        for (which, mark) in marks((book, at), register, person).into_iter().enumerate() {
            let in_time = ask.from.is_none_or(|from| mark.day >= from)
                && ask.until.is_none_or(|until| mark.day <= until);
            if !in_time {
                continue;
            }
            if let Some(count) = counts.get_mut(mark.status as usize) {
                *count += 1;
            }
            if ask.status.is_none_or(|status| status == mark.status) {
                chosen.push((rank(register, mark), whose, which));
            }
        }
    }
    let matching = count(chosen.iter());
    let found: BTreeSet<usize> = chosen.iter().map(|(_, whose, _)| *whose).collect();
    let pages = pages(chosen.len());
    let page = ask.page.unwrap_or(1).clamp(1, pages);
    let rows = lines((book, at), register, persons, shown(chosen, page));
    RegisterPage {
        register,
        today: civil_date(at),
        columns: register
            .columns()
            .iter()
            .map(|column| ColumnTitle { column: *column, title: column.label().to_owned() })
            .collect(),
        clauses: clauses(&rows),
        rows,
        matching,
        persons: count(found.iter()),
        page,
        pages,
        counts: RowStatus::ALL
            .iter()
            .zip(counts)
            .filter(|(_, rows)| *rows > 0)
            .map(|(status, rows)| StatusRows { status: *status, rows })
            .collect(),
        villages: villages(persons),
        workers: workers(persons),
    }
}

/// The rows of one page, in order: only as much is sorted as is shown.
fn shown(mut chosen: Vec<Chosen>, page: u32) -> Vec<Chosen> {
    let (from, until) = (skipped(page), skipped(page).saturating_add(PAGE_ROWS));
    if until < chosen.len() {
        chosen.select_nth_unstable(until);
        chosen.truncate(until);
    }
    chosen.sort_unstable();
    chosen.split_off(from.min(chosen.len()))
}

fn lines(
    (book, at): (&Book, Moment),
    register: Register,
    persons: &[Person],
    shown: Vec<Chosen>,
) -> Vec<RegisterLine> {
    let line = |(_, whose, which): Chosen| {
        let person = persons.get(whose)?;
        let row = book.rows(book.case(person.case)?, register, at).into_iter().nth(which)?;
        let (head, shut) = (&person.page.head, person.shut);
        Some(RegisterLine {
            case: person.case,
            name: if shut { SEALED_NAME.to_owned() } else { head.name.clone() },
            village: if shut { String::new() } else { head.village.clone() },
            minor: person.listing == Listing::Minor,
            workers: if shut { Vec::new() } else { person.workers.clone() },
            row,
        })
    };
    shown.into_iter().filter_map(line).collect()
}

fn clauses(rows: &[RegisterLine]) -> Vec<ClauseText> {
    let ids: BTreeSet<&str> = rows.iter().map(|line| line.row.clause.as_str()).collect();
    ids.into_iter().map(|id| ClauseText { id: id.to_owned(), text: clause_text(id).to_owned() }).collect()
}
