//! `POST /sync/give-back`.

use axum::extract::State;

use crate::admit::{NonceRule, SignedRequest};
use crate::give_back;
use crate::web::Web;
use crate::wire::{Packed, Refused};

/// What a phone holds of others and a restore took from the office.
pub async fn give_back(State(web): State<Web>, request: SignedRequest) -> Result<Packed, Refused> {
    web.exchange(request, NonceRule::OfLastHello, give_back::take).await
}
