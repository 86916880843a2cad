//! `GET /api/attachments/missing`.

use axum::Json;
use axum::extract::State;

use crate::auth::Session;
use crate::blob;
use crate::view::MissingRow;
use crate::web::Web;
use crate::wire::Answer;

/// Records that wait for their attachments.
pub async fn missing(State(web): State<Web>, session: Session) -> Answer<Vec<MissingRow>> {
    web.blocking(move |office| blob::missing(office, &session)).await.map(Json)
}
