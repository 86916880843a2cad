//! Whether the process lives, and whether it can work.

use axum::extract::State;

use crate::admin;
use crate::web::Web;
use crate::wire::Refused;

/// `GET /healthz`.
pub async fn alive() -> &'static str {
    "ok"
}

/// `GET /readyz`: the store answers.
pub async fn ready(State(web): State<Web>) -> Result<&'static str, Refused> {
    web.blocking(|office| Ok(admin::townships(office)?)).await?;
    Ok("ok")
}
