//! Facts in the store: own ones are appended, others' are taken in, none is ever changed. What leaves is `line`'s.

use std::collections::{BTreeMap, BTreeSet};

use db::{Json, Text};
use rusqlite::{OptionalExtension, Transaction};
use serde::Deserialize;
use serde_json::Value;
use shared::event::{Body, Event, RawEvent, RuleVersion, Stream};
use shared::hash::Hash;
use shared::id::{CaseId, DraftId, EventId, SeriesId, UserId};
use shared::moment::Moment;
use shared::problem::Problem;
use shared::protocol::{ArrivalMark, PulledEvent};

use super::{Store, StoreError, attachment};
use crate::capsule::Sealer;

/// A fact about to be written; the store gives it its place in the series.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEvent {
    pub id: EventId,
    pub series: SeriesId,
    pub stream: Stream,
    pub happened_at: Moment,
    pub recorded_at: Moment,
    pub author: UserId,
    pub rule_version: RuleVersion,
    pub body: Body,
}

/// What one act writes: in order, with the fact it is about and the draft it ends.
#[derive(Debug, Clone, PartialEq)]
pub struct NewAct {
    pub facts: Vec<NewEvent>,
    pub main: EventId,
    pub draft: Option<DraftId>,
}

impl From<NewEvent> for NewAct {
    fn from(fact: NewEvent) -> Self {
        Self { main: fact.id, facts: vec![fact], draft: None }
    }
}

/// An own record with what the office said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnRecord {
    pub event: Event,
    pub quarantined: Option<Problem>,
    /// What it noted beside it.
    pub arrival: Option<ArrivalMark>,
}

/// What this phone knows of an own record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnMark {
    pub seq: u32,
    pub quarantined: Option<Problem>,
}

/// A record to be sealed: its place, its bytes, its small attachments.
pub(super) type Sealable = (u32, Vec<u8>, Vec<(Hash, Vec<u8>)>);

/// What a page of a pull changed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Taken {
    pub streams: BTreeSet<Stream>,
    /// Records that are not events at all, or differ from what the store holds at their place.
    pub refused: u32,
}

/// The envelope alone, for events whose body this build cannot read.
#[derive(Deserialize)]
struct Envelope {
    id: EventId,
    series: SeriesId,
    seq: u32,
    prev: Hash,
    stream: Stream,
    happened_at: Moment,
    recorded_at: Moment,
    author: UserId,
    rule_version: RuleVersion,
    body: Value,
}

/// Reads what can be read: a body of a newer build stays as it is. `None` for what has no envelope.
pub(super) fn read_event(bytes: &[u8]) -> Option<Event> {
    if let Ok(raw) = RawEvent::read(bytes.to_vec()) {
        return Some(raw.into_event());
    }
    let envelope: Envelope = serde_json::from_slice(bytes).ok()?;
    Some(Event {
        id: envelope.id,
        series: envelope.series,
        seq: envelope.seq,
        prev: envelope.prev,
        stream: envelope.stream,
        happened_at: envelope.happened_at,
        recorded_at: envelope.recorded_at,
        author: envelope.author,
        rule_version: envelope.rule_version,
        body: Body::Unknown(envelope.body),
    })
}

pub(super) fn stream_text(stream: &Stream) -> String {
    match stream {
        Stream::Case(case) => format!("case:{case}"),
        Stream::Office(township) => format!("office:{township}"),
    }
}

impl Store {
    /// Appends the facts of an act: places in the series, chain, facts and the end of their draft in one durable
    /// transaction. When this returns, a power cut no longer matters. Returns the fact the act is about.
    ///
    /// A draft that already became a record gives that record again: a second tap saves nothing twice.
    ///
    /// # Errors
    /// [`StoreError::Db`], [`StoreError::Event`] past 64 KiB; nothing is kept then.
    pub fn append(&mut self, act: NewAct) -> Result<EventId, StoreError> {
        let NewAct { facts, main, draft } = act;
        self.keep_reserve()?;
        let sealer = self.sealer.clone();
        let transaction = self.transaction()?;
        if let Some(draft) = draft {
            let sql = "SELECT event FROM recorded_draft WHERE draft = ?1";
            let before: Option<Text<EventId>> =
                transaction.query_row(sql, [Text(draft)], |row| row.get(0)).optional()?;
            if let Some(before) = before {
                return Ok(before.0);
            }
        }
        let is_several = facts.len() > 1;
        for fact in facts {
            let event = append_one(&transaction, sealer.as_deref(), fact)?;
            if is_several {
                let sql = "INSERT INTO act (event, main) VALUES (?1, ?2)";
                transaction.execute(sql, (Text(event), Text(main)))?;
            }
        }
        if let Some(draft) = draft {
            transaction.execute("DELETE FROM draft WHERE id = ?1", [Text(draft)])?;
            let sql = "INSERT INTO recorded_draft (draft, event) VALUES (?1, ?2)";
            transaction.execute(sql, (Text(draft), Text(main)))?;
        }
        transaction.commit()?;
        Ok(main)
    }

