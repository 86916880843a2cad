//! `POST /api/capsules`: the bytes of the file, or the text of a run of QR codes.

use axum::Json;
use axum::extract::State;

use crate::auth::Session;
use crate::capsule;
use crate::view::HandIn;
use crate::web::Web;
use crate::wire::{Answer, FileBody};

/// A capsule that somebody brought.
pub async fn capsule(State(web): State<Web>, session: Session, FileBody(bytes): FileBody) -> Answer<HandIn> {
    web.blocking(move |office| capsule::hand_in(office, &session, &bytes)).await.map(Json)
}
