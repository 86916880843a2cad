//! `GET /api/registers`, `GET /api/registers/{register}`.

use axum::Json;
use axum::extract::State;
use shared::register::Register;

use crate::auth::Session;
use crate::registers;
use crate::view::{RegisterCount, RegisterPage, RegisterQuery};
use crate::web::Web;
use crate::wire::{Answer, Filter, Id};

/// What waits in each.
pub async fn counts(State(web): State<Web>, session: Session) -> Answer<Vec<RegisterCount>> {
    web.blocking(move |office| registers::counts(office, &session)).await.map(Json)
}

/// One page of one.
pub async fn page(
    State(web): State<Web>,
    session: Session,
    Id(register): Id<Register>,
    Filter(ask): Filter<RegisterQuery>,
) -> Answer<RegisterPage> {
    web.blocking(move |office| registers::page(office, &session, register, &ask)).await.map(Json)
}
