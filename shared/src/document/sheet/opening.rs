//! D01–D06: order, registration, agreement, plan, group, overdue notice.

use super::super::Paper;
use super::super::field::{FIELDS, Wanted};
use super::{Form, day_of, minute};
use crate::case::Fact;
use crate::code::Special;
use crate::duty::schedule::WindowState;
use crate::event::{Body, PaperFilled};
use crate::moment::Moment;

pub(super) fn order(form: &mut Form<'_>) {
    form.head();
    form.section("决定书");
    let order = form.file.order.as_ref();
    let body = order.map(|order| &order.body);
    form.need("决定机关", body.map(|order| &order.authority));
    form.need("决定日期", day_of(order));
    form.need("期限（月）", body.map(|order| order.term_months));
    form.may("社区康复事由", body.and_then(|order| order.recovery_ground));
    form.need("本人收到日期", body.and_then(|order| order.received_by_person));
    form.may("家属收到日期", body.and_then(|order| order.received_by_family));
    form.may("强制隔离戒毒出所日期", body.and_then(|order| order.isolation_release));
    for key in ["facts_basis", "execution_place", "office_notified", "scan"] {
        form.extra(key);
    }
}

pub(super) fn registration(form: &mut Form<'_>) {
    form.head();
    form.section("报到");
    let person = form.file.order.as_ref().map(|order| &order.body.person);
    form.need("管辖村（社区）", person.map(|person| &person.village));
    form.may("特殊情形", person.and_then(|person| person.special));
    form.need("报到日期", day_of(form.file.report_in.as_ref()));
    form.may("送/接到人", form.file.report_in.as_ref().map(|fact| fact.body.brought_by));
    form.section("登记项目");
    let minor = person.and_then(|person| person.special).is_some_and(Special::is_of_a_minor);
    for spec in FIELDS.iter().filter(|field| field.paper == Paper::D02) {
        let required = spec.wanted == Wanted::Always || (minor && spec.key == "guardian");
        form.extra_if(spec.key, None::<&str>, required);
    }
    form.sign(&["本人", "工作人员", "社区民警"]);
}

pub(super) fn agreement(form: &mut Form<'_>) {
    form.head();
    let count = |states: &[WindowState]| states.len();
    let schedule = &form.reckoning.schedule;
    let measures = format!(
        "期限内接受检测{}次，谈话（家访）{}次，定期报告{}次，评估{}次；各期日期见检测期、走访期一览。",
        count(&schedule.tests),
        count(&schedule.visits),
        count(&schedule.reports),
        count(&schedule.quarters) + count(&schedule.years) + count(&schedule.finals),
    );
    form.text("具体管理措施", &measures);
    form.text(
        "可获得的帮助",
        "可以获得戒毒知识辅导、心理疏导、职业培训、就业指导和就学、就业、就医方面的帮助；入学、就业、享受社会保障不受歧视；本人和家庭的隐私依法受到保护。",
    );
    form.text(
        "应当遵守的规定",
        "按期接受检测；按期报告；外出满三天先请假；不吸食、注射毒品；服从社区戒毒（康复）的监督管理。",
    );
    form.text(
        "违反协议的责任",
        "逃避或拒绝检测、擅自离开执行地的，书面告诫；情形严重的，依法报告公安机关处理。",
    );
    form.text("个人信息处理告知", "为执行社区戒毒（康复）收集和使用表格所列信息，只供依法履职的人员使用；本人可以要求查阅、复制、更正。");
    form.section("签订");
    let signed = match form.made() {
        Some(Body::AgreementSigned(signed)) => Some(signed),
        _ => None,
    };
    let told_at = signed.and_then(|signed| signed.told_at).or_else(|| told_at(form));
    form.need("甲方", form.place());
    form.need("乙方", form.file.order.as_ref().map(|order| &order.body.person.name));
    form.later();
    form.need("权利义务及后果告知时间", told_at.map(minute));
    form.extra("told");
    form.extra("signed");
    form.need("签订时间", form.at(form.call.made).map(minute));
    form.extra("witness");
    form.extra("scan");
    form.sign(&["甲方（乡镇）盖章", "乙方（本人）", "见证人"]);
}

