//! A phone as a page: the real `client` behind its one door, served to a browser on this machine.
//!
//! `/` is the field app; `POST /door` its door; `/demo/` frames it at phone size beside the two things a demo needs:
//! a switch that cuts the network, and a button that kills the process as a dead battery would.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::extract::{Request as HttpRequest, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use client::door::{Door, Request};
use serde::{Deserialize, Serialize};
use shared::problem::{Problem, ProblemCode};

use crate::link::SwitchLink;

/// What the page's process holds.
#[derive(Clone)]
struct Phone {
    door: Arc<Door>,
    link: Arc<SwitchLink>,
    pages: PathBuf,
}

/// Serves the phone until the process ends. Prints `phone on http://…`.
///
/// # Errors
/// When the port is taken or the pages are not built.
pub async fn serve(door: Arc<Door>, link: Arc<SwitchLink>, pages: PathBuf, listen: SocketAddr) -> Result<()> {
    anyhow::ensure!(
        pages.join("index.html").is_file(),
        "{} is not built: run `make setup` and build ui",
        pages.display()
    );
    let background = Arc::clone(&door);
    std::thread::spawn(move || {
        loop {
            let pause = background.background_exchange();
            std::thread::sleep(Duration::from_secs(u64::from(pause.clamp(1, 5))));
        }
    });
    let app = Router::new()
        .route("/door", post(ask))
        .route("/demo/", get(frame))
        .route("/demo/link", get(link_state).post(set_link))
        .route("/demo/kill", post(kill))
        .fallback(page)
        .with_state(Phone { door, link, pages });
    let listener =
        tokio::net::TcpListener::bind(listen).await.with_context(|| format!("port of {listen} is taken"))?;
    println!("phone on http://{}", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}

async fn ask(State(phone): State<Phone>, body: String) -> Response {
    let answer = tokio::task::spawn_blocking(move || match serde_json::from_str::<Request>(&body) {
        Ok(request) => phone.door.handle(request),
        Err(_) => Err(Problem::new(ProblemCode::RequestMalformed)),
    })
    .await
    .unwrap_or_else(|_| Err(ProblemCode::StoreFailed.into()));
    match answer {
        Ok(reply) => Json(reply).into_response(),
        Err(problem) => {
            let status =
                StatusCode::from_u16(problem.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, Json(problem)).into_response()
        }
    }
}

async fn frame() -> Html<&'static str> {
    Html(include_str!("phone_page/frame.html"))
}

#[derive(Serialize, Deserialize)]
struct LinkSwitch {
    cut: bool,
}

async fn link_state(State(phone): State<Phone>) -> Json<LinkSwitch> {
    Json(LinkSwitch { cut: phone.link.is_cut() })
}

async fn set_link(State(phone): State<Phone>, Json(switch): Json<LinkSwitch>) -> Json<LinkSwitch> {
    phone.link.set_cut(switch.cut);
    Json(switch)
}

/// SIGKILL to this very process: no destructor, no flush.
async fn kill() -> StatusCode {
    let pid = std::process::id().to_string();
    std::process::Command::new("kill").args(["-9", &pid]).status().ok();
    StatusCode::NO_CONTENT
}

async fn page(State(phone): State<Phone>, request: HttpRequest) -> Response {
    let path = request.uri().path().trim_start_matches('/').to_owned();
    let safe = !path.is_empty() && !path.split('/').any(|part| part == "..");
    let file = phone.pages.join(if safe { &path } else { "index.html" });
    let file = if file.is_file() { file } else { phone.pages.join("index.html") };
    match std::fs::read(&file) {
        Ok(bytes) => {
            ([(header::CONTENT_TYPE, content_type(&file)), (header::CACHE_CONTROL, "no-store")], bytes)
                .into_response()
        }
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}
