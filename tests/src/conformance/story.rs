//! An example's words as real events.

use chrono::NaiveDate;
use serde_json::{Map, Value};
use shared::code::{
    AssessPeriod, BreachGround, BroughtBy, DetentionKind, EndingKind, Grade, GroupMember, IdType,
    LeaveReason, Measure, RefusalManner, Sex, Special, TestMethod, TestResult, TestSetting, TransferGround,
    VisitManner, VisitTarget,
};
use shared::event::{
    Absence, AgreementSigned, Assessment, Body, BreachReportSent, Detained, DischargeNoticeIssued,
    DischargeNoticeReceived, DischargeProposed, DossierHandedOver, DrugTest, Ended, Event, IdDocument,
    LatenessJustified, LeaveApproved, LeaveRequested, LeaveReturned, Order, OverdueReportSent, PersonDetails,
    Released, ReportIn, RuleVersion, SelfReport, SeriousDetermined, Stream, TestRefused, TransferApproved,
    TransferDenied, TransferFormSubmitted, TransferOrgNotified, TransferReportedIn, TransferRequested, Visit,
};
use shared::hash::Hash;
use shared::id::{CaseId, EventId, SeriesId, UserId};
use shared::moment::Moment;

use super::UnknownWord;

/// What an example is about.
pub(super) enum Story {
    Case { events: Vec<Event>, as_of: Moment },
    Workers { users: u32 },
    WorkGroup { members: Vec<GroupMember> },
    IdNumber { value: String, as_of: Moment },
    Phone { value: String },
}

type Read<T> = Result<T, UnknownWord>;

/// The fields of one mapping, each of which must be used.
struct Fields<'a> {
    map: &'a Map<String, Value>,
    place: &'static str,
}

impl Fields<'_> {
    fn of<'a>(value: Option<&'a Value>, place: &'static str) -> Read<Fields<'a>> {
        let map = value.and_then(Value::as_object).ok_or_else(|| UnknownWord(place.to_owned()))?;
        Ok(Fields { map, place })
    }

    fn bad(&self, key: &str) -> UnknownWord {
        let value = self.map.get(key).map_or_else(|| "(missing)".to_owned(), Value::to_string);
        UnknownWord(format!("{}.{key}: {value}", self.place))
    }

    /// Every key must be one of these.
    fn only(&self, known: &[&str]) -> Read<()> {
        match self.map.keys().find(|key| !known.contains(&key.as_str())) {
            Some(key) => Err(UnknownWord(format!("{}.{key}", self.place))),
            None => Ok(()),
        }
    }

    fn text(&self, key: &str) -> Read<&str> {
        self.map.get(key).and_then(Value::as_str).ok_or_else(|| self.bad(key))
    }

    fn maybe_day(&self, key: &str) -> Read<Option<NaiveDate>> {
        match self.map.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(_) => self.text(key)?.parse().map(Some).map_err(|_| self.bad(key)),
        }
    }

    fn day(&self, key: &str) -> Read<NaiveDate> {
        self.maybe_day(key)?.ok_or_else(|| self.bad(key))
    }

    fn moment(&self, key: &str) -> Read<Moment> {
        Moment::parse_from_rfc3339(self.text(key)?).map_err(|_| self.bad(key))
    }

    fn flag(&self, key: &str) -> Read<bool> {
        self.map.get(key).and_then(Value::as_bool).ok_or_else(|| self.bad(key))
    }

    fn number(&self, key: &str) -> Read<u32> {
        self.map
            .get(key)
            .and_then(Value::as_u64)
            .and_then(|n| u32::try_from(n).ok())
            .ok_or_else(|| self.bad(key))
    }

    /// A value of a code list.
    fn code<T: Copy>(&self, key: &str, all: &[T], code: fn(T) -> &'static str) -> Read<T> {
        let text = self.text(key)?;
        all.iter().copied().find(|item| code(*item) == text).ok_or_else(|| self.bad(key))
    }
}

pub(super) fn read(example: &Value) -> Read<Story> {
    let top = Fields::of(Some(example), "example")?;
    top.only(&["id", "clause", "reading", "title", "case", "events", "as_of", "expect"])?;
    let as_of = top.moment("as_of")?;
    let case = Fields::of(example.get("case"), "case")?;
    if case.map.contains_key("unit") {
        return unit(&case, as_of);
    }
    case.only(&["kind", "decision_received", "reported_in", "term_months", "special"])?;
    let mut bodies = opening(&case)?;
    for event in example.get("events").and_then(Value::as_array).into_iter().flatten() {
        let fields = Fields::of(Some(event), "event")?;
        bodies.push((fields.moment("at")?, body(&fields)?));
    }
    let events = (1..).zip(bodies).map(|(number, (at, body))| event(number, at, body)).collect();
    Ok(Story::Case { events, as_of })
}

