//! `POST /sync/push`.

use axum::extract::State;

use crate::admit::{NonceRule, SignedRequest};
use crate::exchange;
use crate::web::Web;
use crate::wire::{Packed, Refused};

/// A batch against its fates and a receipt.
pub async fn push(State(web): State<Web>, request: SignedRequest) -> Result<Packed, Refused> {
    web.exchange(request, NonceRule::OfLastHello, exchange::push).await
}
