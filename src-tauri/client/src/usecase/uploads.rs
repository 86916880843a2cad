//! 上传中心: own records, newest first, each with where it stands.

use std::collections::{BTreeMap, BTreeSet};

use shared::case::RecordReview;
use shared::event::{Body, Event, Stream};
use shared::id::{CaseId, EventId};
use shared::moment::Moment;
use shared::page::{self, EntryKind, TimelineEntry};
use shared::problem::{Problem, ProblemCode};

use super::person::{by_event, contradicted, state};
use crate::attachment::send_when;
use crate::deps::Deps;
use crate::form::Form;
use crate::phone::{Open, Phone};
use crate::store::{OwnMark, OwnRecord};
use crate::view::{AttachmentsWait, UploadRow, Uploads};

/// Records shown: months of one worker's work.
const ROWS_MAX: u32 = 500;

/// What the shared page says of the records of one case.
#[derive(Default)]
struct CaseRecords {
    entries: BTreeMap<EventId, TimelineEntry>,
    contradicted: BTreeSet<EventId>,
}

pub fn uploads(phone: &mut Phone, deps: &Deps, now: Moment) -> Result<Uploads, Problem> {
    phone.opened()?;
    let may_go = phone.may_send_attachments((deps.network)());
    let sync = phone.sync_state().ok_or(ProblemCode::StoreFailed)?;
    let open = phone.opened()?;
    let covered = open.store.line()?.covered;
    let arrived = open.store.arrived()?;
    let mut cases: BTreeMap<CaseId, CaseRecords> = BTreeMap::new();
    let records = open.store.own_records(open.pairing.series, ROWS_MAX)?;
    let mut rows = Vec::with_capacity(records.len());
    for OwnRecord { event, quarantined, arrival } in records {
        let case = match event.stream {
            Stream::Case(case) => Some(case),
            Stream::Office(_) => None,
        };
        let person_name = case.map_or_else(String::new, |case| open.book.person_name(case));
        // Of a case that went to somebody else only kind and date are told.
        let case = case.filter(|case| open.book.is_in_scope(*case));
        let known = case.map(|case| &*cases.entry(case).or_insert_with(|| case_records(open, case, now)));
        let is_contradicted = known.is_some_and(|known| known.contradicted.contains(&event.id));
        let parts = arrived.get(&event.seq).copied().unwrap_or_default();
        let mark = OwnMark { seq: event.seq, quarantined };
        let entry = known.and_then(|known| known.entries.get(&event.id));
        let review = entry.and_then(|entry| entry.review.clone());
        rows.push(UploadRow {
            event: event.id,
            case,
            person_name,
            kind: entry.map_or_else(|| kind(&event.body), |entry| entry.kind),
            summary: summary(&event, known),
            recorded_at: event.recorded_at,
            state: state(Some(&mark), covered, parts, is_contradicted, review.as_ref()),
            mend: if may_mend(&mark, entry) { Form::of(&event.body) } else { None },
            review,
            problem: mark.quarantined,
            arrival,
            attachments: parts.named,
            attachments_received: parts.received,
        });
    }
    let (waiting, attachment_bytes) = open.store.attachments_waiting()?;
    let attachments_wait = match (waiting, may_go) {
        (0, _) => AttachmentsWait::Nothing,
        (_, true) => AttachmentsWait::Next,
        (_, false) => AttachmentsWait::Wifi,
    };
    let send_attachments = send_when(open)?;
    let (_, tally) = open.store.told()?;
    let store_bytes = open.store.bytes_on_disk();
    Ok(Uploads { sync, rows, store_bytes, attachments_wait, attachment_bytes, send_attachments, tally })
}

fn case_records(open: &Open, case: CaseId, now: Moment) -> CaseRecords {
    let folded = open.book.case(case);
    folded.and_then(|folded| open.book.page(folded, now)).map_or_else(CaseRecords::default, |page| {
        CaseRecords { contradicted: contradicted(&page.issues), entries: by_event(page.timeline) }
    })
}

/// Until the office accepted it; what it set aside counts for nothing and is decided there.
fn may_mend(mark: &OwnMark, entry: Option<&TimelineEntry>) -> bool {
    let stands = entry
        .is_some_and(|entry| !entry.voided && !entry.review.as_ref().is_some_and(RecordReview::is_accepted));
    stands && mark.quarantined.is_none()
}

/// The line of the timeline; for a 撤销, that of what it takes back.
fn summary(event: &Event, known: Option<&CaseRecords>) -> String {
    let line =
        |id: &EventId| known.and_then(|known| known.entries.get(id)).map(|entry| entry.summary.clone());
    let target = if let Body::Void(void) = &event.body { line(&void.target) } else { None };
    target
        .map(|summary| format!("撤销：{summary}"))
        .or_else(|| line(&event.id))
        .unwrap_or_else(|| kind(&event.body).label().to_owned())
}

/// Of a record whose content left with its case, the kind is all that stayed.
fn kind(body: &Body) -> EntryKind {
    let Body::Unknown(reduced) = body else { return page::kind(body) };
    match reduced.get("kind").and_then(|kind| kind.as_str()).unwrap_or_default() {
        "visit/1" => EntryKind::Visit,
        "drug_test/1" => EntryKind::Test,
        "test_refused/1" => EntryKind::Refusal,
        "guidance_given/1" => EntryKind::Guidance,
        "self_report/1" => EntryKind::Report,
        "assessment/1" => EntryKind::Assessment,
        "support_given/1" => EntryKind::Support,
        "absence/1" => EntryKind::Absence,
        "leave_requested/1" | "leave_approved/1" | "leave_returned/1" => EntryKind::Leave,
        "late_entry/1" => EntryKind::Late,
        "void/1" => EntryKind::Void,
        "amend/1" => EntryKind::Amend,
        _ => EntryKind::Unknown,
    }
}
