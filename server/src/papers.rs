//! 文书: what a case calls for, made, issued under a number, served, withdrawn. The content of an issued paper is a fact of
//! its own and never changes; what a merge makes wrong is flagged beside it (`shared::document::issued`).

mod layouts;
mod number;
mod print;

pub use layouts::{drop as drop_layout, list as layouts, put as put_layout};
pub(crate) use number::office_name;
pub use print::{Print, print};
pub(crate) use print::{is_record, issued_leaf, press, refused, released};

use std::collections::BTreeMap;

use shared::access::{Act, may};
use shared::case::fold;
use shared::code::{Addressee, BreachSeries, Serve, Signing};
use shared::document::field::{FieldKind, spec};
use shared::document::{
    Call, Issued, Paper, PaperKey, Sheet, by_hand, calls, content, find, issued, lacking, rows, written,
};
use shared::duty::Reckoning;
use shared::event::{AdmonitionIssued, Body, Event, PaperIssued, PaperServed, PaperWithdrawn, Stream};
use shared::hash::Hash;
use shared::id::{CaseId, EventId};
use shared::moment::{Moment, civil_date};
use shared::page::breaches;
use shared::problem::{Problem, ProblemCode, words};

use crate::auth::Session;
use crate::book::{Book, CaseBook};
use crate::desk::{Draft, not_in_future, not_sealed, reads, record_act, relation_to, writes};
use crate::intake::{blank, paper_about};
use crate::office::Office;
use crate::review::NOTE_MAX;
use crate::roster::name_in;
use crate::store::audit::AuditAct;
use crate::store::{Refusal, Work, audit};
use crate::view::{
    Blank, BlankKind, IssueRequest, PaperDraft, PaperLine, PaperNumbered, PapersView, Recorded, ServeRequest,
    WithdrawPaperRequest,
};

/// Characters of a name.
const NAME_MAX: usize = 100;
/// Characters written onto a paper in one place.
const VALUE_MAX: usize = 2000;
/// Witnesses of one service at most.
const WITNESSES_MAX: usize = 5;

/// A case with what is reckoned of it now.
pub(crate) struct Reckoned<'a> {
    pub book: &'a Book,
    pub known: &'a CaseBook,
    pub reckoning: Reckoning,
}

impl<'a> Reckoned<'a> {
    /// # Errors
    /// `UnknownCase`, also for one out of reach.
    pub(crate) fn of(
        work: Work<'_>,
        book: &'a Book,
        session: &Session,
        case: CaseId,
    ) -> Result<Self, Refusal> {
        reads(work, book, session, case)?;
        let known = book.case(case).ok_or(ProblemCode::UnknownCase)?;
        Ok(Self::at(book, known, work.now))
    }

    /// As it stood at a moment, in a book of that moment.
    pub(crate) fn at(book: &'a Book, known: &'a CaseBook, at: Moment) -> Self {
        let rules = &book.rules;
        let reckoning = Reckoning::of(&known.file, &rules.calendar, &rules.policy, at);
        Self { book, known, reckoning }
    }

    pub(crate) fn issued(&self) -> Vec<Issued> {
        issued(&self.known.file, &self.book.rules.office, &self.book.rules)
    }

    fn calls(&self) -> Vec<Call> {
        calls(&self.known.file, &self.reckoning)
    }

    /// The call of a key.
    fn call(&self, key: &PaperKey) -> Result<Call, Problem> {
        let found = self.calls().into_iter().find(|call| PaperKey::of(call) == *key);
        found.ok_or_else(|| ProblemCode::UnknownRecord.into())
    }

    /// The issue of a paper that stands now.
    fn standing(&self, key: &PaperKey) -> Option<Issued> {
        self.issued().into_iter().find(|one| one.state.stands() && same(&one.key, key))
    }
}

/// Papers of one sheet a person are one paper whatever its last row is about.
fn same(one: &PaperKey, other: &PaperKey) -> bool {
    let one_sheet = matches!(one.paper, Paper::D09 | Paper::D10);
    one == other || (one_sheet && one.paper == other.paper)
}

