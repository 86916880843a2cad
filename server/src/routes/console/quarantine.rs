//! `GET /api/quarantine` and `POST /api/quarantine/decide`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::auth::Session;
use crate::quarantine;
use crate::view::{DecisionRequest, HeldRow};
use crate::web::Web;
use crate::wire::{Answer, Asked, Refused};

/// Records that wait for a decision.
pub async fn list(State(web): State<Web>, session: Session) -> Answer<Vec<HeldRow>> {
    web.blocking(move |office| quarantine::list(office, &session)).await.map(Json)
}

/// What the office makes of one of them.
pub async fn decide(
    State(web): State<Web>,
    session: Session,
    Asked(ask): Asked<DecisionRequest>,
) -> Result<StatusCode, Refused> {
    web.blocking(move |office| quarantine::decide(office, &session, &ask)).await?;
    Ok(StatusCode::NO_CONTENT)
}
