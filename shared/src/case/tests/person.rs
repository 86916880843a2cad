//! What protects the person: papers that promise it, files that are sealed, minors, and what leaves the system.

use std::collections::BTreeMap;

use super::make::{day, event, moment, user};
use super::timeline;
use crate::access::{
    Act, Giving, Relation, ReleaseError, Wish, act_of, act_of_correction, may, may_list, release, watermark,
};
use crate::calendar::Calendar;
use crate::case::course::Course;
use crate::case::{CaseFile, Listing, fold, is_minor, listing, sealed_since};
use crate::code::{Role, Sex, Special};
use crate::document::{Block, Paper, Sheet, calls, sheet};
use crate::duty::{DutyKind, Reckoning};
use crate::event::{
    Body, DischargeNoticeReceived, Event, FileLinked, PaperFilled, PoliceUploaded, RawEvent, UploadMatter,
};
use crate::id::CaseId;
use crate::moment::Moment;
use crate::office::OfficeFile;
use crate::page::{ClosingStep, seal};
use crate::policy::Policy;

fn reckon(file: &CaseFile, at: Moment) -> Reckoning {
    Reckoning::of(file, &Calendar::built_in(), &Policy::default(), at)
}

/// The last paper of a kind that a set of facts calls for.
fn paper(events: &[Event], at: Moment, wanted: Paper) -> Sheet {
    let (file, _) = fold(events);
    let reckoning = reckon(&file, at);
    let all = calls(&file, &reckoning);
    let call = all.iter().rfind(|call| call.paper == wanted).unwrap();
    sheet(&file, &OfficeFile::default(), &reckoning, call)
}

fn words(sheet: &Sheet) -> String {
    let words = sheet.blocks.iter().map(|block| match block {
        Block::Fields { fields, .. } => {
            fields.iter().map(|field| format!("{}：{}\n", field.label, field.value)).collect()
        }
        Block::Table { rows, .. } => rows.iter().map(|row| row.join("|") + "\n").collect::<String>(),
        Block::Text { heading, text } => format!("{heading} {text}\n"),
    });
    words.collect()
}

fn filled(id: u128, at: &str, paper: Paper, fields: &[(&str, &str)]) -> Event {
    let fields = fields.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    event(
        id,
        moment(at),
        Body::PaperFilled(PaperFilled { attachments: Vec::new(), paper, about: None, fields }),
    )
}

#[test]
fn the_agreement_promises_privacy_equal_treatment_and_says_how_data_are_used_before_it_is_signed() {
    crate::asserts!("R-EDU-3", "R-SUPPORT-2", "R-PRIV-8");
    let (events, at) = timeline::story("2026-03-05 报到 社区戒毒 / 2026-03-05 10:00 协议 / 2026-03-06 今天");
    let agreement = paper(&events, at, Paper::D03);
    let text = words(&agreement);
    assert!(text.contains("隐私依法受到保护"));
    assert!(text.contains("入学、就业、享受社会保障不受歧视"));
    assert!(text.contains("个人信息处理告知") && text.contains("查阅、复制、更正"));
    assert!(agreement.missing.contains(&"权利义务及后果告知时间".to_owned()), "the telling is recorded, too");
}

#[test]
fn a_paper_shown_to_strangers_or_kin_tells_no_drug_and_no_result() {
    crate::asserts!("R-EDU-3");
    let (mut events, at) = timeline::story(
        "2026-03-05 报到 社区戒毒 / 2026-03-20 检测 阳性 / 2026-04-01 请假 2026-04-05 2026-04-10 \
         / 2026-04-02 准假 2026-04-05 2026-04-10 / 2026-04-03 今天",
    );
    events.push(filled(900, "2026-03-05", Paper::D02, &[("drug_types", "MOP"), ("use_manner", "inject")]));
    let carried = words(&paper(&events, at, Paper::D14));
    let (late, at) = timeline::story("2026-03-02 决定 社区戒毒 / 2026-03-20 今天");
    let posted = words(&paper(&late, at, Paper::D06));
    for text in [carried, posted] {
        for word in ["阳性", "吗啡", "海洛因", "注射"] {
            assert!(!text.contains(word), "{word} in {text}");
        }
    }
}

