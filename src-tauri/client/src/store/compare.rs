//! 对账: what this phone holds of each case, against what the office counts; and what mends a difference.
//!
//! Own records on their way and those set aside are left out, as the office leaves them out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use db::Text;
use rusqlite::{OptionalExtension, Transaction};
use shared::access::reads_cards;
use shared::code::Role;
use shared::event::{Event, Stream};
use shared::hash::Hash;
use shared::id::{CaseId, SeriesId};
use shared::protocol::{BundleHead, CaseCount, CaseMarks, PulledEvent, SetDigest, Summing, cards_hash, mark};

use super::events::{Taken, comes_back, insert_pulled, read_event, stream_text};
use super::orphan::set_aside_uncounted;
use super::{Store, StoreError};

/// What is held of a case.
type Held = BTreeMap<String, (u32, SetDigest)>;

/// What is held, and of which state of the records that was worked out. A phone asks every few seconds whether it is in
/// step; as long as no record came, went or was set aside, and no receipt covers more, the answer stands.
#[derive(Debug)]
pub(super) struct Weighed {
    series: SeriesId,
    version: i64,
    /// Changes when another connection wrote into the file.
    written: i64,
    covered: u32,
    held: Arc<Held>,
}

impl Store {
    fn held(&self, series: SeriesId) -> Result<Arc<Held>, StoreError> {
        let sql = "SELECT (SELECT version FROM temp.held_version), (SELECT covered FROM line), \
                   (SELECT data_version FROM pragma_data_version)";
        let mut query = self.connection.prepare_cached(sql)?;
        let (version, covered, written) = query.query_row([], |row| {
            Ok((row.get(0)?, row.get::<_, Option<u32>>(1)?.unwrap_or(0), row.get(2)?))
        })?;
        let stands = |last: &&Weighed| {
            (last.series, last.version, last.written, last.covered) == (series, version, written, covered)
        };
        if let Some(last) = self.held.borrow().as_ref().filter(stands) {
            return Ok(Arc::clone(&last.held));
        }
        let held = Arc::new(self.weigh(series)?);
        *self.held.borrow_mut() =
            Some(Weighed { series, version, written, covered, held: Arc::clone(&held) });
        Ok(held)
    }

    fn weigh(&self, series: SeriesId) -> Result<Held, StoreError> {
        let mut statement = self.connection.prepare_cached(include_str!("../../sql/held_hashes.sql"))?;
        let mut rows = statement.query([Text(series)])?;
        let mut held = Held::new();
        while let Some(row) = rows.next()? {
            let hash = Hash(row.get(1)?);
            let stream = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            if !held.contains_key(stream) {
                held.insert(stream.to_owned(), (0, SetDigest::default()));
            }
            if let Some((events, digest)) = held.get_mut(stream) {
                *events += 1;
                digest.add(&hash);
            }
        }
        Ok(held)
    }

