//! 版式: an office may replace the layout of a paper by a .docx of its own with `{{named}}` fields, without a release.

use press::{Frame, Leaf, State, docx};
use shared::document::{Paper, find, rows};
use shared::duty::Reckoning;
use shared::problem::{Problem, ProblemCode};

use super::number;
use crate::auth::Session;
use crate::book::Book;
use crate::office::Office;
use crate::roster::unsealed;
use crate::store::audit::AuditAct;
use crate::store::{Refusal, Work, audit, paper_layout};
use crate::view::LayoutRow;

/// Files that are looked through for one with a paper of a kind.
const FILES_MAX: usize = 50;

/// Every paper the office makes, with its layout and the names of its fields.
///
/// # Errors
/// Of the store.
pub fn list(office: &Office, session: &Session) -> Result<Vec<LayoutRow>, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        audit::write(work, code, session.actor(), AuditAct::SeeLayouts, "")?;
        let own = paper_layout::list(work, code)?;
        let made = Paper::ALL.iter().copied().filter(|paper| !paper.is_incoming());
        let row = |paper: Paper| {
            let set_at = own.iter().find(|(of, _)| *of == paper).map(|(_, at)| *at);
            let used = match paper_layout::find(work, code, paper)? {
                Some(layout) => docx::used(&layout).unwrap_or_default(),
                None => Vec::new(),
            };
            let fields = names(work, book, session, paper)?;
            Ok(LayoutRow { paper, title: paper.label().to_owned(), set_at, used, fields })
        };
        made.map(row).collect()
    })
}

/// The names a layout of a paper may use, by the first file here that calls for one; empty where none does.
fn names(work: Work<'_>, book: &Book, session: &Session, paper: Paper) -> Result<Vec<String>, Refusal> {
    let rules = &book.rules;
    for person in unsealed(work, book, session)?.into_iter().take(FILES_MAX) {
        let Some(known) = book.case(person.case) else { continue };
        let reckoning = Reckoning::of(&known.file, &rules.calendar, &rules.policy, work.now);
        let of_paper =
            rows(&known.file, &rules.office, &reckoning).into_iter().find(|row| row.key.paper == paper);
        let Some(row) = of_paper else { continue };
        let Some((_, sheet)) = find(&known.file, &rules.office, &reckoning, &row.key) else { continue };
        let frame = Frame {
            number: None,
            office: number::office_name(&session.township.name),
            state: State::Draft,
            to: Vec::new(),
            copies: None,
            service: Vec::new(),
            proof: None,
        };
        return Ok(docx::names(&Leaf { sheet, frame }));
    }
    Ok(Vec::new())
}

/// Puts a layout in.
///
/// # Errors
/// `PaperIncoming`, `LayoutMalformed`, `LayoutFieldUnknown` with the names in `figure`; of the store.
pub fn put(office: &Office, session: &Session, paper: Paper, layout: &[u8]) -> Result<(), Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        if paper.is_incoming() {
            return Err(ProblemCode::PaperIncoming.into());
        }
        let used = docx::used(layout).map_err(|_| ProblemCode::LayoutMalformed)?;
        let known = names(work, book, session, paper)?;
        let unknown: Vec<&str> = used
            .iter()
            .filter(|name| !known.is_empty() && !known.contains(name))
            .map(String::as_str)
            .collect();
        if !unknown.is_empty() {
            let figure = Some(unknown.join("、"));
            return Err(Problem { figure, ..ProblemCode::LayoutFieldUnknown.into() }.into());
        }
        paper_layout::put(work, code, paper, layout)?;
        audit::write(work, code, session.actor(), AuditAct::SetLayout, paper.code())?;
        Ok(())
    })
}

/// Back to the built-in one.
///
/// # Errors
/// Of the store.
pub fn drop(office: &Office, session: &Session, paper: Paper) -> Result<(), Refusal> {
    let code = &session.township.code;
    office.write(|work| {
        paper_layout::drop(work, code, paper)?;
        audit::write(work, code, session.actor(), AuditAct::SetLayout, &format!("{} -", paper.code()))?;
        Ok(())
    })
}
