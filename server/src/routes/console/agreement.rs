//! `POST /api/cases/{case}/agreement`.

use axum::Json;
use axum::extract::State;
use shared::id::CaseId;

use crate::auth::Session;
use crate::desk;
use crate::view::{AgreementRequest, Recorded};
use crate::web::Web;
use crate::wire::{Answer, Asked, Id};

/// Registers the signing of the agreement.
pub async fn agreement(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
    Asked(ask): Asked<AgreementRequest>,
) -> Answer<Recorded> {
    web.blocking(move |office| desk::sign_agreement(office, &session, case, &ask)).await.map(Json)
}
