//! 离线期 is over, or the office revoked this phone: what the phone still says. It takes records and sends them; of people it tells no more than the asker
//! must know already.

use shared::page::PersonHead;
use shared::problem::{Problem, ProblemCode};

use super::{Reply, Request};
use crate::view::{AwayNow, Person};

/// Laid over the answer to one request.
#[derive(Debug)]
pub struct Veil {
    /// What was searched for.
    query: Option<String>,
    /// `LeaseLapsed` or `DeviceRevoked`.
    why: ProblemCode,
}

impl Veil {
    pub fn of(request: &Request, why: ProblemCode) -> Self {
        let searched = if let Request::People { query } | Request::Cards { query } = request {
            Some(query.trim().to_owned())
        } else {
            None
        };
        Self { query: searched, why }
    }

    /// The answer without what may not be read.
    ///
    /// # Errors
    /// `LeaseLapsed`, `DeviceRevoked`.
    pub fn over(self, reply: Reply) -> Result<Reply, Problem> {
        let query = self.query.unwrap_or_default();
        Ok(match reply {
            // Whoever types the whole name knows of the person.
            Reply::People(mut rows) => {
                rows.retain(|row| row.person.name == query);
                for row in &mut rows {
                    close_head(&mut row.person);
                    (row.overdue, row.next) = (0, None);
                }
                Reply::People(rows)
            }
            Reply::Cards(mut cards) => {
                cards.retain(|card| card.name == query);
                for card in &mut cards {
                    card.residence.clear();
                    card.phone = None;
                    card.tasks.clear();
                }
                Reply::Cards(cards)
            }
            Reply::Person(person) => Reply::Person(Box::new(closed(*person))),
            Reply::Roster(mut roster) => {
                roster.rows.clear();
                Reply::Roster(roster)
            }
            // What waits is told and sent, and about whom it is not.
            Reply::Uploads(mut uploads) => {
                for row in &mut uploads.rows {
                    row.person_name.clear();
                    row.summary.clear();
                    (row.case, row.review, row.mend) = (None, None, None);
                }
                Reply::Uploads(uploads)
            }
            Reply::Today(_)
            | Reply::Papers(_)
            | Reply::Paper(_)
            | Reply::Breaches(_)
            | Reply::Follows(_)
            | Reply::Explanation(_)
            | Reply::WhatIf(_)
            | Reply::Opened(_)
            | Reply::Month(_)
            | Reply::TestNotices(_)
            | Reply::Picture(_) => return Err(self.why.into()),
            Reply::State(_)
            | Reply::About(_)
            | Reply::Draft(_)
            | Reply::Saved(_)
            | Reply::Attachment(_)
            | Reply::Capsule(_)
            | Reply::Frame(_)
            | Reply::Scanned(_)
            | Reply::Done => reply,
        })
    }
}

/// Name and village.
fn close_head(head: &mut PersonHead) {
    head.id_masked.clear();
    head.order_no.clear();
    head.residence.clear();
    (head.phone, head.birth) = (None, None);
    (head.term_first, head.term_last, head.year_of_term) = (None, None, None);
}

/// A person to write a record for: name and village, own drafts, which forms there are.
fn closed(mut person: Person) -> Person {
    let page = &mut person.page;
    close_head(&mut page.head);
    (page.ribbon.first, page.ribbon.last) = (None, None);
    page.ribbon.rows.clear();
    page.flags.clear();
    page.ladders.clear();
    page.group.members.clear();
    page.group.missing.clear();
    page.duties.clear();
    page.findings.clear();
    page.timeline.clear();
    page.issues.clear();
    person.records.clear();
    person.notices.clear();
    person.away = AwayNow::default();
    person.awaited.clear();
    person
}
