//! 归航 on a phone: the shell round the crate `client`. It has no logic: it opens one window on the page that is built into
//! it, carries each request of the page through one door, and supplies what only a process can own.
//!
//! - [`door`]: the one command the page may call; opens the store at the first call, off the window's thread.
//! - [`keystore`]: the secret that, with the PIN, wraps the key of the store: a file on a desktop, Android's keystore on a phone.
//! - [`system`]: dialling, the price of the line, a file to carry, reminders.
//! - [`machine`]: the one clock and the one source of chance of this process.
//!
//! What is absent on purpose: rules, storage, HTTP (all in `client`); a second command; plugins for shell, files or
//! network; any address but the page's own; anything that outlives the process outside the data folder.

pub mod door;
pub mod keystore;
pub mod machine;
pub mod system;

use std::path::{Path, PathBuf};

use keystore::Keystore;
use system::System;
use tauri::webview::{NewWindowResponse, WebviewWindowBuilder};
use tauri::{App, Manager, Url};
use zeroizing_alloc::ZeroAlloc;

/// Memory that is given back holds nothing: names and records of a phone that was locked are gone with its store.
#[global_allocator]
static HEAP: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

/// What the command line may set.
#[derive(Debug, Default)]
pub struct Settings {
    /// The folder of the encrypted store; none: the one the system gives this app.
    pub data: Option<PathBuf>,
}

/// Android's and iOS' entry point.
#[cfg_attr(mobile, tauri::mobile_entry_point)]
pub fn run() {
    if let Err(problem) = start(Settings::default()) {
        eprintln!("could not start: {problem}");
    }
}

/// Runs until the window is closed.
pub fn start(settings: Settings) -> tauri::Result<()> {
    let builder = tauri::Builder::default();
    #[cfg(target_os = "android")]
    let builder = builder.plugin(keystore::plugin()).plugin(system::plugin());
    builder
        .invoke_handler(tauri::generate_handler![door::door])
        .setup(move |app| {
            let data = match settings.data {
                Some(folder) => std::path::absolute(folder)?,
                None => app.path().app_data_dir()?,
            };
            let keystore = keystore_of(app, &data);
            let page_store = data.join("page");
            let system = System::of(app);
            app.manage(door::Shell::start(data, keystore, system.clone())?);
            open_window(app, page_store, &system)?;
            Ok(())
        })
        .run(tauri::generate_context!())
}

#[cfg(not(target_os = "android"))]
fn keystore_of(_: &App, data: &Path) -> Box<dyn Keystore> {
    Box::new(keystore::FileKeystore::new(data))
}

#[cfg(target_os = "android")]
fn keystore_of(app: &App, _: &Path) -> Box<dyn Keystore> {
    Box::new(app.state::<keystore::AndroidKeystore>().inner().clone())
}

/// The window of tauri.conf.json, held to the page built into the app. `page_store` is for the page's look (text size,
/// colours); the page keeps no other thing itself.
fn open_window(app: &App, page_store: PathBuf, system: &System) -> tauri::Result<()> {
    for config in &app.config().app.windows {
        let system = system.clone();
        WebviewWindowBuilder::from_config(app, config)?
            .data_directory(page_store.clone())
            .on_navigation(move |url| {
                if let Some(number) = number_to_dial(url) {
                    system.dial(&number);
                }
                is_own_page(url)
            })
            .on_new_window(|_, _| NewWindowResponse::Deny)
            .on_download(|_, _| false)
            .build()?;
    }
    Ok(())
}

/// `tauri://localhost` on a desktop and iOS, `http://tauri.localhost` (served in the process) on Android.
fn is_own_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

/// Digits of a `tel:` link, with `+` in front and `-` between them, nothing else: no code of the network can be dialled.
fn number_to_dial(url: &Url) -> Option<String> {
    let number = (url.scheme() == "tel").then(|| url.path())?;
    let plain = number.chars().all(|c| c.is_ascii_digit() || c == '-' || c == '+');
    (plain && number.chars().any(|c| c.is_ascii_digit())).then(|| number.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{is_own_page, number_to_dial};

    #[test]
    fn a_number_is_handed_to_the_dialler_and_a_code_of_the_network_is_not() {
        let dialled = |address: &str| number_to_dial(&address.parse().unwrap());
        assert_eq!(dialled("tel:13800000000").as_deref(), Some("13800000000"));
        assert_eq!(dialled("tel:+86-734-0000000").as_deref(), Some("+86-734-0000000"));
        for other in ["tel:*%2306%23", "tel:**21*1%23", "tel:-", "sms:13800000000", "tauri://localhost/1"] {
            assert_eq!(dialled(other), None, "{other}");
        }
    }

    fn may_open(address: &str) -> bool {
        is_own_page(&address.parse().unwrap())
    }

    #[test]
    fn the_window_shows_the_page_it_brings_and_nothing_else() {
        assert!(may_open("tauri://localhost/index.html#/today"));
        assert!(may_open("http://tauri.localhost/"));
        for elsewhere in [
            "https://example.com/",
            "http://tauri.localhost.example.com/",
            "tauri://elsewhere/",
            "file:///etc/passwd",
            "data:text/html,hello",
            "tel:110",
        ] {
            assert!(!may_open(elsewhere), "{elsewhere}");
        }
    }
}
