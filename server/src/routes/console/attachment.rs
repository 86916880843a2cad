//! `GET /api/persons/{case}/attachments/{digest}`.

use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use shared::hash::Hash;
use shared::id::CaseId;
use shared::problem::ProblemCode;

use crate::auth::Session;
use crate::blob;
use crate::web::Web;
use crate::wire::Refused;

/// The bytes of one attachment of a file.
pub async fn attachment(
    State(web): State<Web>,
    session: Session,
    path: Result<Path<(CaseId, String)>, axum::extract::rejection::PathRejection>,
) -> Result<Response, Refused> {
    let Path((case, digest)) = path.map_err(|_| ProblemCode::UnknownCase)?;
    let slice = web
        .blocking(move |office| {
            let hash = Hash::of_digest(&digest).ok_or(ProblemCode::NotFound)?;
            blob::read_for_session(office, &session, case, &hash)
        })
        .await?;
    Ok(([(CONTENT_TYPE, slice.attachment.media.code())], slice.bytes).into_response())
}
