//! `GET /api/workbench`.

use axum::Json;
use axum::extract::State;

use crate::auth::Session;
use crate::roster;
use crate::view::Workbench;
use crate::web::Web;
use crate::wire::Answer;

/// What to look at first.
pub async fn workbench(State(web): State<Web>, session: Session) -> Answer<Workbench> {
    web.blocking(move |office| roster::workbench(office, &session)).await.map(Json)
}
