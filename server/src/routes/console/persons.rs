//! `GET /api/persons`.

use axum::Json;
use axum::extract::State;

use crate::auth::Session;
use crate::roster;
use crate::view::{PersonList, PersonsQuery};
use crate::web::Web;
use crate::wire::{Answer, Filter};

/// The list, searched and filtered.
pub async fn persons(
    State(web): State<Web>,
    session: Session,
    Filter(ask): Filter<PersonsQuery>,
) -> Answer<PersonList> {
    web.blocking(move |office| roster::list(office, &session, &ask)).await.map(Json)
}
