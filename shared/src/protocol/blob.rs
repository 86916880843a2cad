//! 附件 on the line: the core of the tus protocol 1.0 (create, offset, patch), under the device's signature headers.
//!
//! `POST /sync/blob` names a hash that a pushed record of the same series names, `HEAD` and `PATCH
//! /sync/blob/<64 digits>` say and move the offset, `GET` with a range reads. An upload counts when the office has
//! the whole and its hash is right; its answer then carries a signed word.

use crate::hash::Hash;
use crate::id::SeriesId;

/// What both sides speak.
pub const TUS_VERSION: &str = "1.0.0";
/// Bytes of one `PATCH` at most, hence also what a cut line can cost.
pub const CHUNK_BYTES_MAX: usize = 256 * 1024;
/// Where uploads are made.
pub const ROUTE: &str = "/sync/blob";
/// Where one attachment lies, as routers write it.
pub const ROUTE_ONE: &str = "/sync/blob/{digest}";

/// Names of headers.
pub mod header {
    pub const TUS: &str = "tus-resumable";
    pub const OFFSET: &str = "upload-offset";
    pub const LENGTH: &str = "upload-length";
    pub const METADATA: &str = "upload-metadata";
    /// The office's signature over [`super::receipt_text`]; only when it has the whole.
    pub const RECEIPT: &str = "guihang-receipt";
    pub const PATCH_TYPE: &str = "application/offset+octet-stream";
}

/// The path of one attachment; `None` for what is no hash.
#[must_use]
pub fn path_of(hash: &Hash) -> Option<String> {
    Some(format!("{ROUTE}/{}", hash.digest()?))
}

/// What the office signs once it has an attachment whole. The epoch is in it: what a restored office has lost it
/// signs anew.
#[must_use]
pub fn receipt_text(epoch: &str, series: SeriesId, hash: &Hash, bytes: u32) -> String {
    format!("guihang-blob-1\n{epoch}\n{series}\n{hash}\n{bytes}")
}
