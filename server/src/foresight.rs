//! 推演 and 当时所知: a case with imagined facts, and a case as the office could know it at a past moment. Nothing of it
//! is kept but that it was looked at.

use shared::calendar::Calendar;
use shared::case::fold;
use shared::event::Event;
use shared::id::CaseId;
use shared::moment::Moment;
use shared::page::person_page;
use shared::policy::Policy;
use shared::preview::{Imagined, WhatIfAnswer, as_of, imagine, known_by, summarised};
use shared::problem::{Problem, ProblemCode};
use shared::rules::Rules;

use crate::auth::Session;
use crate::desk::reads;
use crate::office::Office;
use crate::openings;
use crate::store::audit::AuditAct;
use crate::store::{Refusal, audit};
use crate::view::{AsOfView, LateRecord};

/// What imagined facts would do to a case.
///
/// # Errors
/// `UnknownCase`, `DateOutOfRange`; of the store.
pub fn what_if(
    office: &Office,
    session: &Session,
    case: CaseId,
    imagined: &Imagined,
) -> Result<WhatIfAnswer, Refusal> {
    let code = &office.read(|work| openings::place_of(work, session, case))?;
    office.write_with_book(code, |work, book| {
        reads(work, book, session, case)?;
        let known = book.case(case).ok_or(ProblemCode::UnknownCase)?;
        audit::write(work, code, session.actor(), AuditAct::WhatIf, &case.to_string())?;
        Ok(imagine(known.events(), imagined, &book.rules, work.now)?)
    })
}

/// The case as it could be known at a past moment.
///
/// # Errors
/// `UnknownCase`, `DateOutOfRange` for a moment to come; of the store.
pub fn known_then(office: &Office, session: &Session, case: CaseId, at: Moment) -> Result<AsOfView, Refusal> {
    let code = &office.read(|work| openings::place_of(work, session, case))?;
    office.write_with_book(code, |work, book| {
        reads(work, book, session, case)?;
        let known = book.case(case).ok_or(ProblemCode::UnknownCase)?;
        if at > work.now {
            return Err(Problem::of_field(ProblemCode::DateOutOfRange, "at").into());
        }
        audit::write(work, code, session.actor(), AuditAct::AsOf, &case.to_string())?;
        let events: Vec<(Event, Moment)> = known.received().collect();
        // Calendar and readings too are those the office had published by then.
        let (calendar, policy) = (Calendar::built_in(), Policy::default());
        let rules = Rules::of(&book.office, &calendar, &policy, at);
        let facts = &book.rules.office;
        let (file, issues) = fold(&known_by(&events, at));
        let page = |file, issues: &[_]| person_page(file, issues, facts, &rules.calendar, &rules.policy, at);
        let now = page(&known.file, &known.issues);
        let unknown = now.into_iter().flat_map(|page| page.timeline).filter_map(|entry| {
            let (_, received_at) = events.iter().find(|(event, _)| event.id == entry.event)?;
            let came_later = *received_at > at && entry.happened_at <= at;
            came_later.then_some(LateRecord { entry, received_at: *received_at })
        });
        Ok(AsOfView {
            at,
            then: page(&file, &issues),
            changes: summarised(as_of(&events, facts, &rules.calendar, &rules.policy, at)),
            unknown: unknown.collect(),
        })
    })
}
