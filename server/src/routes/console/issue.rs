//! `GET /api/cases/{case}/issue`, `POST …/issue/preview`, `POST …/issue/settle`, `POST …/issue/withdraw`.

use axum::Json;
use axum::extract::State;
use shared::id::CaseId;
use shared::preview::Consequence;

use crate::auth::Session;
use crate::settle;
use crate::view::{IssueQuery, IssueView, Recorded, SettleRequest, WithdrawRequest};
use crate::web::Web;
use crate::wire::{Answer, Asked, Filter, Id};

/// One contradiction with its choices.
pub async fn sheet(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
    Filter(ask): Filter<IssueQuery>,
) -> Answer<IssueView> {
    web.blocking(move |office| settle::sheet(office, &session, case, &ask)).await.map(Json)
}

/// What would follow.
pub async fn preview(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
    Asked(ask): Asked<SettleRequest>,
) -> Answer<Consequence> {
    web.blocking(move |office| settle::preview(office, &session, case, &ask)).await.map(Json)
}

/// 裁决.
pub async fn settle(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
    Asked(ask): Asked<SettleRequest>,
) -> Answer<Recorded> {
    web.blocking(move |office| settle::settle(office, &session, case, &ask)).await.map(Json)
}

/// 撤回裁决.
pub async fn withdraw(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
    Asked(ask): Asked<WithdrawRequest>,
) -> Answer<Recorded> {
    web.blocking(move |office| settle::withdraw(office, &session, case, &ask)).await.map(Json)
}
