//! What a record says, in Chinese.

use std::fmt::Display;

use crate::code::{Addressee, GuidanceKind};
use crate::document::field::panel;
use crate::event::{
    Amend, Assessment, Body, Choice, DrugTest, GroupSet, Order, PaperFilled, SelfReport, TestRefused, Visit,
};
use crate::identity::mask_id;
use crate::moment::minute;
use crate::page::Line;
use crate::page::master::{ID_NUMBER, master_label};

/// Summary and labelled lines of a record.
pub(super) struct Text {
    pub summary: String,
    pub lines: Vec<Line>,
}

/// Labels and values as people read them; what this build cannot read is left out.
fn paper(filled: &PaperFilled) -> Text {
    let read = crate::document::field::readable(filled);
    let label = |key: &str| crate::document::field::spec(filled.paper, key).map_or("", |field| field.label);
    let lines = read.into_iter().map(|(key, value)| line(label(key), value)).collect();
    text(dots(&["文书补录", filled.paper.label()]), lines)
}

fn text(summary: impl Into<String>, lines: Vec<Line>) -> Text {
    Text { summary: summary.into(), lines }
}

fn line(label: &str, text: impl Display) -> Line {
    Line { label: label.to_owned(), text: text.to_string() }
}

fn maybe(label: &str, value: Option<impl Display>) -> Line {
    Line { label: label.to_owned(), text: value.map(|value| value.to_string()).unwrap_or_default() }
}

/// Parts joined by ` · `, empty ones left out.
fn dots(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" · ")
}

fn addressees(all: &[Addressee]) -> String {
    all.iter().map(|addressee| addressee.label()).collect::<Vec<_>>().join("、")
}

pub(super) fn of(body: &Body) -> Text {
    match body {
        Body::Order(body) => order(body),
        Body::ReportIn(body) => text(format!("报到 · {}", body.brought_by), vec![]),
        Body::AgreementSigned(body) => text("签订协议书", vec![maybe("告知时间", body.told_at.map(minute))]),
        Body::Visit(body) => visit(body),
        Body::DrugTest(body) => test(body),
        Body::TestRefused(body) => refusal(body),
        Body::SelfReport(body) => report(body),
        Body::Assessment(body) => assessment(body),
        Body::SupportGiven(body) => text(
            dots(&["帮扶", body.support.label(), body.outcome.map_or("", |outcome| outcome.label())]),
            vec![line("内容", &body.content), maybe("部门、单位", body.partner.as_ref())],
        ),
        Body::GuidanceGiven(body) => {
            let people = match body.guidance {
                GuidanceKind::Gathering => format!("{}人", body.attendees),
                GuidanceKind::Individual => String::new(),
            };
            text(
                dots(&["帮教", body.guidance.label(), &people]),
                vec![
                    line("内容", &body.content),
                    line("地点", &body.place),
                    line("主讲", body.speakers.join("、")),
                ],
            )
        }
        Body::OtherMeasureTaken(body) => text(
            dots(&[body.measure.label(), body.step.label()]),
            vec![line("机构、场所", &body.place), maybe("说明", body.note.as_ref())],
        ),
        Body::PaperFilled(body) => paper(body),
        Body::PaperIssued(body) => text(
            dots(&["签发", body.key.paper.label(), &body.number]),
            vec![line("发送", addressees(&body.to)), line("内容校验", &body.hash)],
        ),
        Body::PaperServed(body) => text(
            dots(&["送达文书", body.to.label(), body.manner.label()]),
            vec![
                line("签收人", &body.receiver),
                line("签收", body.signing),
                line("见证人", body.witnesses.join("、")),
            ],
        ),
        Body::PaperWithdrawn(body) => text("撤回文书", vec![line("理由", &body.reason)]),
        Body::FileLinked(_) => text("与前一份档案相连", vec![]),
        Body::PlanMade(body) => text(
            "制定计划",
            vec![
                line("吸毒史及治疗", &body.drug_history),
                line("戒毒治疗措施", &body.treatment),
                line("心理疏导", &body.counselling_plan),
                line("帮扶救助", &body.support_plan),
            ],
        ),
        Body::GroupSet(body) => group(body),
        Body::TestNoticeServed(body) => text(
            format!("送达检测通知书 · 第{}期", body.window),
            vec![line("检测日期", body.test_day), line("地点", &body.place), line("送达方式", body.manner)],
        ),
        Body::ForcedTestApproved(body) => {
            text(format!("批准强制检测 · {}", body.approver), vec![line("理由", &body.reason)])
        }
        Body::Amend(body) => amend(body),
        Body::LateEntry(body) => {
            text(dots(&["补录说明", body.source.label()]), vec![line("理由", &body.reason)])
        }
        Body::Void(body) => text("作废一条记录", vec![line("理由", &body.reason)]),
        Body::Settle(body) => text(format!("已核对 · {}", body.issue), vec![line("说明", &body.note)]),
        Body::Settled(body) => text(
            dots(&["裁决", body.issue.label(), choice_label(body.choice)]),
            vec![line("理由", &body.note)],
        ),
        Body::ReviewHeld(body) => text("搁置，待核", vec![line("说明", &body.note)]),
        Body::Reviewed(body) => text(body.verdict.label(), vec![line("说明", &body.note)]),
        Body::Snoozed(body) => text(
            format!("暂缓到{} · {}", body.until, body.duty.kind.label()),
            vec![line("原因", &body.reason)],
        ),
        Body::Unknown(_) => text("新版本的记录，本机暂不能显示", vec![]),
        Body::LatenessJustified(_)
        | Body::LatenessRefused(_)
        | Body::OverdueNoticeServed(_)
        | Body::OverdueReportSent(_)
        | Body::FoundByPolice(_)
        | Body::Absence(_)
        | Body::LeaveRequested(_)
        | Body::LeaveApproved(_)
        | Body::LeaveDenied(_)
        | Body::LeaveReturned(_)
        | Body::AdmonitionIssued(_)
        | Body::SeriousDetermined(_)
        | Body::DeterminationWithdrawn(_)
        | Body::BreachReportSent(_)
        | Body::RelapseReportSent(_)
        | Body::PoliceUploaded(_)
        | Body::Detained(_)
        | Body::Released(_)
        | Body::Ended(_) => procedure(body),
        Body::TransferRequested(_)
        | Body::TransferOrgNotified(_)
        | Body::TransferFormSubmitted(_)
        | Body::TransferApproved(_)
        | Body::TransferDenied(_)
        | Body::DossierHandedOver(_)
        | Body::TransferReportedIn(_)
        | Body::DischargeProposed(_)
        | Body::DischargeNoticeIssued(_)
        | Body::DischargeNoticeReceived(_)
        | Body::OfficerQualified(_)
        | Body::UsersCounted(_)
        | Body::PostHeld(_)
        | Body::CaseloadHandedOver(_)
        | Body::CalendarNotice(_)
        | Body::ReadingsSet(_)
        | Body::DrawCommitted(_)
        | Body::DrawListed(_)
        | Body::DrawMade(_) => transfer_or_discharge(body),
    }
}

