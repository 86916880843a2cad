//! `POST /sync/hello`.

use axum::extract::State;

use crate::admit::{NonceRule, SignedRequest};
use crate::exchange;
use crate::web::Web;
use crate::wire::{Packed, Refused};

/// Who is there, and what was last received.
pub async fn hello(State(web): State<Web>, request: SignedRequest) -> Result<Packed, Refused> {
    web.exchange(request, NonceRule::Empty, exchange::hello).await
}
