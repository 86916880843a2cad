//! What people type.

use chrono::TimeDelta;
use client::door::{Fact, Form, LateNote, Request, Taken};
use client::view::TestSession;
use shared::attachment::Attachment;
use shared::code::{
    Cooperation, GuidanceKind, LivingStatus, Mood, RefusalManner, TestMethod, TestResult, TestSetting,
    VisitManner, VisitTarget,
};
use shared::event::{GuidanceGiven, Kit, LateSource, SampleNumbers, Visit};
use shared::id::{CaseId, DraftId, UserId};
use shared::moment::{Moment, civil_date};
use shared::norm;

use super::dice::Dice;

/// A visit some hours ago, rarely some days.
pub fn visit(dice: &mut Dice, now: Moment, case: CaseId, draft: Option<DraftId>) -> Request {
    let (happened_at, visit) = visited(dice, now, Vec::new());
    let late = note(now, happened_at);
    Request::Record { case, happened_at, fact: Fact::Visit(visit), draft, late }
}

/// The same, with photos.
pub fn visit_with(dice: &mut Dice, now: Moment, case: CaseId, attachments: Vec<Attachment>) -> Request {
    let (happened_at, visit) = visited(dice, now, attachments);
    let late = note(now, happened_at);
    Request::Record { case, happened_at, fact: Fact::Visit(visit), draft: None, late }
}

/// Bytes that begin as a photo does; of one that has to go in pieces, now and then.
pub fn photo(dice: &mut Dice) -> Vec<u8> {
    let length = if dice.chance(25) { 263_000 + dice.below(90_000) } else { 500 + dice.below(20_000) };
    let mut bytes = vec![0; length];
    dice.fill(&mut bytes);
    bytes[..3].copy_from_slice(&[0xFF, 0xD8, 0xFF]);
    bytes
}

/// When, and what is written down of it.
pub fn visited(dice: &mut Dice, now: Moment, attachments: Vec<Attachment>) -> (Moment, Visit) {
    let minutes = if dice.chance(10) { dice.between(0, 6 * 24 * 60) } else { dice.between(0, 240) };
    let manner = *dice.pick(&[
        VisitManner::HomeVisit,
        VisitManner::OfficeTalk,
        VisitManner::Phone,
        VisitManner::Workplace,
    ]);
    let visit = Visit {
        manner,
        target: VisitTarget::Self_,
        found: dice.chance(90),
        place: "东塘村例1组".to_owned(),
        met: None,
        cooperation: Some(Cooperation::Willing),
        living: Some(LivingStatus::Employed),
        mood: Some(Mood::Steady),
        notes: format!("第{}次谈话，家里都好。", dice.below(1000)),
        difficulty: None,
        companions: Vec::new(),
        place_stamp: None,
        attachments,
    };
    (now - TimeDelta::minutes(minutes), visit)
}

/// 补录说明, where something is long ago: written from memory.
#[must_use]
pub fn note(now: Moment, happened_at: Moment) -> Option<LateNote> {
    let days = (civil_date(now) - civil_date(happened_at)).num_days();
    let reason = || "山里没有信号，回来才补。".to_owned();
    (days > norm::ENTERED_LATE_DAYS).then(|| LateNote {
        reason: reason(),
        source: LateSource::Recall,
        attachments: Vec::new(),
    })
}

/// What a member from the clinic records, without reading a file.
pub fn guidance(dice: &mut Dice, now: Moment, case: CaseId) -> Request {
    let happened_at = now - TimeDelta::minutes(dice.between(0, 240));
    let guidance = GuidanceGiven {
        guidance: GuidanceKind::Individual,
        content: format!("第{}次心理疏导。", dice.below(1000)),
        attendees: 1,
        place: String::new(),
        speakers: Vec::new(),
        attachments: Vec::new(),
    };
    Request::Record { case, happened_at, fact: Fact::GuidanceGiven(guidance), draft: None, late: None }
}

/// A morning's session of the officer.
#[must_use]
pub fn session(now: Moment, tester: UserId) -> Request {
    let session = TestSession {
        place: "柳例派出所".to_owned(),
        setting: TestSetting::Regular,
        method: TestMethod::Urine,
        kit: Kit {
            name: "五联尿检板".to_owned(),
            lot: "例批0001".to_owned(),
            expires: civil_date(now) + chrono::Days::new(90),
        },
        tester,
        panel: vec!["MOP".to_owned(), "MET".to_owned()],
        wait_minutes: 5,
        second_staff: "试例工0".to_owned(),
    };
    Request::OpenTestSession { session }
}

pub fn test(dice: &mut Dice, case: CaseId) -> Request {
    let result = if dice.chance(85) { TestResult::Negative } else { TestResult::Positive };
    let positive = result == TestResult::Positive;
    let taken = Taken {
        sample_no: positive.then(|| SampleNumbers { a: "例1A".to_owned(), b: "例1B".to_owned() }),
        remarks: positive.then(|| "相机打不开，没有照片。".to_owned()),
        positive: Vec::new(),
        second_confirmed: positive,
        ..Taken::plain(result)
    };
    Request::RecordTest { case, taken, draft: None }
}

pub fn refusal(dice: &mut Dice, case: CaseId) -> Request {
    let manner = if dice.chance(50) { RefusalManner::Refuse } else { RefusalManner::Evade };
    Request::RecordRefusal {
        case,
        manner,
        place: "柳例派出所".to_owned(),
        facts: "当面说明后仍不配合。".to_owned(),
        notice_proof: dice.chance(80).then(|| "短信通知一次。".to_owned()),
        attachments: Vec::new(),
    }
}

#[must_use]
pub fn draft(case: CaseId, draft: Option<DraftId>) -> Request {
    Request::SaveDraft { draft, kind: Form::Visit, case, form: r#"{"notes":"写了一半"}"#.to_owned() }
}
