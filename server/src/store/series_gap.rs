//! 缺号: places of a device's series that nobody who writes to it has any more, each with the receipt that proves what
//! follows it.

use db::{Json, Text};
use rusqlite::params;
use shared::hash::Hash;
use shared::id::{SeriesId, TownshipCode};
use shared::protocol::SignedReceipt;

use super::event::Place;
use super::{StoreError, Work, all};

/// A run of places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesGap {
    pub series: SeriesId,
    pub first_seq: u32,
    pub last_seq: u32,
    /// Hash of the event at `last_seq`, by what follows it.
    pub chain: Hash,
    /// Of before the restore, up to `last_seq` or further.
    pub receipt: SignedReceipt,
}

impl SeriesGap {
    /// Whether a place lies in it.
    #[must_use]
    pub fn holds(&self, series: SeriesId, seq: u32) -> bool {
        self.series == series && (self.first_seq..=self.last_seq).contains(&seq)
    }
}

/// Keeps one.
pub(crate) fn insert(work: Work<'_>, township: &TownshipCode, gap: &SeriesGap) -> Result<(), StoreError> {
    let row = params![
        Text(township),
        Text(gap.series),
        gap.first_seq,
        gap.last_seq,
        gap.chain.0,
        Json(&gap.receipt),
        work.now_ms()
    ];
    work.sql.prepare_cached(include_str!("sql/series_gap_insert.sql"))?.execute(row)?;
    Ok(())
}

/// All of a township, by series and place.
pub(crate) fn list(work: Work<'_>, township: &TownshipCode) -> Result<Vec<SeriesGap>, StoreError> {
    let mut query = work.sql.prepare_cached(include_str!("sql/series_gap_list.sql"))?;
    let rows = query.query_map([Text(township)], |row| {
        let series: Text<SeriesId> = row.get(0)?;
        let (first_seq, last_seq, chain) = (row.get(1)?, row.get(2)?, Hash(row.get(3)?));
        let receipt: Json<SignedReceipt> = row.get(4)?;
        Ok(SeriesGap { series: series.0, first_seq, last_seq, chain, receipt: receipt.0 })
    })?;
    all(rows)
}

/// The one a place lies in.
pub(crate) fn around(work: Work<'_>, place: &Place) -> Result<Option<SeriesGap>, StoreError> {
    let gaps = list(work, &place.township)?;
    Ok(gaps.into_iter().find(|gap| gap.holds(place.series, place.seq)))
}
