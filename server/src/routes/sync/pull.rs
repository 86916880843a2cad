//! `POST /sync/pull`.

use axum::extract::State;

use crate::admit::{NonceRule, SignedRequest};
use crate::exchange;
use crate::web::Web;
use crate::wire::{Packed, Refused};

/// A page of the township's log.
pub async fn pull(State(web): State<Web>, request: SignedRequest) -> Result<Packed, Refused> {
    web.exchange_with_cards(request, NonceRule::OfLastHello, exchange::pull).await
}
