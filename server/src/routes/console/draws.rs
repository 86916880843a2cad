//! `GET /api/draws`, `GET /api/draws/{draw}/candidates`, `POST /api/draws/{commit,draw}`.

use axum::Json;
use axum::extract::State;
use shared::id::EventId;

use crate::auth::Session;
use crate::draws;
use crate::view::{CommitDrawRequest, DrawList, DrawRequest, Draws, Recorded};
use crate::web::Web;
use crate::wire::{Answer, Asked, Id};

/// Commitments and draws.
pub async fn view(State(web): State<Web>, session: Session) -> Answer<Draws> {
    web.blocking(move |office| draws::view(office, &session)).await.map(Json)
}

/// Who might have been drawn by a commitment.
pub async fn list(State(web): State<Web>, session: Session, Id(draw): Id<EventId>) -> Answer<DrawList> {
    web.blocking(move |office| draws::list(office, &session, draw)).await.map(Json)
}

/// Fixes a seed.
pub async fn commit(
    State(web): State<Web>,
    session: Session,
    Asked(ask): Asked<CommitDrawRequest>,
) -> Answer<Recorded> {
    web.blocking(move |office| draws::commit(office, &session, &ask)).await.map(Json)
}

/// Draws by it.
pub async fn draw(
    State(web): State<Web>,
    session: Session,
    Asked(ask): Asked<DrawRequest>,
) -> Answer<Recorded> {
    web.blocking(move |office| draws::draw(office, &session, &ask)).await.map(Json)
}