/// What was chosen, in a few words.
#[must_use]
pub const fn choice_label(choice: Choice) -> &'static str {
    match choice {
        Choice::Values => "按所选的值",
        Choice::Same { .. } => "同一次，只计一条",
        Choice::Apart => "各是一次，都计",
        Choice::AsIs => "照现有记录",
        Choice::Voided { .. } => "作废一条",
    }
}

fn order(body: &Order) -> Text {
    let person = &body.person;
    text(
        dots(&[body.measure.label(), &format!("{}个月", body.term_months), &body.order_no]),
        vec![
            line("决定机关", &body.authority),
            maybe("康复事由", body.recovery_ground),
            maybe("本人收到日期", body.received_by_person),
            maybe("家属收到日期", body.received_by_family),
            maybe("强制隔离戒毒出所日期", body.isolation_release),
            line("现居住地", &person.residence),
            line("管辖村（社区）", &person.village),
            maybe("特殊情形", person.special),
        ],
    )
}

fn visit(body: &Visit) -> Text {
    let found = if body.found { body.cooperation.map_or("已找到", |it| it.label()) } else { "未找到" };
    let met = body.met.as_ref().map(|met| format!("{}（{}）", met.name, met.relation));
    text(
        dots(&[body.manner.label(), body.target.label(), found]),
        vec![
            line("地点", &body.place),
            maybe("被访人", met),
            maybe("联系方式", body.met.as_ref().and_then(|met| met.phone.as_ref())),
            maybe("当前情况", body.living),
            maybe("情绪", body.mood),
            line("谈话内容", &body.notes),
            maybe("突出困难", body.difficulty.as_ref()),
            line("同行人员", body.companions.join("、")),
        ],
    )
}