    /// What this phone holds, in one hash, to be compared with the office's. `None` before the office named any case.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn summary(&self, series: SeriesId, role: Role) -> Result<Option<Hash>, StoreError> {
        let Some(scope) = self.scope()? else { return Ok(None) };
        let line = self.line()?;
        let held = self.held(series)?;
        let count = |case: &CaseId| {
            let found = held.get(&stream_text(&Stream::Case(*case))).copied();
            let (events, digest) = found.unwrap_or_default();
            CaseCount { case: *case, events, digest: Some(digest) }
        };
        let cases: Vec<CaseCount> = scope.iter().map(count).collect();
        let cards = reads_cards(role).then(|| self.cards()).transpose()?;
        let cards = cards.map(|cards| cards_hash(&cards));
        let staff = self.staff()?;
        let summing = Summing {
            scope_version: line.scope_version,
            cases: &cases,
            staff: &staff,
            decided: line.decided,
            cards: cards.as_ref(),
        };
        Ok(Some(summing.hash()))
    }

    /// Whether records are held of a case that is not on the list, which is not empty.
    pub(super) fn holds_left(&self, series: SeriesId) -> Result<bool, StoreError> {
        let scope = self.scope()?.unwrap_or_default();
        let named: BTreeSet<String> = scope.iter().map(|case| stream_text(&Stream::Case(*case))).collect();
        let held = self.held(series)?;
        let mut of_cases = held.keys().filter(|stream| stream.starts_with("case:"));
        Ok(!named.is_empty() && of_cases.any(|stream| !named.contains(stream)))
    }

    /// Of these cases those that differ, each with how many records are here.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn differing(
        &self,
        series: SeriesId,
        counts: &[CaseCount],
    ) -> Result<Vec<(CaseCount, u32)>, StoreError> {
        let held = self.held(series)?;
        let differs = |count: &CaseCount| {
            let found = held.get(&stream_text(&Stream::Case(count.case))).copied();
            let (events, digest) = found.unwrap_or_default();
            let same = events == count.events && count.digest.is_none_or(|theirs| theirs == digest);
            (!same).then(|| (count.clone(), events))
        };
        Ok(counts.iter().filter_map(differs).collect())
    }

    /// Every record of a case the office has received, by its mark.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn marks_of(&self, series: SeriesId, case: CaseId) -> Result<CaseMarks, StoreError> {
        let sql = include_str!("../../sql/held_hashes_of_case.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let stream = stream_text(&Stream::Case(case));
        let rows = statement.query_map((Text(series), stream), |row| Ok(mark(&Hash(row.get(0)?))))?;
        Ok(CaseMarks { case, marks: rows.collect::<Result<_, _>>()? })
    }

    /// Takes in what the office sent of cases that differed: what is missing comes, what is other is put right. An own
    /// record is put right only where it fits this phone's own chain.
    ///
    /// # Errors
    /// [`StoreError::Db`]; nothing is kept then.
    pub fn take_repair(&mut self, own: SeriesId, events: &[PulledEvent]) -> Result<Taken, StoreError> {
        let transaction = self.transaction()?;
        let mut taken = Taken::default();
        for pulled in events {
            put_right(&transaction, own, pulled, &mut taken)?;
        }
        transaction.commit()?;
        Ok(taken)
    }

    /// Takes in a whole case, in one transaction; its pieces may go.
    ///
    /// # Errors
    /// [`StoreError::Db`]; nothing is kept then.
    pub fn take_bundle(
        &mut self,
        own: SeriesId,
        case: CaseId,
        events: &[PulledEvent],
    ) -> Result<Taken, StoreError> {
        let transaction = self.transaction()?;
        let mut taken = Taken::default();
        for pulled in events {
            put_right(&transaction, own, pulled, &mut taken)?;
        }
        let counted: BTreeSet<Hash> =
            events.iter().map(|pulled| Hash::of(pulled.event.get().as_bytes())).collect();
        let is_counted = |hash: &Hash| counted.contains(hash);
        set_aside_uncounted(&transaction, own, case, is_counted, &mut taken.streams)?;
        transaction.execute("DELETE FROM bundle_part WHERE case_id = ?1", [Text(case)])?;
        transaction.commit()?;
        Ok(taken)
    }

    /// Of these cases sets aside what others wrote and the office does not count, by its mark. Gives the streams that
    /// lost something.
    ///
    /// # Errors
    /// [`StoreError::Db`]; nothing is kept then.
    pub fn let_go_uncounted(
        &mut self,
        own: SeriesId,
        cases: &[CaseId],
        not_counted: &[String],
    ) -> Result<BTreeSet<Stream>, StoreError> {
        let marks: BTreeSet<&str> = not_counted.iter().map(String::as_str).collect();
        let transaction = self.transaction()?;
        let mut streams = BTreeSet::new();
        for case in cases {
            let is_counted = |hash: &Hash| !marks.contains(mark(hash).as_str());
            set_aside_uncounted(&transaction, own, *case, is_counted, &mut streams)?;
        }
        transaction.commit()?;
        Ok(streams)
    }

    /// How many bytes are here of a bundle that broke off, and of which.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn bundle_part(&self, case: CaseId) -> Result<Option<(Hash, Vec<u8>)>, StoreError> {
        let sql = "SELECT etag, bytes FROM bundle_part WHERE case_id = ?1";
        let found = self.connection.query_row(sql, [Text(case)], |row| Ok((Hash(row.get(0)?), row.get(1)?)));
        Ok(found.optional()?)
    }

    /// Keeps a piece of a bundle, so that a line that breaks costs no more than the next one.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn keep_bundle_part(&self, head: &BundleHead, bytes: &[u8]) -> Result<(), StoreError> {
        let sql = "INSERT INTO bundle_part (case_id, etag, bytes) VALUES (?1, ?2, ?3) \
                   ON CONFLICT (case_id) DO UPDATE SET etag = ?2, bytes = ?3";
        self.connection.execute(sql, (Text(head.case), &head.etag.0, bytes))?;
        Ok(())
    }
}

