//! `POST /api/logout`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::IntoResponse;

use crate::auth::{self, Session};
use crate::cookie;
use crate::web::Web;
use crate::wire::Refused;

/// Ends the session.
pub async fn logout(State(web): State<Web>, session: Session) -> Result<impl IntoResponse, Refused> {
    web.blocking(move |office| Ok(office.write(|work| auth::logout(work, &session))?)).await?;
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, cookie::clear(web.is_https()))]))
}