fn test(body: &DrugTest) -> Text {
    let covers: Vec<String> = body.covers.iter().map(|number| format!("第{number}期")).collect();
    let kit = body.kit.as_ref().map(|kit| format!("{} 批号{} 有效期至{}", kit.name, kit.lot, kit.expires));
    let numbers = body.sample_no.as_ref().map(|sample| format!("A {} / B {}", sample.a, sample.b));
    text(
        dots(&[body.setting.label(), body.method.label(), body.result.label()]),
        vec![
            line("地点", &body.place),
            line("第二名工作人员", &body.second_staff),
            line("各项结果", panel(&body.panel)),
            maybe("当场告知", body.told.as_ref().map(|told| minute(told.at))),
            maybe("试剂", kit),
            maybe("样本编号", numbers),
            line("补检对应", covers.join("、")),
            maybe("备注", body.remarks.as_ref()),
        ],
    )
}

fn refusal(body: &TestRefused) -> Text {
    text(
        body.manner.label(),
        vec![
            line("地点", &body.place),
            line("经过", &body.facts),
            maybe("通知证明", body.notice_proof.as_ref()),
            maybe("在场人员", body.witness.as_ref()),
        ],
    )
}

fn report(body: &SelfReport) -> Text {
    let form = if body.written { "书面" } else { "口头" };
    let place = if body.face_to_face { "当面" } else { "" };
    text(
        dots(&["定期报告", form, place]),
        vec![
            line("戒毒情况", &body.rehabilitation),
            line("生产生活", &body.livelihood),
            line("心理状况", &body.mental),
            line("家庭情况", &body.family),
        ],
    )
}

fn assessment(body: &Assessment) -> Text {
    text(
        format!("{}评估 · {}", body.period, body.conclusion),
        vec![
            line("配合程度", body.cooperation),
            line("表现情况", body.conduct),
            line("康复情况", body.recovery),
            maybe("违反规定", body.violations.as_ref()),
            line("意见", &body.advice),
            line("评估人", body.members.join("、")),
        ],
    )
}

fn group(body: &GroupSet) -> Text {
    let members = body.members.iter().map(|member| line(member.member.label(), &member.name)).collect();
    text(format!("工作小组 · {}人", body.members.len()), members)
}

fn amend(body: &Amend) -> Text {
    let mut lines: Vec<Line> = body
        .fields
        .iter()
        .map(|(field, value)| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            line(master_label(field), if field == ID_NUMBER { mask_id(&text) } else { text })
        })
        .collect();
    lines.push(line("理由", &body.reason));
    if body.fields.is_empty() && !body.attachments.is_empty() {
        return text(format!("补附件{}件", body.attachments.len()), lines);
    }
    text(format!("更正{}项", body.fields.len()), lines)
}

