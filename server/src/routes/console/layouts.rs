//! `GET /api/layouts`; `POST /api/layouts/{paper}`: the bytes of the file; `POST …/drop`.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use shared::document::Paper;
use shared::problem::ProblemCode;

use crate::auth::Session;
use crate::papers;
use crate::view::LayoutRow;
use crate::web::Web;
use crate::wire::{Answer, FileBody, Refused};

/// 版式.
pub async fn list(State(web): State<Web>, session: Session) -> Answer<Vec<LayoutRow>> {
    web.blocking(move |office| papers::layouts(office, &session)).await.map(Json)
}

/// 换上自己的版式.
pub async fn put(
    State(web): State<Web>,
    session: Session,
    Path(paper): Path<String>,
    FileBody(bytes): FileBody,
) -> Result<StatusCode, Refused> {
    let paper = named(&paper)?;
    web.blocking(move |office| papers::put_layout(office, &session, paper, &bytes)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// 恢复内置版式.
pub async fn drop(
    State(web): State<Web>,
    session: Session,
    Path(paper): Path<String>,
) -> Result<StatusCode, Refused> {
    let paper = named(&paper)?;
    web.blocking(move |office| papers::drop_layout(office, &session, paper)).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn named(code: &str) -> Result<Paper, ProblemCode> {
    Paper::ALL.iter().copied().find(|paper| paper.code() == code).ok_or(ProblemCode::NotFound)
}
