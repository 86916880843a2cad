//! What must hold many times over. The tests run some of each, `make soak` many; the figure is the last line.
//!
//! - [`restores`]: the office put back from a backup at random moments, with real phones around it.
//! - [`flips`]: one bit turned over in a store or a backup. - [`log_edits`]: the audit log edited by hand.

pub mod flips;
pub mod log_edits;
pub mod restores;

use rusqlite::Connection;
use server::Office;
use server::keyfile;

use crate::phone::dice;

/// The office's store past its own code, as somebody with the keys in hand opens it.
fn behind(office: &Office) -> Connection {
    let entropy: server::deps::Entropy = std::sync::Arc::new(dice);
    let keys = keyfile::open_or_make(office.key_file(), office.data(), true, &entropy).unwrap();
    let file = server::store::file_in(office.data());
    db::open(&file, &db::Key::new(*keys.store())).unwrap()
}
