//! JSON that lies sealed, under the version it was written in, so that what is open on the day of an update is still read.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::StoreError;

#[derive(Serialize)]
struct Versioned<'a, T> {
    v: u32,
    is: &'a T,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    v: u32,
    is: Value,
}

/// `what` names the kind in the error.
///
/// # Errors
/// `Damaged` for what JSON cannot hold.
pub(crate) fn write<T: Serialize>(is: &T, v: u32, what: &'static str) -> Result<String, StoreError> {
    serde_json::to_string(&Versioned { v, is }).map_err(|_| StoreError::Damaged(what))
}

/// Of any version up to `newest`; what was written before versions were is the first.
///
/// # Errors
/// `Damaged` for a newer version and for what is no such thing.
pub(crate) fn read<T: DeserializeOwned>(
    text: &str,
    newest: u32,
    what: &'static str,
) -> Result<T, StoreError> {
    let damaged = || StoreError::Damaged(what);
    let value: Value = serde_json::from_str(text).map_err(|_| damaged())?;
    let is = match serde_json::from_value::<Read>(value.clone()) {
        Ok(Read { v, .. }) if v > newest => return Err(damaged()),
        Ok(Read { is, .. }) => is,
        Err(_) => value,
    };
    serde_json::from_value(is).map_err(|_| damaged())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn what_was_sealed_before_versions_were_is_read_and_what_is_newer_is_not_guessed() {
        let kept = BTreeMap::from([("reason".to_owned(), "调离".to_owned())]);
        let text = write(&kept, 1, "it").unwrap();
        assert_eq!(text, r#"{"v":1,"is":{"reason":"调离"}}"#);
        assert_eq!(read::<BTreeMap<String, String>>(&text, 1, "it").unwrap(), kept);
        assert_eq!(read::<BTreeMap<String, String>>(r#"{"reason":"调离"}"#, 1, "it").unwrap(), kept);
        assert!(read::<BTreeMap<String, String>>(&write(&kept, 2, "it").unwrap(), 1, "it").is_err());
        assert!(read::<BTreeMap<String, String>>("not", 1, "it").is_err());
    }
}
