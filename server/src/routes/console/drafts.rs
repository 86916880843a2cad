//! `GET /api/drafts`, `POST /api/drafts`, `POST /api/drafts/{draft}/drop`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use shared::id::DraftId;

use crate::auth::Session;
use crate::drafts;
use crate::view::{DeskDraft, KeepDraftRequest};
use crate::web::Web;
use crate::wire::{Answer, Asked, Id, Refused};

/// The user's own.
pub async fn list(State(web): State<Web>, session: Session) -> Answer<Vec<DeskDraft>> {
    web.blocking(move |office| drafts::list(office, &session)).await.map(Json)
}

/// Keeps one.
pub async fn keep(
    State(web): State<Web>,
    session: Session,
    Asked(ask): Asked<KeepDraftRequest>,
) -> Answer<DeskDraft> {
    web.blocking(move |office| drafts::keep(office, &session, &ask)).await.map(Json)
}

/// Lets go of one.
pub async fn drop(
    State(web): State<Web>,
    session: Session,
    Id(draft): Id<DraftId>,
) -> Result<StatusCode, Refused> {
    web.blocking(move |office| drafts::drop(office, &session, draft)).await?;
    Ok(StatusCode::NO_CONTENT)
}
