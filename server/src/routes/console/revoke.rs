//! `POST /api/devices/{series}/revoke`.

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::SeriesId;

use crate::auth::Session;
use crate::devices;
use crate::web::Web;
use crate::wire::{Id, Refused};

/// Revokes a device.
pub async fn revoke(
    State(web): State<Web>,
    session: Session,
    Id(series): Id<SeriesId>,
) -> Result<StatusCode, Refused> {
    web.blocking(move |office| devices::revoke(office, &session, series)).await?;
    Ok(StatusCode::NO_CONTENT)
}
