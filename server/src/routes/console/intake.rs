//! `GET /api/cases/{case}/blanks`, `POST /api/cases/{case}/steps`, `GET /api/cases/{case}/upload`,
//! `GET /api/uploads/changed`.

use axum::Json;
use axum::extract::State;
use shared::id::CaseId;
use shared::page::UploadSheet;

use crate::auth::Session;
use crate::intake;
use crate::view::{BlanksQuery, BlanksView, ChangedSinceUpload, Recorded, StepRequest, UploadQuery};
use crate::web::Web;
use crate::wire::{Answer, Asked, Filter, Id};

/// What a form of the report-in day asks for.
pub async fn blanks(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
    Filter(ask): Filter<BlanksQuery>,
) -> Answer<BlanksView> {
    web.blocking(move |office| intake::blanks(office, &session, case, &ask)).await.map(Json)
}

/// Records one step.
pub async fn step(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
    Asked(ask): Asked<StepRequest>,
) -> Answer<Recorded> {
    web.blocking(move |office| intake::step(office, &session, case, &ask)).await.map(Json)
}

/// What the police upload for a report or a notice.
pub async fn upload(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
    Filter(ask): Filter<UploadQuery>,
) -> Answer<UploadSheet> {
    web.blocking(move |office| intake::upload(office, &session, case, &ask)).await.map(Json)
}

/// Of whom something changed since the last upload.
pub async fn changed(State(web): State<Web>, session: Session) -> Answer<ChangedSinceUpload> {
    web.blocking(move |office| intake::changed(office, &session)).await.map(Json)
}
