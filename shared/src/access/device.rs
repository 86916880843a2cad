//! What a device may ask for before somebody confirmed it.

use super::account::UserState;
use crate::protocol::route;

/// How far a device is trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceTrust {
    /// Paired; nobody has compared its digits yet, or its user's credentials changed since.
    Unconfirmed,
    Confirmed,
    Revoked,
}

/// What a request of a device is answered with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceMay {
    Go,
    /// Not yet: kept on the phone, to be asked again.
    Wait,
    /// Never again.
    Never,
}

/// Whether a device with this trust, of a user in this state, is answered at this path. An unconfirmed device says hello
/// and sends, so that nothing it recorded is lost; it reads nothing. Paths nobody thought of count as reading.
#[must_use]
pub fn device_may(trust: DeviceTrust, user: UserState, method: &str, path: &str) -> DeviceMay {
    match (trust, user) {
        (DeviceTrust::Revoked, _) | (_, UserState::Suspended | UserState::Left) => DeviceMay::Never,
        (_, UserState::Invited | UserState::Unconfirmed) => DeviceMay::Wait,
        (DeviceTrust::Confirmed, UserState::Active) => DeviceMay::Go,
        (DeviceTrust::Unconfirmed, UserState::Active) => {
            if only_sends(method, path) {
                DeviceMay::Go
            } else {
                DeviceMay::Wait
            }
        }
    }
}

fn only_sends(method: &str, path: &str) -> bool {
    let upload = path.starts_with("/sync/blob") && matches!(method, "POST" | "PATCH" | "HEAD");
    path == route::HELLO || path == route::PUSH || upload
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unconfirmed_device_sends_and_reads_nothing() {
        let may = |method, path| device_may(DeviceTrust::Unconfirmed, UserState::Active, method, path);
        for (method, path) in [("POST", route::HELLO), ("POST", route::PUSH), ("PATCH", "/sync/blob/x")] {
            assert_eq!(may(method, path), DeviceMay::Go, "{path}");
        }
        for (method, path) in
            [("POST", route::PULL), ("GET", "/sync/blob/x"), ("POST", "/sync/anything"), ("GET", "/")]
        {
            assert_eq!(may(method, path), DeviceMay::Wait, "{path}");
        }
    }

    #[test]
    fn neither_a_revoked_device_nor_one_of_somebody_gone_is_answered() {
        for trust in [DeviceTrust::Unconfirmed, DeviceTrust::Confirmed, DeviceTrust::Revoked] {
            for state in UserState::ALL {
                let answer = device_may(trust, *state, "POST", route::PULL);
                let works = trust == DeviceTrust::Confirmed && state.works();
                assert_eq!(answer == DeviceMay::Go, works, "{trust:?} {state}");
            }
        }
        assert_eq!(
            device_may(DeviceTrust::Revoked, UserState::Active, "POST", route::PUSH),
            DeviceMay::Never
        );
        assert_eq!(
            device_may(DeviceTrust::Confirmed, UserState::Left, "POST", route::PUSH),
            DeviceMay::Never
        );
    }
}
