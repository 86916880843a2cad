//! A morning of the police, in the real window: a test and a refusal without signal, read back at the office.

use anyhow::{Result, ensure};
use shared::code::{RefusalManner, TestResult};
use shared::event::Body;

use super::driver::Screen;
use super::office::Office;
use super::story::paired;

const TESTER: &str = "shi";
/// Two who are in service.
const TESTED: usize = 4;
const REFUSING: usize = 8;

#[test]
fn a_test_and_a_refusal_of_one_morning_reach_the_office() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("phone");
    let office = Office::open(folder.path())?;
    let ((tested, tested_case), (refusing, refusing_case)) =
        (office.resident(TESTED)?, office.resident(REFUSING)?);
    let screen = Screen::new()?;
    let window = paired(&screen, &data, &office, TESTER)?;
    window.see("全部已上传")?;
    let before = (office.facts(tested_case)?.len(), office.facts(refusing_case)?.len());

    // no signal behind the police station; the session is set up once
    office.line.cut();
    window.press("登记")?;
    window.press_in_sheet("检测")?;
    window.see("先设好这一场")?;
    window.fill("检测地点", "柳例派出所")?;
    window.fill("试剂名称", "五联尿检板")?;
    window.fill("试剂批号", "例批0009")?;
    window.choose_day("试剂有效期至", "2099-06-30")?;
    window.fill("第二名工作人员", "苗专干")?;
    window.press("开始点名")?;

    // one by three taps, then one who will not
    window.fill("找人", &tested)?;
    window.press_row(&tested)?;
    window.press("阴性")?;
    window.press_in_sheet("保存")?;
    window.see("已存本机")?;
    // the next in the row is there already; it is another one's turn
    window.press_in_sheet("关闭")?;
    window.fill("找人", &refusing)?;
    window.press_row(&refusing)?;
    window.press("拒绝检测")?;
    window.see("怎么回事")?;
    window.press("当面说不做")?;
    window.press("保存")?;
    window.see("须制作第 1 次告诫书")?;

    // the signal is back
    office.line.mend();
    window.press_row("打开上传中心")?;
    window.press_row("立即同步")?;
    window.see("已上传 2")?;
    window.see_no("存本机")?;
    let (test, refusal) = (office.facts(tested_case)?, office.facts(refusing_case)?);
    ensure!((test.len(), refusal.len()) == (before.0 + 1, before.1 + 1), "one fact each");
    let negative = |body: &Body| matches!(body, Body::DrugTest(test) if test.result == TestResult::Negative);
    ensure!(
        test.iter()
            .any(|body| negative(body) && matches!(body, Body::DrugTest(test) if test.place == "柳例派出所"))
    );
    let refused = |body: &Body| matches!(body, Body::TestRefused(it) if it.manner == RefusalManner::Refuse);
    ensure!(refusal.iter().any(refused));
    Ok(())
}
