//! A worker's other daily forms, in the real window: a report and a leave, read back at the office; someone found and
//! called.

use anyhow::{Result, ensure};
use shared::event::Body;

use super::driver::Screen;
use super::office::Office;
use super::story::paired;

const WORKER: &str = "miao";
/// Hers, in service.
const REPORTING: usize = 4;
const LEAVING: usize = 6;
const WORDS: &str = "家里都好，车间加班多，睡得还行。";

#[test]
fn a_report_and_a_leave_reach_the_office_and_somebody_is_found_by_initials() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("phone");
    let office = Office::open(folder.path())?;
    let ((reporting, report_case), (leaving, leave_case)) =
        (office.resident(REPORTING)?, office.resident(LEAVING)?);
    let screen = Screen::new()?;
    let window = paired(&screen, &data, &office, WORKER)?;
    window.see("全部已上传")?;
    office.line.cut();

    window.press("登记")?;
    window.press_in_sheet("定期报告")?;
    window.see("给谁登记定期报告")?;
    window.press_row(&reporting)?;
    window.see("当面 · 书面")?;
    window.press("没有复吸")?;
    window.press("就业")?;
    window.press("平稳")?;
    window.fill("家庭情况和本人要说的", WORDS)?;
    window.press("保存")?;
    window.see("已存本机")?;

    window.press("登记")?;
    window.press_in_sheet("请假")?;
    window.see("给谁登记请假")?;
    window.press_row(&leaving)?;
    window.see("几天")?;
    window.press("5 天")?;
    window.fill("去哪里", "演示市")?;
    window.press("保存")?;
    window.see("已存本机")?;

    // found by the letters of the name, the number large beside the button
    window.press_row("人员")?;
    window.fill("找人", "zlq")?;
    window.see("共 1 人")?;
    window.press_row("郑例七")?;
    window.press("拨打电话")?;
    window.see("199 0000")?;
    ensure!(
        window.run("return location.origin", vec![])? == "tauri://localhost",
        "no page was left for a number"
    );
    window.press_in_sheet("关闭")?;

    office.line.mend();
    window.press_row("打开上传中心")?;
    window.press_row("立即同步")?;
    window.see("已上传 2")?;
    let written = |body: &Body| matches!(body, Body::SelfReport(report) if report.family.contains(WORDS) && report.written);
    ensure!(office.facts(report_case)?.iter().any(written));
    let asked = |body: &Body| matches!(body, Body::LeaveRequested(leave) if leave.destination == "演示市");
    ensure!(office.facts(leave_case)?.iter().any(asked));
    Ok(())
}