/// 告知 recorded by itself (R-AGREE-3), by whoever told the person: its first record counts.
fn told_at(form: &Form<'_>) -> Option<Moment> {
    let told = |fact: &&Fact<PaperFilled>| {
        fact.body.paper == Paper::D03
            && fact.day() <= form.reckoning.course.today
            && fact.body.fields.contains_key("told")
    };
    form.file.papers.iter().find(told).map(|fact| fact.happened_at)
}

pub(super) fn plan(form: &mut Form<'_>) {
    form.head();
    form.section("计划");
    let plan = match form.made() {
        Some(Body::PlanMade(plan)) => Some(plan),
        _ => None,
    };
    form.need("吸毒史及治疗情况", plan.map(|plan| &plan.drug_history));
    form.need("应采取的戒毒治疗措施", plan.map(|plan| &plan.treatment));
    form.need(
        "是否动员参加药物维持治疗",
        plan.map(|plan| if plan.maintenance_advised { "是" } else { "否" }),
    );
    form.need("心理咨询疏导计划", plan.map(|plan| &plan.counselling_plan));
    form.need("拟采取帮扶救助措施", plan.map(|plan| &plan.support_plan));
    let living = form.file.events.iter().rev().find_map(|event| {
        let Body::Visit(visit) = &event.body else { return None };
        visit.living.filter(|_| !form.file.is_voided(event.id))
    });
    form.extra_or("current_status", living);
    form.extra("treatment_needed");
    form.may("家庭成员", form.registered("family"));
    form.need("社区（办公室）", form.place());
    form.need("落款日期", form.at(form.call.made).map(crate::moment::civil_date));
    form.sign(&["办公室盖章"]);
}

pub(super) fn group(form: &mut Form<'_>) {
    form.head();
    let members = match form.made() {
        Some(Body::GroupSet(group)) => group.members.as_slice(),
        _ => &[],
    };
    let since = form.at(form.call.made).map(crate::moment::civil_date);
    let since = since.map(|day| day.to_string()).unwrap_or_default();
    let kinds: Vec<_> = members.iter().map(|member| member.member).collect();
    let rows = members
        .iter()
        .map(|member| {
            vec![
                member.member.label().to_owned(),
                member.name.clone(),
                member.phone.clone().unwrap_or_default(),
                since.clone(),
            ]
        })
        .collect();
    form.table("成员", &["类别", "姓名", "电话", "自"], rows);
    form.section("分工");
    form.extra("leader");
    form.extra("posts");
    for member in members.iter().filter(|member| member.phone.as_ref().is_none_or(String::is_empty)) {
        form.need(&format!("{}的电话", member.name), None::<&str>);
    }
    form.section("尚缺成员");
    for missing in crate::office::missing_members(&kinds) {
        form.need(missing.label(), None::<&str>);
    }
}

pub(super) fn overdue_notice(form: &mut Form<'_>) {
    form.head();
    form.section("逾期报到");
    let received = form.file.order.as_ref().and_then(|order| order.body.received_by_person);
    form.need("本人收到决定书", received);
    form.need("报到期限", form.reckoning.course.report_in_due);
    form.text(
        "逾期的后果",
        "无正当理由逾期不报到的，办公室将报告作出决定的公安机关和执行地公安机关，由公安机关依法处理。",
    );
    form.section("送达");
    form.extra("contact");
    let served = match form.made() {
        Some(Body::OverdueNoticeServed(served)) => Some(served),
        _ => None,
    };
    form.later();
    form.need("送达时间", form.at(form.call.made).map(minute));
    form.need("送达方式", served.map(|served| served.manner));
    form.need("签收人", served.map(|served| &served.receiver));
    form.extra("scan");
    form.sign(&["签收人", "办公室盖章"]);
}
