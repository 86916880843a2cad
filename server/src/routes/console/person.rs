//! `GET /api/persons/{case}`.

use axum::Json;
use axum::extract::State;
use shared::id::CaseId;

use crate::auth::Session;
use crate::roster;
use crate::view::PersonView;
use crate::web::Web;
use crate::wire::{Answer, Id};

/// One file.
pub async fn person(State(web): State<Web>, session: Session, Id(case): Id<CaseId>) -> Answer<PersonView> {
    web.blocking(move |office| roster::view(office, &session, case)).await.map(Json)
}
