//! `GET /api/audit/alerts`.

use axum::Json;
use axum::extract::State;

use crate::auth::Session;
use crate::view::AuditAlert;
use crate::web::Web;
use crate::wire::Answer;
use crate::witness;

/// What devices hold against the audit chain.
pub async fn audit_alerts(State(web): State<Web>, session: Session) -> Answer<Vec<AuditAlert>> {
    web.blocking(move |office| witness::alerts(office, &session)).await.map(Json)
}