    /// What own acts made together, by each of their facts. A fact that came alone is not named.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn acts(&self) -> Result<BTreeMap<EventId, Vec<EventId>>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT main, event FROM act")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut acts: BTreeMap<EventId, Vec<EventId>> = BTreeMap::new();
        for row in rows {
            let (Text(main), Text(event)): (Text<EventId>, Text<EventId>) = row?;
            acts.entry(main).or_default().push(event);
        }
        let each = acts.into_values();
        Ok(each.flat_map(|act| act.clone().into_iter().map(move |event| (event, act.clone()))).collect())
    }

    /// Takes in a page of the office's log and moves the cursor behind it, in one transaction.
    ///
    /// # Errors
    /// [`StoreError::Db`]; the page is then pulled again.
    pub fn take_page(&mut self, own: SeriesId, page: &[PulledEvent], next: u64) -> Result<Taken, StoreError> {
        let transaction = self.transaction()?;
        let mut taken = Taken::default();
        for pulled in page {
            let bytes = pulled.event.get().as_bytes();
            let Some(event) = read_event(bytes) else {
                taken.refused += 1;
                continue;
            };
            let hash = Hash::of(bytes);
            if insert_pulled(&transaction, pulled, &event, &hash)? {
                taken.streams.insert(event.stream);
                continue;
            }
            let hash = Text(hash);
            let same: bool = transaction
                .prepare_cached("SELECT hash = ?3 FROM event WHERE series = ?1 AND seq = ?2")?
                .query_row((Text(event.series), event.seq, &hash), |row| row.get(0))?;
            taken.refused += u32::from(!same);
            if same && comes_back(&transaction, own, &event, bytes)? {
                taken.streams.insert(event.stream);
            }
        }
        transaction.execute("UPDATE line SET cursor = ?1", [i64::try_from(next).unwrap_or(i64::MAX)])?;
        transaction.commit()?;
        Ok(taken)
    }

    /// Every stream with its facts. A record of others whose bytes are no longer those of its hash gets the hash they
    /// have now: the next comparison with the office finds it and fetches it anew.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn all_events(&self, own: SeriesId) -> Result<BTreeMap<Stream, Vec<Event>>, StoreError> {
        let sql = "SELECT bytes, hash, series, seq FROM event ORDER BY series, seq";
        let mut statement = self.connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        let mut streams: BTreeMap<Stream, Vec<Event>> = BTreeMap::new();
        let mut altered = Vec::new();
        while let Some(row) = rows.next()? {
            let bytes = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
            let hash = Hash::of(bytes);
            if hash.0 != row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)? {
                altered.push((hash, row.get::<_, String>(2)?, row.get::<_, u32>(3)?));
            }
            if let Some(event) = read_event(bytes) {
                streams.entry(event.stream.clone()).or_default().push(event);
            }
        }
        for (hash, series, seq) in altered {
            let sql = "UPDATE event SET hash = ?1 WHERE series = ?2 AND seq = ?3 AND series <> ?4";
            self.connection.execute(sql, (Text(hash), series, seq, Text(own)))?;
        }
        Ok(streams)
    }

    /// The facts of one stream.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn events_of(&self, stream: &Stream) -> Result<Vec<Event>, StoreError> {
        let sql = "SELECT bytes FROM event WHERE stream = ?1 ORDER BY series, seq";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([stream_text(stream)])?;
        let mut events = Vec::new();
        while let Some(row) = rows.next()? {
            events.extend(read_event(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?));
        }
        Ok(events)
    }

    /// Own records, newest first.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn own_records(&self, series: SeriesId, limit: u32) -> Result<Vec<OwnRecord>, StoreError> {
        let mut statement = self.connection.prepare_cached(include_str!("../../sql/own_records.sql"))?;
        let mut rows = statement.query((Text(series), limit))?;
        let mut records = Vec::new();
        while let Some(row) = rows.next()? {
            let problem: Option<Json<Problem>> = row.get(2)?;
            let event = read_event(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?);
            let mark: Option<String> = row.get(3)?;
            let arrival =
                ArrivalMark::ALL.iter().copied().find(|known| mark.as_deref() == Some(known.code()));
            let quarantined = problem.map(|json| json.0);
            records.extend(event.map(|event| OwnRecord { event, quarantined, arrival }));
        }
        Ok(records)
    }

    /// Own records of one case, by id.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn own_marks(
        &self,
        series: SeriesId,
        case: CaseId,
    ) -> Result<BTreeMap<EventId, OwnMark>, StoreError> {
        let mut statement = self.connection.prepare_cached(include_str!("../../sql/own_marks.sql"))?;
        let rows = statement.query_map((Text(series), stream_text(&Stream::Case(case))), |row| {
            let (Text(id), seq, problem): (Text<EventId>, u32, Option<Json<Problem>>) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok((id, OwnMark { seq, quarantined: problem.map(|json| json.0) }))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// An own record by its id; `None` for others' and for none.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn own_event(&self, series: SeriesId, id: EventId) -> Result<Option<Event>, StoreError> {
        let sql = "SELECT bytes FROM event WHERE series = ?1 AND id = ?2";
        let bytes: Option<Vec<u8>> =
            self.connection.query_row(sql, (Text(series), Text(id)), |row| row.get(0)).optional()?;
        Ok(bytes.and_then(|bytes| read_event(&bytes)))
    }

    /// The place of the first own record at `seq` or after it. Places are missing in a store that was put back from an
    /// old copy: of what it had written since, only what is in its scope came back from the office.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn first_own_from(&self, series: SeriesId, seq: u32) -> Result<Option<u32>, StoreError> {
        let sql = "SELECT min(seq) FROM event WHERE series = ?1 AND seq >= ?2";
        Ok(self.connection.query_row(sql, (Text(series), seq), |row| row.get(0))?)
    }

    /// The bytes of own records from `seq` on up to the first gap, at most `count` of them and about `bytes_max` bytes,
    /// with the hash of the last.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn batch(
        &self,
        series: SeriesId,
        seq: u32,
        count: usize,
        bytes_max: usize,
    ) -> Result<(Vec<Vec<u8>>, Hash), StoreError> {
        let sql = "SELECT bytes, hash, seq FROM event WHERE series = ?1 AND seq >= ?2 ORDER BY seq LIMIT ?3";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query((Text(series), seq, i64::try_from(count).unwrap_or(i64::MAX)))?;
        let (mut batch, mut head, mut size) = (Vec::new(), Hash::none(), 0_usize);
        for wanted in seq.. {
            let Some(row) = rows.next()? else { break };
            let bytes: Vec<u8> = row.get(0)?;
            // What was let go of is offered from its sealed copy; a gap is for the next batch to step over.
            if bytes.is_empty() || row.get::<_, u32>(2)? != wanted {
                break;
            }
            size = size.saturating_add(bytes.len());
            if size > bytes_max && !batch.is_empty() {
                break;
            }
            head = row.get::<_, Text<Hash>>(1)?.0;
            batch.push(bytes);
        }
        Ok((batch, head))
    }

    /// The places of own records from `seq` on, without a gap, of which only sealed copies are left.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn let_go_from(&self, seq: u32, count: usize) -> Result<Vec<u32>, StoreError> {
        let sql = "SELECT seq FROM let_go WHERE seq >= ?1 ORDER BY seq LIMIT ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map((seq, i64::try_from(count).unwrap_or(i64::MAX)), |row| row.get(0))?;
        let found: Vec<u32> = rows.collect::<Result<_, _>>()?;
        Ok((seq..).zip(found).take_while(|(wanted, found)| wanted == found).map(|(_, seq)| seq).collect())
    }

    /// Own records without a receipt, with the bytes of their small attachments.
    pub(super) fn sealable(&self, series: SeriesId, covered: u32) -> Result<Vec<Sealable>, StoreError> {
        let sql =
            "SELECT seq, bytes FROM event WHERE series = ?1 AND seq > ?2 AND length(bytes) > 0 ORDER BY seq";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query((Text(series), covered))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (seq, bytes): (u32, Vec<u8>) = (row.get(0)?, row.get(1)?);
            let mut attachments = Vec::new();
            for named in read_event(&bytes).iter().flat_map(|event| event.body.attachments()) {
                let held = attachment::small_bytes(&self.connection, named)?;
                attachments.extend(held.map(|held| (named.id.clone(), held)));
            }
            found.push((seq, bytes, attachments));
        }
        Ok(found)
    }

    /// The last `seq` of a series, 0 where there is none.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn head(&self, series: SeriesId) -> Result<u32, StoreError> {
        let sql = "SELECT coalesce(max(seq), 0) FROM event WHERE series = ?1";
        Ok(self.connection.query_row(sql, [Text(series)], |row| row.get(0))?)
    }

    /// The hash of one event of a series.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn hash_at(&self, series: SeriesId, seq: u32) -> Result<Option<Hash>, StoreError> {
        let sql = "SELECT hash FROM event WHERE series = ?1 AND seq = ?2";
        let found: Option<Text<Hash>> =
            self.connection.query_row(sql, (Text(series), seq), |row| row.get(0)).optional()?;
        Ok(found.map(|hash| hash.0))
    }
}

