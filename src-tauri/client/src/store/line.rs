//! Where the store stands with the office: receipt, cursor, scope, counter; and the names it was told.

use std::collections::BTreeSet;

use db::{Json, Text};
use rusqlite::{OptionalExtension, Transaction};
use shared::event::{Body, Event, Stream};
use shared::hash::Hash;
use shared::id::{CaseId, SeriesId};
use shared::moment::Moment;
use shared::problem::{Problem, ProblemCode};
use shared::protocol::{CaseCount, SignedReceipt, StaffName};

use super::events::read_event;
use super::{Store, StoreError};
use crate::capsule::Sealer;

/// The row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub cursor: u64,
    pub scope_version: u32,
    pub epoch: String,
    /// Own records up to this `seq` are covered by the receipt.
    pub covered: u32,
    pub receipt: Option<SignedReceipt>,
    pub last_success: Option<Moment>,
    pub repaired: Option<String>,
    /// The last decision of the office heard.
    pub decided: u32,
    /// The scope version of the list that is kept; 0 before the first.
    pub scope_held: u32,
    /// The epoch in which the office was last asked where series of others end; empty before the first.
    pub asked_back: String,
}

/// What came of a list of cases.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Those that lost something.
    pub streams: BTreeSet<Stream>,
    /// Many cases were gone from it and nobody said why: nothing was let go.
    pub unexplained: bool,
}

/// Of the cases held, at most one in so many leaves without a reason.
const LOST_PART_MAX: usize = 5;

impl Store {
    /// # Errors
    /// [`StoreError::Db`].
    pub fn line(&self) -> Result<Line, StoreError> {
        let sql = "SELECT cursor, scope_version, epoch, covered, receipt, last_success, repaired, decided, \
                   scope_held, asked_back FROM line";
        let line = self.connection.query_row(sql, [], |row| {
            Ok(Line {
                cursor: row.get::<_, i64>(0)?.unsigned_abs(),
                scope_version: row.get(1)?,
                epoch: row.get(2)?,
                covered: row.get(3)?,
                receipt: row.get::<_, Option<Json<_>>>(4)?.map(|json| json.0),
                last_success: row.get::<_, Option<Text<_>>>(5)?.map(|text| text.0),
                repaired: row.get(6)?,
                decided: row.get(7)?,
                scope_held: row.get(8)?,
                asked_back: row.get(9)?,
            })
        })?;
        Ok(line)
    }