/// Every paper of a case: what is called for with its issues, and issues nothing calls for any more.
///
/// # Errors
/// `UnknownCase`; of the store.
pub fn list(office: &Office, session: &Session, case: CaseId) -> Result<PapersView, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        let desk = Reckoned::of(work, book, session, case)?;
        let relation = relation_to(work, session, case)?;
        let file = &desk.known.file;
        let mut left = desk.issued();
        let called = desk.calls();
        let line = |row: shared::document::PaperRow| {
            let call = called.iter().find(|call| PaperKey::of(call) == row.key);
            let of_row = |one: &Issued| same(&one.key, &row.key);
            let of_this: Vec<Issued> = left.iter().filter(|one| of_row(one)).cloned().collect();
            left.retain(|one| !of_row(one));
            let sheet = find(file, &book.rules.office, &desk.reckoning, &row.key).map(|(_, sheet)| sheet);
            let lacks = |sheet: &Sheet| lacking(sheet).iter().map(|field| field.label.clone()).collect();
            PaperLine {
                incoming: row.key.paper.is_incoming(),
                to: call.map(|call| call.to.to_vec()).unwrap_or_default(),
                lacking: sheet.as_ref().map(lacks).unwrap_or_default(),
                record: call.and_then(|call| call.made.or(call.because)),
                issued: of_this,
                row,
            }
        };
        let lines = rows(file, &book.rules.office, &desk.reckoning).into_iter().map(line).collect();
        audit::write(work, code, session.actor(), AuditAct::SeePapers, &case.to_string())?;
        let role = session.user.role;
        Ok(PapersView {
            case,
            name: name_in(book, case),
            today: civil_date(work.now),
            lines,
            others: left,
            sealed: not_sealed(work, book, desk.known).is_err(),
            may_issue: may(role, Act::IssuePaper, relation),
            may_serve: may(role, Act::FillPaper, relation) && may(role, Act::IssuePaper, relation),
        })
    })
}

/// 拟稿: the paper as it would be issued now, with its blanks.
///
/// # Errors
/// `UnknownCase`, `UnknownRecord` for a paper nothing calls for; of the store.
pub fn draft(
    office: &Office,
    session: &Session,
    case: CaseId,
    key: &PaperKey,
) -> Result<PaperDraft, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        let desk = Reckoned::of(work, book, session, case)?;
        let file = &desk.known.file;
        let call = desk.call(key)?;
        let (row, sheet) =
            find(file, &book.rules.office, &desk.reckoning, key).ok_or(ProblemCode::UnknownRecord)?;
        audit::write(work, code, session.actor(), AuditAct::SeePapers, &case.to_string())?;
        Ok(PaperDraft {
            blanks: blanks(key.paper, &sheet),
            row,
            to: call.to.to_vec(),
            next_number: if key.paper.is_incoming() {
                String::new()
            } else {
                number::next(work, session, key.paper)?
            },
            standing: desk.standing(key),
            sheet,
        })
    })
}

/// What a clerk may fill in: every empty field that stands on the paper when it is issued, required ones first.
fn blanks(paper: Paper, sheet: &Sheet) -> Vec<Blank> {
    let fields = sheet.blocks.iter().flat_map(|block| match block {
        shared::document::Block::Fields { fields, .. } => fields.as_slice(),
        shared::document::Block::Table { .. } | shared::document::Block::Text { .. } => &[],
    });
    let open = fields.filter(|field| field.value.trim().is_empty() && !field.later);
    let mut blanks: Vec<Blank> = open
        .filter_map(|field| match spec(paper, &field.key) {
            Some(spec) if spec.kind == FieldKind::File => None,
            Some(spec) => Some(Blank { required: field.required, ..blank(spec, None) }),
            // Where a record is to say it, the record is what is missing: not a word on the paper.
            None => by_hand(paper, &field.label).then(|| Blank {
                key: String::new(),
                label: field.label.clone(),
                kind: BlankKind::Text,
                options: Vec::new(),
                required: true,
                value: None,
            }),
        })
        .collect();
    blanks.sort_by_key(|blank| !blank.required);
    blanks
}

