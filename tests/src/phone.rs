//! A phone of the harness: the real door over real files, with a clock and a network that a test or a demo can set.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use client::door::{Deps, Door, KdfCost};
use client::sync::HttpLink;
use ring::rand::{SecureRandom, SystemRandom};
use shared::moment::{BEIJING, Moment};

use crate::link::SwitchLink;

/// The time now in Beijing, to the millisecond.
#[must_use]
pub fn wall_clock() -> Moment {
    chrono::DateTime::from_timestamp_millis(millis_now()).unwrap_or_default().with_timezone(&BEIJING)
}

fn millis_now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(0)
}

/// Fills bytes from the operating system.
///
/// # Panics
/// Where the operating system has no randomness.
pub fn dice(bytes: &mut [u8]) {
    SystemRandom::new().fill(bytes).expect("the operating system gives randomness");
}

/// Opens the phone that lives in a folder. The key store of the platform is a file beside it, as on any desktop.
///
/// # Errors
/// When the folder cannot be used or the store is damaged.
pub fn open(
    folder: &Path,
    clock: Arc<dyn Fn() -> Moment + Send + Sync>,
    kdf: KdfCost,
) -> Result<(Arc<Door>, Arc<SwitchLink>)> {
    std::fs::create_dir_all(folder)?;
    let link = Arc::new(SwitchLink::new(Arc::new(HttpLink::new()?)));
    let costs = Arc::clone(&link);
    let deps = Deps {
        data_dir: folder.join("store"),
        clock,
        entropy: Arc::new(dice),
        biometric: None,
        keystore_secret: keystore_secret(&folder.join("keystore.secret"))?,
        link: Arc::<SwitchLink>::clone(&link),
        network: Arc::new(move || costs.network()),
        device_name: "演示机".to_owned(),
        app_version: env!("CARGO_PKG_VERSION").to_owned(),
        demo_device: true,
        kdf,
    };
    let door = Door::open(deps).map_err(|problem| anyhow!("{problem}"))?;
    Ok((Arc::new(door), link))
}

fn keystore_secret(file: &Path) -> Result<[u8; 32]> {
    if !file.exists() {
        let mut secret = [0; 32];
        dice(&mut secret);
        std::fs::write(file, secret)?;
    }
    Ok(std::fs::read(file)?.as_slice().try_into()?)
}