    /// The next number for a signed request, durable before it is used.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn next_counter(&self) -> Result<u64, StoreError> {
        // Not RETURNING: a row that is read before the statement ends hides that its commit fails.
        self.connection.execute("UPDATE line SET counter = counter + 1", [])?;
        let sql = "SELECT counter FROM line";
        Ok(self.connection.query_row(sql, [], |row| row.get::<_, i64>(0))?.unsigned_abs())
    }

    /// An epoch the office was not in before: nothing that was heard of own records proves what it has of them now. Its
    /// log may have been cut and gone on otherwise: pull from the start.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn begin_epoch(&self, epoch: &str) -> Result<(), StoreError> {
        let sql = "UPDATE line SET epoch = ?1, covered = 0, receipt = NULL, cursor = 0, scope_held = 0, \
                   decided = 0";
        self.connection.execute(sql, [epoch])?;
        Ok(())
    }

    /// Everything may be seen anew: pull from the start. Nothing is deleted.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn begin_scope(&self, scope_version: u32) -> Result<(), StoreError> {
        self.connection.execute("UPDATE line SET scope_version = ?1, cursor = 0", [scope_version])?;
        Ok(())
    }

    /// The version under which lists are taken from now on; what is held is compared, not pulled again.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn note_scope(&self, scope_version: u32) -> Result<(), StoreError> {
        self.connection.execute("UPDATE line SET scope_version = ?1", [scope_version])?;
        Ok(())
    }

    /// This difference stayed after a repair; remembered, so that it is neither tried nor told for ever.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn keep_difference(&self, difference: &str) -> Result<(), StoreError> {
        self.connection.execute("UPDATE line SET repaired = ?1", [difference])?;
        Ok(())
    }

    /// Cases that came into scope: shown as soon as the first fact of them is here. Nothing is taken away.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn widen_scope(&mut self, scope: &BTreeSet<CaseId>) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        for case in scope {
            let sql = "INSERT INTO scope (case_id) VALUES (?1) ON CONFLICT DO NOTHING";
            transaction.prepare_cached(sql)?.execute([Text(*case)])?;
        }
        transaction.execute("UPDATE line SET scope_told = 1", [])?;
        transaction.commit()?;
        Ok(())
    }

    /// Pull from the start because of this difference; remembered, so that it is tried once.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn begin_repair(&self, difference: &str) -> Result<(), StoreError> {
        self.connection.execute("UPDATE line SET repaired = ?1, cursor = 0", [difference])?;
        Ok(())
    }

    /// Keeps a verified receipt that covers no less than the last, with what became of the pushed records: set aside,
    /// or counted by the office, now or before. It covers records here up to `heard_to`, the last one whose fate is
    /// known. Gives the streams in which that changed what counts.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn keep_receipt(
        &mut self,
        signed: &SignedReceipt,
        heard_to: u32,
        quarantined: &[(u32, Problem)],
        counted: &[u32],
    ) -> Result<BTreeSet<Stream>, StoreError> {
        let transaction = self.transaction()?;
        let mut changed = BTreeSet::new();
        let covered = signed.receipt.up_to_seq.min(heard_to);
        let sql = "UPDATE line SET covered = ?1, receipt = ?2 WHERE covered <= ?1";
        transaction.execute(sql, (covered, Json(signed)))?;
        for (seq, problem) in quarantined {
            let sql = "INSERT INTO quarantine (seq, problem) VALUES (?1, ?2) ON CONFLICT (seq) DO UPDATE SET problem = ?2";
            transaction.execute(sql, (seq, Json(problem)))?;
            changed.insert(*seq);
        }
        for seq in counted {
            if transaction.execute("DELETE FROM quarantine WHERE seq = ?1", [seq])? > 0 {
                changed.insert(*seq);
            }
        }
        let mut streams = BTreeSet::new();
        for seq in changed {
            let sql = "SELECT bytes FROM event WHERE series = ?1 AND seq = ?2";
            let series = Text(signed.receipt.series);
            let bytes: Option<Vec<u8>> =
                transaction.query_row(sql, (series, seq), |row| row.get(0)).optional()?;
            streams.extend(bytes.and_then(|bytes| read_event(&bytes)).map(|event| event.stream));
        }
        transaction.commit()?;
        Ok(streams)
    }

    /// Whether the office has other records than this store in places of its own series. No receipt covers them, not even
    /// one over a later place: what is here is offered until they are one chain again.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn is_forked(&self) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT problem FROM quarantine")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let Json(problem): Json<Problem> = row.get(0)?;
            if problem.code == ProblemCode::EventForked {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Records the office keeps but does not count, and those it counts, without a receipt over them: they were not written by this store
    /// alone. Gives the streams in which that changed what counts.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn keep_aside(
        &mut self,
        series: SeriesId,
        quarantined: &[(u32, Problem)],
        counted: &[u32],
    ) -> Result<BTreeSet<Stream>, StoreError> {
        let transaction = self.transaction()?;
        let (mut streams, mut changed) = (BTreeSet::new(), BTreeSet::new());
        for (seq, problem) in quarantined {
            let sql = "INSERT INTO quarantine (seq, problem) VALUES (?1, ?2) ON CONFLICT (seq) DO UPDATE SET problem = ?2";
            transaction.execute(sql, (seq, Json(problem)))?;
            changed.insert(*seq);
        }
        for seq in counted {
            if transaction.execute("DELETE FROM quarantine WHERE seq = ?1", [seq])? > 0 {
                changed.insert(*seq);
            }
        }
        for seq in changed {
            let sql = "SELECT bytes FROM event WHERE series = ?1 AND seq = ?2";
            let bytes: Option<Vec<u8>> =
                transaction.query_row(sql, (Text(series), seq), |row| row.get(0)).optional()?;
            streams.extend(bytes.and_then(|bytes| read_event(&bytes)).map(|event| event.stream));
        }
        transaction.commit()?;
        Ok(streams)
    }

    /// An exchange went through whole. `agrees`: the closing comparison found nothing, so that the next difference is
    /// worth a repair even if it looks like an old one.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn keep_success(&mut self, at: Moment, staff: &[StaffName], agrees: bool) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        transaction.execute("UPDATE line SET last_success = ?1", [Text(at)])?;
        if agrees {
            transaction.execute("UPDATE line SET repaired = NULL", [])?;
        }
        // An empty answer never takes anything away: it may be a server that has not yet read its own store.
        if !staff.is_empty() {
            transaction.execute("DELETE FROM staff", [])?;
            for member in staff {
                let sql = "INSERT INTO staff (user, name, role) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
                transaction.execute(sql, (Text(member.user), &member.name, Text(member.role)))?;
            }
        }
        transaction.commit()?;
        Ok(())
    }

    /// Keeps the scope the office named, and lets go what others wrote of cases out of it, and the content of own records
    /// that a receipt covers and of which a sealed copy is left: a restored office may need them again. An empty scope
    /// with no reason hides everything and deletes nothing. One that takes away many of the cases held, with no reason
    /// given, takes away nothing: `reasons` = whether any was given, or `None` for an office that knows none to give.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn keep_scope(
        &mut self,
        series: SeriesId,
        scope: &BTreeSet<CaseId>,
        reasons: Option<bool>,
    ) -> Result<Kept, StoreError> {
        if reasons == Some(false) && self.loses_many(series, scope)? {
            return Ok(Kept { streams: BTreeSet::new(), unexplained: true });
        }
        let sealer = self.sealer.clone();
        let transaction = self.transaction()?;
        transaction.execute("UPDATE line SET scope_told = 1, scope_held = scope_version", [])?;
        transaction.execute("DELETE FROM scope", [])?;
        for case in scope {
            let sql = "INSERT INTO scope (case_id) VALUES (?1)";
            transaction.prepare_cached(sql)?.execute([Text(*case)])?;
        }
        let streams = if !scope.is_empty() || reasons == Some(true) {
            let_go_of_left(&transaction, sealer.as_deref(), series)?
        } else {
            BTreeSet::new()
        };
        transaction.commit()?;
        Ok(Kept { streams, unexplained: false })
    }

    /// Lets go what had to wait when its case left: an own record of it was not covered by a receipt then. Where the
    /// list of cases is empty nothing goes. Gives the streams that lost something.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn let_go_waiting(&mut self, series: SeriesId) -> Result<BTreeSet<Stream>, StoreError> {
        if !self.holds_left(series)? {
            return Ok(BTreeSet::new());
        }
        let sealer = self.sealer.clone();
        let transaction = self.transaction()?;
        let streams = let_go_of_left(&transaction, sealer.as_deref(), series)?;
        transaction.commit()?;
        Ok(streams)
    }

    fn loses_many(&self, series: SeriesId, scope: &BTreeSet<CaseId>) -> Result<bool, StoreError> {
        let sql =
            "SELECT DISTINCT stream FROM event WHERE stream >= 'case:' AND stream < 'case;' AND series <> ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([Text(series)], |row| row.get::<_, String>(0))?;
        let held: Vec<String> = rows.collect::<Result<_, _>>()?;
        let named: BTreeSet<String> = scope.iter().map(|case| format!("case:{case}")).collect();
        let lost = held.iter().filter(|stream| !named.contains(*stream)).count();
        Ok(lost * LOST_PART_MAX > held.len())
    }

    /// # Errors
    /// [`StoreError::Db`].
    pub fn staff(&self) -> Result<Vec<StaffName>, StoreError> {
        let mut statement =
            self.connection.prepare("SELECT user, name, role FROM staff ORDER BY name, user")?;
        let rows = statement.query_map([], |row| {
            let (Text(user), name, Text(role)) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(StaffName { user, name, role })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Cases in the scope of this device; `None` before the office has named them.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn scope(&self) -> Result<Option<BTreeSet<CaseId>>, StoreError> {
        let told: bool = self.connection.query_row("SELECT scope_told FROM line", [], |row| row.get(0))?;
        if !told {
            return Ok(None);
        }
        let mut statement = self.connection.prepare("SELECT case_id FROM scope")?;
        let rows = statement.query_map([], |row| Ok(row.get::<_, Text<CaseId>>(0)?.0))?;
        Ok(Some(rows.collect::<Result<_, _>>()?))
    }

    /// Own records the office set aside, by their place.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn set_aside(&self) -> Result<BTreeSet<u32>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT seq FROM quarantine")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Own records not covered, and those the office set aside.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn unsent_and_quarantined(&self, series: SeriesId) -> Result<(u32, u32), StoreError> {
        let sql = "SELECT (SELECT count(*) FROM event, line WHERE series = ?1 AND seq > covered), (SELECT count(*) FROM quarantine)";
        Ok(self.connection.query_row(sql, [Text(series)], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    /// Cases whose records differ from what the office counts, as text; `None` where all agree. Own records on their way
    /// and those set aside are left out on both sides.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn difference(&self, series: SeriesId, counts: &[CaseCount]) -> Result<Option<String>, StoreError> {
        let lines: BTreeSet<String> = self
            .differing(series, counts)?
            .into_iter()
            .map(|(count, held)| match count.digest {
                Some(digest) => format!("case:{} {held}/{} {digest}", count.case, count.events),
                None => format!("case:{} {held}/{}", count.case, count.events),
            })
            .collect();
        Ok((!lines.is_empty()).then(|| lines.into_iter().collect::<Vec<_>>().join("\n")))
    }
}

/// What others wrote of cases out of scope goes, and the content of own records as [`Store::keep_scope`] says.
fn let_go_of_left(
    transaction: &Transaction<'_>,
    sealer: Option<&Sealer>,
    series: SeriesId,
) -> Result<BTreeSet<Stream>, StoreError> {
    let lost: Vec<String> = transaction
        .prepare_cached(include_str!("../../sql/lost_streams.sql"))?
        .query_map([Text(series)], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut left = BTreeSet::new();
    for stream in lost {
        let sql = "DELETE FROM event WHERE stream = ?1 AND series <> ?2";
        let gone = transaction.execute(sql, (&stream, Text(series)))?;
        let case = stream.strip_prefix("case:").and_then(|case| case.parse().ok());
        let own = sealer.map_or(Ok(0), |sealer| let_go_of_own(transaction, sealer, series, &stream))?;
        left.extend(case.filter(|_| gone + own > 0).map(Stream::Case));
    }
    Ok(left)
}

/// Own records of a case that left: kind and times stay here, the content lies sealed for the office alone. Attachments
/// the office has not signed for wait with their record.
fn let_go_of_own(
    transaction: &Transaction<'_>,
    sealer: &Sealer,
    series: SeriesId,
    stream: &str,
) -> Result<usize, StoreError> {
    let rows: Vec<(u32, Vec<u8>)> = transaction
        .prepare_cached(include_str!("../../sql/own_of_stream.sql"))?
        .query_map((Text(series), stream), |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut gone = 0;
    for (seq, bytes) in rows {
        let Some(event) = read_event(&bytes).filter(|_| sealer.has_event(seq)) else { continue };
        let sealed = event.body.attachments().iter().all(|named| sealer.has_attachment(&named.id));
        if !sealed {
            continue;
        }
        let kind = serde_json::to_value(&event.body).unwrap_or_default();
        let kind = kind.get("kind").cloned().unwrap_or_default();
        let named: Vec<Hash> = event.body.attachments().iter().map(|named| named.id.clone()).collect();
        let reduced = Event { body: Body::Unknown(serde_json::json!({ "kind": kind })), ..event };
        let envelope = serde_json::to_vec(&reduced).unwrap_or_default();
        let sql = "INSERT INTO let_go (seq, envelope) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        transaction.prepare_cached(sql)?.execute((seq, envelope))?;
        let sql = "UPDATE event SET bytes = x'' WHERE series = ?1 AND seq = ?2";
        gone += transaction.prepare_cached(sql)?.execute((Text(series), seq))?;
        for id in named {
            let sql = include_str!("../../sql/let_go_pieces.sql");
            transaction.prepare_cached(sql)?.execute([&id.0])?;
        }
    }
    Ok(gone)
}
#[cfg(test)]
mod tests;
