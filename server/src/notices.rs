//! 放假安排: the calendar by years, and what a new notice of the State Council would move before it is published.

use chrono::Datelike;
use shared::access::Act;
use shared::calendar::notice::{NoticeDay, notice_csv, read_notice};
use shared::event::{Body, CalendarNotice};
use shared::moment::civil_date;
use shared::problem::{Problem, ProblemCode};
use shared::rules::RuleBook;

use crate::auth::Session;
use crate::book::Book;
use crate::desk::{Draft, record_act};
use crate::office::Office;
use crate::readings::{changes, line};
use crate::store::audit::AuditAct;
use crate::store::{Refusal, audit};
use crate::view::{CalendarView, CalendarYear, NoticePreview, NoticeRequest, Recorded};

/// Characters of the number of a notice.
const SOURCE_CHARACTERS_MAX: usize = 100;
/// The first year the calendar has.
const YEAR_MIN: i32 = 2018;

/// The years an office has to do with.
///
/// # Errors
/// Of the store.
pub fn list(office: &Office, session: &Session) -> Result<CalendarView, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        audit::write(work, code, session.actor(), AuditAct::SeeCalendar, "")?;
        let today = civil_date(work.now);
        let calendar = &book.rules.calendar;
        let known = (today.year()..today.year() + 3).filter(|year| calendar.is_published(*year)).max();
        let last = known.unwrap_or(today.year()).max(today.year()) + 1;
        let years = (today.year() - 1..=last).rev().map(|year| year_of(book, year)).collect();
        Ok(CalendarView { today, years })
    })
}

fn year_of(book: &Book, year: i32) -> CalendarYear {
    let prefix = format!("{year}-");
    let names = |csv: &str| csv.lines().any(|row| row.starts_with(&prefix));
    let notice = book.office.notices.iter().rev().find(|fact| names(&fact.body.csv));
    CalendarYear {
        year,
        published: book.rules.calendar.is_published(year),
        source: notice.map(|fact| fact.body.source.clone()),
        loaded_on: notice.map(shared::office::OfficeFact::day),
        days: book.rules.calendar.days_of(year),
    }
}

/// What a notice would move; its bad rows, where it has any.
///
/// # Errors
/// Problems of single fields; of the store.
pub fn preview(office: &Office, session: &Session, ask: &NoticeRequest) -> Result<NoticePreview, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        check_year(ask.year, civil_date(work.now).year())?;
        audit::write(work, code, session.actor(), AuditAct::Preview, &ask.year.to_string())?;
        let days = match read_notice(ask.year, &ask.csv) {
            Ok(days) => days,
            Err(bad) => return Ok(NoticePreview { days: Vec::new(), bad, preview: None }),
        };
        let mut after: RuleBook = book.rules.clone();
        // What was just read is written as the calendar reads it.
        let _ = after.calendar.load(&notice_csv(&days));
        let preview = Some(changes(work, code, book, &after, ask.skip)?);
        Ok(NoticePreview { days, bad: Vec::new(), preview })
    })
}

/// Publishes a notice: open deadlines on both sides are reckoned anew by it.
///
/// # Errors
/// The first bad row, problems of single fields, `RoleMayNot`; of the store.
pub fn publish(office: &Office, session: &Session, ask: &NoticeRequest) -> Result<Recorded, Refusal> {
    office.write_with_book(&session.township.code, |work, book| {
        check_year(ask.year, civil_date(work.now).year())?;
        let source = line(&ask.source, "source", SOURCE_CHARACTERS_MAX)?;
        let days: Vec<NoticeDay> = read_notice(ask.year, &ask.csv).map_err(first)?;
        let notice = CalendarNotice { source, csv: notice_csv(&days) };
        let record = Draft::of_office(session, work.now, Body::CalendarNotice(notice));
        let event = record_act(work, &book.rules, &session.user, &session.township, Act::KeepOffice, record)?;
        Ok(Recorded { case: None, event })
    })
}

fn first(bad: Vec<shared::calendar::notice::BadRow>) -> Problem {
    let empty = || Problem::of_field(ProblemCode::CalendarEmpty, "csv");
    bad.into_iter().next().map_or_else(empty, |row| row.problem)
}

fn check_year(year: i32, this_year: i32) -> Result<(), Problem> {
    if (YEAR_MIN..=this_year + 2).contains(&year) {
        Ok(())
    } else {
        Err(Problem::of_field(ProblemCode::DateOutOfRange, "year"))
    }
}
