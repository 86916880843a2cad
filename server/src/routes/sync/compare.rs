//! `POST /sync/compare`.

use axum::extract::State;

use crate::admit::{NonceRule, SignedRequest};
use crate::exchange;
use crate::web::Web;
use crate::wire::{Packed, Refused};

/// What a device lacks of cases that differ.
pub async fn compare(State(web): State<Web>, request: SignedRequest) -> Result<Packed, Refused> {
    web.exchange(request, NonceRule::OfLastHello, exchange::compare).await
}
