//! 扫描件: papers that came to the office – a proof, a receipt – added to the record they belong to, as a correction that
//! changes no field.

use std::collections::BTreeMap;

use shared::access::{Act, may};
use shared::attachment::{ATTACHMENT_BYTES_MAX, ATTACHMENTS_MAX, Attachment, Media, Purpose};
use shared::event::{Amend, Body, Event, Stream};
use shared::id::{CaseId, EventId};
use shared::problem::ProblemCode;

use crate::auth::Session;
use crate::blob;
use crate::desk::{Draft, not_sealed, record_act, relation_to};
use crate::office::Office;
use crate::store::Refusal;
use crate::view::Recorded;

/// What stands in the file as the reason.
const REASON: &str = "补入纸质材料的扫描件";

/// Adds a picture or a PDF to a record. What it is, is told by its first bytes.
///
/// # Errors
/// `UnknownCase`, `UnknownRecord`, `RoleMayNot`, `StateForbids` in a sealed file, `AttachmentTooLarge` past ten MiB,
/// `AttachmentMalformed` for another kind of file, `AttachmentsTooMany`, `NothingToMend` where the record has these very
/// bytes; of the store.
pub fn add(
    office: &Office,
    session: &Session,
    case: CaseId,
    target: Option<EventId>,
    bytes: &[u8],
) -> Result<Recorded, Refusal> {
    office.write_with_book(&session.township.code, |work, book| {
        let relation = relation_to(work, session, case)?;
        if !may(session.user.role, Act::Correct, relation) {
            return Err(ProblemCode::RoleMayNot.into());
        }
        let known = book.case(case).ok_or(ProblemCode::UnknownCase)?;
        not_sealed(work, book, known)?;
        let target = target.ok_or(ProblemCode::UnknownRecord)?;
        let attachment = named(bytes)?;
        let event = known.file.event(target).filter(|event| takes_scans(event));
        let event = event.filter(|event| known.file.counts(event.id)).ok_or(ProblemCode::UnknownRecord)?;
        let basis = known.file.amended.get(&target).cloned().unwrap_or_default();
        let added = known.events().iter().filter(|one| basis.contains(&one.id));
        let has: Vec<&Attachment> =
            added.flat_map(|one| one.body.attachments()).chain(event.body.attachments()).collect();
        if has.iter().any(|one| one.id == attachment.id) {
            return Err(ProblemCode::NothingToMend.into());
        }
        if has.len() >= ATTACHMENTS_MAX {
            return Err(ProblemCode::AttachmentsTooMany.into());
        }
        let hash = attachment.id.clone();
        let body = Body::Amend(Amend {
            target,
            basis,
            fields: BTreeMap::new(),
            reason: REASON.to_owned(),
            attachments: vec![attachment],
        });
        let record = Draft { stream: Stream::Case(case), happened_at: work.now, body };
        let event = record_act(work, &book.rules, &session.user, &session.township, Act::Correct, record)?;
        let code = &session.township.code;
        blob::put_whole(work, code, session.township.console_series, session.actor(), &hash, bytes)?;
        Ok(Recorded { case: Some(case), event })
    })
}

fn named(bytes: &[u8]) -> Result<Attachment, ProblemCode> {
    if u32::try_from(bytes.len()).map_or(true, |length| length > ATTACHMENT_BYTES_MAX) {
        return Err(ProblemCode::AttachmentTooLarge);
    }
    let of = |media: &Media| Attachment::of(bytes, *media, Purpose::Scan);
    Media::ALL.iter().find_map(of).ok_or(ProblemCode::AttachmentMalformed)
}

/// Any record but words about records.
fn takes_scans(event: &Event) -> bool {
    !matches!(
        event.body,
        Body::Amend(_)
            | Body::Void(_)
            | Body::Settle(_)
            | Body::Settled(_)
            | Body::Reviewed(_)
            | Body::ReviewHeld(_)
            | Body::Snoozed(_)
            | Body::FileLinked(_)
            | Body::Unknown(_)
    )
}
