//! What this phone let go of with its case and the office has lost since: offered again from the sealed copies, which the
//! phone cannot open itself.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use shared::problem::Problem;
use shared::protocol::CapsuleRequest;

use super::sign::pack;
use crate::problems::of_file;
use crate::store::Store;

/// Records in one offer at most: a sealed record has a few kilobytes, its photos half a megabyte each.
const RECORDS_MAX: usize = 50;
/// Attachments in one offer at most.
const ATTACHMENTS_MAX: usize = 8;

/// The body of the offer, if the record at `from` is one that was let go of.
///
/// # Errors
/// Of the store, of the sealed files.
pub fn of(store: &Store, from: u32) -> Result<Option<Vec<u8>>, Problem> {
    let seqs = store.let_go_from(from, RECORDS_MAX)?;
    let Some(sealer) = store.sealer().filter(|_| !seqs.is_empty()) else { return Ok(None) };
    let mut attachments = store.attachments_sealed_only()?;
    attachments.truncate(ATTACHMENTS_MAX);
    let bundle = sealer.offer(&seqs, &attachments).map_err(|error| of_file(&error))?;
    pack(&CapsuleRequest { bundle: STANDARD.encode(bundle) }).map(Some)
}
