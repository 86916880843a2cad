//! A desktop: it dials nothing and reminds of nothing; a file goes into the user's downloads.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use client::door::{Biometric, DueDay, Network};
use shared::moment::Moment;
use tauri::{App, AppHandle, Manager};

/// Files of one name in the downloads at most.
const SAME_NAME_MAX: u32 = 99;
/// Of the window, as in tauri.conf.json, and as at the door: the words of the page (`doorstep.ts`).
const NAME: &str = "归航";
const PLAIN_NAME: &str = "日程";

/// What this machine can do.
#[derive(Debug, Clone, Default)]
pub struct System {
    downloads: Option<PathBuf>,
    /// Whose windows are named; tests have none.
    app: Option<AppHandle>,
}

impl System {
    pub fn of(app: &App) -> Self {
        Self { downloads: app.path().download_dir().ok(), app: Some(app.handle().clone()) }
    }

    /// A fingerprint reader of a desktop binds no key.
    #[allow(clippy::unused_self, reason = "a phone asks its system")]
    pub fn biometric(&self) -> Option<Biometric> {
        None
    }

    /// A cable or a house's own Wi-Fi.
    #[allow(clippy::unused_self, reason = "a phone asks its system")]
    pub fn network(&self) -> Network {
        Network::Unmetered
    }

    #[allow(clippy::unused_self, reason = "a phone has a dialler")]
    pub fn dial(&self, _number: &str) {}

    #[allow(clippy::unused_self, reason = "a phone's system does it")]
    pub fn remind(&self, _days: &[DueDay], _now: Moment) {}

    /// 门口模式: the name of the window means nothing.
    pub fn plain(&self, on: bool) {
        for window in self.app.iter().flat_map(|app| app.webview_windows().into_values()) {
            let named = window.set_title(if on { PLAIN_NAME } else { NAME });
            named.unwrap_or_else(|problem| eprintln!("the window keeps its name: {problem}"));
        }
    }

    /// Writes the bytes under the name, or the name with a number: nothing is written over. Returns the name; `None`
    /// where there is no such folder.
    pub fn save(&self, name: &str, bytes: &[u8]) -> Option<String> {
        let folder = self.downloads.as_deref()?;
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "guihang"));
        let names = (2..=SAME_NAME_MAX).map(|at| format!("{stem}-{at}.{ending}"));
        for name in std::iter::once(name.to_owned()).chain(names) {
            match write_new(&folder.join(&name), bytes) {
                Ok(()) => return Some(name),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => {
                    eprintln!("the file was not written: {error}");
                    return None;
                }
            }
        }
        None
    }
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_file_of_a_day_stands_beside_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let system = System { downloads: Some(folder.path().to_owned()), app: None };
        assert_eq!(
            system.save("归航记录-2026-03-10.guihang", b"one").as_deref(),
            Some("归航记录-2026-03-10.guihang")
        );
        let second = system.save("归航记录-2026-03-10.guihang", b"two").unwrap();
        assert_eq!(second, "归航记录-2026-03-10-2.guihang");
        assert_eq!(std::fs::read(folder.path().join("归航记录-2026-03-10.guihang")).unwrap(), b"one");
        assert_eq!(std::fs::read(folder.path().join(second)).unwrap(), b"two");
        assert_eq!(System::default().save("a.guihang", b""), None);
    }
}
