//! `POST /api/cases`.

use axum::Json;
use axum::extract::State;

use crate::auth::Session;
use crate::desk;
use crate::view::{OpenCaseRequest, Recorded};
use crate::web::Web;
use crate::wire::{Answer, Asked};

/// Registers an order.
pub async fn open_case(
    State(web): State<Web>,
    session: Session,
    Asked(ask): Asked<OpenCaseRequest>,
) -> Answer<Recorded> {
    web.blocking(move |office| desk::open_case(office, &session, ask)).await.map(Json)
}
