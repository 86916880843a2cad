//! 上传单: one report or notice, field by field, for whoever tells or types the upload.

use shared::access::{Act, may};
use shared::id::CaseId;
use shared::moment::civil_date;
use shared::page::{UploadSheet, changed_since_upload, upload_sheet};
use shared::problem::ProblemCode;

use crate::auth::Session;
use crate::desk::reads;
use crate::office::Office;
use crate::roster::unsealed;
use crate::store::audit::AuditAct;
use crate::store::{Refusal, audit};
use crate::view::{ChangedPerson, ChangedSinceUpload, UploadQuery};

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
        let relation = reads(work, book, session, case)?;
        if !may(session.user.role, Act::RecordUpload, relation) {
            return Err(ProblemCode::RoleMayNot.into());
        }
        let known = book.case(case).ok_or(ProblemCode::UnknownCase)?;
        let sheet = upload_sheet(known.events(), &book.rules, work.now, ask.paper);
        audit::write(work, code, session.actor(), AuditAct::SeeUpload, &format!("{case} {}", ask.paper))?;
        Ok(sheet.ok_or(ProblemCode::UnknownRecord)?)
    })
}

/// Everybody of whom something is no more what was uploaded last, by name of village and person: what to type in anew.
///
/// # Errors
/// Of the store.
pub fn changed(office: &Office, session: &Session) -> Result<ChangedSinceUpload, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        let of = |case: CaseId| {
            let known = book.case(case)?;
            changed_since_upload(known.events(), &known.file, &book.rules, work.now)
        };
        let mut rows: Vec<ChangedPerson> = unsealed(work, book, session)?
            .into_iter()
            .filter_map(|person| {
                let head = &person.page.head;
                let (name, village) = (head.name.clone(), head.village.clone());
                Some(ChangedPerson { case: person.case, name, village, changes: of(person.case)? })
            })
            .collect();
        rows.sort_by(|a, b| (&a.village, &a.name, a.case).cmp(&(&b.village, &b.name, b.case)));
        audit::write(work, code, session.actor(), AuditAct::SeeUpload, &format!("changes {}", rows.len()))?;
        Ok(ChangedSinceUpload { today: civil_date(work.now), rows })
    })
}
