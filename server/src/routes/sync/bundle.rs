//! `POST /sync/bundle`.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::admit::{NonceRule, SignedRequest};
use crate::bundle;
use crate::web::Web;
use crate::wire::Refused;

/// Whole cases, sealed once for everybody who may have them.
pub async fn bundle(State(web): State<Web>, request: SignedRequest) -> Result<Response, Refused> {
    let bytes = web.signed(request, NonceRule::OfLastHello, bundle::answer).await?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response())
}
