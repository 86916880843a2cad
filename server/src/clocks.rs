//! 时限: every single date that runs – 24 hours, working days, days – and every date that waits for a determination, of all
//! persons in one list, what runs out first on top. Windows that recur stand in the registers and the calendar.

use shared::duty::{Duty, Pace, length_label, pace};
use shared::moment::civil_date;

use crate::auth::Session;
use crate::office::Office;
use crate::roster::{PAGE_ROWS, Person, count, pages, persons, skipped};
use crate::store::audit::AuditAct;
use crate::store::{Refusal, audit};
use crate::view::{ClockPage, ClockRow, ClocksQuery, PaceCount};

/// One that runs.
type Clock<'a> = (&'a Person, &'a Duty, Pace);

/// One page.
///
/// # Errors
/// Of the store.
pub fn page(office: &Office, session: &Session, ask: &ClocksQuery) -> Result<ClockPage, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        let persons = persons(work, book, session)?;
        let all = clocks(&persons);
        let of =
            |pace: &Pace| PaceCount { pace: *pace, rows: count(all.iter().filter(|(.., own)| own == pace)) };
        let counts = Pace::ALL.iter().map(of).filter(|found| found.rows > 0).collect();
        let chosen: Vec<&Clock<'_>> =
            all.iter().filter(|(.., own)| ask.pace.is_none_or(|pace| *own == pace)).collect();
        let pages = pages(chosen.len());
        let page = ask.page.unwrap_or(1).clamp(1, pages);
        audit::write(work, code, session.actor(), AuditAct::SeeList, &format!("clocks {}", chosen.len()))?;
        Ok(ClockPage {
            today: civil_date(work.now),
            matching: count(chosen.iter()),
            rows: chosen.into_iter().skip(skipped(page)).take(PAGE_ROWS).map(row).collect(),
            page,
            pages,
            counts,
        })
    })
}

/// The first so many, and how many there are in all.
pub(crate) fn first(persons: &[Person], rows: usize) -> (Vec<ClockRow>, u32) {
    let all = clocks(persons);
    (all.iter().take(rows).map(row).collect(), count(all.iter()))
}

fn clocks(persons: &[Person]) -> Vec<Clock<'_>> {
    let mut all: Vec<Clock<'_>> = Vec::new();
    for person in persons {
        for duty in &person.page.duties {
            if let Some(pace) = pace(duty.key.kind) {
                all.push((person, duty, pace));
            }
        }
    }
    // On one day, what runs to a minute comes before what runs to its end.
    let order = |(person, duty, _): &Clock<'_>| {
        (duty.due, duty.due_at.is_none(), duty.due_at, person.page.head.name.clone(), person.case)
    };
    all.sort_by_cached_key(order);
    all
}

fn row((person, duty, pace): &Clock<'_>) -> ClockRow {
    let head = &person.page.head;
    ClockRow {
        case: person.case,
        name: head.name.clone(),
        village: head.village.clone(),
        duty: (*duty).clone(),
        pace: *pace,
        length: length_label(duty.key.kind),
        workers: person.workers.clone(),
    }
}
