//! `GET /api/office`, `POST /api/office/{posts,users,education}`.

use axum::Json;
use axum::extract::State;

use crate::auth::Session;
use crate::office_facts;
use crate::view::{EducationRequest, OfficeView, PostRequest, Recorded, UsersRequest};
use crate::web::Web;
use crate::wire::{Answer, Asked};

/// What the office owes, and its own facts.
pub async fn view(State(web): State<Web>, session: Session) -> Answer<OfficeView> {
    web.blocking(move |office| office_facts::view(office, &session)).await.map(Json)
}

/// Who holds a post.
pub async fn post(
    State(web): State<Web>,
    session: Session,
    Asked(ask): Asked<PostRequest>,
) -> Answer<Recorded> {
    web.blocking(move |office| office_facts::hold_post(office, &session, &ask)).await.map(Json)
}

/// How many drug users there are.
pub async fn users(
    State(web): State<Web>,
    session: Session,
    Asked(ask): Asked<UsersRequest>,
) -> Answer<Recorded> {
    web.blocking(move |office| office_facts::count_users(office, &session, &ask)).await.map(Json)
}

/// That a gathering was held.
pub async fn education(
    State(web): State<Web>,
    session: Session,
    Asked(ask): Asked<EducationRequest>,
) -> Answer<Recorded> {
    web.blocking(move |office| office_facts::educate(office, &session, &ask)).await.map(Json)
}
