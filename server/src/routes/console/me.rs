//! `GET /api/me`.

use axum::Json;
use axum::extract::State;
use shared::access::{Act, Relation, may};
use shared::moment::{Moment, civil_date};

use crate::auth::{IDLE_MINUTES, Session};
use crate::view::{Me, Right};
use crate::web::Web;
use crate::wire::Answer;

/// Who is logged in.
pub async fn me(State(web): State<Web>, session: Session) -> Answer<Me> {
    web.blocking(move |office| Ok(me_of(&session, office.now()))).await.map(Json)
}

pub(super) fn me_of(session: &Session, now: Moment) -> Me {
    let role = session.user.role;
    let rights = [
        (Right::SeePersons, Act::SeeFile),
        (Right::OpenCase, Act::OpenCase),
        (Right::Review, Act::Review),
        (Right::ApproveDecisions, Act::ApproveDecision),
        (Right::ManageDevices, Act::ManageDevices),
        (Right::KeepOffice, Act::KeepOffice),
        (Right::SeeDevices, Act::ManageDevices),
        (Right::SeeDevices, Act::ConfirmDevices),
        (Right::KeepPeople, Act::ManageUsers),
        (Right::KeepPeople, Act::ConfirmUsers),
        (Right::KeepPeople, Act::ResetCredentials),
        (Right::InviteUsers, Act::ManageUsers),
        (Right::OpenUrgently, Act::OpenUrgently),
        (Right::ReviewOpenings, Act::ReviewOpenings),
        (Right::SeeReads, Act::SeeReads),
        (Right::SeeIdNumber, Act::SeeIdNumber),
        (Right::RecordUpload, Act::RecordUpload),
        (Right::SeeAudit, Act::SeeAudit),
        (Right::TransferCase, Act::TransferCase),
        (Right::KeepAppFloor, Act::ManageUsers),
    ];
    let mut rights: Vec<Right> = rights
        .into_iter()
        .filter(|(_, act)| may(role, *act, Relation::Assigned))
        .map(|(right, _)| right)
        .collect();
    rights.dedup();
    Me {
        user: session.user.user,
        name: session.user.name.clone(),
        role,
        township: session.township.code.clone(),
        township_name: session.township.name.clone(),
        csrf: session.csrf.clone(),
        session_until: session.until,
        idle_minutes: u32::try_from(IDLE_MINUTES).unwrap_or(0),
        rights,
        today: civil_date(now),
    }
}