fn unit(case: &Fields<'_>, as_of: Moment) -> Read<Story> {
    match case.text("unit")? {
        "workers" => {
            case.only(&["unit", "users"])?;
            Ok(Story::Workers { users: case.number("users")? })
        }
        "work_group" => {
            case.only(&["unit", "members"])?;
            let members =
                case.map.get("members").and_then(Value::as_array).ok_or_else(|| case.bad("members"))?;
            let member = |value: &Value| {
                let known = GroupMember::ALL.iter().copied().find(|kind| Some(kind.code()) == value.as_str());
                known.ok_or_else(|| UnknownWord(format!("case.members: {value}")))
            };
            Ok(Story::WorkGroup { members: members.iter().map(member).collect::<Read<_>>()? })
        }
        "id_number" => {
            case.only(&["unit", "value"])?;
            Ok(Story::IdNumber { value: case.text("value")?.to_owned(), as_of })
        }
        "phone" => {
            case.only(&["unit", "value"])?;
            Ok(Story::Phone { value: case.text("value")?.to_owned() })
        }
        _ => Err(case.bad("unit")),
    }
}

/// The beginning of a civil day in Beijing.
fn morning(day: NaiveDate) -> Moment {
    day.and_time(chrono::NaiveTime::MIN)
        .and_local_timezone(shared::moment::BEIJING)
        .single()
        .unwrap_or_default()
}

fn opening(case: &Fields<'_>) -> Read<Vec<(Moment, Body)>> {
    let received = case.maybe_day("decision_received")?;
    let reported_in = case.maybe_day("reported_in")?;
    let special = match case.map.get("special").and_then(Value::as_str) {
        None | Some("none") => None,
        Some(_) => Some(case.code("special", Special::ALL, Special::code)?),
    };
    let term = if case.map.contains_key("term_months") { case.number("term_months")? } else { 36 };
    let order = Order {
        measure: case.code("kind", Measure::ALL, Measure::code)?,
        term_months: u8::try_from(term).map_err(|_| case.bad("term_months"))?,
        order_no: String::new(),
        authority: String::new(),
        recovery_ground: None,
        received_by_person: received,
        received_by_family: None,
        isolation_release: None,
        person: PersonDetails {
            name: "试例甲".to_owned(),
            sex: Sex::Unstated,
            birth: None,
            id: IdDocument { id_type: IdType::None, number: String::new() },
            phone: None,
            village: String::new(),
            residence: String::new(),
            special,
        },
    };
    let ordered = received.or(reported_in).ok_or_else(|| case.bad("decision_received"))?;
    let mut bodies = vec![(morning(ordered), Body::Order(order))];
    if let Some(day) = reported_in {
        bodies.push((morning(day), Body::ReportIn(ReportIn { brought_by: BroughtBy::Self_ })));
    }
    Ok(bodies)
}

fn event(number: u32, at: Moment, body: Body) -> Event {
    let id = |number: u32| uuid_of(u128::from(number));
    Event {
        id: EventId(id(number)),
        series: SeriesId(id(1)),
        seq: number,
        prev: Hash::none(),
        stream: Stream::Case(CaseId(id(1))),
        happened_at: at,
        recorded_at: at,
        author: UserId(id(1)),
        rule_version: RuleVersion("2026-01".to_owned()),
        body,
    }
}

fn uuid_of(number: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(number)
}

fn body(event: &Fields<'_>) -> Read<Body> {
    let none = String::new;
    match event.text("type")? {
        "test" => test(event),
        "test_refused" => {
            event.only(&["at", "type", "manner"])?;
            Ok(Body::TestRefused(TestRefused {
                manner: event.code("manner", RefusalManner::ALL, RefusalManner::code)?,
                place: none(),
                facts: none(),
                notice_proof: None,
                witness: None,
                attachments: Vec::new(),
            }))
        }
        "visit" => visit(event),
        "report" => {
            event.only(&["at", "type", "written", "face_to_face"])?;
            Ok(Body::SelfReport(SelfReport {
                attachments: Vec::new(),
                written: event.flag("written")?,
                face_to_face: event.flag("face_to_face")?,
                rehabilitation: none(),
                livelihood: none(),
                mental: none(),
                family: none(),
            }))
        }
        "assessment" => {
            event.only(&["at", "type", "period"])?;
            Ok(Body::Assessment(Assessment {
                attachments: Vec::new(),
                period: event.code("period", AssessPeriod::ALL, AssessPeriod::code)?,
                cooperation: Grade::Pass,
                conduct: Grade::Pass,
                recovery: Grade::Pass,
                violations: None,
                conclusion: Grade::Pass,
                advice: none(),
                members: Vec::new(),
            }))
        }
        "absence" => {
            event.only(&["at", "type", "from", "until"])?;
            let (from, until) = (event.day("from")?, event.maybe_day("until")?);
            Ok(Body::Absence(Absence { attachments: Vec::new(), from, until, facts: none(), left: None }))
        }
        "leave_requested" => {
            event.only(&["at", "type", "from", "until"])?;
            Ok(Body::LeaveRequested(LeaveRequested {
                attachments: Vec::new(),
                from: event.day("from")?,
                until: event.day("until")?,
                destination: none(),
                reason: LeaveReason::Other,
                contact: None,
            }))
        }
        "leave_approved" => {
            event.only(&["at", "type", "from", "until"])?;
            Ok(Body::LeaveApproved(LeaveApproved { from: event.day("from")?, until: event.day("until")? }))
        }
        "serious_determined" => {
            event.only(&["at", "type", "ground"])?;
            Ok(Body::SeriousDetermined(SeriousDetermined {
                ground: event.code("ground", BreachGround::ALL, BreachGround::code)?,
                facts: none(),
                evidence: Vec::new(),
                decided_by: none(),
            }))
        }
        "detained" => {
            event.only(&["at", "type", "kind"])?;
            let detention = event.code("kind", DetentionKind::ALL, DetentionKind::code)?;
            Ok(Body::Detained(Detained { detention, suspends: true, site: none(), paper: None }))
        }
        "transfer_approved" => {
            event.only(&["at", "type", "notice_received"])?;
            let notice_received = event.maybe_day("notice_received")?;
            Ok(Body::TransferApproved(TransferApproved { notice_received }))
        }
        other => plain(event, other),
    }
}

