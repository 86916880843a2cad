//! `GET /api/persons/{case}/explain`.

use axum::Json;
use axum::extract::State;
use shared::duty::Explanation;
use shared::id::CaseId;

use crate::auth::Session;
use crate::roster;
use crate::view::ExplainQuery;
use crate::web::Web;
use crate::wire::{Answer, Filter, Id};

/// Why a date is what it is.
pub async fn explain(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
    Filter(ask): Filter<ExplainQuery>,
) -> Answer<Explanation> {
    web.blocking(move |office| roster::explanation(office, &session, case, &ask)).await.map(Json)
}