fn put_right(
    transaction: &Transaction<'_>,
    own: SeriesId,
    pulled: &PulledEvent,
    taken: &mut Taken,
) -> Result<(), StoreError> {
    let bytes = pulled.event.get().as_bytes();
    let Some(event) = read_event(bytes) else {
        taken.refused += 1;
        return Ok(());
    };
    let hash = Hash::of(bytes);
    if event.series == own && !fits(transaction, &event, &hash)? {
        taken.refused += 1;
        return Ok(());
    }
    if insert_pulled(transaction, pulled, &event, &hash)? {
        taken.streams.insert(event.stream);
        return Ok(());
    }
    let sql = "SELECT hash, stream FROM event WHERE series = ?1 AND seq = ?2";
    let (here, stream): (String, String) = transaction
        .prepare_cached(sql)?
        .query_row((Text(event.series), event.seq), |row| Ok((row.get(0)?, row.get(1)?)))?;
    if here == hash.0 {
        if comes_back(transaction, own, &event, bytes)? {
            taken.streams.insert(event.stream);
        }
        return Ok(());
    }
    transaction.prepare_cached(include_str!("../../sql/replace_event.sql"))?.execute((
        Text(event.series),
        event.seq,
        Text(event.id),
        stream_text(&event.stream),
        Text(&hash),
        bytes,
        Text(pulled.received_at),
        pulled.mark.map(|mark| mark.code()),
    ))?;
    // Where it lay before, it lies no longer.
    taken.streams.extend(stream.strip_prefix("case:").and_then(|case| case.parse().ok()).map(Stream::Case));
    taken.streams.insert(event.stream);
    Ok(())
}

/// Whether an own record is the one its neighbours speak of. One that no receipt covers, or that was set aside, is never
/// touched: it may be on this phone alone.
fn fits(transaction: &Transaction<'_>, event: &Event, hash: &Hash) -> Result<bool, StoreError> {
    let neighbour = |seq: u32| -> Result<Option<(String, Vec<u8>)>, StoreError> {
        let sql = "SELECT hash, bytes FROM event WHERE series = ?1 AND seq = ?2";
        let row = (Text(event.series), seq);
        Ok(transaction
            .prepare_cached(sql)?
            .query_row(row, |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?)
    };
    let before = neighbour(event.seq.saturating_sub(1))?;
    let after = neighbour(event.seq.saturating_add(1))?.and_then(|(_, bytes)| read_event(&bytes));
    let here = neighbour(event.seq)?;
    let follows = before.as_ref().is_none_or(|(before, _)| *before == event.prev.0);
    let is_followed = after.as_ref().is_none_or(|after| after.prev == *hash);
    let is_known = here.as_ref().is_some_and(|(here, _)| *here == hash.0);
    let covered: u32 = transaction.query_row("SELECT covered FROM line", [], |row| row.get(0))?;
    let sql = "SELECT EXISTS (SELECT 1 FROM quarantine WHERE seq = ?1)";
    let is_set_aside: bool = transaction.query_row(sql, [event.seq], |row| row.get(0))?;
    let may_be_put_right = here.is_none() || (event.seq <= covered && !is_set_aside);
    Ok(is_known || (follows && is_followed && may_be_put_right))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::store::Key;

    #[test]
    fn what_is_held_is_weighed_again_only_when_a_record_came_went_or_was_covered() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), &Key::new([7; 32])).unwrap();
        let (own, other) = (SeriesId(Uuid::from_u128(1)), SeriesId(Uuid::from_u128(2)));
        let put = |series: SeriesId, seq: u32| {
            let hash = Hash::of(&seq.to_le_bytes()).0;
            let sql = "INSERT INTO event (series, seq, id, stream, hash, bytes) VALUES (?1, ?2, 'e', 'case:a', ?3, x'01')";
            store.connection.execute(sql, (Text(series), seq, hash)).unwrap();
        };
        let weighed = || store.held(own).unwrap();
        let counted = || weighed().get("case:a").map_or(0, |(events, _)| *events);
        assert_eq!(counted(), 0);
        put(other, 1);
        assert_eq!(counted(), 1, "one came");
        let before = weighed();
        store.next_counter().unwrap();
        assert!(Arc::ptr_eq(&before, &weighed()), "a poll that brought nothing reads nothing");
        put(own, 1);
        assert_eq!(counted(), 1, "an own record without a receipt is not the office's yet");
        store.connection.execute("UPDATE line SET covered = 1", []).unwrap();
        assert_eq!(counted(), 2, "and with one it is");
        store.connection.execute("INSERT INTO quarantine (seq, problem) VALUES (1, '{}')", []).unwrap();
        assert_eq!(counted(), 1, "set aside");
        store.connection.execute("DELETE FROM quarantine", []).unwrap();
        assert_eq!(counted(), 2, "released");
        store
            .connection
            .execute("UPDATE event SET bytes = x'' WHERE seq = 1 AND series = ?1", [Text(other)])
            .unwrap();
        assert_eq!(counted(), 1, "let go of");
        store.connection.execute("DELETE FROM event", []).unwrap();
        assert_eq!(counted(), 0);
        let undone = store.connection.unchecked_transaction().unwrap();
        put(other, 3);
        drop(undone);
        assert_eq!(counted(), 0, "what was rolled back never came");
    }
}
