//! `POST /api/devices/pairing-codes`.

use axum::Json;
use axum::extract::State;

use crate::auth::Session;
use crate::devices;
use crate::view::{PairingCode, PairingCodeRequest};
use crate::web::Web;
use crate::wire::{Answer, Asked};

/// A one-time code for a member of staff.
pub async fn pairing_code(
    State(web): State<Web>,
    session: Session,
    Asked(ask): Asked<PairingCodeRequest>,
) -> Answer<PairingCode> {
    let (server, pins) = (web.address().to_owned(), web.told().pins);
    web.blocking(move |office| devices::make_pairing_code(office, &session, &ask, &server, &pins))
        .await
        .map(Json)
}
