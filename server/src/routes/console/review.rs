//! `POST /api/cases/{case}/review`.

use axum::Json;
use axum::extract::State;
use shared::id::CaseId;

use crate::auth::Session;
use crate::review;
use crate::view::{RecordReviewRequest, Recorded};
use crate::web::Web;
use crate::wire::{Answer, Asked, Id};

/// 采纳 or 退回 one record.
pub async fn review(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
    Asked(ask): Asked<RecordReviewRequest>,
) -> Answer<Recorded> {
    web.blocking(move |office| review::review(office, &session, case, ask)).await.map(Json)
}
