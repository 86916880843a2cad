//! `GET /api/persons/{case}/reads`.

use axum::Json;
use axum::extract::State;
use shared::id::CaseId;

use crate::auth::Session;
use crate::openings;
use crate::view::ReadRow;
use crate::web::Web;
use crate::wire::{Answer, Id};

/// Who read a file.
pub async fn reads(State(web): State<Web>, session: Session, Id(case): Id<CaseId>) -> Answer<Vec<ReadRow>> {
    web.blocking(move |office| openings::reads(office, &session, case)).await.map(Json)
}