#[test]
fn the_place_of_execution_stands_on_the_order_and_on_what_rests_on_it() {
    crate::asserts!("R-DEC-3");
    let (mut events, at) = timeline::story("2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-03-06 今天");
    assert!(paper(&events, at, Paper::D01).missing.contains(&"执行地".to_owned()));
    events.push(filled(900, "2026-03-05", Paper::D01, &[("execution_place", "试例镇")]));
    assert!(!paper(&events, at, Paper::D01).missing.contains(&"执行地".to_owned()));
    assert!(words(&paper(&events, at, Paper::D03)).contains("甲方：试例镇"));
}

#[test]
fn an_upload_of_the_police_is_told_and_starts_no_period() {
    crate::asserts!("R-REPORTIN-6", "R-DISCH-4");
    let told = |id, at: &str| {
        let body = PoliceUploaded {
            told_by: "试例民警".to_owned(),
            matter: None,
            reference: None,
            control_from: None,
        };
        event(id, moment(at), Body::PoliceUploaded(body))
    };
    let (mut events, at) =
        timeline::story("2026-03-02 决定 社区戒毒 / 2026-03-19 逾期报告 / 2026-03-25 今天");
    let upload = |events: &[Event]| reckon(&fold(events).0, at).deadline(DutyKind::PoliceUpload).is_some();
    assert!(!upload(&events), "the norm names no number of days here");
    events.push(told(900, "2026-03-20"));
    assert!(!upload(&events));
    assert!(words(&paper(&events, at, Paper::D12)).contains("上传反馈：试例民警 2026-03-20 09:00"));
    let (mut events, at) = timeline::story(
        "2026-03-05 报到 社区戒毒 1个月 / 2026-03-05 协议 / 2026-04-05 解除通知 / 2026-04-08 今天",
    );
    events.push(told(900, "2026-04-06"));
    assert!(words(&paper(&events, at, Paper::D18)).contains("上传反馈：试例民警 2026-04-06 09:00"));
}

#[test]
fn a_discharge_notice_is_not_complete_before_person_and_family_have_it() {
    crate::asserts!("R-DISCH-6");
    let (mut events, at) = timeline::story(
        "2026-03-05 报到 社区戒毒 1个月 / 2026-03-05 协议 / 2026-04-05 解除通知 / 2026-04-08 今天",
    );
    let lacks =
        |events: &[Event], label: &str| paper(events, at, Paper::D18).missing.contains(&label.to_owned());
    assert!(lacks(&events, "送达本人日期") && lacks(&events, "送达家属日期"));
    events.push(filled(900, "2026-04-06", Paper::D18, &[("served_person_at", "2026-04-06")]));
    assert!(!lacks(&events, "送达本人日期") && lacks(&events, "送达家属日期"));
    events.push(filled(901, "2026-04-07", Paper::D18, &[("served_family_at", "2026-04-07")]));
    assert!(!lacks(&events, "送达家属日期"));
}

#[test]
fn in_detention_the_site_treats_and_the_person_owes_nothing() {
    crate::asserts!("R-SUSP-2");
    let (events, at) =
        timeline::story("2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-03-20 羁押 / 2026-06-01 今天");
    assert!(words(&paper(&events, at, Paper::X08)).contains("羁押期间的治疗由羁押场所负责"));
    let duties = reckon(&fold(&events).0, at).duties(&Calendar::built_in(), &Policy::default());
    let kinds: Vec<DutyKind> = duties.iter().map(|duty| duty.key.kind).collect();
    for kind in [DutyKind::Test, DutyKind::MakeupTest, DutyKind::Visit, DutyKind::Report] {
        assert!(!kinds.contains(&kind), "{kind}");
    }
}

