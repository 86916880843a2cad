//! `GET /api/cases/{case}/dossier`, `POST …/pack`.

use axum::Json;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use shared::id::CaseId;

use crate::auth::Session;
use crate::dossier;
use crate::view::{DossierView, PackRequest};
use crate::web::Web;
use crate::wire::{Answer, Asked, Id, Refused};

/// 卷内目录.
pub async fn view(State(web): State<Web>, session: Session, Id(case): Id<CaseId>) -> Answer<DossierView> {
    web.blocking(move |office| dossier::view(office, &session, case)).await.map(Json)
}

/// 迎检包.
pub async fn pack(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
    Asked(ask): Asked<PackRequest>,
) -> Result<Response, Refused> {
    let pdf = web.blocking(move |office| dossier::pack(office, &session, case, &ask)).await?;
    Ok(([(CONTENT_TYPE, "application/pdf")], pdf).into_response())
}
