//! Papers as consequences of facts.

use expect_test::{Expect, expect};

use super::timeline;
use crate::calendar::Calendar;
use crate::document::{Block, Call, Paper, Sheet, calls, counts, missing, sheet};
use crate::duty::Reckoning;
use crate::office::OfficeFile;
use crate::policy::Policy;

fn reckon(story: &str) -> (crate::case::CaseFile, Reckoning) {
    let (file, at) = timeline::file(story);
    let reckoning = Reckoning::of(&file, &Calendar::built_in(), &Policy::default(), at);
    (file, reckoning)
}

fn papers(story: &str, expect: Expect) {
    let (file, reckoning) = reckon(story);
    let all = calls(&file, &reckoning);
    let lines: Vec<String> = counts(&all)
        .into_iter()
        .map(|(paper, count)| {
            let gaps = missing(&all).into_iter().filter(|call| call.paper == paper).count();
            format!("{} {paper} {count}份 缺{gaps}\n", paper.code())
        })
        .collect();
    expect.assert_eq(&lines.concat());
}

fn print(sheet: &Sheet) -> String {
    let mut out = format!("《{}》\n", sheet.title);
    for block in &sheet.blocks {
        match block {
            Block::Fields { heading, fields } => {
                out.push_str(&format!("[{heading}]\n"));
                for field in fields.iter().filter(|field| !field.value.is_empty()) {
                    out.push_str(&format!("{}：{}\n", field.label, field.value));
                }
            }
            Block::Table { heading, rows, .. } => {
                out.push_str(&format!("[{heading}]\n"));
                for row in rows {
                    out.push_str(&format!("{}\n", row.join("|")));
                }
            }
            Block::Text { heading, text } => out.push_str(&format!("[{heading}] {text}\n")),
        }
    }
    out.push_str(&format!("签名：{}\n缺：{}\n", sheet.signatures.join("、"), sheet.missing.join("、")));
    out
}

fn paper(story: &str, paper: Paper, expect: Expect) {
    let (file, reckoning) = reckon(story);
    let all = calls(&file, &reckoning);
    let of_paper: Vec<&Call> = all.iter().filter(|call| call.paper == paper).collect();
    expect.assert_eq(&print(&sheet(&file, &OfficeFile::default(), &reckoning, of_paper.last().unwrap())));
}