/// The office counts an own record as it is here: it is set aside no longer, and the content that was let go of with its
/// case comes back. Whether that changed anything.
pub(super) fn comes_back(
    transaction: &Transaction<'_>,
    own: SeriesId,
    event: &Event,
    bytes: &[u8],
) -> Result<bool, StoreError> {
    if event.series != own {
        return Ok(false);
    }
    let sql = "DELETE FROM quarantine WHERE seq = ?1";
    let counts_again = transaction.prepare_cached(sql)?.execute([event.seq])? > 0;
    let place = (Text(event.series), event.seq);
    let sql = "UPDATE event SET bytes = ?3 WHERE series = ?1 AND seq = ?2 AND length(bytes) = 0";
    let filled = transaction.prepare_cached(sql)?.execute((place.0, place.1, bytes))? > 0;
    if filled {
        transaction.execute("DELETE FROM let_go WHERE seq = ?1", [event.seq])?;
    }
    Ok(filled || counts_again)
}

/// Keeps a record of the office's, unless there is one at its place; says whether it did. One that is there already
/// gets the time it was received at and what the office notes.
pub(super) fn insert_pulled(
    transaction: &rusqlite::Transaction<'_>,
    pulled: &PulledEvent,
    event: &Event,
    hash: &Hash,
) -> Result<bool, StoreError> {
    let mark = pulled.mark.map(|mark| mark.code());
    let inserted = transaction.prepare_cached(include_str!("../../sql/take_pulled_event.sql"))?.execute((
        Text(event.series),
        event.seq,
        Text(event.id),
        stream_text(&event.stream),
        Text(hash),
        pulled.event.get().as_bytes(),
        Text(pulled.received_at),
        mark,
    ))?;
    if inserted == 0 {
        transaction.prepare_cached(include_str!("../../sql/note_received.sql"))?.execute((
            Text(event.series),
            event.seq,
            Text(pulled.received_at),
            Text(hash),
            mark,
        ))?;
    }
    Ok(inserted == 1)
}

