//! `POST /api/cases/{case}/transfer`.

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::CaseId;

use crate::auth::Session;
use crate::transfer::{self, By};
use crate::view::TransferRequest;
use crate::web::Web;
use crate::wire::{Asked, Id, Refused};

/// 发起移交.
pub async fn begin_transfer(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
    Asked(ask): Asked<TransferRequest>,
) -> Result<StatusCode, Refused> {
    web.blocking(move |office| {
        office.write(|work| {
            transfer::begin(work, By::User(&session.user), &session.township.code, case, &ask.to)
        })
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
