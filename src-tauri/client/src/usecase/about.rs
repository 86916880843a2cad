//! 版本与更新, 空间.

use shared::problem::Problem;
use shared::protocol::version;

use crate::deps::Deps;
use crate::phone::Open;
use crate::room;
use crate::store::{Setting, Store};
use crate::view::{About, Storage};

pub fn about(open: &Open, deps: &Deps) -> Result<About, Problem> {
    let (update, _) = open.store.told()?;
    let (attachment_bytes, received_bytes) = open.store.attachments_held()?;
    Ok(About {
        app_version: deps.app_version.clone(),
        schema: Store::SCHEMA,
        protocol: version::CURRENT,
        update,
        versions: open.store.setting(Setting::AppVersions)?,
        storage: Storage {
            store_bytes: open.store.bytes_on_disk(),
            attachment_bytes,
            received_bytes,
            free_mib: room::left(deps),
        },
    })
}
