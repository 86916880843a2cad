//! `GET /api/app-floor`, `POST /api/app-floor`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::app_floor;
use crate::auth::Session;
use crate::view::{AppFloorRequest, AppFloorView};
use crate::web::Web;
use crate::wire::{Answer, Asked, Refused};

/// The versions set.
pub async fn view(State(web): State<Web>, session: Session) -> Answer<AppFloorView> {
    web.blocking(move |office| app_floor::view(office, &session)).await.map(Json)
}

/// Sets them.
pub async fn set(
    State(web): State<Web>,
    session: Session,
    Asked(ask): Asked<AppFloorRequest>,
) -> Result<StatusCode, Refused> {
    web.blocking(move |office| app_floor::set(office, &session, &ask)).await?;
    Ok(StatusCode::NO_CONTENT)
}
