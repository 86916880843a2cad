//! The line of a measurement: the office's router in this process, every byte of an answer counted as it would travel.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::Result;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use client::sync::{Link, LinkError, WireReply, WireRequest};
use server::office::Office;
use server::routes;
use server::web::Web;
use shared::protocol::{route, version};
use tokio::runtime::Runtime;
use tower::ServiceExt;

const ZSTD_MAGIC: [u8; 4] = [0x28, 0xB5, 0x2F, 0xFD];

#[derive(Debug, Default)]
struct Counted {
    requests: usize,
    bytes: usize,
    office: Duration,
}

/// See the module.
#[derive(Debug)]
pub struct CountingLink {
    runtime: Runtime,
    office: Office,
    /// The office speaks as one before `version::WHOLE`.
    is_old: bool,
    counted: Mutex<Counted>,
}

impl CountingLink {
    /// # Errors
    /// Where there is no runtime.
    pub fn new(office: Office, is_old: bool) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().build()?;
        Ok(Self { runtime, office, is_old, counted: Mutex::default() })
    }

    /// Counts anew.
    ///
    /// # Panics
    /// When another holder panicked.
    pub fn clear(&self) {
        *self.counted.lock().unwrap() = Counted::default();
    }

    /// Requests, and bytes of their answers.
    ///
    /// # Panics
    /// When another holder panicked.
    #[must_use]
    pub fn counted(&self) -> (usize, usize) {
        let counted = self.counted.lock().unwrap();
        (counted.requests, counted.bytes)
    }

    /// Time the office took.
    ///
    /// # Panics
    /// When another holder panicked.
    #[must_use]
    pub fn office_seconds(&self) -> f64 {
        self.counted.lock().unwrap().office.as_secs_f64()
    }

    fn as_old(&self, path: &str, body: Vec<u8>) -> Vec<u8> {
        if !self.is_old || path != route::HELLO {
            return body;
        }
        let Ok(mut reply) = serde_json::from_slice::<serde_json::Value>(&body) else { return body };
        if let Some(protocol) = reply.get_mut("protocol") {
            *protocol = version::SCOPE.into();
        }
        serde_json::to_vec(&reply).unwrap_or(body)
    }
}

impl Link for CountingLink {
    #[allow(clippy::disallowed_methods, reason = "a measurement owns a stopwatch")]
    fn send(&self, request: &WireRequest) -> Result<WireReply, LinkError> {
        let begun = Instant::now();
        let router = routes::router(&Web::new(self.office.clone(), "http://127.0.0.1:1"));
        let mut post = Request::post(request.path);
        for (name, value) in &request.headers {
            post = post.header(*name, value);
        }
        let post = post.body(Body::from(request.body.clone())).map_err(|_| LinkError::Unreachable)?;
        let (status, body) = self.runtime.block_on(async move {
            let response = router.oneshot(post).await.map_err(|_| LinkError::Unreachable)?;
            let status = response.status().as_u16();
            let body =
                to_bytes(response.into_body(), usize::MAX).await.map_err(|_| LinkError::Unreachable)?;
            Ok::<_, LinkError>((status, body.to_vec()))
        })?;
        let mut counted = self.counted.lock().unwrap();
        counted.requests += 1;
        counted.bytes += body.len();
        counted.office += begun.elapsed();
        drop(counted);
        let body = if body.starts_with(&ZSTD_MAGIC) {
            zstd::decode_all(body.as_slice()).map_err(|_| LinkError::Unreachable)?
        } else {
            body
        };
        Ok(WireReply { status, body: self.as_old(request.path, body) })
    }
}
