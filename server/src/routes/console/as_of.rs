//! `GET /api/persons/{case}/as-of?at=`.

use axum::Json;
use axum::extract::State;
use shared::id::CaseId;

use crate::auth::Session;
use crate::foresight;
use crate::view::{AsOfQuery, AsOfView};
use crate::web::Web;
use crate::wire::{Answer, Filter, Id};

/// The case as the office could know it at a past moment.
pub async fn as_of(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
    Filter(ask): Filter<AsOfQuery>,
) -> Answer<AsOfView> {
    web.blocking(move |office| foresight::known_then(office, &session, case, ask.at)).await.map(Json)
}
