//! Bodies on the line: JSON for the console, JSON under zstd for phones, problems as JSON. Everything is bounded.

use std::io::Read;

use axum::Json;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::id::{CaseId, DraftId, EventId, HandoverId, OpeningId, ProposalId, SeriesId, UserId};
use shared::problem::{Problem, ProblemCode};
use shared::protocol::capsule::BUNDLE_BYTES_MAX;
use shared::protocol::{BODY_BYTES_MAX, SIGNATURE_HEADERS};

use crate::admit::SignedRequest;

/// The largest body of a console request.
const CONSOLE_BYTES_MAX: usize = 256 * 1024;
/// Decompressing holds a window of at most 2^23 bytes, whatever a frame asks for.
const WINDOW_LOG_MAX: u32 = 23;
const LEVEL: i32 = 3;

/// A refusal as it is answered.
#[derive(Debug)]
pub struct Refused(pub Problem);

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl From<ProblemCode> for Refused {
    fn from(code: ProblemCode) -> Self {
        Self(code.into())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        tracing::debug!(code = self.0.code.code(), "refused");
        (status, Json(self.0)).into_response()
    }
}

/// What a console handler answers.
pub type Answer<T> = Result<Json<T>, Refused>;

/// A packed answer to a phone.
#[derive(Debug)]
pub struct Packed(Vec<u8>);

impl IntoResponse for Packed {
    fn into_response(self) -> Response {
        let kind = [(header::CONTENT_TYPE, "application/json"), (header::CONTENT_ENCODING, "zstd")];
        (kind, self.0).into_response()
    }
}

/// JSON under zstd.
///
/// # Errors
/// `StoreFailed` where a value cannot be written (none of ours).
pub fn pack<T: Serialize>(value: &T) -> Result<Packed, Problem> {
    let json = serde_json::to_vec(value).map_err(|_| ProblemCode::StoreFailed)?;
    let packed = zstd::encode_all(json.as_slice(), LEVEL).map_err(|_| ProblemCode::StoreFailed)?;
    Ok(Packed(packed))
}

/// Reads JSON under zstd, never more than [`BODY_BYTES_MAX`] of it.
///
/// # Errors
/// `RequestTooLarge`, `RequestMalformed`.
pub fn unpack<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let malformed = || Problem::new(ProblemCode::RequestMalformed);
    let mut decoder = zstd::stream::read::Decoder::new(body).map_err(|_| malformed())?;
    decoder.window_log_max(WINDOW_LOG_MAX).map_err(|_| malformed())?;
    let limit = u64::try_from(BODY_BYTES_MAX).unwrap_or(u64::MAX);
    let mut json = Vec::new();
    decoder.take(limit.saturating_add(1)).read_to_end(&mut json).map_err(|_| malformed())?;
    if json.len() > BODY_BYTES_MAX {
        return Err(ProblemCode::RequestTooLarge.into());
    }
    serde_json::from_slice(&json).map_err(|_| malformed())
}

async fn bounded(body: Body, limit: usize) -> Result<Bytes, Refused> {
    // Past the limit or broken off: either way there is no body to read.
    to_bytes(body, limit).await.map_err(|_| Refused(ProblemCode::RequestTooLarge.into()))
}

/// A JSON body of the console.
#[derive(Debug)]
pub struct Asked<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Asked<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refused> {
        // A form of another site cannot set this type without a preflight.
        let json = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if !json.is_some_and(|json| json.starts_with("application/json")) {
            return Err(ProblemCode::RequestMalformed.into());
        }
        let body = bounded(request.into_body(), CONSOLE_BYTES_MAX).await?;
        serde_json::from_slice(&body).map(Self).map_err(|_| ProblemCode::RequestMalformed.into())
    }
}

