//! `POST /sync/pair`.

use axum::extract::State;

use crate::enrol;
use crate::web::Web;
use crate::wire::{self, Packed, PackedBody, Refused};

/// A one-time code against a new series.
pub async fn pair(State(web): State<Web>, PackedBody(body): PackedBody) -> Result<Packed, Refused> {
    web.blocking(move |office| {
        let ask = wire::unpack(&body)?;
        let reply = office.write(|work| enrol::pair(work, &ask))?;
        Ok(wire::pack(&reply)?)
    })
    .await
}
