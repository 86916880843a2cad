//! Signed requests and read answers: what both sides of the wire agree on.

use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::problem::{Problem, ProblemCode};
use shared::protocol::{SIGNATURE_HEADERS, signing_text};

use super::{WireReply, WireRequest};
use crate::pairing::{DeviceKey, Pairing};

/// Faster than the line, and small enough for one.
const ZSTD_LEVEL: i32 = 3;

/// JSON under zstd.
///
/// # Errors
/// `RequestMalformed` for what JSON cannot hold.
pub fn pack<T: Serialize>(body: &T) -> Result<Vec<u8>, Problem> {
    let json = serde_json::to_vec(body).map_err(|_| ProblemCode::RequestMalformed)?;
    zstd::bulk::compress(&json, ZSTD_LEVEL).map_err(|_| ProblemCode::RequestMalformed.into())
}

/// A request with the four headers; the signature is over the bytes that travel.
pub fn sign(
    pairing: &Pairing,
    device: &DeviceKey,
    path: &'static str,
    nonce: &str,
    counter: u64,
    body: Vec<u8>,
) -> WireRequest {
    let signature = device.sign(&signing_text("POST", path, &body, nonce, counter));
    let values = [pairing.series.to_string(), nonce.to_owned(), counter.to_string(), signature];
    WireRequest {
        server: pairing.server.clone(),
        pins: pairing.pins.clone(),
        path,
        headers: SIGNATURE_HEADERS.into_iter().zip(values).collect(),
        body,
    }
}

/// Reads an answer, or the problem it tells of.
///
/// # Errors
/// The office's own [`Problem`]; `ServerBusy` for a failure without one; `Offline` for an answer that is not ours at
/// all, as hotel networks give.
pub fn read<T: DeserializeOwned>(reply: &WireReply) -> Result<T, Problem> {
    if (200..300).contains(&reply.status) {
        return serde_json::from_slice(&reply.body).map_err(|_| ProblemCode::Offline.into());
    }
    if let Ok(problem) = serde_json::from_slice::<Problem>(&reply.body) {
        return Err(problem);
    }
    Err(match reply.status {
        413 => ProblemCode::RequestTooLarge.into(),
        429 | 500.. => ProblemCode::ServerBusy.into(),
        _ => ProblemCode::Offline.into(),
    })
}
