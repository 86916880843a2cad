//! Filling an office with a history: many facts of the past in one commit, through the same ledger as every other.
//! For made-up townships and for taking over old files. The author's role is checked like anybody's.

use shared::access::{Relation, act_of, may};
use shared::event::Body;
use shared::event::Stream;
use shared::id::{CaseId, EventId, TownshipCode, UserId};
use shared::moment::Moment;
use shared::problem::ProblemCode;

use crate::desk::{self, Draft};
use crate::office::Office;
use crate::store::audit::{Actor, AuditAct};
use crate::store::{Refusal, StoreError, Work, assignment, audit, placement, township, user};

/// What a fact belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// The case in this place of [`Seed::cases`].
    Case(usize),
    /// The office itself.
    Office,
}

/// One fact of the past.
#[derive(Debug, Clone)]
pub struct SeedFact {
    pub about: About,
    pub author: UserId,
    pub happened_at: Moment,
    pub recorded_at: Moment,
    pub body: Body,
}

/// A history: for each case its workers, and all facts in the order they were recorded.
#[derive(Debug, Clone, Default)]
pub struct Seed {
    pub cases: Vec<Vec<UserId>>,
    pub facts: Vec<SeedFact>,
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seeded {
    pub cases: Vec<CaseId>,
    pub events: Vec<EventId>,
}

/// Writes a history in one commit: all of it or nothing.
///
/// # Errors
/// `RoleMayNot` where an author may not record such a fact, `UnknownCase` for a case out of range, `NotFound` for an
/// author or township that is not there; of the store.
pub fn seed(office: &Office, code: &TownshipCode, seed: Seed) -> Result<Seeded, Refusal> {
    office.write_with_book(code, |work, book| {
        let mut cases = Vec::with_capacity(seed.cases.len());
        for workers in &seed.cases {
            let case = CaseId::make(work.now, work.deps.id_entropy());
            placement::insert(work, code, case)?;
            assignment::set(work, code, case, workers)?;
            cases.push(case);
        }
        let township = township::find(work, code)?.ok_or(ProblemCode::NotFound)?;
        let mut events = Vec::with_capacity(seed.facts.len());
        for fact in seed.facts {
            let stream = match fact.about {
                About::Case(place) => Stream::Case(*cases.get(place).ok_or(ProblemCode::UnknownCase)?),
                About::Office => Stream::Office(code.clone()),
            };
            let author = user::find(work, code, fact.author)?.ok_or(ProblemCode::NotFound)?;
            if !may(author.role, act_of(&fact.body), Relation::Assigned) {
                return Err(ProblemCode::RoleMayNot.into());
            }
            let draft = Draft { stream, happened_at: fact.happened_at, body: fact.body };
            events.push(desk::append(work, &book.rules, &author, &township, fact.recorded_at, draft)?);
        }
        note(work, code, events.len())?;
        Ok(Seeded { cases, events })
    })
}

fn note(work: Work<'_>, code: &TownshipCode, events: usize) -> Result<(), StoreError> {
    audit::write(work, code, Actor::Machine, AuditAct::Record, &format!("{events} facts taken over"))
}
