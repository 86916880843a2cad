//! `POST /api/devices/{series}/unlock-code`.

use axum::Json;
use axum::extract::State;
use shared::id::SeriesId;

use crate::auth::Session;
use crate::unlock;
use crate::view::{UnlockCode, UnlockCodeRequest};
use crate::web::Web;
use crate::wire::{Answer, Asked, Id};

/// The code for the number a locked phone shows.
pub async fn unlock_code(
    State(web): State<Web>,
    session: Session,
    Id(series): Id<SeriesId>,
    Asked(ask): Asked<UnlockCodeRequest>,
) -> Answer<UnlockCode> {
    let code = web.blocking(move |office| unlock::code(office, &session, series, &ask.number)).await?;
    Ok(Json(UnlockCode { code }))
}
