//! `GET /api/sealed`, `POST /api/sealed/find`, `POST /api/cases/{case}/unsealing`, `POST /api/unsealings/{opening}/settle`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use shared::id::{CaseId, OpeningId};

use crate::auth::Session;
use crate::sealed;
use crate::view::{SealedFind, SealedPage, SealedQuery, SealedRow, UnsealingAnswerRequest, UnsealingRequest};
use crate::web::Web;
use crate::wire::{Answer, Asked, Filter, Id, Refused};

/// 已封存档案.
pub async fn page(
    State(web): State<Web>,
    session: Session,
    Filter(ask): Filter<SealedQuery>,
) -> Answer<SealedPage> {
    web.blocking(move |office| sealed::page(office, &session, &ask)).await.map(Json)
}

/// The one with this number.
pub async fn find(
    State(web): State<Web>,
    session: Session,
    Asked(ask): Asked<SealedFind>,
) -> Answer<SealedRow> {
    web.blocking(move |office| sealed::find(office, &session, &ask.number)).await.map(Json)
}

/// 申请调阅.
pub async fn ask(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
    Asked(ask): Asked<UnsealingRequest>,
) -> Answer<OpeningId> {
    web.blocking(move |office| sealed::ask(office, &session, case, &ask)).await.map(Json)
}

/// 批准, 不批准, 收回.
pub async fn settle(
    State(web): State<Web>,
    session: Session,
    Id(opening): Id<OpeningId>,
    Asked(ask): Asked<UnsealingAnswerRequest>,
) -> Result<StatusCode, Refused> {
    web.blocking(move |office| sealed::settle(office, &session, opening, &ask)).await?;
    Ok(StatusCode::NO_CONTENT)
}
