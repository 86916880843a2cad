//! The shipped program in its real window, driven through WebDriver.

mod day;
mod driver;
mod morning;
mod office;
mod story;
mod valve;

use anyhow::Result;
use driver::{Screen, Window};
use serde_json::json;

/// What the shell alone must hold, whatever page it shows.
#[test]
fn the_window_shows_the_page_it_brings_and_gives_it_one_door() -> Result<()> {
    let data = tempfile::tempdir()?;
    let screen = Screen::new()?;
    let window = Window::open(&screen, data.path())?;
    let asked = |script: &str| window.run(script, vec![]);

    assert_eq!(asked("return location.origin")?, json!("tauri://localhost"));
    assert_eq!(asked("return [innerWidth, innerHeight]")?, json!([390, 844]));
    assert_eq!(asked("return document.title")?, json!("归航"));
    assert_eq!(asked("return typeof window.__TAURI__")?, json!("undefined"));
    assert_eq!(asked("return Object.isFrozen(Object.prototype)")?, json!(true));

    // the policy is in force in this very WebView
    assert_eq!(
        asked("try { return eval('1 + 1') } catch (refused) { return refused.name }")?,
        json!("EvalError")
    );
    let inline = "const s = document.createElement('script'); s.textContent = 'window.ran = 1';
                  document.body.append(s); return typeof window.ran";
    assert_eq!(asked(inline)?, json!("undefined"));

    // nothing but our door answers
    let through = window.ask("door", json!({ "request": { "ask": "today" } }))?;
    assert_eq!(through["refused"]["code"], json!("not_paired"), "{through}");
    for closed in ["plugin:event|emit", "plugin:window|set_title", "plugin:webview|create_webview_window"] {
        let answer = window.ask(closed, json!({}))?;
        assert!(answer["refused"].to_string().contains("not allowed"), "{closed}: {answer}");
    }
    // a request the door does not know is refused before it gets there
    let unknown = window.ask("door", json!({ "request": { "ask": "wipe_everything" } }))?;
    assert!(unknown["refused"].to_string().contains("wipe_everything"), "{unknown}");

    // and no other page can be shown
    asked("location.href = 'https://elsewhere.invalid/'")?;
    asked("window.open('https://elsewhere.invalid/')")?;
    assert_eq!(asked("return location.origin")?, json!("tauri://localhost"));
    Ok(())
}

/// The secret that helps to lock the store lies beside it on a desktop, readable by its owner only, and the store itself
/// is unreadable.
#[test]
fn a_killed_window_opens_again_on_the_same_folder_with_the_same_secret() -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let data = tempfile::tempdir()?;
    let screen = Screen::new()?;
    let secret = data.path().join("keystore.secret");

    let first = Window::open(&screen, data.path())?;
    first.ask("door", json!({ "request": { "ask": "state" } }))?;
    let process = first.process();
    first.kill()?;
    assert_eq!(std::fs::metadata(&secret)?.permissions().mode() & 0o777, 0o600);
    let bytes = std::fs::read(&secret)?;
    assert_eq!(bytes.len(), 32);

    let second = Window::open(&screen, data.path())?;
    assert_ne!(second.process(), process);
    second.ask("door", json!({ "request": { "ask": "state" } }))?;
    assert_eq!(std::fs::read(&secret)?, bytes);
    Ok(())
}
