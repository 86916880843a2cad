//! What stands before every console route: origin, session, CSRF, role. Rows of `routes::table` say what each needs.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use shared::access::{Act, Relation, may};
use shared::problem::ProblemCode;

use crate::auth::{self, Session};
use crate::cookie;
use crate::web::Web;
use crate::wire::Refused;

/// The header that carries [`crate::view::Me::csrf`].
pub const CSRF_HEADER: &str = "guihang-csrf";

/// What the guard of one route needs: any of these acts, or only a session.
#[derive(Debug, Clone)]
pub struct Need {
    pub web: Web,
    pub acts: &'static [Act],
}

/// Lets a request through to a route for logged-in users.
///
/// # Errors
/// `CsrfFailed`, `NotLoggedIn`, `RoleMayNot`.
pub async fn session(
    State(need): State<Need>,
    mut request: Request,
    next: Next,
) -> Result<Response, Refused> {
    check_origin(&need.web, request.method(), request.headers())?;
    let token = cookie::token(request.headers(), need.web.is_https())
        .ok_or(Refused(ProblemCode::NotLoggedIn.into()))?;
    let session = need.web.blocking(move |office| office.write(|work| auth::resume(work, &token))).await?;
    need.web.limit(session.user.user)?;
    if changes(request.method()) {
        let sent = request.headers().get(CSRF_HEADER).and_then(|value| value.to_str().ok());
        if !sent.is_some_and(|sent| session.csrf_matches(sent)) {
            return Err(ProblemCode::CsrfFailed.into());
        }
    }
    // Whether the role may do it at all; how a single case lies to the user is asked by the act itself.
    let role = session.user.role;
    if !need.acts.is_empty() && !need.acts.iter().any(|act| may(role, *act, Relation::Assigned)) {
        return Err(ProblemCode::RoleMayNot.into());
    }
    request.extensions_mut().insert(session);
    Ok(next.run(request).await)
}

/// Refuses changes that another site asked the browser for. Login has nothing else to check.
///
/// # Errors
/// `CsrfFailed`.
pub async fn same_origin(State(web): State<Web>, request: Request, next: Next) -> Result<Response, Refused> {
    check_origin(&web, request.method(), request.headers())?;
    Ok(next.run(request).await)
}

fn changes(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD)
}

/// Browsers name the origin of every change. Where there is a name, it must be ours.
fn check_origin(web: &Web, method: &Method, headers: &HeaderMap) -> Result<(), Refused> {
    if !changes(method) {
        return Ok(());
    }
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let host = text(header::HOST.as_str()).unwrap_or_default();
    let origin_is_ours = text(header::ORIGIN.as_str()).is_none_or(|origin| {
        let named = origin.split_once("://").map(|(_, named)| named);
        // Under our own TLS a browser that came by another name of ours has checked that name.
        let by_other_name = !web.told().pins.is_empty() && origin == format!("https://{host}");
        origin == web.address() || by_other_name || (!web.is_https() && named == Some(host))
    });
    let site_is_ours = text("sec-fetch-site").is_none_or(|site| site == "same-origin");
    if origin_is_ours && site_is_ours { Ok(()) } else { Err(ProblemCode::CsrfFailed.into()) }
}

impl<S: Send + Sync> FromRequestParts<S> for Session {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        parts.extensions.get::<Self>().cloned().ok_or(Refused(ProblemCode::NotLoggedIn.into()))
    }
}
