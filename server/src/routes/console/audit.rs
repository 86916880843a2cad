//! `GET /api/audit`, `GET /api/audit/alerts`, `POST /api/audit/alerts/answer`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::auth::Session;
use crate::view::{AlertAnswer, AuditAlert, AuditPage, AuditQuery};
use crate::web::Web;
use crate::wire::{Answer, Asked, Filter, Refused};
use crate::{audit_page, witness};

/// A page of the log.
pub async fn page(
    State(web): State<Web>,
    session: Session,
    Filter(ask): Filter<AuditQuery>,
) -> Answer<AuditPage> {
    web.blocking(move |office| audit_page::page(office, &session, &ask)).await.map(Json)
}

/// What devices hold against the audit chain.
pub async fn alerts(State(web): State<Web>, session: Session) -> Answer<Vec<AuditAlert>> {
    web.blocking(move |office| witness::alerts(office, &session)).await.map(Json)
}

/// The audit officer's word on one.
pub async fn answer(
    State(web): State<Web>,
    session: Session,
    Asked(ask): Asked<AlertAnswer>,
) -> Result<StatusCode, Refused> {
    web.blocking(move |office| witness::answer(office, &session, &ask)).await?;
    Ok(StatusCode::NO_CONTENT)
}
