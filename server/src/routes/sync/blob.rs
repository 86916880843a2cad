//! `/sync/blob`: the core of tus 1.0 under the device's signature. The signature covers the body; of the headers only
//! offset and hash decide anything, and both are checked against what the office holds.

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_RANGE, CONTENT_TYPE, LOCATION, RANGE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use shared::hash::Hash;
use shared::problem::{Problem, ProblemCode};
use shared::protocol::blob::{TUS_VERSION, header, path_of};

use crate::admit::{NonceRule, SignedRequest, admit};
use crate::blob::{self, Standing};
use crate::web::Web;
use crate::wire::Refused;

/// `OPTIONS`: which version is spoken.
pub async fn about() -> Response {
    let version = HeaderValue::from_static(TUS_VERSION);
    let said = [
        (HeaderName::from_static(header::TUS), version.clone()),
        (HeaderName::from_static("tus-version"), version),
        (HeaderName::from_static("tus-extension"), HeaderValue::from_static("creation")),
    ];
    (StatusCode::NO_CONTENT, said.into_iter().collect::<HeaderMap>()).into_response()
}

/// `POST`: announces an upload.
pub async fn create(
    State(web): State<Web>,
    headers: HeaderMap,
    request: SignedRequest,
) -> Result<Response, Refused> {
    check_version(&headers)?;
    let hash = named(&headers).ok_or(Problem::of_field(ProblemCode::RequestMalformed, header::METADATA))?;
    let location = path_of(&hash).ok_or(ProblemCode::RequestMalformed)?;
    let stands = web
        .blocking(move |office| {
            office.write(|work| blob::create(work, &admit(work, &request, NonceRule::OfLastHello)?, &hash))
        })
        .await?;
    let mut said = tell(&stands);
    said.insert(LOCATION, HeaderValue::from_str(&location).map_err(|_| ProblemCode::RequestMalformed)?);
    Ok((StatusCode::CREATED, said).into_response())
}

/// `HEAD`: where an upload stands.
pub async fn offset(
    State(web): State<Web>,
    Path(digest): Path<String>,
    request: SignedRequest,
) -> Result<Response, Refused> {
    let hash = Hash::of_digest(&digest).ok_or(ProblemCode::AttachmentUnknown)?;
    let stands = web
        .blocking(move |office| {
            office.write(|work| blob::offset(work, &admit(work, &request, NonceRule::OfLastHello)?, &hash))
        })
        .await?;
    let stands = stands.ok_or(ProblemCode::AttachmentUnknown)?;
    Ok((StatusCode::OK, tell(&stands)).into_response())
}

/// `PATCH`: one piece.
pub async fn append(
    State(web): State<Web>,
    Path(digest): Path<String>,
    headers: HeaderMap,
    request: SignedRequest,
) -> Result<Response, Refused> {
    check_version(&headers)?;
    let typed = headers.get(CONTENT_TYPE).is_some_and(|kind| kind == header::PATCH_TYPE);
    let offset = number(&headers, header::OFFSET).filter(|_| typed);
    let offset = offset.ok_or(Problem::of_field(ProblemCode::RequestMalformed, header::OFFSET))?;
    let hash = Hash::of_digest(&digest).ok_or(ProblemCode::AttachmentUnknown)?;
    let taken = web
        .blocking(move |office| {
            office.write(|work| {
                let caller = admit(work, &request, NonceRule::OfLastHello)?;
                blob::append(work, &caller, &hash, offset, &request.body)
            })
        })
        .await?;
    Ok((StatusCode::NO_CONTENT, tell(&taken?)).into_response())
}

/// `GET`: an attachment, or a range of it.
pub async fn read(
    State(web): State<Web>,
    Path(digest): Path<String>,
    headers: HeaderMap,
    request: SignedRequest,
) -> Result<Response, Refused> {
    let hash = Hash::of_digest(&digest).ok_or(ProblemCode::NotFound)?;
    let range = headers.get(RANGE).map(range_of).transpose()?;
    let slice = web
        .blocking(move |office| {
            office.write(|work| {
                let caller = admit(work, &request, NonceRule::OfLastHello)?;
                blob::read_for_device(work, &caller, &hash, range)
            })
        })
        .await?;
    let mut said = HeaderMap::new();
    said.insert(CONTENT_TYPE, HeaderValue::from_static(slice.attachment.media.code()));
    if range.is_none() {
        return Ok((StatusCode::OK, said, slice.bytes).into_response());
    }
    let (from, last) = (slice.range.start, slice.range.end.saturating_sub(1));
    let text = format!("bytes {from}-{last}/{}", slice.attachment.bytes);
    said.insert(CONTENT_RANGE, HeaderValue::from_str(&text).map_err(|_| ProblemCode::RequestMalformed)?);
    Ok((StatusCode::PARTIAL_CONTENT, said, slice.bytes).into_response())
}

fn check_version(headers: &HeaderMap) -> Result<(), Refused> {
    let spoken = headers.get(header::TUS).is_some_and(|version| version == TUS_VERSION);
    if spoken { Ok(()) } else { Err(Problem::of_field(ProblemCode::RequestMalformed, header::TUS).into()) }
}

/// The hash in `Upload-Metadata: hash <base64>`.
fn named(headers: &HeaderMap) -> Option<Hash> {
    let text = headers.get(header::METADATA)?.to_str().ok()?;
    let value = text.split(',').find_map(|pair| pair.trim().strip_prefix("hash "))?;
    let hash = Hash(String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()?);
    hash.digest().is_some().then_some(hash)
}

fn number(headers: &HeaderMap, name: &str) -> Option<u32> {
    headers.get(name)?.to_str().ok()?.parse().ok()
}

/// One range of bytes: `a-b`, `a-` or `-n`.
fn range_of(value: &HeaderValue) -> Result<(Option<u32>, Option<u32>), Problem> {
    let malformed = || Problem::of_field(ProblemCode::RequestMalformed, "range");
    let text = value.to_str().ok().and_then(|text| text.strip_prefix("bytes=")).ok_or_else(malformed)?;
    let (from, last) = text.split_once('-').ok_or_else(malformed)?;
    let bound = |text: &str| match text {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| malformed()),
    };
    Ok((bound(from)?, bound(last)?))
}

fn tell(stands: &Standing) -> HeaderMap {
    let mut said = HeaderMap::new();
    said.insert(header::TUS, HeaderValue::from_static(TUS_VERSION));
    said.insert(header::OFFSET, stands.held.into());
    said.insert(header::LENGTH, stands.bytes.into());
    if let Some(receipt) = stands.receipt.as_ref().and_then(|text| HeaderValue::from_str(text).ok()) {
        said.insert(header::RECEIPT, receipt);
    }
    said
}
