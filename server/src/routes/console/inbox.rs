//! `GET /api/inbox` and `POST /api/inbox/accept`.

use axum::Json;
use axum::extract::State;

use crate::auth::Session;
use crate::view::{AcceptRequest, AcceptedMany, Inbox, InboxQuery};
use crate::web::Web;
use crate::wire::{Answer, Asked, Filter};
use crate::{inbox, review};

/// One page of what waits.
pub async fn list(
    State(web): State<Web>,
    session: Session,
    Filter(ask): Filter<InboxQuery>,
) -> Answer<Inbox> {
    web.blocking(move |office| inbox::list(office, &session, &ask)).await.map(Json)
}

/// 采纳 of many in which nothing stands out.
pub async fn accept(
    State(web): State<Web>,
    session: Session,
    Asked(ask): Asked<AcceptRequest>,
) -> Answer<AcceptedMany> {
    web.blocking(move |office| review::accept_many(office, &session, &ask)).await.map(Json)
}
