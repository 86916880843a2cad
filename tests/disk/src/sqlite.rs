//! Stores that are open, and how they could be made careless.

#![allow(unsafe_code, reason = "SQLite tells of a new connection by a pointer")]

use std::ffi::{CStr, c_char, c_int};
use std::sync::{Mutex, Once, PoisonError};

use rusqlite::ffi;

/// How carefully a store commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Synchronous {
    Normal,
    Off,
}

struct Handle(*mut ffi::sqlite3);
// SAFETY: only compared with null and used by the one thread that runs the operation under trial.
unsafe impl Send for Handle {}

static NEWEST: Mutex<Vec<Handle>> = Mutex::new(Vec::new());

unsafe extern "C" fn opened(
    connection: *mut ffi::sqlite3,
    _message: *mut *mut c_char,
    _routines: *const ffi::sqlite3_api_routines,
) -> c_int {
    NEWEST.lock().unwrap_or_else(PoisonError::into_inner).push(Handle(connection));
    ffi::SQLITE_OK
}

/// From now on connections are remembered.
pub fn watch() {
    static WATCHED: Once = Once::new();
    WATCHED.call_once(|| {
        // SAFETY: the function has the signature SQLite asks for and lives as long as the process.
        unsafe { ffi::sqlite3_auto_extension(Some(opened)) };
    });
    NEWEST.lock().unwrap_or_else(PoisonError::into_inner).clear();
}

/// Sets `PRAGMA synchronous` on the connection opened last since the recording began.
///
/// Call it only while that connection is open and idle on this thread.
pub fn weaken(how: Synchronous) {
    let statement: &CStr = match how {
        Synchronous::Normal => c"PRAGMA synchronous = NORMAL",
        Synchronous::Off => c"PRAGMA synchronous = OFF",
    };
    let newest = NEWEST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(Handle(connection)) = newest.last() {
        // SAFETY: the caller holds the connection open; no callback, no message.
        unsafe {
            ffi::sqlite3_exec(
                *connection,
                statement.as_ptr(),
                None,
                std::ptr::null_mut(),
                std::ptr::null_mut(),
            );
        }
    }
}
