//! The real office beside the window, filled with the invented township, reached through a valve.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use e2e::seed::{self, Township};
use e2e::{phone, township};
use server::{Config, Running};
use shared::event::Body;
use shared::id::CaseId;
use shared::protocol::PairingLink;
use tokio::runtime::Runtime;

use super::valve::Valve;

/// Runs until dropped.
pub struct Office {
    runtime: Runtime,
    running: Option<Running>,
    made: Township,
    pub line: Valve,
}

impl Office {
    pub fn open(folder: &Path) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let deps = server::Deps { clock: Arc::new(phone::wall_clock), entropy: Arc::new(phone::dice) };
        let config = Config {
            data: folder.join("office"),
            key_file: folder.join("server.key"),
            listen: ([127, 0, 0, 1], 0).into(),
            backups: None,
            public_url: None,
            tls: server::tls::Protection::Plain,
        };
        let running = runtime.block_on(server::serve(config, deps))?;
        let made = seed::fill(&running.office, phone::wall_clock().date_naive())?;
        let line = Valve::open(running.addr)?;
        Ok(Self { runtime, running: Some(running), made, line })
    }

    /// A link that pairs one phone with the account of `login`, as the console shows it.
    pub fn pairing_link(&self, login: &str) -> Result<String> {
        let user = self.made.account(login).user;
        let made = server::admin::make_pairing_code(self.office()?, &self.made.code, user);
        let code = made.map_err(|refusal| anyhow!("{refusal:?}"))?.code;
        Ok(PairingLink { server: format!("http://{}", self.line.address()), code, pins: Vec::new() }
            .to_text())
    }

    /// Somebody at the office's machine confirms the phone that waits.
    pub fn confirm_devices(&self) -> Result<()> {
        for device in server::admin::devices(self.office()?, &self.made.code)? {
            if device.confirmed_at.is_none() {
                server::admin::confirm_device(self.office()?, device.series)
                    .map_err(|refusal| anyhow!("{refusal:?}"))?;
            }
        }
        Ok(())
    }

    /// Name and case of one of [`township::residents`].
    pub fn resident(&self, index: usize) -> Result<(String, CaseId)> {
        let today = phone::wall_clock().date_naive();
        let resident = township::residents(today).into_iter().nth(index).context("no such resident")?;
        Ok((resident.order.person.name, self.made.cases[index]))
    }

    /// What the visits of a case say, as the office folds it.
    pub fn visit_notes(&self, case: CaseId) -> Result<Vec<String>> {
        let notes = self.facts(case)?.into_iter().filter_map(|body| match body {
            Body::Visit(visit) => Some(visit.notes),
            _ => None,
        });
        Ok(notes.collect())
    }

    /// What happened in a case, oldest first, as the office folds it.
    pub fn facts(&self, case: CaseId) -> Result<Vec<Body>> {
        let facts = self.office()?.write_with_book(&self.made.code, |_, book| {
            let events = book.case(case).map(|known| known.file.events.as_slice()).unwrap_or_default();
            Ok::<_, server::store::Refusal>(events.iter().map(|event| event.body.clone()).collect())
        });
        facts.map_err(|refusal| anyhow!("{refusal:?}"))
    }

    fn office(&self) -> Result<&server::Office> {
        Ok(&self.running.as_ref().context("the office is closed")?.office)
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        self.line.cut();
        if let Some(running) = self.running.take() {
            self.runtime.block_on(running.shutdown());
        }
    }
}
