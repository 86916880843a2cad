//! `POST /api/persons/{case}/what-if`.

use axum::Json;
use axum::extract::State;
use shared::id::CaseId;
use shared::preview::{Imagined, WhatIfAnswer};

use crate::auth::Session;
use crate::foresight;
use crate::web::Web;
use crate::wire::{Answer, Asked, Id};

/// What imagined facts would do to a case. Stores none of them.
pub async fn what_if(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
    Asked(imagined): Asked<Imagined>,
) -> Answer<WhatIfAnswer> {
    web.blocking(move |office| foresight::what_if(office, &session, case, &imagined)).await.map(Json)
}