/// A packed body that no device signed: pairing.
#[derive(Debug)]
pub struct PackedBody(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for PackedBody {
    type Rejection = Refused;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refused> {
        bounded(request.into_body(), CONSOLE_BYTES_MAX).await.map(Self)
    }
}

/// A file handed in at the console.
#[derive(Debug)]
pub struct FileBody(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for FileBody {
    type Rejection = Refused;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refused> {
        bounded(request.into_body(), BUNDLE_BYTES_MAX).await.map(Self)
    }
}

impl<S: Send + Sync> FromRequest<S> for SignedRequest {
    type Rejection = Refused;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refused> {
        let (parts, body) = request.into_parts();
        let [series, nonce, counter, signature] = SIGNATURE_HEADERS.map(|name| text_of(&parts.headers, name));
        let malformed = || Refused(ProblemCode::RequestMalformed.into());
        let (Some(series), Some(nonce), Some(counter), Some(signature)) = (series, nonce, counter, signature)
        else {
            return Err(malformed());
        };
        let (Ok(series), Ok(counter)) = (series.parse(), counter.parse()) else {
            return Err(malformed());
        };
        let path = parts.uri.path_and_query().map(|path| path.as_str().to_owned()).unwrap_or_default();
        let method = parts.method.as_str().to_owned();
        let body = bounded(body, BODY_BYTES_MAX).await?.to_vec();
        Ok(Self { series, nonce, counter, signature, method, path, body })
    }
}

fn text_of(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// An id in the path; what is no id is answered like an id nobody has.
#[derive(Debug)]
pub struct Id<T>(pub T);

/// What an id nobody has is answered with.
pub trait Unknown {
    const UNKNOWN: ProblemCode;
}

impl Unknown for CaseId {
    const UNKNOWN: ProblemCode = ProblemCode::UnknownCase;
}

impl Unknown for UserId {
    const UNKNOWN: ProblemCode = ProblemCode::NotFound;
}

impl Unknown for shared::register::Register {
    const UNKNOWN: ProblemCode = ProblemCode::NotFound;
}

impl Unknown for DraftId {
    const UNKNOWN: ProblemCode = ProblemCode::NotFound;
}

impl Unknown for EventId {
    const UNKNOWN: ProblemCode = ProblemCode::UnknownRecord;
}

impl Unknown for OpeningId {
    const UNKNOWN: ProblemCode = ProblemCode::NotFound;
}

impl Unknown for ProposalId {
    const UNKNOWN: ProblemCode = ProblemCode::NotFound;
}

impl Unknown for HandoverId {
    const UNKNOWN: ProblemCode = ProblemCode::NotFound;
}

impl Unknown for SeriesId {
    const UNKNOWN: ProblemCode = ProblemCode::NotFound;
}

impl<S: Send + Sync, T: DeserializeOwned + Unknown + Send> FromRequestParts<S> for Id<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let path = Path::<T>::from_request_parts(parts, state).await;
        path.map(|Path(id)| Self(id)).map_err(|_| T::UNKNOWN.into())
    }
}

/// A query string.
#[derive(Debug)]
pub struct Filter<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Filter<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let query = Query::<T>::from_request_parts(parts, state).await;
        query.map(|Query(query)| Self(query)).map_err(|_| ProblemCode::RequestMalformed.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_unpacks() {
        let packed = pack(&vec!["甲一", "乙二"]).unwrap();
        assert_eq!(unpack::<Vec<String>>(&packed.0).unwrap(), ["甲一", "乙二"]);
    }

    #[test]
    fn a_bomb_is_refused_without_being_blown_up() {
        let bomb = zstd::encode_all(vec![b' '; BODY_BYTES_MAX + 1].as_slice(), 19).unwrap();
        assert!(bomb.len() < 8 * 1024, "it is small on the line: {}", bomb.len());
        assert_eq!(unpack::<serde_json::Value>(&bomb).unwrap_err().code, ProblemCode::RequestTooLarge);
    }

    #[test]
    fn bytes_that_are_no_body_are_malformed() {
        for body in [&b""[..], b"{}", b"\x28\xb5\x2f\xfd", &pack(&1).unwrap().0[..5]] {
            assert_eq!(unpack::<serde_json::Value>(body).unwrap_err().code, ProblemCode::RequestMalformed);
        }
    }
}