#[test]
fn a_sheet_of_tests_asks_for_two_staff_a_woman_for_a_womans_urine_and_sealed_samples_kept_half_a_year() {
    crate::asserts!("R-TEST-16");
    let (mut events, at) =
        timeline::story("2026-03-05 报到 社区戒毒 / 2026-08-31 检测 阳性 / 2026-09-01 今天");
    for event in &mut events {
        if let Body::Order(order) = &mut event.body {
            order.person.sex = Sex::Female;
        } else if let Body::DrugTest(test) = &mut event.body {
            test.second_staff = String::new();
        }
    }
    let tests = paper(&events, at, Paper::D09);
    for label in ["第二名工作人员", "女性采样人员", "样本编号", "当场告知时间"] {
        assert!(tests.missing.contains(&format!("第1次的{label}")), "{label}: {:?}", tests.missing);
    }
    assert!(words(&tests).contains("2027-02-28"), "kept for six months, to the end of the month");
    let of_man = {
        let mut events = events.clone();
        for event in &mut events {
            if let Body::Order(order) = &mut event.body {
                order.person.sex = Sex::Male;
            }
        }
        paper(&events, at, Paper::D09)
    };
    assert!(!of_man.missing.iter().any(|label| label.contains("女性")));
    assert!(paper(&events, at, Paper::X04).missing.contains(&"报告号".to_owned()));
}

#[test]
fn a_file_is_sealed_from_its_ending_or_the_discharge_notice_on_and_not_by_expiry_alone() {
    crate::asserts!("R-TERM-5", "R-PRIV-10");
    let seal = |story: &str| {
        let (file, at) = timeline::file(story);
        let course = Course::read(&file, &Calendar::built_in(), &Policy::default(), at);
        (listing(&file, &course), sealed_since(&file, &course))
    };
    let month = "2026-03-05 报到 社区戒毒 1个月 / 2026-03-05 协议";
    assert_eq!(seal(&format!("{month} / 2026-04-10 今天")), (Listing::Ordinary, None));
    assert_eq!(
        seal(&format!("{month} / 2026-04-08 解除通知 / 2026-04-10 今天")),
        (Listing::Sealed, Some(day("2026-04-08")))
    );
    assert_eq!(
        seal(&format!("{month} / 2026-03-30 解除通知 / 2026-04-05 今天")),
        (Listing::Sealed, Some(day("2026-04-05"))),
        "not while the measure runs"
    );
    for ending in ["监狱执行", "强制隔离戒毒", "死亡"] {
        let told = format!("{month} / 2026-03-20 结束 {ending} / 2026-03-21 今天");
        assert_eq!(seal(&told), (Listing::Sealed, Some(day("2026-03-20"))), "{ending}");
    }
}

