//! 交回: after a restore of the office, what this phone holds of others and the office lacks is set aside and given back,
//! before anything is pulled or let go.

use shared::problem::{Problem, ProblemCode};
use shared::protocol::{
    GIVE_BACK_RECORDS_MAX, GIVE_BACK_SERIES_MAX, GiveBackReply, GiveBackRequest, ends_text,
};

use super::super::sign::pack;
use super::{BATCH_BYTES_MAX, Changed, Engine, Step, raw_json};
use crate::store::Store;
use crate::store::orphan::Orphan;

/// What the request on its way asks or carries.
#[derive(Debug, Default)]
pub(super) enum GivingBack {
    #[default]
    Nothing,
    /// Where the series of others end.
    Asking,
    Records(Vec<Orphan>),
}

impl Engine {
    /// What comes after the push: giving back where that is due, else the first pull.
    pub(super) fn after_push(&self, store: &Store) -> Result<Step, Problem> {
        if self.is_owing(store)? { Ok(Step::GiveBack) } else { self.begin_pull(store) }
    }

    /// Whether the office is to be asked where series end, or lacks what is set aside here.
    pub(super) fn is_owing(&self, store: &Store) -> Result<bool, Problem> {
        if !self.takes_back {
            return Ok(false);
        }
        let is_asked = store.line()?.asked_back == self.epoch;
        let is_empty = if is_asked {
            store.to_give_back(1, 0)?.is_empty()
        } else {
            store.series_of_others(self.pairing.series)?.is_empty()
        };
        Ok(!is_empty)
    }

    pub(super) fn give_back(&mut self, store: &Store) -> Result<Vec<u8>, Problem> {
        let mut ask = GiveBackRequest { held: Vec::new(), records: Vec::new() };
        if store.line()?.asked_back == self.epoch {
            let records = store.to_give_back(GIVE_BACK_RECORDS_MAX, BATCH_BYTES_MAX)?;
            ask.records =
                records.iter().map(|record| raw_json(record.bytes.clone())).collect::<Result<_, _>>()?;
            self.giving_back = GivingBack::Records(records);
        } else {
            ask.held = store.series_of_others(self.pairing.series)?;
            ask.held.truncate(GIVE_BACK_SERIES_MAX);
            self.giving_back = GivingBack::Asking;
        }
        pack(&ask)
    }

    pub(super) fn take_given_back(
        &mut self,
        store: &mut Store,
        reply: Result<GiveBackReply, Problem>,
    ) -> Result<Changed, Problem> {
        let reply = match reply {
            Ok(reply) => reply,
            // The office cannot take it now: the rest of the exchange goes on, and the next one offers it again.
            Err(problem) if !is_of_line(&problem) => {
                self.late_problem.get_or_insert(problem);
                self.step = self.begin_pull(store)?;
                return Ok(Changed::default());
            }
            Err(problem) => return Err(problem),
        };
        let series = self.pairing.series;
        self.is_signed(&ends_text(&self.epoch, series, &self.nonce, &reply.ends), &reply.signature)?;
        let mut changed = Changed::default();
        match std::mem::take(&mut self.giving_back) {
            GivingBack::Nothing => {}
            GivingBack::Asking => changed.streams = store.keep_ends(series, &self.epoch, &reply.ends)?,
            GivingBack::Records(records) => {
                let told = reply.held_already.saturating_add(reply.kept).saturating_add(reply.unread);
                if usize::try_from(told).ok() != Some(records.len()) {
                    return Err(ProblemCode::ServerNotTrusted.into());
                }
                store.keep_given_back(&records)?;
            }
        }
        self.step = self.after_push(store)?;
        Ok(changed)
    }
}

/// Whether the exchange itself is over or begins anew, whatever was asked.
fn is_of_line(problem: &Problem) -> bool {
    let codes = [
        ProblemCode::NonceStale,
        ProblemCode::RequestReplayed,
        ProblemCode::SignatureWrong,
        ProblemCode::DeviceRevoked,
        ProblemCode::DeviceUnconfirmed,
        ProblemCode::Offline,
        ProblemCode::ServerNotTrusted,
        ProblemCode::TooManyRequests,
    ];
    codes.contains(&problem.code)
}
