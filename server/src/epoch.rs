//! 世代: what the server's word is worth since when. A restored office begins a new one: every device notices at its
//! first contact and offers again what the office can no longer prove.

use shared::id::{SeriesId, TownshipCode};
use shared::protocol::{EndedSeries, OfficeSeries, SignedOfficeSeries};

use crate::backup::Header;
use crate::signature;
use crate::store::audit::{Actor, AuditAct};
use crate::store::{
    StoreError, Work, audit, backed_up, device, epoch_past, event, pairing, session, setup_link, township,
    user,
};

/// The new epoch of a township.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    pub township: TownshipCode,
    pub epoch: String,
    /// Acts of the office go on in this series: phones may hold events of the old one that the backup does not.
    pub console_series: SeriesId,
}

/// Begins a new epoch in every township of a store that was put back from a backup.
///
/// Nothing that was granted for a short time outlives it: sessions end, codes and links expire, devices must say
/// hello before anything else.
///
/// # Errors
/// Of the store.
pub(crate) fn begin(work: Work<'_>, header: &Header) -> Result<Vec<Begun>, StoreError> {
    let mut begun = Vec::new();
    for old in township::list(work)? {
        epoch_past::insert(work, &old)?;
        let new = Begun {
            township: old.code.clone(),
            epoch: SeriesId::make(work.now, work.deps.id_entropy()).to_string(),
            console_series: SeriesId::make(work.now, work.deps.id_entropy()),
        };
        township::begin_epoch(work, &old.code, &new.epoch, new.console_series)?;
        session::end_of_township(work, &old.code)?;
        pairing::expire_all(work, &old.code)?;
        setup_link::expire_all(work, &old.code)?;
        device::forget_nonces(work, &old.code)?;
        user::bump_scopes_restored(work, &old.code)?;
        for head in header.townships.iter().filter(|head| head.township == old.code) {
            for series in &head.series {
                backed_up::put(work, &old.code, series.series, series.complete_to)?;
            }
        }
        let subject = format!("{} > {}", old.epoch, new.epoch);
        audit::write(work, &old.code, Actor::Machine, AuditAct::Restore, &subject)?;
        begun.push(new);
    }
    Ok(begun)
}

/// 办公室序列: the one the office writes to, and where those of before each restore end, signed.
///
/// # Errors
/// Of the store.
pub(crate) fn office_series(work: Work<'_>, code: &TownshipCode) -> Result<SignedOfficeSeries, StoreError> {
    let township = township::get(work, code)?;
    let past = epoch_past::console_series(work, code)?.into_iter().map(|series| {
        let up_to_seq = event::last(work, code, series)?.map_or(0, |(seq, _)| seq);
        Ok(EndedSeries { series, up_to_seq })
    });
    let ended = past.collect::<Result<_, StoreError>>()?;
    let series = OfficeSeries { epoch: township.epoch, current: township.console_series, ended };
    let seed = township::receipt_key(work, code)?;
    let signature = signature::sign(&seed, series.signing_text().as_bytes())?;
    Ok(SignedOfficeSeries { series, signature })
}