#[test]
fn a_sealed_file_stays_open_to_those_who_close_it_and_is_shut_after_that_or_after_thirty_days() {
    crate::asserts!("R-PRIV-10", "R-TERM-5", "R-DISCH-4", "R-DISCH-6");
    let month = "2026-03-05 报到 社区戒毒 1个月 / 2026-03-05 协议 / 2026-04-08 解除通知";
    let sealed = |events: &[Event], at: &str| {
        let file = fold(events).0;
        seal(&file, &reckon(&file, moment(at))).map(|seal| (seal.owed, seal.shut))
    };
    let (mut events, _) = timeline::story(&format!("{month} / 2026-04-10 今天"));
    let all = [
        ClosingStep::Upload,
        ClosingStep::NoticeReceived,
        ClosingStep::ServedPerson,
        ClosingStep::ServedFamily,
    ];
    assert_eq!(sealed(&events, "2026-04-03"), None, "it runs");
    assert_eq!(sealed(&events, "2026-04-08"), Some((all.to_vec(), false)));
    assert_eq!(sealed(&events, "2026-05-07"), Some((all.to_vec(), false)), "the twenty-ninth day");
    assert_eq!(sealed(&events, "2026-05-08"), Some((all.to_vec(), true)), "the thirtieth");

    let upload = PoliceUploaded {
        told_by: "试例民警".to_owned(),
        matter: Some(UploadMatter::Discharge),
        reference: None,
        control_from: None,
    };
    events.push(event(901, moment("2026-04-09"), Body::PoliceUploaded(upload)));
    assert_eq!(sealed(&events, "2026-04-10"), Some((all[1..].to_vec(), false)));
    events.push(event(902, moment("2026-04-10"), Body::DischargeNoticeReceived(DischargeNoticeReceived {})));
    let served = [("served_person_at", "2026-04-11"), ("served_family_at", "2026-04-12")];
    for (n, (key, on)) in served.into_iter().enumerate() {
        assert_eq!(sealed(&events, "2026-04-12"), Some((all[2 + n..].to_vec(), false)));
        let body = PaperFilled {
            attachments: Vec::new(),
            paper: Paper::D18,
            about: None,
            fields: BTreeMap::from([(key.to_owned(), on.to_owned())]),
        };
        events.push(event(903 + n as u128, moment(on), Body::PaperFilled(body)));
    }
    assert_eq!(sealed(&events, "2026-04-12"), Some((Vec::new(), true)), "nothing is owed any more");

    let (ended, _) = timeline::story(
        "2026-03-05 报到 社区戒毒 1个月 / 2026-03-05 协议 / 2026-03-20 结束 死亡 / 2026-03-21 今天",
    );
    let paper = vec![ClosingStep::EndingPaper];
    assert_eq!(sealed(&ended, "2026-03-20"), Some((paper.clone(), false)), "its paper is to be issued");
    assert_eq!(sealed(&ended, "2026-04-19"), Some((paper, true)), "thirty days");
}

#[test]
fn a_sealed_file_opens_with_a_reason_and_a_second_person_only() {
    crate::asserts!("R-PRIV-10");
    let wish = |purpose, approved_by| Wish { by: user(1), giving: Giving::Sealed, purpose, approved_by };
    let ask = |role, wish: Wish<'_>| release(role, Relation::SameTownship, &wish);
    assert_eq!(ask(Role::Office, wish("", None)), Err(ReleaseError::PurposeMissing));
    assert_eq!(ask(Role::Office, wish("复核", None)), Err(ReleaseError::SecondPersonMissing));
    assert_eq!(ask(Role::Office, wish("复核", Some(user(1)))), Err(ReleaseError::OwnApproval));
    assert_eq!(ask(Role::Office, wish("复核", Some(user(2)))), Ok(()));
    assert_eq!(ask(Role::Audit, wish("复核", Some(user(2)))), Err(ReleaseError::RoleMayNot));
    for role in Role::ALL {
        assert!(!may_list(*role, Relation::Assigned, Listing::Sealed), "{role}: in no list");
    }
}

#[test]
fn what_is_printed_names_its_purpose_and_a_list_needs_a_second_person() {
    crate::asserts!("R-PRIV-7");
    let ask = |giving, purpose, approved_by| {
        let wish = Wish { by: user(1), giving, purpose, approved_by };
        release(Role::Office, Relation::SameTownship, &wish)
    };
    assert_eq!(ask(Giving::One, "送达", None), Ok(()));
    assert_eq!(ask(Giving::One, " ", None), Err(ReleaseError::PurposeMissing));
    assert_eq!(ask(Giving::List, "月报", None), Err(ReleaseError::SecondPersonMissing));
    assert_eq!(ask(Giving::List, "月报", Some(user(1))), Err(ReleaseError::OwnApproval));
    assert_eq!(ask(Giving::List, "月报", Some(user(2))), Ok(()));
    assert_eq!(watermark("试例乙", moment("2026-03-02 16:20"), " 送达 "), "试例乙 2026-03-02 16:20 送达");
}

