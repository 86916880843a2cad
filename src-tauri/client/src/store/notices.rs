//! 与您的记录有关: what merges changed for the user, kept until it is read and after.
//!
//! Which facts a case had when it was last looked at is kept beside the facts, so that a phone that died between a pull and
//! the look tells the same thing at the next one.

use db::{Json, Text};
use rusqlite::Row;
use shared::case::{Notice, NoticeChange};
use shared::event::{Event, Stream};
use shared::id::{CaseId, EventId, SeriesId};
use shared::moment::Moment;

use super::events::{read_event, stream_text};
use super::{Store, StoreError};

/// One notice with where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptNotice {
    pub id: u32,
    pub case: CaseId,
    pub about: EventId,
    pub change: NoticeChange,
    pub text: String,
    pub told_at: Moment,
    pub read_at: Option<Moment>,
}

/// A case as it was last looked at and as it is.
#[derive(Debug)]
pub struct Unsettled {
    pub case: CaseId,
    pub before: Vec<Event>,
    pub after: Vec<Event>,
}

fn read_row(row: &Row<'_>) -> rusqlite::Result<KeptNotice> {
    Ok(KeptNotice {
        id: row.get(0)?,
        case: row.get::<_, Text<_>>(1)?.0,
        about: row.get::<_, Text<_>>(2)?.0,
        change: row.get::<_, Json<_>>(3)?.0,
        text: row.get(4)?,
        told_at: row.get::<_, Text<_>>(5)?.0,
        read_at: row.get::<_, Option<Text<_>>>(6)?.map(|text| text.0),
    })
}

impl Store {
    /// Cases whose counted facts are not those they were last looked at with.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn unsettled(&self, series: SeriesId) -> Result<Vec<Unsettled>, StoreError> {
        let streams: Vec<String> = self
            .connection
            .prepare_cached(include_str!("../../sql/unsettled_cases.sql"))?
            .query_map([Text(series)], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let mut unsettled = Vec::with_capacity(streams.len());
        for stream in streams {
            let Some(case) = stream.strip_prefix("case:").and_then(|case| case.parse().ok()) else {
                continue;
            };
            let before = self.events_by(include_str!("../../sql/weighed_events.sql"), [&stream])?;
            let after =
                self.events_by(include_str!("../../sql/counted_events.sql"), (&stream, Text(series)))?;
            unsettled.push(Unsettled { case, before, after });
        }
        Ok(unsettled)
    }

    fn events_by(&self, sql: &str, given: impl rusqlite::Params) -> Result<Vec<Event>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(given)?;
        let mut events = Vec::new();
        while let Some(row) = rows.next()? {
            events.extend(read_event(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?));
        }
        Ok(events)
    }

    /// Keeps what a look at some cases told, and that they were looked at, in one transaction. Nothing is told twice.
    ///
    /// # Errors
    /// [`StoreError::Db`]; then they are looked at again.
    pub fn settle(
        &mut self,
        series: SeriesId,
        cases: &[CaseId],
        told: &[(CaseId, Notice)],
        at: Moment,
    ) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        transaction.execute(include_str!("../../sql/forget_weighed.sql"), [Text(series)])?;
        for case in cases {
            let stream = stream_text(&Stream::Case(*case));
            transaction
                .prepare_cached(include_str!("../../sql/weigh_case.sql"))?
                .execute((stream, Text(series)))?;
        }
        for (case, notice) in told {
            transaction.prepare_cached(include_str!("../../sql/tell_notice.sql"))?.execute((
                Text(*case),
                Text(notice.about),
                Json(&notice.change),
                &notice.text,
                Text(at),
            ))?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// All notices, unread first, then newest first.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn notices(&self) -> Result<Vec<KeptNotice>, StoreError> {
        let sql = "SELECT id, case_id, about, change, text, told_at, read_at FROM notice \
                   ORDER BY read_at IS NOT NULL, told_at DESC, id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], read_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// 知道了. The first time stands.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn read_notices(&mut self, notices: &[u32], at: Moment) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        for notice in notices {
            let sql = "UPDATE notice SET read_at = ?2 WHERE id = ?1 AND read_at IS NULL";
            transaction.execute(sql, (notice, Text(at)))?;
        }
        transaction.commit()?;
        Ok(())
    }
}
