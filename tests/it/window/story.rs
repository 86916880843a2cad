//! A day without signal, in the real window, against the real office.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use super::driver::{Screen, Window};
use super::office::Office;

const WORKER: &str = "miao";
const PIN: &str = "739164";
/// One of hers, with visits behind.
const RESIDENT: usize = 6;
const NOTES: &str = "上门见到本人，在家里编竹器。母亲说近来睡得好。约好下月初再来。";
const NOTES_LABEL: &str = "谈了什么、看到什么";

/// Where the pictures of the README are made.
fn picture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/pictures").join(name)
}

fn type_pin(window: &Window) -> Result<()> {
    PIN.chars().try_for_each(|digit| window.press(&digit.to_string()))
}

/// Paired from the console's link, with a PIN, at today's list.
pub fn paired(screen: &Screen, data: &Path, office: &Office, login: &str) -> Result<Window> {
    let window = Window::open(screen, data)?;
    window.fill("绑定链接", &office.pairing_link(login)?)?;
    window.press("绑定")?;
    window.see("请设 6 位数字密码")?;
    office.confirm_devices()?;
    type_pin(&window)?;
    window.see("请再输入一遍")?;
    type_pin(&window)?;
    window.see("今日任务")?;
    Ok(window)
}

/// The battery ran out; the phone is on again.
fn die_and_come_back(window: Window, screen: &Screen, data: &Path) -> Result<Window> {
    window.kill()?;
    let window = Window::open(screen, data)?;
    window.see("归航已锁定")?;
    type_pin(&window)?;
    window.see("今日任务")?;
    Ok(window)
}

#[test]
fn a_visit_written_without_signal_outlives_two_kills_and_reaches_the_office() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("phone");
    let office = Office::open(folder.path())?;
    let (name, case) = office.resident(RESIDENT)?;
    let screen = Screen::new()?;

    let window = paired(&screen, &data, &office, WORKER)?;
    window.see(&name)?;
    let list = window.text()?;
    ensure!(
        list.contains("已逾期") && list.contains("依据 R-"),
        "overdue first, each with its clause:\n{list}"
    );
    window.picture(&picture("window-today.png"))?;

    // the signal is gone; the words are typed; the battery dies before 保存
    office.line.cut();
    window.press("登记")?;
    window.press_row("家访·谈话")?;
    window.see("给谁登记家访·谈话")?;
    window.press_row(&name)?;
    window.see("配合程度")?;
    window.press("配合")?;
    window.press("就业")?;
    window.press("平稳")?;
    window.fill(NOTES_LABEL, NOTES)?;
    window.see("草稿已存")?;
    let window = die_and_come_back(window, &screen, &data)?;

    // the draft is there to the last character, and becomes a record
    window.press_row("接着写")?;
    window.see("的草稿")?;
    ensure!(window.value(NOTES_LABEL)? == NOTES, "the draft came back as {}", window.value(NOTES_LABEL)?);
    window.press("保存")?;
    window.see("已存本机")?;
    let window = die_and_come_back(window, &screen, &data)?;

    // the record is there, waits, and nothing has reached the office
    window.press_row("打开上传中心")?;
    window.see(&name)?;
    window.see("存本机，等上传 1")?;
    window.picture(&picture("window-waiting.png"))?;
    ensure!(!office.visit_notes(case)?.contains(&NOTES.to_owned()), "nothing can have arrived yet");

    // the signal is back: uploaded, once
    office.line.mend();
    window.press_row("立即同步")?;
    window.see("已上传 1")?;
    window.see_no("存本机")?;
    window.picture(&picture("window-uploaded.png"))?;
    let arrived = office.visit_notes(case)?.into_iter().filter(|notes| notes == NOTES).count();
    ensure!(arrived == 1, "{arrived} records arrived");
    Ok(())
}
