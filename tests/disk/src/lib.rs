//! A disk that fails. A program that links this crate has its calls of the C library on files below one folder counted,
//! written down and, by order, refused. SQLCipher and `std::fs` both come through here, so that a vault file, an
//! attachment or a backup is tried like a store.
//!
//! - [`record`]: every call is written down in a [`Journal`], from which [`Journal::image`] makes what a power cut at any
//!   call can leave: what was synced, and of the rest nothing, all, or any part, writes torn at sectors.
//! - [`fail`]: calls from a number on fail ([`Failure`]).
//! - [`fill`]: a folder has no room left, until [`free`]; this works beside everything else.
//! - [`weaken`]: what `PRAGMA synchronous` would do to the stores that are open, to see that the harness finds it.
//!
//! What the model says of a disk: a file's bytes are kept by a sync of the file, its name by a sync of its folder, a new
//! folder at once; a sector of 512 bytes is written whole or not. The index of a write-ahead log (`-shm`) is memory.

mod calls;
mod journal;
mod sqlite;

pub use calls::{Failure, Recorded, check, fail, fill, free, mark, record, start, stop, with_room};
pub use journal::{Image, Journal, Keep};
pub use sqlite::{Synchronous, weaken};
