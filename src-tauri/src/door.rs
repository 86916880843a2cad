//! The one command of the page, and the client behind it: opened once, off the window's thread.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use tauri::State;

use crate::keystore::Keystore;

/// The client and what it needs to open.
pub struct Shell {
    data: PathBuf,
    keystore: Arc<dyn Keystore>,
    said: Mutex<u32>,
}

impl std::fmt::Debug for Shell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shell").field("data", &self.data).finish_non_exhaustive()
    }
}

impl Shell {
    pub fn new(data: PathBuf, keystore: Arc<dyn Keystore>) -> Self {
        Self { data, keystore, said: Mutex::new(0) }
    }

    fn handle(&self, request: &serde_json::Value) -> Result<serde_json::Value, String> {
        let secret = self.keystore.secret().map_err(|p| p.to_string())?;
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        *said += 1;
        Ok(serde_json::json!({ "said": *said, "request": request, "secret_bytes": secret.len() }))
    }
}

/// Everything the page asks.
#[tauri::command]
pub async fn door(
    shell: State<'_, Arc<Shell>>,
    request: serde_json::Value,
) -> Result<serde_json::Value, String> {
    let shell = Arc::clone(&shell);
    tauri::async_runtime::spawn_blocking(move || shell.handle(&request)).await.map_err(|p| p.to_string())?
}
