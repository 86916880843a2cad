//! 机构: the office's own facts — posts, counts, gatherings — and what it owes by them.

use chrono::NaiveDate;
use shared::access::Act;
use shared::code::{GuidanceKind, Post, Role};
use shared::event::{Body, GuidanceGiven, PostHeld, UsersCounted};
use shared::moment::{Moment, civil_date};
use shared::office::{OfficeDuty, office_duties, qualification_near};
use shared::problem::{Problem, ProblemCode};

use crate::auth::Session;
use crate::book::Book;
use crate::desk::{Draft, record_act, start_of_day};
use crate::office::Office;
use crate::readings::line;
use crate::roster::{count, persons};
use crate::store::audit::AuditAct;
use crate::store::{Refusal, Work, audit, township, user};
use crate::view::{
    EducationOn, EducationRequest, OfficeView, PostRequest, Recorded, Staffing, TownshipName, UsersOn,
    UsersRequest,
};

const NAME_CHARACTERS_MAX: usize = 60;
const CONTENT_CHARACTERS_MAX: usize = 300;

/// What the office owes apart from any person.
pub(crate) fn duties(book: &Book, now: Moment) -> Vec<OfficeDuty> {
    let rules = &book.rules;
    office_duties(&rules.office, &rules.calendar, &rules.policy, now)
}

/// The office's own page.
///
/// # Errors
/// Of the store.
pub fn view(office: &Office, session: &Session) -> Result<OfficeView, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        audit::write(work, code, session.actor(), AuditAct::SeeOffice, "")?;
        let facts = &book.office;
        let mut running = persons(work, book, session)?;
        running.retain(|person| person.page.head.year_of_term.is_some());
        let gatherings = facts.guidance.iter().rev().filter(|fact| is_gathering(&fact.body));
        let officers = user::list(work, code)?.into_iter().filter(|user| user.role == Role::Police);
        Ok(OfficeView {
            today: civil_date(work.now),
            duties: duties(book, work.now),
            posts: facts.posts.iter().rev().map(|fact| fact.body.clone()).collect(),
            users: facts
                .users
                .iter()
                .rev()
                .map(|fact| UsersOn { on: fact.day(), counted: fact.body.clone() })
                .collect(),
            education: gatherings
                .map(|fact| EducationOn {
                    on: fact.day(),
                    content: fact.body.content.clone(),
                    attendees: fact.body.attendees,
                    place: fact.body.place.clone(),
                    speakers: fact.body.speakers.clone(),
                })
                .collect(),
            qualifications: facts.qualifications.iter().rev().cloned().collect(),
            officers: officers.map(|user| user.staff_name()).collect(),
            qualification_near: qualification_near(civil_date(work.now)),
            staffing: staffing(book, work.now),
            bodies: township::list(work)?
                .into_iter()
                .map(|town| TownshipName { code: town.code, name: town.name })
                .collect(),
            groups: count(running.iter()),
            groups_lacking: count(running.iter().filter(|person| !person.page.group_missing.is_empty())),
        })
    })
}

fn staffing(book: &Book, now: Moment) -> Staffing {
    let (facts, today) = (&book.rules.office, civil_date(now));
    let per_worker = book.rules.policy.on(today).users_per_worker;
    let users = facts.counted(today);
    Staffing {
        users,
        per_worker,
        needed: users.map(|users| shared::norm::workers_required(users, per_worker)),
        have: facts.holders(today, &[Post::FullTimeWorker, Post::PartTimeWorker]),
        full_time: facts.holders(today, &[Post::FullTimeWorker]),
    }
}

fn is_gathering(guidance: &GuidanceGiven) -> bool {
    matches!(guidance.guidance, GuidanceKind::Gathering)
}

/// 任职登记.
///
/// # Errors
/// Problems of single fields, `RoleMayNot`; of the store.
pub fn hold_post(office: &Office, session: &Session, ask: &PostRequest) -> Result<Recorded, Refusal> {
    record(office, session, |work| {
        let post = &ask.post;
        if post.until.is_some_and(|until| until < post.from) {
            return Err(Problem::of_field(ProblemCode::DateOutOfRange, "until"));
        }
        let name = line(&post.name, "name", NAME_CHARACTERS_MAX)?;
        let phone = post.phone.as_deref().map(str::trim).filter(|phone| !phone.is_empty());
        Ok((work.now, Body::PostHeld(PostHeld { name, phone: phone.map(str::to_owned), ..post.clone() })))
    })
}

/// 吸毒人员数登记.
///
/// # Errors
/// Problems of single fields, `RoleMayNot`; of the store.
pub fn count_users(office: &Office, session: &Session, ask: &UsersRequest) -> Result<Recorded, Refusal> {
    record(office, session, |work| {
        Ok((past(work, ask.on)?, Body::UsersCounted(UsersCounted { users: ask.users })))
    })
}

/// 社区宣传教育登记.
///
/// # Errors
/// Problems of single fields, `RoleMayNot`; of the store.
pub fn educate(office: &Office, session: &Session, ask: &EducationRequest) -> Result<Recorded, Refusal> {
    record(office, session, |work| {
        let content = line(&ask.content, "content", CONTENT_CHARACTERS_MAX)?;
        let speakers = ask.speakers.iter().filter(|name| !name.trim().is_empty());
        let speakers: Vec<String> =
            speakers.map(|name| line(name, "speakers", NAME_CHARACTERS_MAX)).collect::<Result<_, _>>()?;
        if speakers.is_empty() {
            return Err(Problem::of_field(ProblemCode::FieldMissing, "speakers"));
        }
        let body = Body::GuidanceGiven(GuidanceGiven {
            attachments: Vec::new(),
            guidance: GuidanceKind::Gathering,
            content,
            attendees: ask.attendees,
            place: line(&ask.place, "place", NAME_CHARACTERS_MAX)?,
            speakers,
        });
        Ok((past(work, ask.on)?, body))
    })
}

fn record(
    office: &Office,
    session: &Session,
    act: impl FnOnce(Work<'_>) -> Result<(Moment, Body), Problem>,
) -> Result<Recorded, Refusal> {
    office.write_with_book(&session.township.code, |work, book| {
        let (happened_at, body) = act(work)?;
        let draft = Draft::of_office(session, happened_at, body);
        let event = record_act(work, &book.rules, &session.user, &session.township, Act::KeepOffice, draft)?;
        Ok(Recorded { case: None, event })
    })
}

/// A day that has come, as a moment; today is now.
fn past(work: Work<'_>, day: NaiveDate) -> Result<Moment, Problem> {
    let today = civil_date(work.now);
    if day > today {
        return Err(Problem::of_field(ProblemCode::HappenedInFuture, "on"));
    }
    Ok(if day == today { work.now } else { start_of_day(day) })
}
