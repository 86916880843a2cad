//! 打印: a draft or an issued paper as PDF, as Word, as pictures of its pages. What is read from the file is read in one
//! transaction; the page is set after it, so that nobody waits for a printer.

use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use press::{Frame, Job, Leaf, Part, Press, PressError, State, docx};
use shared::access::{self, Giving, Wish, release, watermark};
use shared::code::Addressee;
use shared::document::{IssueState, Issued, Paper, find, frozen, written};
use shared::id::{CaseId, EventId};
use shared::moment::{civil_date, minute};
use shared::problem::{Problem, ProblemCode, words};

use super::{Reckoned, number, values};
use crate::auth::Session;
use crate::book::Book;
use crate::desk::reads;
use crate::office::Office;
use crate::review::NOTE_MAX;
use crate::store::audit::AuditAct;
use crate::store::{Refusal, Work, audit, paper_layout};
use crate::view::{PrintForm, PrintRequest, PrintedPages, Printing};

/// Dots an inch of the pages on a screen: A4 is then 992 wide.
const SCREEN_DOTS: u16 = 120;
/// Digits of a hash that stand at the foot of a page.
const PROOF_DIGITS: usize = 16;

/// What leaves.
#[derive(Debug)]
pub enum Print {
    Pdf(Vec<u8>),
    Docx(Vec<u8>),
    Pages(PrintedPages),
}

/// The fonts of this machine, looked for once.
///
/// # Errors
/// `FontMissing`.
pub(crate) fn press() -> Result<&'static Press, Problem> {
    static PRESS: OnceLock<Result<Press, PressError>> = OnceLock::new();
    PRESS.get_or_init(Press::system).as_ref().map_err(refused)
}

/// Why nothing was printed, as a problem.
pub(crate) fn refused(error: &PressError) -> Problem {
    match error {
        PressError::NoFont => ProblemCode::FontMissing.into(),
        PressError::Empty | PressError::Picture { .. } => ProblemCode::PrintFailed.into(),
        PressError::Setting(words) => {
            tracing::warn!(words, "a page could not be set");
            ProblemCode::PrintFailed.into()
        }
    }
}

/// Whether a file may be given out, with the words that say what for.
///
/// # Errors
/// `FieldMissing` without a purpose, `UnknownCase`, `FileSealed`, `RoleMayNot`, `OwnAct`; of the store.
pub(crate) fn released(
    work: Work<'_>,
    book: &Book,
    session: &Session,
    case: CaseId,
    (giving, purpose): (Giving, &str),
) -> Result<String, Refusal> {
    let purpose = words(purpose, "purpose", NOTE_MAX)?;
    let relation = reads(work, book, session, case)?;
    let wish = Wish { by: session.user.user, giving, purpose: &purpose, approved_by: None };
    release(session.user.role, relation, &wish).map_err(|error| match error {
        access::ReleaseError::PurposeMissing => Problem::of_field(ProblemCode::FieldMissing, "purpose"),
        access::ReleaseError::RoleMayNot | access::ReleaseError::SecondPersonMissing => {
            ProblemCode::RoleMayNot.into()
        }
        access::ReleaseError::OwnApproval => ProblemCode::OwnAct.into(),
    })?;
    Ok(purpose)
}

/// One paper.
///
/// # Errors
/// `UnknownCase`, `UnknownRecord`, `PaperAltered`, `FontMissing`, `PrintFailed`, those of [`released`]; of the store.
pub fn print(office: &Office, session: &Session, case: CaseId, ask: &PrintRequest) -> Result<Print, Refusal> {
    let code = &session.township.code;
    let (job, layout) = office.write_with_book(code, |work, book| -> Result<_, Refusal> {
        let reckoned = Reckoned::of(work, book, session, case)?;
        let purpose = released(work, book, session, case, (Giving::One, &ask.purpose))?;
        let mut leaf = match &ask.printing {
            Printing::Draft { key, values: typed } => {
                let file = &reckoned.known.file;
                let found = find(file, &book.rules.office, &reckoned.reckoning, key);
                let (_, mut sheet) = found.ok_or(ProblemCode::UnknownRecord)?;
                let unknown =
                    |label| Problem::of_field(ProblemCode::FieldMalformed, &format!("values.{label}"));
                written(&mut sheet, &values(typed)?).map_err(unknown)?;
                let to = labels(reckoned.call(key)?.to);
                let office = number::office_name(&session.township.name);
                let frame = Frame {
                    number: None,
                    office,
                    state: State::Draft,
                    to,
                    copies: None,
                    service: Vec::new(),
                    proof: None,
                };
                Leaf { sheet, frame }
            }
            Printing::Issued { issue } => issued_leaf(&reckoned, *issue)?,
        };
        let subject = format!("{case} {} {} {purpose}", leaf.sheet.paper.code(), ask.form.code());
        audit::write(work, code, session.actor(), AuditAct::PrintPaper, &subject)?;
        let layout = match ask.form {
            PrintForm::Docx => paper_layout::find(work, code, leaf.sheet.paper)?,
            PrintForm::Pdf | PrintForm::Pages => None,
        };
        let mark = watermark(&session.user.name, work.now, &purpose);
        // What is signed, sealed and handed over carries it as small print at its foot, all else across the page.
        let watermark = if let Some(proof) = &mut leaf.frame.proof {
            proof.push_str("　打印 ");
            proof.push_str(&mark);
            None
        } else {
            Some(mark)
        };
        let job = Job {
            title: leaf.sheet.paper.label().to_owned(),
            parts: vec![Part::Paper(leaf)],
            watermark,
            made: work.now,
        };
        Ok((job, layout))
    })?;
    Ok(set(&job, ask.form, layout.as_deref())?)
}

