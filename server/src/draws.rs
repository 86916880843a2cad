//! 抽检抽签: the office commits to a seed, hears a public word, and draws.

use std::collections::BTreeMap;

use shared::access::Act;
use shared::draw::{SEED_BYTES, commitment, drawn, in_lists, open_window, replay};
use shared::duty::Reckoning;
use shared::event::{Body, DrawCommitted, DrawListed, DrawMade};
use shared::hash::Hash;
use shared::id::{CaseId, EventId};
use shared::moment::civil_date;
use shared::office::OfficeFact;
use shared::problem::{Problem, ProblemCode};
use zeroize::Zeroizing;

use crate::auth::Session;
use crate::book::Book;
use crate::desk::{Draft, record_act};
use crate::office::Office;
use crate::readings::line;
use crate::roster::{count, unsealed};
use crate::store::audit::AuditAct;
use crate::store::{Refusal, StoreError, Work, audit};
use crate::view::{CommitDrawRequest, DrawList, DrawPerson, DrawRequest, DrawRow, Draws, MadeDraw, Recorded};

/// More at once is no spot check but a round of tests.
const COUNT_MAX: u16 = 200;
const PUBLIC_CHARACTERS_MAX: usize = 60;

/// Every commitment, latest first, with what was drawn by it; a draw that does not hold says why.
///
/// # Errors
/// Of the store.
pub fn view(office: &Office, session: &Session) -> Result<Draws, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        audit::write(work, code, session.actor(), AuditAct::SeeOffice, "draws")?;
        let known: BTreeMap<CaseId, DrawPerson> = unsealed(work, book, session)?
            .into_iter()
            .map(|person| {
                let head = &person.page.head;
                (
                    person.case,
                    DrawPerson { case: person.case, name: head.name.clone(), village: head.village.clone() },
                )
            })
            .collect();
        let candidates = count(candidates(work, book, session)?.iter());
        Ok(Draws {
            today: civil_date(work.now),
            candidates,
            rows: book.office.draws.iter().rev().map(|committed| row(book, committed, &known)).collect(),
        })
    })
}

fn row(book: &Book, committed: &OfficeFact<DrawCommitted>, known: &BTreeMap<CaseId, DrawPerson>) -> DrawRow {
    let made = made_by(book, committed);
    DrawRow {
        event: committed.event,
        committed_at: committed.happened_at,
        commitment: committed.body.commitment.clone(),
        count: committed.body.count,
        fault: made.and_then(|made| replay(&book.office, committed, made)),
        made: made.map(|made| MadeDraw {
            at: made.happened_at,
            seed: made.body.seed.clone(),
            public: made.body.public.clone(),
            candidates: count(book.office.candidates(&made.body).unwrap_or_default().iter()),
            drawn: made.body.drawn.clone(),
            persons: made.body.drawn.iter().filter_map(|case| known.get(case).cloned()).collect(),
        }),
    }
}

fn made_by<'a>(book: &'a Book, committed: &OfficeFact<DrawCommitted>) -> Option<&'a OfficeFact<DrawMade>> {
    book.office.drawn.iter().find(|made| made.body.committed == committed.event)
}

/// Everybody who might have been drawn by a commitment, for whoever does the draw again.
///
/// # Errors
/// `UnknownRecord` where nothing was drawn by it; of the store.
pub fn list(office: &Office, session: &Session, committed: EventId) -> Result<DrawList, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        let made = book.office.drawn.iter().find(|made| made.body.committed == committed);
        let made = made.ok_or(ProblemCode::UnknownRecord)?;
        audit::write(work, code, session.actor(), AuditAct::SeeOffice, &format!("draw {committed}"))?;
        Ok(DrawList { candidates: book.office.candidates(&made.body).unwrap_or_default() })
    })
}

