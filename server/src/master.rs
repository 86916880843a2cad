//! 基本信息: changed by a correction with its reason; every value before stays in the file.

use std::collections::BTreeMap;

use serde_json::Value;
use shared::access::{Act, may};
use shared::event::{Amend, Body, Stream};
use shared::id::CaseId;
use shared::moment::civil_date;
use shared::page::{ID_NUMBER, MASTER_FIELDS, MasterField, master, mended};
use shared::problem::{Problem, ProblemCode, words};

use crate::auth::Session;
use crate::desk::{Draft, checked_order, not_sealed, reads, record_act, relation_to};
use crate::office::Office;
use crate::review::NOTE_MAX;
use crate::store::audit::AuditAct;
use crate::store::{Refusal, audit};
use crate::view::{MasterRequest, Recorded};

/// Writes other values of some fields. Empty text is no value.
///
/// # Errors
/// `UnknownCase`, `RoleMayNot`, `StateForbids` in a sealed file, `NothingToMend`, `RecordChanged` where somebody else
/// changed it meanwhile, `FieldMissing` of `reason`, those of single fields as at registration; of the store.
pub fn mend(
    office: &Office,
    session: &Session,
    case: CaseId,
    ask: &MasterRequest,
) -> Result<Recorded, Refusal> {
    let reason = words(&ask.reason, "reason", NOTE_MAX)?;
    office.write_with_book(&session.township.code, |work, book| {
        let relation = relation_to(work, session, case)?;
        if !may(session.user.role, Act::Correct, relation) {
            return Err(ProblemCode::RoleMayNot.into());
        }
        let known = book.case(case).ok_or(ProblemCode::UnknownCase)?;
        not_sealed(work, book, known)?;
        let order = known.file.order.as_ref().ok_or(ProblemCode::UnknownCase)?;
        let basis = known.file.amended.get(&order.event).cloned().unwrap_or_default();
        if basis != ask.basis {
            return Err(ProblemCode::RecordChanged.into());
        }
        let event = known.file.event(order.event).ok_or(ProblemCode::UnknownCase)?;
        let mut fields = BTreeMap::new();
        for (field, text) in &ask.fields {
            if !MASTER_FIELDS.iter().any(|(path, _)| path == field) {
                return Err(Problem::of_field(ProblemCode::RequestMalformed, field).into());
            }
            let text = text.trim();
            let value = if text.is_empty() { Value::Null } else { Value::String(text.to_owned()) };
            let wrong = || Problem::of_field(ProblemCode::FieldMalformed, field);
            let one = BTreeMap::from([(field.clone(), value.clone())]);
            let changed = mended(event, &one).ok_or_else(wrong)?;
            if changed != order.body {
                fields.insert(field.clone(), value);
            }
        }
        if fields.is_empty() {
            return Err(ProblemCode::NothingToMend.into());
        }
        let changed = mended(event, &fields).ok_or(ProblemCode::FieldMalformed)?;
        checked_order(changed, civil_date(event.happened_at), civil_date(work.now))?;
        let amend = Amend { target: order.event, basis, fields, reason, attachments: Vec::new() };
        let record = Draft { stream: Stream::Case(case), happened_at: work.now, body: Body::Amend(amend) };
        let event = record_act(work, &book.rules, &session.user, &session.township, Act::Correct, record)?;
        Ok(Recorded { case: Some(case), event })
    })
}

/// 证件号码 in full, with every value it had. Each look is in the log.
///
/// # Errors
/// `UnknownCase`, `RoleMayNot`; of the store.
pub fn id_number(office: &Office, session: &Session, case: CaseId) -> Result<MasterField, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        if !may(session.user.role, Act::SeeIdNumber, reads(work, book, session, case)?) {
            return Err(ProblemCode::RoleMayNot.into());
        }
        let known = book.case(case).ok_or(ProblemCode::UnknownCase)?;
        let fields = master(known.events(), &known.file);
        let number = fields.into_iter().find(|field| field.field == ID_NUMBER);
        audit::write(work, code, session.actor(), AuditAct::SeeIdNumber, &case.to_string())?;
        Ok(number.ok_or(ProblemCode::UnknownCase)?)
    })
}
