//! `GET /api/views`, `POST /api/views`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::auth::Session;
use crate::saved_views;
use crate::view::SavedView;
use crate::web::Web;
use crate::wire::{Answer, Asked, Refused};

/// The user's own.
pub async fn list(State(web): State<Web>, session: Session) -> Answer<Vec<SavedView>> {
    web.blocking(move |office| saved_views::list(office, &session)).await.map(Json)
}

/// All of them, anew.
pub async fn keep(
    State(web): State<Web>,
    session: Session,
    Asked(views): Asked<Vec<SavedView>>,
) -> Result<StatusCode, Refused> {
    web.blocking(move |office| saved_views::keep(office, &session, &views)).await?;
    Ok(StatusCode::NO_CONTENT)
}
