//! `POST /api/staff`.

use axum::Json;
use axum::extract::State;

use crate::auth::Session;
use crate::people;
use crate::view::{InviteRequest, SetupLinkShown};
use crate::web::Web;
use crate::wire::{Answer, Asked};

/// Invites somebody.
pub async fn invite(
    State(web): State<Web>,
    session: Session,
    Asked(ask): Asked<InviteRequest>,
) -> Answer<SetupLinkShown> {
    let invite = move |office: &crate::Office| {
        people::invite(office, &session.township.code, Some(session.user.user), &ask)
    };
    web.blocking(invite).await.map(Json)
}