/// 签发: fills the blanks, fixes the content, gives the number. All of it or nothing.
///
/// # Errors
/// `UnknownCase`, `RoleMayNot`, `UnknownRecord`, `PaperIncoming`, `PaperIncomplete`, `PaperIssuedAlready` where another
/// issue stands that was not named, `StateForbids` in a sealed file; problems of single fields; of the store.
pub fn issue(
    office: &Office,
    session: &Session,
    case: CaseId,
    ask: &IssueRequest,
) -> Result<PaperNumbered, Refusal> {
    office.write_with_book(&session.township.code, |work, book| {
        let desk = Reckoned::of(work, book, session, case)?;
        may_issue(work, book, session, case)?;
        let paper = ask.key.paper;
        if paper.is_incoming() {
            return Err(ProblemCode::PaperIncoming.into());
        }
        if !paper.closes_file() {
            not_sealed(work, book, desk.known)?;
        }
        let call = desk.call(&ask.key)?;
        let standing = desk.standing(&ask.key).map(|one| one.event);
        if standing != ask.supersedes {
            return Err(ProblemCode::PaperIssuedAlready.into());
        }
        let mut laid = desk.known.events().to_vec();
        for body in before(&desk, &ask.key, &call, &ask.fields)? {
            laid.push(record(work, book, session, case, (work.now, body))?);
        }
        let (file, _) = fold(&laid);
        let rules = &book.rules;
        let reckoning = Reckoning::of(&file, &rules.calendar, &rules.policy, work.now);
        let (_, mut sheet) =
            find(&file, &rules.office, &reckoning, &ask.key).ok_or(ProblemCode::UnknownRecord)?;
        let values = values(&ask.values)?;
        let unknown =
            |label: String| Problem::of_field(ProblemCode::FieldMalformed, &format!("values.{label}"));
        written(&mut sheet, &values).map_err(unknown)?;
        if !sheet.missing.is_empty() {
            let figure = Some(sheet.missing.join("、"));
            return Err(Problem { figure, ..ProblemCode::PaperIncomplete.into() }.into());
        }
        let content = content(&sheet).ok_or(ProblemCode::RequestMalformed)?;
        let number = number::take(work, session, paper)?;
        let body = Body::PaperIssued(PaperIssued {
            key: ask.key.clone(),
            number: number.clone(),
            office: number::office_name(&session.township.name),
            hash: Hash::of(content.as_bytes()),
            content,
            to: if ask.to.is_empty() { call.to.to_vec() } else { deduped(&ask.to) },
            supersedes: ask.supersedes,
        });
        let event = record(work, book, session, case, (work.now, body))?.id;
        Ok(PaperNumbered { event, number })
    })
}

fn may_issue(work: Work<'_>, book: &Book, session: &Session, case: CaseId) -> Result<(), Refusal> {
    let relation = writes(work, book, session, case)?;
    if may(session.user.role, Act::IssuePaper, relation) {
        Ok(())
    } else {
        Err(ProblemCode::RoleMayNot.into())
    }
}

/// What is recorded before the paper can say it: blanks that were filled in, and of an admonition the act itself.
fn before(
    desk: &Reckoned<'_>,
    key: &PaperKey,
    call: &Call,
    fields: &BTreeMap<String, String>,
) -> Result<Vec<Body>, Problem> {
    let filled = paper_about(key.paper, key.about, fields)?;
    let admonition =
        (key.paper == Paper::D11 && call.made.is_none()).then(|| admonition(desk, key)).flatten();
    Ok([filled, admonition].into_iter().flatten().collect())
}

fn admonition(desk: &Reckoned<'_>, key: &PaperKey) -> Option<Body> {
    let rows = breaches(&desk.known.file, &desk.reckoning);
    let found = rows.into_iter().find_map(|row| {
        let step = row.steps.into_iter().find(|step| Some(step.event) == key.about)?;
        Some((row.series, step.ordinal, step.event))
    });
    let (series, ordinal, event): (BreachSeries, u8, EventId) = found?;
    Some(Body::AdmonitionIssued(AdmonitionIssued {
        series,
        ordinal,
        events: vec![event],
        served: None,
        attachments: Vec::new(),
    }))
}

fn values(typed: &BTreeMap<String, String>) -> Result<BTreeMap<String, String>, Problem> {
    let filled = typed.iter().filter(|(_, value)| !value.trim().is_empty());
    filled
        .map(|(label, value)| Ok((label.clone(), words(value, &format!("values.{label}"), VALUE_MAX)?)))
        .collect()
}

fn deduped(all: &[Addressee]) -> Vec<Addressee> {
    let mut all = all.to_vec();
    all.sort_unstable();
    all.dedup();
    all
}

