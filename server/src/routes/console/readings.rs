//! `GET /api/readings`, `POST /api/readings/preview`, `POST /api/readings`.

use axum::Json;
use axum::extract::State;

use crate::auth::Session;
use crate::readings;
use crate::view::{ReadingRequest, Readings, Recorded, RulePreview};
use crate::web::Web;
use crate::wire::{Answer, Asked};

/// All readings with what the office chose.
pub async fn list(State(web): State<Web>, session: Session) -> Answer<Readings> {
    web.blocking(move |office| readings::list(office, &session)).await.map(Json)
}

/// Which cases a change would change.
pub async fn preview(
    State(web): State<Web>,
    session: Session,
    Asked(ask): Asked<ReadingRequest>,
) -> Answer<RulePreview> {
    web.blocking(move |office| readings::preview(office, &session, &ask)).await.map(Json)
}

/// Publishes a change.
pub async fn publish(
    State(web): State<Web>,
    session: Session,
    Asked(ask): Asked<ReadingRequest>,
) -> Answer<Recorded> {
    web.blocking(move |office| readings::publish(office, &session, &ask)).await.map(Json)
}
