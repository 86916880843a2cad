//! 卷包 that lie ready: a cache, sealed under the key of the case. Any row may go at any time.

use db::Text;
use rusqlite::{OptionalExtension, params};
use shared::hash::Hash;
use shared::id::{CaseId, TownshipCode};
use shared::protocol::BundleHead;

use super::{StoreError, Work, case_key};

/// A bundle with the office's signature.
#[derive(Debug, Clone)]
pub struct Bundle {
    pub head: BundleHead,
    pub signature: String,
    pub bytes: Vec<u8>,
}

fn place(code: &TownshipCode, case: CaseId, etag: &Hash) -> String {
    format!("bundle/{code}/{case}/{etag}")
}

/// The bundle of this etag; an older one counts for nothing.
pub(crate) fn find(
    work: Work<'_>,
    code: &TownshipCode,
    case: CaseId,
    etag: &Hash,
) -> Result<Option<Bundle>, StoreError> {
    let sql = "SELECT head, sealed FROM bundle WHERE township = ?1 AND case_id = ?2 AND etag = ?3";
    let row = params![Text(code), Text(case), etag.0];
    let found: Option<(String, Vec<u8>)> =
        work.sql.prepare_cached(sql)?.query_row(row, |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let key = case_key::find(work, code, &format!("case/{case}"))?;
    let (Some((head, sealed)), Some(key)) = (found, key) else { return Ok(None) };
    // What does not open or read is made anew.
    let opened = key.open(&place(code, case, etag), &sealed).ok();
    let read = serde_json::from_str::<(BundleHead, String)>(&head).ok();
    Ok(opened.zip(read).map(|(bytes, (head, signature))| Bundle { head, signature, bytes: bytes.to_vec() }))
}

pub(crate) fn put(work: Work<'_>, code: &TownshipCode, bundle: &Bundle) -> Result<(), StoreError> {
    let head = &bundle.head;
    let key = case_key::find_or_make(work, code, &format!("case/{}", head.case))?;
    let sealed = key.seal(&work.deps.entropy, &place(code, head.case, &head.etag), &bundle.bytes)?;
    let text = serde_json::to_string(&(head, &bundle.signature))
        .map_err(|_| StoreError::Damaged("head of a bundle"))?;
    let row = params![Text(code), Text(head.case), head.etag.0, text, sealed];
    work.sql.prepare_cached(include_str!("sql/bundle_put.sql"))?.execute(row)?;
    Ok(())
}
