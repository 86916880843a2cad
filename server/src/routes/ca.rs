//! `GET /ca.crt`: the town's CA for office PCs. Public, as every certificate is; whoever installs it compares its
//! 校验码 with the one that `guihang tls show` prints.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use shared::problem::ProblemCode;

use crate::web::Web;
use crate::wire::Refused;

/// The certificate as a download.
pub async fn certificate(State(web): State<Web>) -> Result<Response, Refused> {
    let ca = web.told().ca.ok_or(Refused(ProblemCode::NotFound.into()))?;
    let headers = [
        (header::CONTENT_TYPE, "application/x-x509-ca-cert"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"guihang-ca.crt\""),
    ];
    Ok((headers, ca).into_response())
}
