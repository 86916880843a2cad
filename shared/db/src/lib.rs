//! Encrypted SQLite: the only place that picks SQLCipher and its settings.
//!
//! - [`open()`]: a file and a raw key → a connection with every pragma in force.
//! - [`migrate()`]: forward-only schema steps; a file of a newer build is refused, not touched.
//! - [`Text`], [`Json`]: typed columns. [`DbError`]: what a caller can act on.
//! - [`set_aside()`]: a damaged store moves out of the way and is kept. [`snapshot()`]: a copy at one moment, as encrypted.
//!
//! Absent on purpose: passphrases (a key is 32 random bytes), plain files, rules, any table of ours.

mod aside;
mod column;
mod error;
mod key;
mod migrate;
mod open;
mod snapshot;

pub use aside::set_aside;
pub use column::{Json, Text};
pub use error::DbError;
pub use key::Key;
pub use migrate::migrate;
pub use open::{check_integrity, open};
pub use snapshot::snapshot;
