//! `POST /api/setup` and `POST /api/setup/finish`.

use axum::Json;
use axum::extract::State;

use crate::people;
use crate::view::{SetUpDone, SetUpLook, SetUpRequest, SetUpView};
use crate::web::Web;
use crate::wire::{Answer, Asked};

/// Whose account a link sets up.
pub async fn look(State(web): State<Web>, Asked(ask): Asked<SetUpLook>) -> Answer<SetUpView> {
    web.blocking(move |office| people::begin(office, &ask.code)).await.map(Json)
}

/// Password and second factor as the person chose them.
pub async fn finish(State(web): State<Web>, Asked(ask): Asked<SetUpRequest>) -> Answer<SetUpDone> {
    let state = web.hashing(move |office| people::finish(office, &ask)).await?;
    Ok(Json(SetUpDone { state }))
}