/// Events of which only the time matters.
fn plain(event: &Fields<'_>, word: &str) -> Read<Body> {
    let none = String::new;
    let body = match word {
        "agreement_signed" => Body::AgreementSigned(AgreementSigned { told_at: None }),
        "lateness_justified" => Body::LatenessJustified(LatenessJustified {
            reason: none(),
            proof: None,
            new_date: None,
            attachments: Vec::new(),
        }),
        "overdue_report_sent" => Body::OverdueReportSent(OverdueReportSent { addressees: Vec::new() }),
        "leave_returned" => Body::LeaveReturned(LeaveReturned { attachments: Vec::new(), note: None }),
        "breach_report_sent" => Body::BreachReportSent(BreachReportSent { addressees: Vec::new() }),
        "released" => Body::Released(Released { paper: None }),
        "imprisoned" => Body::Ended(Ended { ending: EndingKind::Prison, paper: None }),
        "compulsory_decided" => Body::Ended(Ended { ending: EndingKind::CompulsoryIsolation, paper: None }),
        "transfer_requested" => Body::TransferRequested(TransferRequested {
            ground: TransferGround::Residence,
            new_place: none(),
        }),
        "transfer_org_notified" => Body::TransferOrgNotified(TransferOrgNotified {}),
        "transfer_form_submitted" => Body::TransferFormSubmitted(TransferFormSubmitted { opinion: none() }),
        "transfer_denied" => Body::TransferDenied(TransferDenied { reasons: none() }),
        "dossier_handed_over" => Body::DossierHandedOver(DossierHandedOver { receipt: None }),
        "transfer_reported_in" => Body::TransferReportedIn(TransferReportedIn { new_place: none() }),
        "discharge_proposed" => Body::DischargeProposed(DischargeProposed { summary: none() }),
        "discharge_notice_issued" => Body::DischargeNoticeIssued(DischargeNoticeIssued { notice_no: none() }),
        "discharge_notice_received" => Body::DischargeNoticeReceived(DischargeNoticeReceived {}),
        _ => return Err(event.bad("type")),
    };
    event.only(&["at", "type"])?;
    Ok(body)
}

fn test(event: &Fields<'_>) -> Read<Body> {
    event.only(&["at", "type", "method", "result", "setting", "covers"])?;
    let covers = match event.map.get("covers") {
        None | Some(Value::Null) => Vec::new(),
        Some(list) => {
            let window = |number: &Value| number.as_u64().and_then(|number| u8::try_from(number).ok());
            let all = list.as_array().and_then(|all| all.iter().map(window).collect::<Option<Vec<u8>>>());
            all.ok_or_else(|| event.bad("covers"))?
        }
    };
    Ok(Body::DrugTest(DrugTest {
        setting: event.code("setting", TestSetting::ALL, TestSetting::code)?,
        method: event.code("method", TestMethod::ALL, TestMethod::code)?,
        result: event.code("result", TestResult::ALL, TestResult::code)?,
        place: String::new(),
        tester: UserId(uuid_of(2)),
        second_staff: String::new(),
        kit: None,
        sample_no: None,
        covers,
        panel: Vec::new(),
        told: None,
        remarks: None,
        attachments: Vec::new(),
    }))
}

fn visit(event: &Fields<'_>) -> Read<Body> {
    event.only(&["at", "type", "target", "manner", "found"])?;
    Ok(Body::Visit(Visit {
        manner: event.code("manner", VisitManner::ALL, VisitManner::code)?,
        target: event.code("target", VisitTarget::ALL, VisitTarget::code)?,
        found: event.flag("found")?,
        place: String::new(),
        met: None,
        cooperation: None,
        living: None,
        mood: None,
        notes: String::new(),
        difficulty: None,
        companions: Vec::new(),
        place_stamp: None,
        attachments: Vec::new(),
    }))
}