#[test]
fn minors_stand_in_a_list_of_their_own_that_fewer_read_and_their_guardian_is_asked_for() {
    crate::asserts!("R-PRIV-11");
    let (mut events, at) = timeline::story("2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-03-06 今天");
    let born = |events: &mut Vec<Event>, birth: &str, special| {
        for event in events {
            if let Body::Order(order) = &mut event.body {
                order.person.birth = Some(day(birth));
                order.person.special = special;
            }
        }
    };
    let of = |events: &[Event]| {
        let (file, _) = fold(events);
        listing(&file, &Course::read(&file, &Calendar::built_in(), &Policy::default(), at))
    };
    born(&mut events, "2008-03-07", Some(Special::Minor));
    assert_eq!(of(&events), Listing::Minor);
    assert!(paper(&events, at, Paper::D02).missing.iter().any(|label| label.starts_with("监护人")));
    born(&mut events, "2008-03-06", Some(Special::Minor));
    assert_eq!(of(&events), Listing::Ordinary, "of age from the birthday on");
    let leap = fold(&events).0.order.unwrap().body.person;
    let leap = crate::event::PersonDetails { birth: Some(day("2008-02-29")), ..leap };
    assert!(is_minor(&leap, day("2026-02-28")) && !is_minor(&leap, day("2026-03-01")));
    assert!(may_list(Role::Worker, Relation::Assigned, Listing::Minor));
    assert!(!may_list(Role::Police, Relation::SameTownship, Listing::Minor), "not the whole station");
    assert!(may_list(Role::Police, Relation::SameTownship, Listing::Ordinary));
}

#[test]
fn visits_and_absences_are_recorded_in_the_field_by_worker_and_police_and_by_nobody_outside_it() {
    crate::asserts!("R-ORG-6", "R-VISIT-1", "R-BREACH-1");
    let visit = timeline::word("2026-03-05", &["走访", "本人"]);
    let absence = timeline::word("2026-03-05", &["擅离", "2026-03-01"]);
    for body in [visit, absence] {
        let roles = |relation| -> Vec<Role> {
            Role::ALL.iter().copied().filter(|role| may(*role, act_of(&body), relation)).collect()
        };
        assert_eq!(roles(Relation::Assigned), [Role::Worker, Role::Police, Role::Office]);
        assert_eq!(roles(Relation::SameTownship), [Role::Police, Role::Office]);
        assert_eq!(roles(Relation::Other), []);
    }
    let test = timeline::word("2026-03-05", &["检测", "阴性"]);
    let testers: Vec<Role> =
        Role::ALL.iter().copied().filter(|role| may(*role, act_of(&test), Relation::Assigned)).collect();
    assert_eq!(testers, [Role::Police], "R-TEST-1");
    let determined = timeline::word("2026-03-05", &["认定", "第三次逃避或拒绝检测"]);
    assert!(!may(Role::Worker, act_of(&determined), Relation::Assigned));
    assert!(!may(Role::Police, act_of(&determined), Relation::Assigned));
}

#[test]
fn a_result_that_was_awaited_is_brought_in_by_whoever_may_test_and_nothing_else_of_it_is_changed() {
    crate::asserts!("R-TEST-7", "R-TEST-9");
    let amend = |fields: &[&str]| crate::event::Amend {
        target: crate::id::EventId(uuid::Uuid::nil()),
        basis: Vec::new(),
        fields: fields.iter().map(|field| ((*field).to_owned(), serde_json::json!("negative"))).collect(),
        reason: String::new(),
        attachments: Vec::new(),
    };
    let pending = timeline::word("2026-03-05", &["检测", "待实验室"]);
    let negative = timeline::word("2026-03-05", &["检测", "阴性"]);
    let whole = amend(&["result", "attachments"]);
    assert_eq!(act_of_correction(&pending, &whole), Act::RecordTest);
    assert_eq!(act_of_correction(&negative, &whole), Act::Correct, "a result that is in stands");
    assert_eq!(act_of_correction(&pending, &amend(&["result", "place"])), Act::Correct);
    assert_eq!(act_of_correction(&pending, &amend(&["attachments"])), Act::Correct);
}

