//! `POST /api/login`.

use axum::Json;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::response::IntoResponse;

use super::me::me_of;
use crate::view::LoginRequest;
use crate::web::Web;
use crate::wire::{Asked, Refused};
use crate::{auth, cookie};

/// Password and second factor against a session.
pub async fn login(
    State(web): State<Web>,
    Asked(ask): Asked<LoginRequest>,
) -> Result<impl IntoResponse, Refused> {
    let (new, me) = web
        .hashing(move |office| {
            let new = auth::login(office, &ask)?;
            let me = me_of(&new.session, office.now());
            Ok((new, me))
        })
        .await?;
    Ok(([(SET_COOKIE, cookie::set(&new.token, web.is_https()))], Json(me)))
}