/// One fact at the end of its series, sealed outside the store before the commit.
fn append_one(
    transaction: &Transaction<'_>,
    sealer: Option<&Sealer>,
    new: NewEvent,
) -> Result<EventId, StoreError> {
    let last: Option<(u32, Text<Hash>)> = transaction
        .query_row(
            "SELECT seq, hash FROM event WHERE series = ?1 ORDER BY seq DESC LIMIT 1",
            [Text(new.series)],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    let floor: (u32, String) =
        transaction
            .query_row("SELECT floor_seq, floor_hash FROM line", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let last = last.map_or((0, Hash::none()), |(seq, hash)| (seq, hash.0));
    // After records that only the office holds: this store was put back from a copy.
    let (last_seq, prev) = if floor.0 > last.0 { (floor.0, Hash(floor.1)) } else { last };
    let seq = last_seq.saturating_add(1);
    let raw = RawEvent::write(new.at(seq, prev))?;
    let event = raw.event();
    transaction.execute(
        include_str!("../../sql/append_event.sql"),
        (Text(event.series), seq, Text(event.id), stream_text(&event.stream), Text(raw.hash()), raw.bytes()),
    )?;
    let attachments = event.body.attachments();
    attachment::name(transaction, seq, attachments)?;
    if let Some(sealer) = sealer {
        // On the disk before the commit: what is said to be saved can be handed in without the store.
        let file = |error: std::io::Error| StoreError::Db(error.into());
        for named in attachments {
            if let Some(bytes) = attachment::small_bytes(transaction, named)? {
                sealer.seal_attachment(&named.id, &bytes).map_err(file)?;
            }
        }
        sealer.seal_event(seq, raw.bytes()).map_err(file)?;
    }
    Ok(event.id)
}

impl NewEvent {
    /// As it would be read, behind everything that is there.
    pub(super) fn imagined(&self) -> Event {
        self.clone().at(u32::MAX, Hash::none())
    }

    fn at(self, seq: u32, prev: Hash) -> Event {
        Event {
            id: self.id,
            series: self.series,
            seq,
            prev,
            stream: self.stream,
            happened_at: self.happened_at,
            recorded_at: self.recorded_at,
            author: self.author,
            rule_version: self.rule_version,
            body: self.body,
        }
    }
}
