//! `GET /api/transfers`.

use axum::Json;
use axum::extract::State;

use crate::auth::Session;
use crate::transfer;
use crate::view::Transfers;
use crate::web::Web;
use crate::wire::Answer;

/// What is on its way, and where a case can go.
pub async fn transfers(State(web): State<Web>, session: Session) -> Answer<Transfers> {
    web.blocking(move |office| transfer::list(office, &session)).await.map(Json)
}