/// Who may be drawn now, by id: read by the session, not sealed, with a running test window that has no test.
fn candidates(work: Work<'_>, book: &Book, session: &Session) -> Result<Vec<CaseId>, StoreError> {
    let rules = &book.rules;
    let may_be = |case: &CaseId| {
        book.case(*case).is_some_and(|known| {
            let reckoning = Reckoning::of(&known.file, &rules.calendar, &rules.policy, work.now);
            open_window(&reckoning).is_some()
        })
    };
    let mut cases: Vec<CaseId> =
        unsealed(work, book, session)?.into_iter().map(|person| person.case).filter(may_be).collect();
    cases.sort_unstable();
    Ok(cases)
}

/// 承诺: fixes a seed nobody sees, and how many will be drawn by it.
///
/// # Errors
/// `FieldMalformed` of `count`, `RoleMayNot`; of the store.
pub fn commit(office: &Office, session: &Session, ask: &CommitDrawRequest) -> Result<Recorded, Refusal> {
    if !(1..=COUNT_MAX).contains(&ask.count) {
        return Err(Problem::of_field(ProblemCode::FieldMalformed, "count").into());
    }
    record(office, session, |work, _, _| {
        let mut bytes = Zeroizing::new([0; SEED_BYTES]);
        (work.deps.entropy)(bytes.as_mut_slice());
        let seed = Zeroizing::new(hex::encode(bytes.as_slice()));
        let commitment = commitment(&seed);
        let sealed = work
            .wrap
            .seal(&work.deps.entropy, &place(&commitment), seed.as_bytes())
            .map_err(StoreError::from)?;
        Ok(Body::DrawCommitted(DrawCommitted { commitment, sealed: hex::encode(sealed), count: ask.count }))
    })
}

/// 抽签: by a commitment that was not drawn by yet, and a word that came after it.
///
/// # Errors
/// `UnknownRecord`, `StateForbids` where it was drawn by or there is nobody to draw, problems of `public`, `RoleMayNot`;
/// of the store.
pub fn draw(office: &Office, session: &Session, ask: &DrawRequest) -> Result<Recorded, Refusal> {
    record(office, session, |work, book, keep| {
        let mut commitments = book.office.draws.iter();
        let committed =
            commitments.find(|fact| fact.event == ask.committed).ok_or(ProblemCode::UnknownRecord)?;
        let public = line(&ask.public, "public", PUBLIC_CHARACTERS_MAX)?;
        let candidates = candidates(work, book, session)?;
        if made_by(book, committed).is_some() || candidates.is_empty() || work.now <= committed.happened_at {
            return Err(ProblemCode::StateForbids.into());
        }
        let seed = opened(work, &committed.body)?;
        let drawn = drawn(&seed, &public, &candidates, committed.body.count);
        let (candidates, parts) = in_lists(&candidates);
        let committed = committed.event;
        let list = |candidates| keep(Body::DrawListed(DrawListed { committed, candidates }));
        let lists = parts.into_iter().map(list).collect::<Result<_, _>>()?;
        Ok(Body::DrawMade(DrawMade { committed, seed, public, candidates, lists, drawn }))
    })
}

/// The seed, sealed under the server's key where nobody reads it before the draw.
fn opened(work: Work<'_>, committed: &DrawCommitted) -> Result<String, Refusal> {
    let sealed = hex::decode(&committed.sealed).map_err(|_| ProblemCode::StoreCorrupt)?;
    let seed = work.wrap.open(&place(&committed.commitment), &sealed).map_err(StoreError::from)?;
    Ok(String::from_utf8(seed.to_vec()).map_err(|_| ProblemCode::StoreCorrupt)?)
}

fn place(commitment: &Hash) -> String {
    format!("draw {commitment}")
}

/// Writes one fact of the office.
type Keep<'a> = dyn Fn(Body) -> Result<EventId, Refusal> + 'a;

fn record(
    office: &Office,
    session: &Session,
    act: impl FnOnce(Work<'_>, &Book, &Keep<'_>) -> Result<Body, Refusal>,
) -> Result<Recorded, Refusal> {
    office.write_with_book(&session.township.code, |work, book| {
        let keep = |body| {
            let draft = Draft::of_office(session, work.now, body);
            record_act(work, &book.rules, &session.user, &session.township, Act::KeepOffice, draft)
        };
        let event = keep(act(work, book, &keep)?)?;
        Ok(Recorded { case: None, event })
    })
}
