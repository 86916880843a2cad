//! `POST /api/qualifications`.

use axum::Json;
use axum::extract::State;

use crate::auth::Session;
use crate::desk;
use crate::view::{QualificationRequest, Recorded};
use crate::web::Web;
use crate::wire::{Answer, Asked};

/// Registers an officer's test qualification.
pub async fn qualification(
    State(web): State<Web>,
    session: Session,
    Asked(ask): Asked<QualificationRequest>,
) -> Answer<Recorded> {
    web.blocking(move |office| desk::qualify(office, &session, ask)).await.map(Json)
}
