//! 剩余空间: what the office sees beside a phone, so that one that fills up is noticed before it saves nothing more.

use std::path::Path;

use crate::deps::Deps;

/// MiB left to this app. Of a demo machine nothing is told: its disk says nothing of a phone.
pub(crate) fn left(deps: &Deps) -> Option<u32> {
    if deps.demo_device { None } else { free_mib(&deps.data_dir) }
}

fn free_mib(folder: &Path) -> Option<u32> {
    let found = rustix::fs::statvfs(folder).ok()?;
    u32::try_from(found.f_bavail.saturating_mul(found.f_frsize) / (1024 * 1024)).ok()
}

#[cfg(test)]
mod tests {
    use db::Key;
    use shared::code::Role;
    use shared::id::{SeriesId, TownshipCode, UserId};
    use shared::moment::Moment;
    use shared::protocol::HelloRequest;
    use uuid::Uuid;

    use super::*;
    use crate::pairing::{DeviceKey, Pairing};
    use crate::store::Store;
    use crate::sync::Engine;

    #[test]
    fn the_office_hears_with_hello_how_much_room_a_phone_has_left() {
        let folder = tempfile::tempdir().unwrap();
        let left = free_mib(folder.path()).unwrap();
        assert_eq!(free_mib(&folder.path().join("not there")), None, "where the platform tells nothing");
        let store = Store::open(folder.path(), &Key::new([7; 32])).unwrap();
        let pairing = Pairing {
            server: "http://127.0.0.1:1".to_owned(),
            series: SeriesId(Uuid::from_u128(1)),
            user: UserId(Uuid::from_u128(2)),
            user_name: "试例甲".to_owned(),
            role: Role::Worker,
            township: TownshipCode("430421001".to_owned()),
            township_name: "演示乡".to_owned(),
            server_key: String::new(),
            pins: Vec::new(),
            office_key: None,
        };
        let device = DeviceKey::from_seed([3; 32]).unwrap();
        let now = Moment::parse_from_rfc3339("2026-03-10T09:00:00+08:00").unwrap();
        let mut engine = Engine::new(pairing, "0.1.0".to_owned()).telling_room(Some(left));
        let request = engine.next_request(&store, &device, now).unwrap().unwrap();
        let body = zstd::decode_all(request.body.as_slice()).unwrap();
        let hello: HelloRequest = serde_json::from_slice(&body).unwrap();
        assert_eq!(hello.storage_free_mib, Some(left));
    }
}
