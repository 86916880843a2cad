//! `POST /api/cases/{case}/transfer/cancel`.

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::CaseId;

use crate::auth::Session;
use crate::transfer::{self, By};
use crate::web::Web;
use crate::wire::{Id, Refused};

/// 撤回移交.
pub async fn cancel_transfer(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
) -> Result<StatusCode, Refused> {
    web.blocking(move |office| {
        office.write(|work| transfer::cancel(work, By::User(&session.user), &session.township.code, case))
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
