//! `POST /sync/hello`.

use axum::extract::State;

use shared::protocol::{Card, HelloReply, HelloRequest};

use crate::admit::{Caller, NonceRule, SignedRequest};
use crate::exchange;
use crate::store::Work;
use crate::web::Web;
use crate::wire::{Packed, Refused};

/// Who is there, and what was last received.
pub async fn hello(State(web): State<Web>, request: SignedRequest) -> Result<Packed, Refused> {
    let pins = web.told().pins;
    let step = move |work: Work<'_>, caller: &Caller, cards: Option<&[Card]>, ask: &HelloRequest| {
        Ok(HelloReply { pins, ..exchange::hello(work, caller, cards, ask)? })
    };
    web.exchange_with_cards(request, NonceRule::Empty, step).await
}
