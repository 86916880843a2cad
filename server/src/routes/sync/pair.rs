//! `POST /sync/pair`.

use axum::extract::State;
use shared::protocol::PairReply;

use crate::enrol;
use crate::web::Web;
use crate::wire::{self, Packed, PackedBody, Refused};

/// A one-time code against a new series.
pub async fn pair(State(web): State<Web>, PackedBody(body): PackedBody) -> Result<Packed, Refused> {
    let pins = web.told().pins;
    web.blocking(move |office| {
        let ask = wire::unpack(&body)?;
        let reply = office.write(|work| enrol::pair(work, &ask))?;
        Ok(wire::pack(&PairReply { pins, ..reply })?)
    })
    .await
}
