//! `GET /api/deadlines`.

use axum::Json;
use axum::extract::State;

use crate::auth::Session;
use crate::deadlines;
use crate::view::{DeadlineMonth, DeadlinesQuery};
use crate::web::Web;
use crate::wire::{Answer, Filter};

/// A month.
pub async fn deadlines(
    State(web): State<Web>,
    session: Session,
    Filter(ask): Filter<DeadlinesQuery>,
) -> Answer<DeadlineMonth> {
    web.blocking(move |office| deadlines::month(office, &session, &ask)).await.map(Json)
}
