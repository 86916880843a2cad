//! 常用视图: lists as a user looks at them, kept on the server under names of their own. Only their owner sees them.

use shared::problem::{Problem, ProblemCode};

use crate::auth::Session;
use crate::office::Office;
use crate::store::audit::AuditAct;
use crate::store::{Refusal, StoreError, audit, saved_view};
use crate::view::SavedView;

const NAME_CHARACTERS_MAX: usize = 20;
const ADDRESS_CHARACTERS_MAX: usize = 500;
/// As many as the menu can hold.
const VIEWS_MAX: usize = 12;

/// The user's own.
///
/// # Errors
/// Of the store.
pub fn list(office: &Office, session: &Session) -> Result<Vec<SavedView>, Refusal> {
    office.read(|work| {
        let kept = saved_view::find(work, &session.township.code, session.user.user)?;
        let Some(text) = kept else { return Ok(Vec::new()) };
        serde_json::from_str(&text).map_err(|_| StoreError::Damaged("saved views").into())
    })
}

/// Keeps these instead of those before.
///
/// # Errors
/// `RequestMalformed` with the field; of the store.
pub fn keep(office: &Office, session: &Session, views: &[SavedView]) -> Result<(), Refusal> {
    let wrong = |field| Err(Problem::of_field(ProblemCode::RequestMalformed, field).into());
    if views.len() > VIEWS_MAX {
        return wrong("views");
    }
    for view in views {
        if !(1..=NAME_CHARACTERS_MAX).contains(&view.name.trim().chars().count()) {
            return wrong("name");
        }
        let inside = view.address.starts_with('/') && !view.address.starts_with("//");
        if !inside || view.address.chars().count() > ADDRESS_CHARACTERS_MAX {
            return wrong("address");
        }
    }
    let Ok(text) = serde_json::to_string(views) else { return wrong("views") };
    office.write(|work| {
        let code = &session.township.code;
        saved_view::put(work, code, session.user.user, &text)?;
        audit::write(work, code, session.actor(), AuditAct::KeepViews, &views.len().to_string())?;
        Ok(())
    })
}
