//! 审计页: the log as the audit role reads it, newest first, a page at a time, and whether its chain holds.

use chrono::{Days, NaiveDate, NaiveTime};
use shared::moment::{BEIJING, Moment};
use shared::protocol::StaffName;

use crate::auth::Session;
use crate::office::Office;
use crate::store::audit::{AuditAct, BrokenAt, Wanted};
use crate::store::{Refusal, StoreError, audit, user};
use crate::view::{AuditChain, AuditPage, AuditQuery, AuditRow};
use crate::{openings, people};

/// Entries of a page.
const PAGE_ENTRIES: u32 = 100;

/// A page of the log. The chain is computed again with the first page of a reading, from its first entry to its last.
///
/// # Errors
/// Of the store.
pub fn page(office: &Office, session: &Session, ask: &AuditQuery) -> Result<AuditPage, Refusal> {
    let code = &session.township.code;
    // Reading alone, so that nobody's writing waits for it.
    let chain = match ask.before {
        None => Some(office.read(|work| audit::verify(work, code)).map(chain)?),
        Some(_) => None,
    };
    office.write(|work| {
        let day = ask.day.map(whole_day);
        let wanted = Wanted {
            before: ask.before.unwrap_or(i64::MAX),
            from_ms: day.map_or(i64::MIN, |(from, _)| from.timestamp_millis()),
            until_ms: day.map_or(i64::MAX, |(_, until)| until.timestamp_millis()),
            act: ask.act,
            user: ask.user,
            limit: PAGE_ENTRIES + 1,
        };
        let mut found = audit::page(work, code, &wanted)?;
        let more = found.len() > usize::try_from(PAGE_ENTRIES).unwrap_or(usize::MAX);
        found.truncate(usize::try_from(PAGE_ENTRIES).unwrap_or(usize::MAX));
        let next = found.last().filter(|_| more).map(|last| last.entry);
        let row = |logged: audit::Logged| {
            Ok(AuditRow {
                entry: logged.entry,
                at: logged.at,
                who: openings::who(work, &logged.actor)?,
                by_device: logged.actor.starts_with("device/"),
                act: logged.act,
                subject: if logged.act == AuditAct::LeftWithCases {
                    people::opened_reason(work, code, &logged.subject)
                } else {
                    logged.subject
                },
            })
        };
        let rows = found.into_iter().map(row).collect::<Result<_, StoreError>>()?;
        let users: Vec<StaffName> = user::list(work, code)?.iter().map(user::User::staff_name).collect();
        audit::write(work, code, session.actor(), AuditAct::SeeAudit, &subject(ask))?;
        Ok(AuditPage { rows, next, chain, users })
    })
}

/// What was asked, as ids and codes.
fn subject(ask: &AuditQuery) -> String {
    let part = |name: &str, value: Option<String>| value.map(|value| format!("{name}={value}"));
    let parts = [
        part("day", ask.day.map(|day| day.to_string())),
        part("user", ask.user.map(|user| user.to_string())),
        part("act", ask.act.map(|act| act.code().to_owned())),
        part("before", ask.before.map(|before| before.to_string())),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn chain(verified: Result<i64, BrokenAt>) -> AuditChain {
    match verified {
        Ok(entries) => AuditChain { verified_up_to: entries, broken_at: None },
        Err(BrokenAt(entry)) => AuditChain { verified_up_to: entry - 1, broken_at: Some(entry) },
    }
}

/// The first moment of a day in Beijing and that of the next.
fn whole_day(day: NaiveDate) -> (Moment, Moment) {
    let begin = |day: NaiveDate| {
        day.and_time(NaiveTime::MIN).and_local_timezone(BEIJING).single().unwrap_or_default()
    };
    (begin(day), begin(day.checked_add_days(Days::new(1)).unwrap_or(day)))
}
