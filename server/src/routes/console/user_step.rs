//! `POST /api/staff/{user}/step`.

use axum::Json;
use axum::extract::State;
use shared::id::UserId;

use crate::auth::Session;
use crate::people;
use crate::view::{SetupLinkShown, UserStepRequest};
use crate::web::Web;
use crate::wire::{Answer, Asked, Id};

/// One step with an account.
pub async fn user_step(
    State(web): State<Web>,
    session: Session,
    Id(user): Id<UserId>,
    Asked(ask): Asked<UserStepRequest>,
) -> Answer<Option<SetupLinkShown>> {
    web.blocking(move |office| people::step(office, &session, user, &ask)).await.map(Json)
}
