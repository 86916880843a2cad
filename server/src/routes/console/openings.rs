//! `POST /api/openings`, `GET /api/openings`, `POST /api/openings/{opening}/review`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use shared::id::OpeningId;

use crate::auth::Session;
use crate::openings;
use crate::view::{OpenUrgentlyRequest, OpenedUrgently, OpeningRow, ReviewRequest};
use crate::web::Web;
use crate::wire::{Answer, Asked, Id, Refused};

/// Opens a file out of reach.
pub async fn open(
    State(web): State<Web>,
    session: Session,
    Asked(ask): Asked<OpenUrgentlyRequest>,
) -> Answer<OpenedUrgently> {
    web.blocking(move |office| openings::open(office, &session, &ask)).await.map(Json)
}

/// What was opened so.
pub async fn list(State(web): State<Web>, session: Session) -> Answer<Vec<OpeningRow>> {
    web.blocking(move |office| openings::list(office, &session)).await.map(Json)
}

/// Judges one.
pub async fn review(
    State(web): State<Web>,
    session: Session,
    Id(opening): Id<OpeningId>,
    Asked(ask): Asked<ReviewRequest>,
) -> Result<StatusCode, Refused> {
    web.blocking(move |office| openings::review(office, &session, opening, &ask)).await?;
    Ok(StatusCode::NO_CONTENT)
}
