//! `POST /api/cases/{case}/master`, `POST /api/persons/{case}/id-number`.

use axum::Json;
use axum::extract::State;
use shared::id::CaseId;
use shared::page::MasterField;

use crate::auth::Session;
use crate::master;
use crate::view::{MasterRequest, Recorded};
use crate::web::Web;
use crate::wire::{Answer, Asked, Id};

/// 更正基本信息.
pub async fn mend(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
    Asked(ask): Asked<MasterRequest>,
) -> Answer<Recorded> {
    web.blocking(move |office| master::mend(office, &session, case, &ask)).await.map(Json)
}

/// 证件号码 in full.
pub async fn id_number(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
) -> Answer<MasterField> {
    web.blocking(move |office| master::id_number(office, &session, case)).await.map(Json)
}
