//! `GET /api/clocks`.

use axum::Json;
use axum::extract::State;

use crate::auth::Session;
use crate::clocks;
use crate::view::{ClockPage, ClocksQuery};
use crate::web::Web;
use crate::wire::{Answer, Filter};

/// What runs out first.
pub async fn clocks(
    State(web): State<Web>,
    session: Session,
    Filter(ask): Filter<ClocksQuery>,
) -> Answer<ClockPage> {
    web.blocking(move |office| clocks::page(office, &session, &ask)).await.map(Json)
}