#[test]
fn before_report_in_only_the_order_is_in_the_file() {
    crate::asserts!("R-DEC-1");
    papers(
        "2026-03-02 决定 社区戒毒 / 2026-03-10 今天",
        expect![[r#"
        D01 责令社区戒毒/社区康复决定书 1份 缺0
    "#]],
    );
}

#[test]
fn each_fact_calls_for_its_paper_and_completeness_counts_the_gaps() {
    crate::asserts!(
        "R-FILE-3",
        "R-FILE-5",
        "R-VISIT-5",
        "R-LEAVE-3",
        "R-LEAVE-4",
        "R-AGREE-4",
        "R-TEST-18",
        "R-ASSESS-5"
    );
    papers(
        "2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-03-20 检测 阴性 / 2026-03-21 走访 本人 / 2026-04-12 拒检 \
         / 2026-04-13 告诫 逃避或拒绝检测 1 / 2026-05-02 擅离 2026-05-01 2026-05-09 / 2026-06-01 请假 2026-06-04 2026-06-10 \
         / 2026-06-02 准假 2026-06-04 2026-06-10 / 2026-06-10 销假 / 2026-06-15 变更申请 / 2026-06-16 变更通知 / 2026-06-18 今天",
        expect![[r#"
            D01 责令社区戒毒/社区康复决定书 1份 缺0
            D02 基本情况登记表 1份 缺0
            D03 社区戒毒(康复)协议书 1份 缺0
            D04 社区戒毒(康复)计划 1份 缺1
            D05 工作小组成员名单 1份 缺1
            D07 见面访谈/家访记录 1份 缺0
            D08 吸毒检测通知书 4份 缺4
            D09 定期吸毒检测记录表 1份 缺0
            D11 违规行为告诫书 2份 缺1
            D13 外出请假审批表 1份 缺0
            D14 外出准假通知书 1份 缺0
            D15 变更执行地审批表 1份 缺1
            D17 评估表 1份 缺1
            X07 变更执行地申请及证明 1份 缺0
        "#]],
    );
}

#[test]
fn a_report_on_a_serious_breach_names_ground_person_and_addressees() {
    crate::asserts!("R-TEST-13", "R-BREACH-8");
    paper(
        "2026-03-05 报到 社区戒毒 怀孕 / 2026-03-20 拒检 / 2026-03-20 检测 强制 阳性 / 2026-03-21 16:20 认定 强制检测阳性 \
         / 2026-03-21 18:00 违规报告 / 2026-03-22 今天",
        Paper::D12,
        expect![[r#"
            《违法/违规行为报告》
            [基本信息]
            姓名：试例甲
            性别：男
            证件种类：身份不明
            措施：社区戒毒
            决定书文号：试字〔2026〕第1号
            期限起：2026-03-05
            期限止：2029-03-04
            现居住地：试例村1组
            [报告]
            类别：严重违反协议
            认定事由：强制检测阳性
            认定人：试例主任
            认定时间：2026-03-21 16:20
            此前告诫：1次
            特殊情形：怀孕，不适用强制隔离戒毒
            送：作出决定的公安机关、执行地公安机关
            发出时间：2026-03-21 18:00
            签名：签发人、办公室盖章
            缺：事实、证据、签发人、送达方式、各收件机关回执
        "#]],
    );
}

#[test]
fn an_agreement_lists_what_the_schedule_asks() {
    crate::asserts!("R-AGREE-2", "R-AGREE-3", "R-ASSESS-2");
    paper(
        "2026-03-05 报到 社区康复 / 2026-03-05 10:00 协议 / 2026-03-06 今天",
        Paper::D03,
        expect![[r#"
            《社区戒毒(康复)协议书》
            [基本信息]
            姓名：试例甲
            性别：男
            证件种类：身份不明
            措施：社区康复
            决定书文号：试字〔2026〕第1号
            期限起：2026-03-05
            期限止：2029-03-04
            现居住地：试例村1组
            [具体管理措施] 期限内接受检测12次，谈话（家访）18次，定期报告18次，评估16次；各期日期见检测期、走访期一览。
            [可获得的帮助] 可以获得戒毒知识辅导、心理疏导、职业培训、就业指导和就学、就业、就医方面的帮助；入学、就业、享受社会保障不受歧视；本人和家庭的隐私依法受到保护。
            [应当遵守的规定] 按期接受检测；按期报告；外出满三天先请假；不吸食、注射毒品；服从社区戒毒（康复）的监督管理。
            [违反协议的责任] 逃避或拒绝检测、擅自离开执行地的，书面告诫；情形严重的，依法报告公安机关处理。
            [个人信息处理告知] 为执行社区戒毒（康复）收集和使用表格所列信息，只供依法履职的人员使用；本人可以要求查阅、复制、更正。
            [签订]
            乙方：试例甲
            签订时间：2026-03-05 10:00
            签名：甲方（乡镇）盖章、乙方（本人）、见证人
            缺：甲方、权利义务及后果告知时间
        "#]],
    );
}

#[test]
fn the_record_of_tests_has_a_row_a_test_with_the_window_it_fills() {
    crate::asserts!("R-TEST-7");
    paper(
        "2026-03-05 报到 社区戒毒 / 2026-03-20 检测 阴性 / 2026-05-20 检测 毛发 补检 阴性 2 / 2026-05-21 检测 无效 / 2026-05-22 今天",
        Paper::D09,
        expect![[r#"
            《定期吸毒检测记录表》
            [基本信息]
            姓名：试例甲
            性别：男
            证件种类：身份不明
            措施：社区戒毒
            决定书文号：试字〔2026〕第1号
            期限起：2026-03-05
            期限止：2029-03-04
            现居住地：试例村1组
            [检测记录]
            1|第1期|2026-03-20 09:00||定期|尿液|阴性||试例乙|||||||
            2|第2期|2026-05-20 09:00||补检|毛发|阴性||试例乙|||第2期||||
            3||2026-05-21 09:00||定期|尿液|无效||试例乙|||||||
            [尚缺项目]
            签名：本人、检测民警、第二名工作人员
            缺：第1次的检测民警、第1次的地点、第1次的各项结果、第1次的当场告知时间、第2次的检测民警、第2次的地点、第2次的样本编号、第2次的各项结果、第2次的当场告知时间、第3次的检测民警、第3次的地点、第3次的各项结果、第3次的当场告知时间
        "#]],
    );
}

#[test]
fn an_assessment_that_was_not_made_says_what_it_lacks() {
    crate::asserts!("R-ASSESS-4");
    paper(
        "2026-03-05 报到 社区戒毒 / 2026-03-20 检测 阳性 / 2026-06-05 今天",
        Paper::D17,
        expect![[r#"
            《评估表》
            [基本信息]
            姓名：试例甲
            性别：男
            证件种类：身份不明
            措施：社区戒毒
            决定书文号：试字〔2026〕第1号
            期限起：2026-03-05
            期限止：2029-03-04
            现居住地：试例村1组
            [评估]
            评估类别：季度
            第几次：1
            起止：2026-03-05至2026-06-04
            检测情况：应检3期，已检1期，补检0期，阳性1次
            走访和报告情况：应访3期，已完成0期，缺第1期、第2期、第3期；应报3期，已完成0期，缺第1期、第2期、第3期
            签名：评估人、评估人
            缺：配合程度、表现情况、康复情况、是否违反规定、结论、意见、评估时间、评估人（至少两名）
        "#]],
    );
}

#[test]
fn every_paper_of_a_full_story_can_be_filled() {
    crate::asserts!(
        "R-TRANSFER-1",
        "R-TRANSFER-7",
        "R-LEAVE-7",
        "R-TEST-10",
        "R-REPORT-2",
        "R-VISIT-3",
        "R-REPORTIN-3"
    );
    let (file, reckoning) = reckon(
        "2023-03-06 决定 社区戒毒 / 2023-03-25 逾期报告 / 2023-03-28 报到 / 2023-03-28 协议 / 2023-04-01 走访 本人 / 2023-04-05 检测 阴性 \
         / 2023-04-20 报告 书面 / 2023-05-02 拒检 / 2023-05-02 检测 强制 阳性 / 2023-05-03 认定 强制检测阳性 / 2023-05-03 违规报告 \
         / 2023-06-02 擅离 2023-06-01 2023-06-09 / 2023-07-01 请假 2023-07-04 2023-07-10 / 2023-07-02 准假 2023-07-04 2023-07-10 \
         / 2023-07-20 销假 / 2023-08-01 检测 请假外出地 阴性 / 2023-09-01 变更申请 / 2023-09-04 变更通知 / 2023-09-05 变更表 \
         / 2023-09-06 批准变更 2023-09-07 / 2023-09-10 移交 / 2023-09-12 新地报到 / 2023-10-01 羁押 / 2023-10-05 释放 \
         / 2024-01-01 评估 季度 / 2026-03-10 解除建议 / 2026-04-05 解除通知 / 2026-04-20 今天",
    );
    let all = calls(&file, &reckoning);
    let kinds: std::collections::BTreeSet<Paper> = all.iter().map(|call| call.paper).collect();
    let absent: Vec<_> =
        Paper::ALL.iter().filter(|paper| !kinds.contains(paper)).map(|paper| paper.code()).collect();
    assert_eq!(absent, ["D10", "X02", "X09"], "nothing in the story calls for these");
    for call in &all {
        let filled = sheet(&file, &OfficeFile::default(), &reckoning, call);
        assert!(!filled.blocks.is_empty() && filled.title == call.paper.label(), "{call:?}");
    }
}

#[test]
fn papers_with_a_second_title_print_the_first() {
    crate::asserts!("R-FILE-4");
    let two: Vec<_> =
        Paper::ALL.iter().filter(|paper| !paper.alias().is_empty()).map(|paper| paper.code()).collect();
    assert_eq!(two, ["D09", "D11", "D13", "D15", "D16"]);
    assert_eq!((Paper::D11.label(), Paper::D11.alias()), ("违规行为告诫书", "告诫书"));
}

#[test]
fn a_sealed_ending_calls_for_no_discharge_notice() {
    crate::asserts!("R-TERM-2");
    let (file, reckoning) = reckon("2026-03-05 报到 社区戒毒 / 2026-04-05 结束 拘役 / 2026-05-01 今天");
    let counted = counts(&calls(&file, &reckoning));
    assert_eq!((counted.get(&Paper::D18), counted.get(&Paper::X09)), (None, Some(&1)));
}

#[test]
fn reports_of_guidance_and_support_are_papers_of_their_own() {
    crate::asserts!("R-EDU-2", "R-EDU-4", "R-SUPPORT-1");
    use super::make::{event, moment};
    use crate::code::{GuidanceKind, SupportKind, SupportOutcome};
    use crate::event::{Body, GuidanceGiven, SupportGiven};
    let (mut events, at) = super::story("2026-03-05 报到 社区戒毒 / 2026-05-01 今天");
    let guided = GuidanceGiven {
        attachments: Vec::new(),
        guidance: GuidanceKind::Individual,
        content: "劝诫".to_owned(),
        attendees: 1,
        place: String::new(),
        speakers: Vec::new(),
    };
    let helped = SupportGiven {
        attachments: Vec::new(),
        support: SupportKind::Training,
        content: "报名".to_owned(),
        partner: Some("试例人社".to_owned()),
        outcome: Some(SupportOutcome::Underway),
    };
    events.push(event(801, moment("2026-04-01"), Body::GuidanceGiven(guided)));
    events.push(event(802, moment("2026-04-02"), Body::SupportGiven(helped)));
    let (file, _) = crate::case::fold(&events);
    let reckoning = Reckoning::of(&file, &Calendar::built_in(), &Policy::default(), at);
    let all = calls(&file, &reckoning);
    for (paper, text) in
        [(Paper::X02, "内容：劝诫"), (Paper::D10, "2026-04-02|职业培训|报名|试例人社|办理中")]
    {
        let call = all.iter().find(|call| call.paper == paper).unwrap();
        let printed = print(&sheet(&file, &OfficeFile::default(), &reckoning, call));
        assert!(printed.contains(text), "{printed}");
    }
}

#[test]
fn an_overdue_notice_goes_to_person_and_family_the_day_after_the_deadline() {
    crate::asserts!("R-REPORTIN-9");
    let of = |story: &str| {
        let (file, reckoning) = reckon(story);
        calls(&file, &reckoning).into_iter().find(|call| call.paper == Paper::D06)
    };
    assert_eq!(of("2026-03-02 决定 社区戒毒 / 2026-03-17 今天"), None);
    let notice = of("2026-03-02 决定 社区戒毒 / 2026-03-18 今天").unwrap();
    let to: Vec<&str> = notice.to.iter().map(|to| to.label()).collect();
    assert_eq!((to, notice.made), (vec!["本人", "家属"], None));
}

#[test]
fn a_report_on_absences_goes_to_the_police_of_the_place_only() {
    crate::asserts!("R-BREACH-6");
    let (file, reckoning) = reckon(
        "2026-03-05 报到 社区戒毒 / 2026-05-10 擅离 2026-04-01 2026-05-09 / 2026-05-11 认定 擅自离开累计超过30日 / 2026-05-12 今天",
    );
    let all = calls(&file, &reckoning);
    let report = all.iter().find(|call| call.paper == Paper::D12).unwrap();
    assert_eq!(report.to, [crate::code::Addressee::PoliceExecution]);
}

#[test]
fn a_new_place_means_a_second_agreement_and_an_unbroken_term() {
    crate::asserts!("R-TRANSFER-9");
    let told = "2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-06-01 变更申请 / 2026-06-02 变更通知 / 2026-06-03 变更表 \
        / 2026-06-04 批准变更 2026-06-05 / 2026-06-08 移交";
    let (file, moved) = reckon(&format!("{told} / 2026-06-10 新地报到 / 2026-07-01 今天"));
    let (_, stayed) = reckon("2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-07-01 今天");
    assert_eq!((&moved.course.last, &moved.schedule), (&stayed.course.last, &stayed.schedule));
    let all = calls(&file, &moved);
    let agreements: Vec<_> =
        all.iter().filter(|call| call.paper == Paper::D03).map(|call| call.made.is_some()).collect();
    assert_eq!(agreements, [true, false], "the second is still to be signed");
    let due =
        moved.deadlines.iter().filter(|deadline| deadline.rule.kind == crate::duty::DutyKind::Agreement);
    assert_eq!(due.count(), 1, "it adds no deadline");
}

#[test]
fn a_test_taken_elsewhere_on_leave_counts_by_its_day_and_its_certificate_is_awaited() {
    crate::asserts!("R-LEAVE-6", "R-LEAVE-7");
    let (file, reckoning) = reckon(
        "2026-03-05 报到 社区戒毒 / 2026-03-25 请假 2026-03-28 2026-04-20 / 2026-03-26 准假 2026-03-28 2026-04-20 \
         / 2026-04-04 检测 请假外出地 阴性 / 2026-04-10 今天",
    );
    assert_eq!(reckoning.schedule.tests[0].status, crate::page::WindowStatus::Satisfied);
    let all = calls(&file, &reckoning);
    let certificate = all.iter().find(|call| call.paper == Paper::X05).unwrap();
    assert_eq!(certificate.made, None);
}

#[test]
fn the_registration_form_says_who_brought_the_person() {
    crate::asserts!("R-REPORTIN-1", "R-REPORTIN-3");
    let (file, reckoning) = reckon("2026-03-05 报到 社区戒毒 / 2026-03-06 今天");
    let all = calls(&file, &reckoning);
    let form = all.iter().find(|call| call.paper == Paper::D02).unwrap();
    assert!(print(&sheet(&file, &OfficeFile::default(), &reckoning, form)).contains("送/接到人：自行报到"));
}
