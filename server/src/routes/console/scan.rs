//! `POST /api/cases/{case}/records/{event}/scans`: the bytes of the file.

use axum::Json;
use axum::extract::{Path, State};
use shared::id::CaseId;
use shared::problem::ProblemCode;

use crate::auth::Session;
use crate::scan;
use crate::view::Recorded;
use crate::web::Web;
use crate::wire::{Answer, FileBody};

/// 补入扫描件.
pub async fn scan(
    State(web): State<Web>,
    session: Session,
    path: Result<Path<(CaseId, String)>, axum::extract::rejection::PathRejection>,
    FileBody(bytes): FileBody,
) -> Answer<Recorded> {
    let Path((case, event)) = path.map_err(|_| ProblemCode::UnknownCase)?;
    web.blocking(move |office| scan::add(office, &session, case, event.parse().ok(), &bytes)).await.map(Json)
}
