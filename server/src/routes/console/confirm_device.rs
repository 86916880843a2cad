//! `POST /api/devices/{series}/confirm`.

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::SeriesId;

use crate::auth::Session;
use crate::devices;
use crate::web::Web;
use crate::wire::{Id, Refused};

/// Lets a device read, after its digits were compared.
pub async fn confirm_device(
    State(web): State<Web>,
    session: Session,
    Id(series): Id<SeriesId>,
) -> Result<StatusCode, Refused> {
    web.blocking(move |office| devices::confirm(office, &session, series)).await?;
    Ok(StatusCode::NO_CONTENT)
}
