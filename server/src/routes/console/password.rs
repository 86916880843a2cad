//! `POST /api/me/password`.

use axum::extract::State;
use axum::http::StatusCode;

use crate::auth::Session;
use crate::people;
use crate::view::PasswordRequest;
use crate::web::Web;
use crate::wire::{Asked, Refused};

/// A new password of one's own.
pub async fn password(
    State(web): State<Web>,
    session: Session,
    Asked(ask): Asked<PasswordRequest>,
) -> Result<StatusCode, Refused> {
    web.hashing(move |office| people::change_password(office, &session, &ask)).await?;
    Ok(StatusCode::NO_CONTENT)
}