/// Writes a fact and gives it back as the fold will see it.
fn record(
    work: Work<'_>,
    book: &Book,
    session: &Session,
    case: CaseId,
    (happened_at, body): (Moment, Body),
) -> Result<Event, Refusal> {
    let act = shared::access::act_of(&body);
    let draft = Draft { stream: Stream::Case(case), happened_at, body: body.clone() };
    let id = record_act(work, &book.rules, &session.user, &session.township, act, draft)?;
    Ok(Event {
        id,
        series: session.township.console_series,
        seq: 0,
        prev: Hash::none(),
        stream: Stream::Case(case),
        happened_at,
        recorded_at: work.now,
        author: session.user.user,
        rule_version: book.rules.version_on(civil_date(work.now)).clone(),
        body,
    })
}

/// An issue of a case that stands.
fn standing_issue(desk: &Reckoned<'_>, event: EventId) -> Result<Issued, Problem> {
    let found = desk.issued().into_iter().find(|one| one.event == event);
    let found = found.ok_or(ProblemCode::UnknownRecord)?;
    if found.state.stands() { Ok(found) } else { Err(ProblemCode::PaperStandsNoMore.into()) }
}

/// 送达登记: to one addressee; a refusal and what was left take a witness.
///
/// # Errors
/// `UnknownCase`, `RoleMayNot`, `UnknownRecord`, `PaperStandsNoMore`, `ServedAlready`, `WitnessMissing`,
/// `HappenedInFuture`, `DateOutOfRange` before the issue; problems of single fields; of the store.
pub fn serve(
    office: &Office,
    session: &Session,
    case: CaseId,
    ask: &ServeRequest,
) -> Result<Recorded, Refusal> {
    office.write_with_book(&session.township.code, |work, book| {
        let desk = Reckoned::of(work, book, session, case)?;
        may_issue(work, book, session, case)?;
        let one = standing_issue(&desk, ask.issue)?;
        if one.served.iter().any(|served| served.to == ask.to) {
            return Err(ProblemCode::ServedAlready.into());
        }
        not_in_future(work, ask.happened_at)?;
        if ask.happened_at < one.at && civil_date(ask.happened_at) < civil_date(one.at) {
            return Err(Problem::of_field(ProblemCode::DateOutOfRange, "happened_at").into());
        }
        let witnesses = witnesses(ask)?;
        let body = Body::PaperServed(PaperServed {
            issue: ask.issue,
            to: ask.to,
            manner: ask.manner,
            receiver: words(&ask.receiver, "receiver", NAME_MAX)?,
            signing: ask.signing,
            witnesses,
            attachments: Vec::new(),
        });
        let event = record(work, book, session, case, (ask.happened_at, body))?.id;
        Ok(Recorded { case: Some(case), event })
    })
}

fn witnesses(ask: &ServeRequest) -> Result<Vec<String>, Problem> {
    let named = ask.witnesses.iter().filter(|name| !name.trim().is_empty());
    let named: Vec<String> =
        named.map(|name| words(name, "witnesses", NAME_MAX)).collect::<Result<_, Problem>>()?;
    let wanted = ask.signing == Signing::Refused || ask.manner == Serve::LeftWithWitness;
    if wanted && named.is_empty() {
        return Err(Problem::of_field(ProblemCode::WitnessMissing, "witnesses"));
    }
    if named.len() > WITNESSES_MAX {
        let problem = Problem::of_field(ProblemCode::FieldTooLong, "witnesses");
        return Err(Problem { figure: Some(WITNESSES_MAX.to_string()), ..problem });
    }
    Ok(named)
}

/// 撤回: the paper stays in the file, marked, with the reason.
///
/// # Errors
/// `UnknownCase`, `RoleMayNot`, `UnknownRecord`, `PaperStandsNoMore`, `FieldMissing` without a reason; of the store.
pub fn withdraw(
    office: &Office,
    session: &Session,
    case: CaseId,
    ask: &WithdrawPaperRequest,
) -> Result<Recorded, Refusal> {
    office.write_with_book(&session.township.code, |work, book| {
        let desk = Reckoned::of(work, book, session, case)?;
        may_issue(work, book, session, case)?;
        standing_issue(&desk, ask.issue)?;
        let reason = words(&ask.reason, "reason", NOTE_MAX)?;
        let body = Body::PaperWithdrawn(PaperWithdrawn { issue: ask.issue, reason });
        let event = record(work, book, session, case, (work.now, body))?.id;
        Ok(Recorded { case: Some(case), event })
    })
}
