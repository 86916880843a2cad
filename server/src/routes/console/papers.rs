//! `GET /api/cases/{case}/papers`; `POST …/papers/draft`, `…/issue`, `…/serve`, `…/withdraw`, `…/print`.

use axum::Json;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use shared::id::CaseId;

use crate::auth::Session;
use crate::papers::{self, Print};
use crate::view::{
    IssueRequest, PaperDraft, PaperNumbered, PaperRequest, PapersView, PrintRequest, Recorded, ServeRequest,
    WithdrawPaperRequest,
};
use crate::web::Web;
use crate::wire::{Answer, Asked, Id, Refused};

/// 文书清单.
pub async fn list(State(web): State<Web>, session: Session, Id(case): Id<CaseId>) -> Answer<PapersView> {
    web.blocking(move |office| papers::list(office, &session, case)).await.map(Json)
}

/// 拟稿.
pub async fn draft(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
    Asked(ask): Asked<PaperRequest>,
) -> Answer<PaperDraft> {
    web.blocking(move |office| papers::draft(office, &session, case, &ask.key)).await.map(Json)
}

/// 签发.
pub async fn issue(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
    Asked(ask): Asked<IssueRequest>,
) -> Answer<PaperNumbered> {
    web.blocking(move |office| papers::issue(office, &session, case, &ask)).await.map(Json)
}

/// 送达.
pub async fn serve(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
    Asked(ask): Asked<ServeRequest>,
) -> Answer<Recorded> {
    web.blocking(move |office| papers::serve(office, &session, case, &ask)).await.map(Json)
}

/// 撤回.
pub async fn withdraw(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
    Asked(ask): Asked<WithdrawPaperRequest>,
) -> Answer<Recorded> {
    web.blocking(move |office| papers::withdraw(office, &session, case, &ask)).await.map(Json)
}

/// Word, by its registered name.
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// 打印.
pub async fn print(
    State(web): State<Web>,
    session: Session,
    Id(case): Id<CaseId>,
    Asked(ask): Asked<PrintRequest>,
) -> Result<Response, Refused> {
    let printed = web.blocking(move |office| papers::print(office, &session, case, &ask)).await?;
    Ok(match printed {
        Print::Pdf(bytes) => ([(CONTENT_TYPE, "application/pdf")], bytes).into_response(),
        Print::Docx(bytes) => ([(CONTENT_TYPE, DOCX)], bytes).into_response(),
        Print::Pages(pages) => Json(pages).into_response(),
    })
}
