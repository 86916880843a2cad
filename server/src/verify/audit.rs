//! 审计链, its signed heads, and those that devices hold.

use shared::protocol::Witness;

use super::{Report, Wrong, name};
use crate::signature;
use crate::store::township::Township;
use crate::store::{Work, audit, audit_head};
use crate::witness::{self, Judged};

pub(super) fn check(work: Work<'_>, township: &Township, report: &mut Report) {
    let code = &township.code;
    match report.take(&format!("{}的审计日志", name(township)), audit::verify(work, code)) {
        Some(Ok(entries)) => report.counts.audit_entries += usize::try_from(entries).unwrap_or(0),
        Some(Err(audit::BrokenAt(entry))) => {
            let sentence = format!(
                "{}的审计日志从第 {entry} 条起被改动、删除或插入过。请保全现场并报告安全管理员。",
                name(township)
            );
            report.add(Wrong::AuditBroken, sentence);
        }
        None => return,
    }
    for kept in report.take("每日审计链头", audit_head::daily(work, code)).unwrap_or_default() {
        report.counts.audit_heads += 1;
        judge(work, township, &kept, "服务器每日签发的", Wrong::AuditHeadWrong, report);
    }
    for (series, kept) in report.take("设备见证", audit_head::seen(work, code)).unwrap_or_default() {
        report.counts.audit_heads += 1;
        judge(work, township, &kept, &format!("设备 {series} 出示的"), Wrong::WitnessDenied, report);
    }
}

fn judge(
    work: Work<'_>,
    township: &Township,
    held: &Witness,
    whose: &str,
    wrong: Wrong,
    report: &mut Report,
) {
    let entry = held.head.entry;
    match report.take("审计链头", witness::judge(work, &township.code, held)) {
        Some(Judged::Holds | Judged::Lost) | None => {}
        Some(Judged::Unsigned) => {
            let sentence =
                format!("{whose}审计链头（第 {entry} 条）签名不符：保存的链头被改动过。请报告安全管理员。");
            report.add(wrong, sentence);
        }
        Some(Judged::Denied) => {
            let sentence = format!(
                "{whose}审计链头（第 {entry} 条）与{}现在的审计日志不符：日志被改写或截断过。请保全现场并报告安全管理员。",
                name(township)
            );
            report.add(wrong, sentence);
        }
    }
}

/// Heads that were brought from elsewhere: each belongs to the township whose key signed it.
pub(super) fn check_given(
    work: Work<'_>,
    townships: &[Township],
    witnesses: &[Witness],
    report: &mut Report,
) {
    for held in witnesses {
        report.counts.audit_heads += 1;
        let signed = |township: &&Township| {
            let text = held.head.signing_text(&township.code);
            signature::holds(&township.receipt_key, text.as_bytes(), &held.signature)
        };
        if let Some(township) = townships.iter().find(signed) {
            judge(work, township, held, "见证文件里的", Wrong::WitnessDenied, report);
        } else {
            let entry = held.head.entry;
            let sentence = format!("见证文件里第 {entry} 条的链头不是这里任何乡镇签发的。请核对文件。");
            report.add(Wrong::WitnessUnsigned, sentence);
        }
    }
}