/// Papers and steps of procedure.
#[expect(clippy::wildcard_enum_match_arm, reason = "`of` lists every kind and sends only these here")]
fn procedure(body: &Body) -> Text {
    match body {
        Body::LatenessJustified(body) => text(
            "认可逾期有正当理由",
            vec![
                line("理由", &body.reason),
                maybe("证明", body.proof.as_ref()),
                maybe("另定报到日", body.new_date),
            ],
        ),
        Body::LatenessRefused(body) => text(
            "不认可逾期理由",
            vec![
                line("本人所述", &body.reason),
                maybe("证明", body.proof.as_ref()),
                line("不认可的理由", &body.why),
            ],
        ),
        Body::OverdueNoticeServed(body) => {
            text(format!("送达逾期报到通知书 · {}", body.manner), vec![line("签收人", &body.receiver)])
        }
        Body::OverdueReportSent(body) => {
            text("发出逾期未报到报告", vec![line("送", addressees(&body.addressees))])
        }
        Body::FoundByPolice(body) => text(
            format!("查获 · {}", body.outcome),
            vec![
                line("查获机关", &body.organ),
                line("地点", &body.place),
                maybe("文书", body.paper.as_ref()),
            ],
        ),
        Body::Absence(body) => text(
            format!("擅自离开 · {}起", body.from),
            vec![maybe("返回", body.until), line("经过", &body.facts)],
        ),
        Body::LeaveRequested(body) => text(
            format!("申请外出 · {}至{}", body.from, body.until),
            vec![
                line("地点", &body.destination),
                line("事由", body.reason),
                maybe("联系方式", body.contact.as_ref()),
            ],
        ),
        Body::LeaveApproved(body) => text(format!("准假 · {}至{}", body.from, body.until), vec![]),
        Body::LeaveDenied(body) => {
            text(format!("不准假 · {}起", body.from), vec![line("理由", &body.reason)])
        }
        Body::LeaveReturned(body) => text("销假", vec![maybe("说明", body.note.as_ref())]),
        Body::AdmonitionIssued(body) => {
            text(format!("告诫书 · {} · 第{}次", body.series, body.ordinal), vec![maybe("送达", body.served)])
        }
        Body::SeriousDetermined(body) => text(
            format!("认定严重违反协议 · {}", body.ground),
            vec![
                line("认定人", &body.decided_by),
                line("事实", &body.facts),
                line("证据", body.evidence.join("、")),
            ],
        ),
        Body::DeterminationWithdrawn(body) => {
            let told = Some(addressees(&body.addressees)).filter(|told| !told.is_empty());
            text("撤回认定", vec![line("理由", &body.reason), maybe("告知", told)])
        }
        Body::BreachReportSent(body) => {
            text("发出严重违反协议报告", vec![line("送", addressees(&body.addressees))])
        }
        Body::RelapseReportSent(_) => text("发出复吸报告", vec![]),
        Body::PoliceUploaded(body) => text(
            body.matter.map_or_else(|| "公安已上传".to_owned(), |matter| format!("公安已上传 · {matter}")),
            vec![
                line("告知人", &body.told_by),
                maybe("编号", body.reference.as_ref()),
                maybe("查控自", body.control_from),
            ],
        ),
        Body::Detained(body) => text(
            format!("羁押 · {}", body.detention),
            vec![line("羁押场所", &body.site), maybe("文书", body.paper.as_ref())],
        ),
        Body::Released(body) => text("释放", vec![maybe("文书", body.paper.as_ref())]),
        Body::Ended(body) => {
            text(format!("结束 · {}", body.ending), vec![maybe("文书", body.paper.as_ref())])
        }
        _ => text("记录", vec![]),
    }
}

/// Steps of a change of place, of discharge, and facts of an office.
#[expect(clippy::wildcard_enum_match_arm, reason = "`of` lists every kind and sends only these here")]
fn transfer_or_discharge(body: &Body) -> Text {
    match body {
        Body::TransferRequested(body) => {
            text(format!("申请变更执行地 · {}", body.ground), vec![line("新执行地", &body.new_place)])
        }
        Body::TransferOrgNotified(_) => text("公安通知办公室：有人申请变更执行地", vec![]),
        Body::TransferFormSubmitted(body) => text("提交变更审批表", vec![line("意见", &body.opinion)]),
        Body::TransferApproved(body) => {
            text("公安批准变更执行地", vec![maybe("本人收到通知书", body.notice_received)])
        }
        Body::TransferDenied(body) => text("公安不批准变更执行地", vec![line("理由", &body.reasons)]),
        Body::DossierHandedOver(body) => text("移交档案", vec![maybe("回执", body.receipt.as_ref())]),
        Body::TransferReportedIn(body) => text("到新执行地报到", vec![line("新执行地", &body.new_place)]),
        Body::DischargeProposed(body) => text("提出解除建议", vec![line("摘要", &body.summary)]),
        Body::DischargeNoticeIssued(body) => text(format!("解除通知书 · {}", body.notice_no), vec![]),
        Body::DischargeNoticeReceived(_) => text("乡镇收到解除通知书", vec![]),
        Body::OfficerQualified(body) => text(format!("检测资质 · {}", body.name), vec![]),
        Body::UsersCounted(body) => text(format!("实有吸毒人员{}人", body.users), vec![]),
        Body::PostHeld(body) => text(format!("{} · {}", body.post, body.name), vec![]),
        Body::CaseloadHandedOver(body) => {
            text(format!("工作交接 · {}人", body.cases.len()), vec![line("理由", &body.reason)])
        }
        Body::CalendarNotice(body) => text(format!("放假安排 · {}", body.source), vec![]),
        Body::ReadingsSet(body) => {
            text(format!("解读变更 · {}起", body.valid_from), vec![line("理由", &body.reason)])
        }
        Body::DrawCommitted(body) => {
            text(format!("抽检承诺 · 抽{}人", body.count), vec![line("承诺值", &body.commitment)])
        }
        Body::DrawListed(body) => text(format!("抽检名单 · {}人", body.candidates.len()), vec![]),
        Body::DrawMade(body) => {
            text(format!("抽检抽签 · 抽中{}人", body.drawn.len()), vec![line("公开数字", &body.public)])
        }
        _ => text("记录", vec![]),
    }
}
