//! `POST /api/cases/{case}/workers`.

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::CaseId;

use crate::auth::Session;
use crate::desk;
use crate::view::WorkersRequest;
use crate::web::Web;
use crate::wire::{Asked, Id, Refused};

/// Says who has a case from now on.
pub async fn workers(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
    Asked(ask): Asked<WorkersRequest>,
) -> Result<StatusCode, Refused> {
    web.blocking(move |office| desk::assign(office, &session, case, &ask)).await?;
    Ok(StatusCode::NO_CONTENT)
}
