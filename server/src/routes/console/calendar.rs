//! `GET /api/calendar`, `POST /api/calendar/preview`, `POST /api/calendar`.

use axum::Json;
use axum::extract::State;

use crate::auth::Session;
use crate::notices;
use crate::view::{CalendarView, NoticePreview, NoticeRequest, Recorded};
use crate::web::Web;
use crate::wire::{Answer, Asked};

/// The calendar by years.
pub async fn list(State(web): State<Web>, session: Session) -> Answer<CalendarView> {
    web.blocking(move |office| notices::list(office, &session)).await.map(Json)
}

/// What a notice would move, or its bad rows.
pub async fn preview(
    State(web): State<Web>,
    session: Session,
    Asked(ask): Asked<NoticeRequest>,
) -> Answer<NoticePreview> {
    web.blocking(move |office| notices::preview(office, &session, &ask)).await.map(Json)
}

/// Publishes a notice.
pub async fn publish(
    State(web): State<Web>,
    session: Session,
    Asked(ask): Asked<NoticeRequest>,
) -> Answer<Recorded> {
    web.blocking(move |office| notices::publish(office, &session, &ask)).await.map(Json)
}
