//! `GET`/`POST /api/parcels`, `POST /api/cases/{case}/parcel`, `POST …/receipt`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use shared::id::CaseId;

use crate::auth::Session;
use crate::parcel;
use crate::view::{ParcelReceiptRequest, ParcelRequest, ParcelTaken, Parcels};
use crate::web::Web;
use crate::wire::{Answer, Asked, FileBody, Id, Refused};

/// 移交卷页.
pub async fn list(State(web): State<Web>, session: Session) -> Answer<Parcels> {
    web.blocking(move |office| parcel::list(office, &session)).await.map(Json)
}

/// 接收.
pub async fn take(
    State(web): State<Web>,
    session: Session,
    FileBody(bytes): FileBody,
) -> Answer<ParcelTaken> {
    web.blocking(move |office| parcel::take(office, &session, &bytes)).await.map(Json)
}

/// 制作.
pub async fn make(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
    Asked(ask): Asked<ParcelRequest>,
) -> Result<Response, Refused> {
    let bytes = web.blocking(move |office| parcel::make(office, &session, case, &ask)).await?;
    Ok(([(CONTENT_TYPE, "application/octet-stream")], bytes).into_response())
}

/// 登记回执.
pub async fn settle(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
    Asked(ask): Asked<ParcelReceiptRequest>,
) -> Result<StatusCode, Refused> {
    web.blocking(move |office| parcel::settle(office, &session, case, &ask)).await?;
    Ok(StatusCode::NO_CONTENT)
}
