//! `GET /api/decisions`, `GET`/`POST /api/cases/{case}/decisions`, `POST …/decisions/preview`,
//! `POST /api/proposals/{proposal}/settle`.

use axum::Json;
use axum::extract::State;
use shared::id::{CaseId, ProposalId};
use shared::preview::WhatIfAnswer;

use crate::auth::Session;
use crate::decide;
use crate::view::{DecideRequest, DecisionSheet, DecisionTaken, Decisions, ProposalAnswerRequest};
use crate::web::Web;
use crate::wire::{Answer, Asked, Id};

/// 待决定.
pub async fn list(State(web): State<Web>, session: Session) -> Answer<Decisions> {
    web.blocking(move |office| decide::list(office, &session)).await.map(Json)
}

/// What one case is open to.
pub async fn sheet(State(web): State<Web>, session: Session, Id(case): Id<CaseId>) -> Answer<DecisionSheet> {
    web.blocking(move |office| decide::sheet(office, &session, case)).await.map(Json)
}

/// What would follow. Keeps nothing.
pub async fn preview(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
    Asked(ask): Asked<DecideRequest>,
) -> Answer<WhatIfAnswer> {
    web.blocking(move |office| decide::preview(office, &session, case, &ask)).await.map(Json)
}

/// Takes or proposes one.
pub async fn take(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
    Asked(ask): Asked<DecideRequest>,
) -> Answer<DecisionTaken> {
    web.blocking(move |office| decide::take(office, &session, case, &ask)).await.map(Json)
}

/// 批准, 不批准, 收回.
pub async fn settle(
    State(web): State<Web>,
    session: Session,
    Id(proposal): Id<ProposalId>,
    Asked(ask): Asked<ProposalAnswerRequest>,
) -> Answer<DecisionTaken> {
    web.blocking(move |office| decide::settle(office, &session, proposal, &ask)).await.map(Json)
}
