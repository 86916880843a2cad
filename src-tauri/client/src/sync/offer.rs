//! What this phone let go of with its case and the office has lost since: offered again from the sealed copies, which the
//! phone cannot open itself.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use shared::id::SeriesId;
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
pub fn of(store: &Store, own: SeriesId, from: u32) -> Result<Option<Vec<u8>>, Problem> {
    let Some(sealer) = store.sealer() else { return Ok(None) };
    let mut seqs = store.let_go_from(from, RECORDS_MAX)?;
    // Where the first has no copy either, the office is asked all the same and says what is wrong.
    let with_copy = seqs.iter().take_while(|seq| sealer.has_event(**seq)).count();
    seqs.truncate(with_copy.max(1));
    if seqs.is_empty() {
        return Ok(None);
    }
    let mut attachments = store.attachments_sealed_only()?;
    attachments.truncate(ATTACHMENTS_MAX);
    let bundle = sealer.offer(&seqs, &attachments).map_err(|error| of_file(&error))?;
    let gap = store.proof_before(own, from)?;
    pack(&CapsuleRequest { bundle: STANDARD.encode(bundle), gap }).map(Some)
}

/// The first record from `from` on that is here, or of which a sealed copy is.
///
/// # Errors
/// Of the store.
pub fn first_held(store: &Store, from: u32) -> Result<u32, Problem> {
    let Some(sealer) = store.sealer() else { return Ok(from) };
    let let_go = store.let_go_from(from, usize::MAX)?;
    let gone = let_go.iter().take_while(|seq| !sealer.has_event(**seq)).count();
    Ok(from.saturating_add(u32::try_from(gone).unwrap_or(u32::MAX)))
}
