//! 待填项目: the fields of a paper that no other fact carries, with what is known of each.

use shared::document::Paper;
use shared::document::field::{FIELDS, FieldKind, FieldSpec, Wanted};
use shared::id::CaseId;
use shared::problem::ProblemCode;

use crate::auth::Session;
use crate::desk::reads;
use crate::office::Office;
use crate::store::audit::AuditAct;
use crate::store::{Refusal, audit};
use crate::view::{Blank, BlankKind, BlankOption, BlanksQuery, BlanksView};

/// The blanks of a form of the report-in day, with the plan and the group as they stand.
///
/// # Errors
/// `UnknownCase`; of the store.
pub fn blanks(
    office: &Office,
    session: &Session,
    case: CaseId,
    ask: &BlanksQuery,
) -> Result<BlanksView, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        reads(work, book, session, case)?;
        let known = book.case(case).ok_or(ProblemCode::UnknownCase)?;
        let file = &known.file;
        let value = |spec: &FieldSpec| {
            let of_paper = file.papers.iter().rev().filter(|fact| fact.body.paper == spec.paper);
            of_paper.filter_map(|fact| fact.body.fields.get(spec.key)).next().cloned()
        };
        let of_paper = FIELDS.iter().filter(|spec| spec.paper == ask.paper && spec.kind != FieldKind::File);
        audit::write(work, code, session.actor(), AuditAct::SeeFile, &case.to_string())?;
        Ok(BlanksView {
            fields: of_paper.map(|spec| blank(spec, value(spec))).collect(),
            plan: file.plans.last().filter(|_| ask.paper == Paper::D04).map(|fact| fact.body.clone()),
            group: file.groups.last().filter(|_| ask.paper == Paper::D05).map(|fact| fact.body.clone()),
        })
    })
}

pub(crate) fn blank(spec: &FieldSpec, value: Option<String>) -> Blank {
    let (kind, options) = match spec.kind {
        FieldKind::Text | FieldKind::File => (BlankKind::Text, &[][..]),
        FieldKind::Date => (BlankKind::Date, &[][..]),
        FieldKind::Time => (BlankKind::Time, &[][..]),
        FieldKind::Int => (BlankKind::Int, &[][..]),
        FieldKind::Flag => (BlankKind::Flag, &[][..]),
        FieldKind::Code(list) => (BlankKind::Code, list),
        FieldKind::Codes(list) => (BlankKind::Codes, list),
    };
    let option =
        |(code, label): &(&str, &str)| BlankOption { code: (*code).to_owned(), label: (*label).to_owned() };
    Blank {
        key: spec.key.to_owned(),
        label: spec.label.to_owned(),
        kind,
        options: options.iter().map(option).collect(),
        required: spec.wanted == Wanted::Always,
        value,
    }
}
