//! `GET`/`POST /api/handovers`, `GET /api/handovers/of/{user}`, `POST /api/handovers/{handover}/step`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use shared::id::{HandoverId, UserId};

use crate::auth::Session;
use crate::handover;
use crate::view::{Caseload, HandoverRequest, HandoverStepRequest, Handovers};
use crate::web::Web;
use crate::wire::{Answer, Asked, Id, Refused};

/// 交接页.
pub async fn list(State(web): State<Web>, session: Session) -> Answer<Handovers> {
    web.blocking(move |office| handover::list(office, &session)).await.map(Json)
}

/// What a worker has.
pub async fn caseload(State(web): State<Web>, session: Session, Id(user): Id<UserId>) -> Answer<Caseload> {
    web.blocking(move |office| handover::caseload(office, &session, user)).await.map(Json)
}

/// Writes a list.
pub async fn begin(
    State(web): State<Web>,
    session: Session,
    Asked(ask): Asked<HandoverRequest>,
) -> Answer<HandoverId> {
    web.blocking(move |office| handover::begin(office, &session, &ask)).await.map(Json)
}

/// 签收, 批准, 撤回.
pub async fn step(
    State(web): State<Web>,
    session: Session,
    Id(handover): Id<HandoverId>,
    Asked(ask): Asked<HandoverStepRequest>,
) -> Result<StatusCode, Refused> {
    web.blocking(move |office| handover::step(office, &session, handover, &ask)).await?;
    Ok(StatusCode::NO_CONTENT)
}
