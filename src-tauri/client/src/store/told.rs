//! What the office tells beside records: cards, decisions, marks, whether the app is too old, what it counted.

use std::collections::BTreeSet;

use db::{Json, Text};
use rusqlite::OptionalExtension;
use shared::event::Stream;
use shared::hash::Hash;
use shared::id::SeriesId;
use shared::problem::{Problem, ProblemCode};
use shared::protocol::{Card, Decision, SeqMark, SignedReceipt, Tally, Update, Verdict};

use super::events::read_event;
use super::{Store, StoreError};

impl Store {
    /// The cards of a role that reads no files, by case.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn cards(&self) -> Result<Vec<Card>, StoreError> {
        let mut statement = self.connection.prepare("SELECT card FROM card ORDER BY case_id")?;
        let rows = statement.query_map([], |row| row.get::<_, Json<Card>>(0).map(|json| json.0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Keeps the cards the office made; the old ones go.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn keep_cards(&mut self, cards: &[Card]) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        transaction.execute("DELETE FROM card", [])?;
        for card in cards {
            let sql = "INSERT INTO card (case_id, card) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
            transaction.prepare_cached(sql)?.execute((Text(card.case), Json(card)))?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// The office decided on own records it had set aside: they count now, or are kept aside for good. Gives the
    /// streams in which that changed what counts.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn keep_decisions(
        &mut self,
        series: SeriesId,
        decisions: &[Decision],
    ) -> Result<BTreeSet<Stream>, StoreError> {
        let transaction = self.transaction()?;
        let mut streams = BTreeSet::new();
        for decision in decisions {
            let sql = "SELECT hash, bytes FROM event WHERE series = ?1 AND seq = ?2";
            let row: Option<(String, Vec<u8>)> = transaction
                .query_row(sql, (Text(series), decision.seq), |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            transaction.execute("UPDATE line SET decided = max(decided, ?1)", [decision.number])?;
            let Some((_, bytes)) = row.filter(|(hash, _)| *hash == decision.hash.0) else { continue };
            match decision.verdict {
                Verdict::Accepted => {
                    transaction.execute("DELETE FROM quarantine WHERE seq = ?1", [decision.seq])?;
                }
                Verdict::KeptAside => {
                    let problem = Problem::new(ProblemCode::EventKeptAside);
                    let sql = "UPDATE quarantine SET problem = ?2 WHERE seq = ?1";
                    transaction.execute(sql, (decision.seq, Json(&problem)))?;
                }
            }
            streams.extend(read_event(&bytes).map(|event| event.stream));
        }
        transaction.commit()?;
        Ok(streams)
    }

    /// What the office notes beside own records.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn keep_marks(&self, series: SeriesId, marks: &[SeqMark]) -> Result<(), StoreError> {
        for SeqMark { seq, mark } in marks {
            let sql = "UPDATE event SET mark = ?3 WHERE series = ?1 AND seq = ?2";
            self.connection.execute(sql, (Text(series), seq, mark.code()))?;
        }
        Ok(())
    }

    /// What hello says of app and counts.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn keep_told(&self, update: Update, tally: Option<Tally>) -> Result<(), StoreError> {
        let sql = "UPDATE line SET app_update = ?1, tally = coalesce(?2, tally)";
        self.connection.execute(sql, (update.code(), tally.map(Json)))?;
        Ok(())
    }

    /// What the office counted with the last push.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn keep_tally(&self, tally: Tally) -> Result<(), StoreError> {
        self.connection.execute("UPDATE line SET tally = ?1", [Json(tally)])?;
        Ok(())
    }

    /// Whether the office wants a newer app, and what it counted of own records.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn told(&self) -> Result<(Update, Option<Tally>), StoreError> {
        let sql = "SELECT app_update, tally FROM line";
        let (update, tally): (String, Option<Json<Tally>>) =
            self.connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let update = Update::ALL.iter().copied().find(|known| known.code() == update).unwrap_or_default();
        Ok((update, tally.map(|json| json.0)))
    }

    /// This store was put back from an old copy: the office holds own records up to here, and the next one follows
    /// them. Nothing else is believed of a receipt whose record this phone never wrote.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn keep_floor(&mut self, signed: &SignedReceipt) -> Result<(), StoreError> {
        let receipt = &signed.receipt;
        let transaction = self.transaction()?;
        let sql = "UPDATE line SET floor_seq = ?1, floor_hash = ?2 WHERE floor_seq < ?1";
        transaction.execute(sql, (receipt.up_to_seq, &receipt.chain.0))?;
        let sql = "INSERT INTO floor (seq, receipt) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        transaction.execute(sql, (receipt.up_to_seq, Json(signed)))?;
        Ok(transaction.commit()?)
    }

    /// Where [`Store::keep_floor`] put the floor, if anywhere.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn floor(&self) -> Result<Option<(u32, Hash)>, StoreError> {
        let sql = "SELECT floor_seq, floor_hash FROM line";
        let (seq, hash): (u32, String) =
            self.connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((seq > 0).then_some((seq, Hash(hash))))
    }

    /// Where the own record before `seq` is not here: a receipt over its place that the office once gave.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn proof_before(&self, own: SeriesId, seq: u32) -> Result<Option<SignedReceipt>, StoreError> {
        let sql = "SELECT receipt FROM floor WHERE seq >= ?2 - 1 \
                   AND NOT EXISTS (SELECT 1 FROM event WHERE series = ?1 AND seq = ?2 - 1) ORDER BY seq LIMIT 1";
        let row = (Text(own), seq);
        let found = self.connection.query_row(sql, row, |row| row.get::<_, Json<SignedReceipt>>(0));
        Ok(found.optional()?.map(|json| json.0))
    }

    /// The counter of signed requests goes on from here, if it lies behind.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn raise_counter(&self, counter: u64) -> Result<(), StoreError> {
        let counter = i64::try_from(counter).unwrap_or(i64::MAX);
        self.connection.execute("UPDATE line SET counter = max(counter, ?1)", [counter])?;
        Ok(())
    }
}
