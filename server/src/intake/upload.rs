//! 上传单: one report or notice, field by field, for whoever tells or types the upload.

use shared::access::{Act, may};
use shared::id::CaseId;
use shared::page::{UploadSheet, upload_sheet};
use shared::problem::ProblemCode;

use crate::auth::Session;
use crate::desk::relation_to;
use crate::office::Office;
use crate::store::audit::AuditAct;
use crate::store::{Refusal, audit};
use crate::view::UploadQuery;

/// The sheet of a report or a notice. The number of the id paper stands in it in full: it is there to be copied.
///
/// # Errors
/// `UnknownCase`, `UnknownRecord` where the record calls for no upload, `RoleMayNot`; of the store.
pub fn upload(
    office: &Office,
    session: &Session,
    case: CaseId,
    ask: &UploadQuery,
) -> Result<UploadSheet, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        let relation = relation_to(work, session, case)?;
        if !may(session.user.role, Act::RecordUpload, relation) {
            return Err(ProblemCode::RoleMayNot.into());
        }
        let known = book.case(case).ok_or(ProblemCode::UnknownCase)?;
        let sheet = upload_sheet(known.events(), &book.rules, work.now, ask.paper);
        audit::write(work, code, session.actor(), AuditAct::SeeUpload, &format!("{case} {}", ask.paper))?;
        Ok(sheet.ok_or(ProblemCode::UnknownRecord)?)
    })
}