#[test]
fn who_runs_the_system_reads_no_file_and_medical_staff_see_no_result() {
    crate::asserts!("R-PRIV-5", "R-PRIV-15");
    let reads = |role| may(role, crate::access::Act::SeeFile, Relation::Assigned);
    for role in [Role::System, Role::Security, Role::Audit, Role::Medical] {
        assert!(!reads(role), "{role}");
    }
    let sees_audit = |role: &Role| may(*role, crate::access::Act::SeeAudit, Relation::SameTownship);
    let auditors: Vec<Role> = Role::ALL.iter().copied().filter(sees_audit).collect();
    assert_eq!(auditors, [Role::Audit], "who keeps the accounts does not keep the log");
}

#[test]
fn a_second_measure_is_a_file_of_its_own_linked_to_the_first() {
    crate::asserts!("R-FILE-1");
    let (mut events, at) = timeline::story("2026-03-05 报到 社区戒毒 / 2026-03-20 拒检 / 2026-03-21 今天");
    let earlier = CaseId(uuid::Uuid::from_u128(6));
    events.push(event(900, moment("2026-03-05"), Body::FileLinked(FileLinked { earlier })));
    let (file, issues) = fold(&events);
    assert_eq!(file.earlier.iter().map(|fact| fact.body.earlier).collect::<Vec<_>>(), [earlier]);
    assert_eq!(issues, []);
    assert_eq!(reckon(&file, at).ladder.refusals.len(), 1, "nothing of the first file counts here");
}

#[test]
fn a_handover_lists_what_the_file_holds_and_changes_no_id_and_no_hash() {
    crate::asserts!("R-FILE-6");
    let (events, at) = timeline::story(
        "2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-03-20 检测 阴性 / 2026-03-21 走访 本人 / 2026-04-01 变更申请 \
         / 2026-04-03 批准变更 2026-04-04 / 2026-04-08 移交 / 2026-04-09 新地报到 / 2026-04-10 今天",
    );
    let list = words(&paper(&events, at, Paper::X10));
    for row in ["D01|", "D03|", "D07|见面访谈/家访记录|1", "D09|定期吸毒检测记录表|1"] {
        assert!(list.contains(row), "{row} in {list}");
    }
    let (file, _) = fold(&events);
    for event in &events {
        let sent = RawEvent::write(event.clone()).unwrap();
        let arrived = RawEvent::read(sent.bytes().to_vec()).unwrap();
        assert_eq!((arrived.hash(), arrived.event().id), (sent.hash(), event.id));
        assert!(file.event(event.id).is_some());
    }
    let trace = crate::document::trace(&file, &reckon(&file, at));
    let told = serde_json::to_string(&trace).unwrap();
    assert_eq!(trace.facts, events.len());
    let person = &file.order.as_ref().unwrap().body.person;
    for secret in [&person.name, &person.village, &person.residence] {
        assert!(!told.contains(secret.as_str()), "{secret} in {told}");
    }
}

#[test]
fn nothing_is_filled_in_twice_and_the_latest_value_stands() {
    let (mut events, at) = timeline::story("2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-04-01 今天");
    events.push(filled(901, "2026-03-20", Paper::D02, &[("employment", "70")]));
    events.push(filled(900, "2026-03-05", Paper::D02, &[("employment", "27"), ("education", "70")]));
    let text = words(&paper(&events, at, Paper::D02));
    assert!(text.contains("从业状况：无业人员") && text.contains("文化程度：初中"), "{text}");
    let unreadable = BTreeMap::from([("employment".to_owned(), "99".to_owned())]);
    let body = PaperFilled { attachments: Vec::new(), paper: Paper::D02, about: None, fields: unreadable };
    events.push(event(902, moment("2026-03-25"), Body::PaperFilled(body)));
    assert!(
        words(&paper(&events, at, Paper::D02)).contains("从业状况：无业人员"),
        "what cannot be read is not there"
    );
}
