//! 待结果: a sample that is with a laboratory or another police. Its result is a correction that names the record
//! (R-TEST-7); whoever of the township may test brings it in, not only who sent the sample away (R-TEST-9).

use std::collections::BTreeMap;

use serde_json::Value;
use shared::access::Act;
use shared::attachment::Attachment;
use shared::code::TestResult;
use shared::event::{Amend, Body, DrugTest};
use shared::id::{CaseId, DraftId, EventId};
use shared::problem::{Problem, ProblemCode};

use super::{attached, check_case, save};
use crate::deps::Deps;
use crate::phone::Open;
use crate::store::Folded;
use crate::view::{AwaitedTest, RecordState, Saved};

/// What the office reads as the reason.
const REASON: &str = "收到检测结果";

/// Tests of a case whose result is not in, oldest first.
pub fn list(open: &Open, folded: &Folded) -> Vec<AwaitedTest> {
    let waits = folded.file.tests.iter().filter(|fact| fact.body.result == TestResult::Pending);
    let row = |event: EventId| {
        let stands = folded.file.event(event)?;
        let Body::DrugTest(test) = &stands.body else { return None };
        Some(AwaitedTest {
            event,
            sampled_at: stands.happened_at,
            setting: test.setting,
            method: test.method,
            place: test.place.clone(),
            author_name: open.book.staff_name(stands.author).unwrap_or_default().to_owned(),
        })
    };
    waits.filter_map(|fact| row(fact.event)).collect()
}

/// The result with the report that says it.
pub fn record(
    open: &mut Open,
    deps: &Deps,
    (case, event): (CaseId, EventId),
    result: TestResult,
    attachments: &[Attachment],
    draft: Option<DraftId>,
) -> Result<Saved, Problem> {
    let now = deps.now();
    let folded = check_case(open, Act::RecordTest, case, now)?;
    let waits = list(open, folded).iter().any(|test| test.event == event);
    let stands = folded.file.event(event).map(|event| &event.body);
    let Some(Body::DrugTest(DrugTest { attachments: before, .. })) = stands.filter(|_| waits) else {
        return Err(ProblemCode::UnknownRecord.into());
    };
    if result == TestResult::Pending {
        return Err(Problem::of_field(ProblemCode::FieldMissing, "result"));
    }
    let new = attached(open, attachments)?;
    if new.is_empty() {
        return Err(Problem::of_field(ProblemCode::FieldMissing, "attachments"));
    }
    let all: Vec<Attachment> = before.iter().chain(&new).cloned().collect();
    let json = |value: Result<Value, _>| value.map_err(|_: serde_json::Error| ProblemCode::RequestMalformed);
    let fields = BTreeMap::from([
        ("result".to_owned(), json(serde_json::to_value(result))?),
        ("attachments".to_owned(), json(serde_json::to_value(&all))?),
    ]);
    let basis = folded.file.amended.get(&event).cloned().unwrap_or_default();
    let amend = Amend { target: event, basis, fields, reason: REASON.to_owned(), attachments: all };
    save(open, deps, case, now, Body::Amend(amend), draft)?;
    Ok(Saved { event, state: RecordState::Saved })
}
