//! `GET /api/devices`.

use axum::Json;
use axum::extract::State;

use crate::auth::Session;
use crate::devices;
use crate::view::DeviceRow;
use crate::web::Web;
use crate::wire::Answer;

/// Every device of the township.
pub async fn devices(State(web): State<Web>, session: Session) -> Answer<Vec<DeviceRow>> {
    web.blocking(move |office| devices::list(office, &session)).await.map(Json)
}
