//! `POST /sync/capsule`.

use axum::extract::State;

use crate::admit::{NonceRule, SignedRequest};
use crate::capsule;
use crate::web::Web;
use crate::wire::{Packed, Refused};

/// Sealed copies of own records, offered again.
pub async fn offer(State(web): State<Web>, request: SignedRequest) -> Result<Packed, Refused> {
    web.exchange(request, NonceRule::OfLastHello, capsule::offered).await
}
