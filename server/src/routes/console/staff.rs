//! `GET /api/staff`.

use axum::Json;
use axum::extract::State;

use crate::auth::Session;
use crate::devices;
use crate::view::StaffRow;
use crate::web::Web;
use crate::wire::Answer;

/// Everybody of the township.
pub async fn staff(State(web): State<Web>, session: Session) -> Answer<Vec<StaffRow>> {
    web.blocking(move |office| devices::staff(office, &session)).await.map(Json)
}
