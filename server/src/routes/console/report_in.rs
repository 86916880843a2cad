//! `POST /api/cases/{case}/report-in`.

use axum::Json;
use axum::extract::State;
use shared::id::CaseId;

use crate::auth::Session;
use crate::desk;
use crate::view::{Recorded, ReportInRequest};
use crate::web::Web;
use crate::wire::{Answer, Asked, Id};

/// Registers the report-in.
pub async fn report_in(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
    Asked(ask): Asked<ReportInRequest>,
) -> Answer<Recorded> {
    web.blocking(move |office| desk::report_in(office, &session, case, &ask)).await.map(Json)
}
