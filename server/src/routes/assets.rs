//! The built pages of the console, baked into the binary. Unknown paths get the entry page: routes of the page itself.

use axum::http::{HeaderValue, Method, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use shared::problem::ProblemCode;

use crate::wire::Refused;

#[derive(RustEmbed)]
#[folder = "../ui/dist/console"]
struct Pages;

const ENTRY: &str = "index.html";
/// The build names these by their content.
const HASHED: &str = "assets/";

/// Any path that is no route.
pub async fn page(method: Method, uri: Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    let is_interface = path.starts_with("api/") || path.starts_with("sync/");
    if is_interface || !matches!(method, Method::GET | Method::HEAD) {
        return Refused(ProblemCode::NotFound.into()).into_response();
    }
    if let Some(found) = file(path) {
        return found;
    }
    let names_a_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let entry = if names_a_file { None } else { file(ENTRY) };
    entry.unwrap_or_else(|| Refused(ProblemCode::NotFound.into()).into_response())
}

fn file(path: &str) -> Option<Response> {
    let found = Pages::get(path)?;
    let kind = found.metadata.mimetype().to_owned();
    let mut response = ([(header::CONTENT_TYPE, kind)], found.data.into_owned()).into_response();
    if path.starts_with(HASHED) {
        let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
        response.headers_mut().insert(header::CACHE_CONTROL, forever);
    }
    Some(response)
}
