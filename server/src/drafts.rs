//! 草稿: forms of the console begun and not yet recorded. Kept sealed on the server, so that neither a browser that dies nor
//! another PC loses them; only their owner sees them. One that nobody touches for a month goes by itself.

use chrono::TimeDelta;
use shared::id::DraftId;
use shared::problem::{Problem, ProblemCode};

use crate::auth::Session;
use crate::office::Office;
use crate::store::audit::AuditAct;
use crate::store::{Refusal, StoreError, audit, desk_draft, versioned};
use crate::view::{DeskDraft, KeepDraftRequest};

/// What a form may hold, in bytes of its JSON.
const CONTENT_BYTES_MAX: usize = 16 * 1024;
/// Forms begun at once.
const DRAFTS_MAX: usize = 30;
/// Of a form as it is sealed.
const VERSION: u32 = 1;
/// Days a form lies untouched before it goes: what is personal is not kept for nobody. Our own choice.
pub const DAYS_KEPT: i64 = 30;

/// The user's own, the latest first.
///
/// # Errors
/// Of the store.
pub fn list(office: &Office, session: &Session) -> Result<Vec<DeskDraft>, Refusal> {
    office.write(|work| {
        let code = &session.township.code;
        let kept = desk_draft::list(work, code, session.user.user)?;
        if !kept.is_empty() {
            audit::write(work, code, session.actor(), AuditAct::SeeDrafts, &kept.len().to_string())?;
        }
        let read = |(draft, saved_at, content): (DraftId, _, String)| {
            let content = versioned::read(&content, VERSION, "draft of the console")?;
            Ok(DeskDraft { draft, saved_at, content })
        };
        kept.into_iter().map(read).collect::<Result<_, StoreError>>().map_err(Into::into)
    })
}

/// Keeps a form as it now stands; without an id a new one begins.
///
/// # Errors
/// `FieldTooLong` for a form that holds too much, `RequestMalformed` past thirty drafts; of the store.
pub fn keep(office: &Office, session: &Session, ask: &KeepDraftRequest) -> Result<DeskDraft, Refusal> {
    let text = versioned::write(&ask.content, VERSION, "draft of the console")?;
    if text.len() > CONTENT_BYTES_MAX {
        let problem = Problem::of_field(ProblemCode::FieldTooLong, "content");
        return Err(Problem { figure: Some(CONTENT_BYTES_MAX.to_string()), ..problem }.into());
    }
    office.write(|work| {
        let (code, user) = (&session.township.code, session.user.user);
        let known = desk_draft::list(work, code, user)?;
        let draft = ask.draft.unwrap_or_else(|| DraftId::make(work.now, work.deps.id_entropy()));
        let fresh = known.iter().all(|(own, ..)| *own != draft);
        if fresh && known.len() >= DRAFTS_MAX {
            return Err(Problem::of_field(ProblemCode::RequestMalformed, "draft").into());
        }
        desk_draft::put(work, code, user, draft, &text)?;
        if fresh {
            audit::write(work, code, session.actor(), AuditAct::KeepDraft, &draft.to_string())?;
        }
        Ok(DeskDraft { draft, saved_at: work.now, content: ask.content.clone() })
    })
}

/// Lets go of every form nobody touched for [`DAYS_KEPT`] days; how many.
///
/// # Errors
/// Of the store.
pub fn sweep(office: &Office) -> Result<usize, StoreError> {
    office.write(|work| {
        let before = work.now - TimeDelta::days(DAYS_KEPT);
        let gone = desk_draft::sweep(work, before)?;
        for (code, draft) in &gone {
            audit::write(work, code, audit::Actor::Machine, AuditAct::DropDraft, &draft.to_string())?;
        }
        Ok(gone.len())
    })
}

/// Lets go of one.
///
/// # Errors
/// Of the store.
pub fn drop(office: &Office, session: &Session, draft: DraftId) -> Result<(), Refusal> {
    office.write(|work| {
        let (code, user) = (&session.township.code, session.user.user);
        desk_draft::drop(work, code, user, draft)?;
        audit::write(work, code, session.actor(), AuditAct::DropDraft, &draft.to_string())?;
        Ok(())
    })
}