fn set(job: &Job, form: PrintForm, layout: Option<&[u8]>) -> Result<Print, Problem> {
    let failed = || Problem::new(ProblemCode::PrintFailed);
    Ok(match form {
        PrintForm::Pdf => Print::Pdf(press()?.pdf(job).map_err(|error| refused(&error))?.pdf),
        PrintForm::Pages => {
            let pages = press()?.pictures(job, SCREEN_DOTS).map_err(|error| refused(&error))?;
            Print::Pages(PrintedPages { pages: pages.iter().map(|page| STANDARD.encode(page)).collect() })
        }
        PrintForm::Docx => {
            let leaf = job
                .parts
                .iter()
                .find_map(|part| if let Part::Paper(leaf) = part { Some(leaf) } else { None });
            let leaf = leaf.ok_or_else(failed)?;
            Print::Docx(match layout {
                Some(layout) => docx::fill(layout, leaf).map_err(|_| failed())?,
                None => docx::write(leaf).map_err(|_| failed())?,
            })
        }
    })
}

/// An issued paper as it goes to print.
///
/// # Errors
/// `UnknownRecord`, `PaperAltered`.
pub(crate) fn issued_leaf(reckoned: &Reckoned<'_>, issue: EventId) -> Result<Leaf, Problem> {
    let fact = reckoned.known.file.issued.iter().find(|fact| fact.event == issue);
    let paper = &fact.ok_or(ProblemCode::UnknownRecord)?.body;
    let sheet = frozen(paper).ok_or(ProblemCode::PaperAltered)?;
    let issued = reckoned.issued().into_iter().find(|one| one.event == issue);
    let issued = issued.ok_or(ProblemCode::UnknownRecord)?;
    Ok(Leaf { sheet, frame: frame(&issued, &paper.to) })
}

fn labels(to: &[Addressee]) -> Vec<String> {
    to.iter().map(|to| to.label().to_owned()).collect()
}

/// What surrounds an issued paper.
fn frame(issued: &Issued, to: &[Addressee]) -> Frame {
    let on = civil_date(issued.at);
    let state = match issued.state {
        IssueState::Filed | IssueState::Issued | IssueState::Served => State::Issued { on },
        IssueState::Superseded => State::Superseded { by: issued.superseded_by.clone().unwrap_or_default() },
        IssueState::Withdrawn => State::Withdrawn { on, reason: issued.reason.clone().unwrap_or_default() },
    };
    let line = |served: &shared::document::Served| {
        let witnesses = served.witnesses.join("、");
        let witnesses = if witnesses.is_empty() { String::new() } else { format!("，见证人{witnesses}") };
        let signing = served.signing.map(|signing| format!("（{signing}）")).unwrap_or_default();
        let receiver =
            if served.receiver.is_empty() { String::new() } else { format!("，签收{}", served.receiver) };
        let text = format!("{} {}{receiver}{signing}{witnesses}", minute(served.at), served.manner);
        (format!("送达{}", served.to), text)
    };
    let digits: String = issued.hash.digest().unwrap_or_default().chars().take(PROOF_DIGITS).collect();
    Frame {
        number: Some(issued.number.clone()),
        office: issued.office.clone(),
        state,
        to: labels(to),
        copies: None,
        service: issued.served.iter().map(line).collect(),
        proof: Some(format!("内容校验 {digits}　规则版本 {}", issued.rules.0)),
    }
}

/// Whether a paper is a record kept of what was done, and no letter to anybody: printed from the file as it stands.
pub(crate) const fn is_record(paper: Paper) -> bool {
    matches!(
        paper,
        Paper::D02
            | Paper::D04
            | Paper::D05
            | Paper::D07
            | Paper::D09
            | Paper::D10
            | Paper::D13
            | Paper::D17
            | Paper::X02
            | Paper::X03
            | Paper::X08
            | Paper::X09
            | Paper::X12
    )
}
