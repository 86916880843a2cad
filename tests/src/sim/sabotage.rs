//! Planted bugs, each of a kind that real systems had: they show that the checkers can fail. They change what the
//! server answers or what lies in the files, from outside; no shipped code knows of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use rusqlite::Connection;
use serde_json::value::RawValue;
use shared::event::{RawEvent, Stream};
use shared::hash::Hash;
use shared::id::{CaseId, SeriesId, TownshipCode};
use shared::problem::ProblemCode;
use shared::protocol::{
    ArrivalMark, CaseCount, Fate, HelloReply, PullReply, PulledEvent, PushReply, PushRequest, Receipt,
    SignedReceipt, version,
};

use super::office::OfficeSide;

super::named! {
    /// One planted bug.
    pub enum Sabotage {
        ReceiptBeforeStoring = "receipt_before_storing" "signs for records it never stored",
        LosesAccepted = "loses_accepted" "accepted records vanish from the file",
        ForgetsLog = "forgets_log" "accepted records get no number in the log",
        LogsTwice = "logs_twice" "a record delivered again counts again",
        AcceptsTwice = "accepts_twice" "a record delivered again is called accepted",
        SwallowsFate = "swallows_fate" "an item gets no answer",
        HidesQuarantine = "hides_quarantine" "what was set aside is called a duplicate",
        WithholdsPulled = "withholds_pulled" "a pull leaves a record out",
        LeaksForeign = "leaks_foreign" "a pull carries a record of another's case",
        KeepsAssignment = "keeps_assignment" "who gave a case away still gets it",
        RevivesRevoked = "revives_revoked" "a revoked device is served",
        LyingDisk = "lying_disk" "a crash takes back a commit",
        ForgetsCounters = "forgets_counters" "old requests are served again",
        EpochIgnored = "epoch_ignored" "a restored server says it is the old one",
        ReceiptOverGap = "receipt_over_gap" "signs one record further than it holds",
        TellsForeign = "tells_foreign" "a pull names another's case",
        AuditGap = "audit_gap" "an audit entry vanishes",
        RewritesRecord = "rewrites_record" "the office's record is another than it received",
        LosesQuarantine = "loses_quarantine" "what was set aside is forgotten",
        RevivesSuspended = "revives_suspended" "a suspended account is served",
        KeepsPlacement = "keeps_placement" "the township a person left still gets the file",
        LateStaysBehind = "late_stays_behind" "a late record does not follow its person",
        BlindGetsFiles = "blind_gets_files" "a role without files is sent a record",
        ForkUnnoticed = "fork_unnoticed" "a copied phone's record is called a duplicate",
        ForkWithoutAlert = "fork_without_alert" "nobody at the office hears of a copied phone",
        CapsuleCountsTwice = "capsule_counts_twice" "a record handed in counts beside itself",
        RevokedCapsuleCounts = "revoked_capsule_counts" "what a revoked device wrote counts at once",
        LosesObject = "loses_object" "an attachment received whole vanishes",
        PhoneShowsComplete = "phone_shows_complete" "a record is shown complete before its photos are there",
        SavedOnFullDisk = "saved_on_full_disk" "a full phone says saved",
        OldClientHalfTaken = "old_client_half_taken" "of an old client's batch only the first half is kept",
        PhoneKeepsPlaintext = "phone_keeps_plaintext" "a case given away stays on the phone",
        PhonePurgesPending = "phone_purges_pending" "a purge takes unsent records with it",
        PhoneForgetsQuarantine = "phone_forgets_quarantine" "a phone counts what was set aside",
        PhoneLosesRecord = "phone_loses_record" "a saved record vanishes from the phone",
        PhoneLosesDraft = "phone_loses_draft" "a saved draft vanishes from the phone",
        PhoneGoesGreen = "phone_goes_green" "a phone shows as received what nobody signed for",
    }
}

/// Every so many answers the deed is done: a bug that always shows is not the one that is hard to find.
const EVERY: u32 = 3;

/// The saboteur of a history; without an order it does nothing.
#[derive(Debug)]
pub struct Saboteur {
    order: Option<Sabotage>,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    chances: u32,
    pushed: Vec<(CaseId, Box<RawValue>)>,
    withheld: BTreeMap<SeriesId, BTreeMap<CaseId, BTreeSet<Hash>>>,
    /// Those that speak a version before this one.
    old: BTreeSet<SeriesId>,
    /// The first each township's server said of itself.
    epochs: BTreeMap<TownshipCode, String>,
}

impl Saboteur {
    #[must_use]
    pub fn new(order: Option<Sabotage>) -> Self {
        Self { order, seen: Mutex::default() }
    }

    /// Whether this is the order.
    #[must_use]
    pub fn is(&self, order: Sabotage) -> bool {
        self.order == Some(order)
    }

    fn is_old(&self, series: SeriesId) -> bool {
        self.seen.lock().unwrap().old.contains(&series)
    }

    fn is_time(&self) -> bool {
        let mut seen = self.seen.lock().unwrap();
        seen.chances += 1;
        seen.chances.is_multiple_of(EVERY)
    }

    /// An answer to a push given in the server's place.
    #[must_use]
    pub fn instead_of_push(
        &self,
        office: &OfficeSide,
        township: &TownshipCode,
        series: SeriesId,
        ask: &PushRequest,
    ) -> Option<PushReply> {
        let last = ask.events.last()?;
        if !self.is(Sabotage::ReceiptBeforeStoring) || !self.is_time() {
            return None;
        }
        let (sealed, epoch): (Vec<u8>, String) = office.look(|sql| {
            let query = "SELECT receipt_key_sealed, epoch FROM township WHERE township = ?1";
            sql.query_row(query, [&township.0], |row| Ok((row.get(0)?, row.get(1)?)))
        });
        let seed = office.keys().wrap.open(&format!("receipt-key/{township}"), &sealed).unwrap();
        let receipt = Receipt {
            epoch,
            series,
            up_to_seq: ask.from_seq + u32::try_from(ask.events.len()).unwrap_or(0) - 1,
            chain: Hash::of(last.get().as_bytes()),
            server_time: office.with(server::Office::now),
            backed_up_to: 0,
        };
        let signed =
            SignedReceipt::sign(receipt, |text| server::signature::sign(&seed, text.as_bytes())).unwrap();
        let fates = vec![Fate::Accepted; ask.events.len()];
        Some(PushReply { fates, receipt: Some(signed), missing_from: None, marks: Vec::new(), tally: None })
    }

    /// What is done to the answer to a hello.
    pub fn after_hello(&self, series: SeriesId, township: &TownshipCode, reply: &mut HelloReply) {
        if reply.protocol < version::CURRENT {
            self.seen.lock().unwrap().old.insert(series);
        }
        if self.is(Sabotage::EpochIgnored) {
            let mut seen = self.seen.lock().unwrap();
            let first = seen.epochs.entry(township.clone()).or_insert_with(|| reply.epoch.clone());
            reply.epoch.clone_from(first);
        }
    }

    /// What is done after a push.
    pub fn after_push(
        &self,
        office: &OfficeSide,
        township: &TownshipCode,
        series: SeriesId,
        ask: &PushRequest,
        reply: &mut PushReply,
    ) {
        self.remember(&ask.events);
        let duplicate = reply.fates.iter().position(|fate| *fate == Fate::Duplicate);
        let accepted = reply.fates.iter().position(|fate| *fate == Fate::Accepted);
        let late = reply.marks.iter().find(|noted| noted.mark == ArrivalMark::AfterTransfer);
        if let Some(late) = late.filter(|_| self.is(Sabotage::LateStaysBehind)) {
            let statement = "DELETE FROM log WHERE series = ?1 AND seq = ?2 AND township <> ?3";
            office.look(|sql| sql.execute(statement, (series.to_string(), late.seq, &township.0)));
        }
        let aside = reply.fates.iter().position(|fate| matches!(fate, Fate::Quarantined { .. }));
        let place = |index: usize| (series, ask.from_seq + u32::try_from(index).unwrap_or(0));
        match (self.order, accepted, duplicate, aside) {
            (Some(Sabotage::LosesAccepted), Some(index), _, _) if self.is_time() => {
                office.look(|sql| delete(sql, "log", place(index)).and(delete(sql, "event", place(index))));
            }
            (Some(Sabotage::ForgetsLog), Some(index), _, _) if self.is_time() => {
                office.look(|sql| delete(sql, "log", place(index)));
            }
            (Some(Sabotage::LogsTwice), _, Some(index), _) => {
                office.look(|sql| log_again(sql, place(index)));
            }
            (Some(Sabotage::AcceptsTwice), _, Some(index), _) => reply.fates[index] = Fate::Accepted,
            (Some(Sabotage::SwallowsFate), Some(_), _, _) if self.is_time() => {
                reply.fates.pop();
            }
            (Some(Sabotage::OldClientHalfTaken), Some(_), _, _) if self.is_old(series) => {
                for index in reply.fates.len().div_ceil(2)..reply.fates.len() {
                    office
                        .look(|sql| delete(sql, "log", place(index)).and(delete(sql, "event", place(index))));
                }
            }
            (Some(Sabotage::ForkUnnoticed), _, _, Some(index)) if is_fork(&reply.fates[index]) => {
                reply.fates[index] = Fate::Duplicate;
            }
            (Some(Sabotage::ForkWithoutAlert), _, _, Some(_)) => {
                office.look(|sql| sql.execute("DELETE FROM alert WHERE kind = 'forked'", []));
            }
            (Some(Sabotage::LosesObject), _, _, _) if self.is_time() => {
                office.look(|sql| sql.execute("DELETE FROM blob", []));
            }
            (Some(Sabotage::HidesQuarantine), _, _, Some(index)) => reply.fates[index] = Fate::Duplicate,
            (Some(Sabotage::RewritesRecord), Some(index), _, _) if self.is_time() => {
                let statement = "UPDATE event SET hash = 'sha256:0' WHERE series = ?1 AND seq = ?2";
                let (series, seq) = place(index);
                office.look(|sql| sql.execute(statement, (series.to_string(), seq)));
            }
            (Some(Sabotage::LosesQuarantine), _, _, Some(index)) => {
                office.look(|sql| delete(sql, "quarantine", place(index)));
            }
            (Some(Sabotage::ReceiptOverGap), Some(_), _, _) if self.is_time() => {
                if let Some(signed) = &mut reply.receipt {
                    signed.receipt.up_to_seq += 1;
                    self.sign_again(office, township, signed);
                }
            }
            _ => {}
        }
    }

    /// What is done to the answer to a pull.
    pub fn after_pull(&self, series: SeriesId, own: impl Fn(CaseId) -> bool, reply: &mut PullReply) {
        if self.is(Sabotage::WithholdsPulled) {
            self.withhold(series, reply);
        }
        if self.is(Sabotage::TellsForeign) && self.is_time() {
            let foreign = reply.counts.first().cloned();
            reply
                .counts
                .extend(foreign.map(|count| CaseCount { case: CaseId(uuid::Uuid::from_u128(7)), ..count }));
        }
        let blind = self.is(Sabotage::BlindGetsFiles) && reply.cards.is_some();
        if blind || (self.is(Sabotage::LeaksForeign) && self.is_time()) {
            let seen = self.seen.lock().unwrap();
            let foreign = seen.pushed.iter().find(|(case, _)| blind || !own(*case));
            let received_at = chrono::DateTime::default();
            reply.events.extend(foreign.map(|(_, event)| PulledEvent {
                event: event.clone(),
                received_at,
                mark: None,
            }));
        }
    }

    /// Keeps some records of others from the device for ever, and counts as if they were not there.
    fn withhold(&self, series: SeriesId, reply: &mut PullReply) {
        let mut seen = self.seen.lock().unwrap();
        let withheld = seen.withheld.entry(series).or_default();
        reply.events.retain(|pulled| {
            let text = pulled.event.get();
            let kept =
                text.contains(&series.to_string()) || !Hash::of(text.as_bytes()).0.ends_with(['0', '1', '2']);
            if let (false, Some(case)) = (kept, case_of(&pulled.event)) {
                withheld.entry(case).or_default().insert(Hash::of(text.as_bytes()));
                return false;
            }
            true
        });
        for count in &mut reply.counts {
            let gone = withheld.get(&count.case).map_or(0, BTreeSet::len);
            count.events -= u32::try_from(gone).unwrap_or(0);
        }
    }

    fn remember(&self, events: &[Box<RawValue>]) {
        if self.is(Sabotage::LeaksForeign) || self.is(Sabotage::BlindGetsFiles) {
            let cases = events.iter().filter_map(|event| Some((case_of(event)?, event.clone())));
            self.seen.lock().unwrap().pushed.extend(cases);
        }
    }

    /// What is done to the server's files before a request.
    pub fn before_request(&self, office: &OfficeSide) {
        match self.order {
            Some(Sabotage::LyingDisk) if self.is_time() => office.keep_files(),
            Some(Sabotage::AuditGap) if self.is_time() => {
                let statement = "DELETE FROM audit WHERE entry = (SELECT max(entry) - 1 FROM audit AS other WHERE other.township = audit.township)";
                office.look(|sql| sql.execute(statement, []));
            }
            Some(Sabotage::ForgetsCounters) => {
                office.look(|sql| sql.execute("UPDATE device SET counter = 0", []));
            }
            _ => {}
        }
    }

    /// What is done to the server's file after an act of the office.
    pub fn after_office(&self, office: &OfficeSide) {
        match self.order {
            Some(Sabotage::KeepsAssignment) => {
                office.look(|sql| sql.execute("UPDATE assignment SET until_ms = 0", []));
            }
            Some(Sabotage::RevivesSuspended) => {
                office.look(|sql| sql.execute("UPDATE user SET state = 'active'", []));
            }
            Some(Sabotage::RevivesRevoked) => {
                office.look(|sql| sql.execute("UPDATE device SET revoked_ms = 0", []));
            }
            _ => {}
        }
    }

    /// What is done to the server's file after a capsule was taken.
    pub fn after_hand_in(&self, office: &OfficeSide, series: SeriesId, is_revoked: bool) {
        let of = series.to_string();
        match self.order {
            Some(Sabotage::CapsuleCountsTwice) => {
                office.look(|sql| log_again(sql, (series, 1)));
            }
            Some(Sabotage::RevokedCapsuleCounts) if is_revoked => office.look(|sql| {
                let first = "SELECT min(seq) FROM quarantine WHERE series = ?1 AND problem = 'device_revoked'";
                let log = format!(
                    "INSERT INTO log (township, number, stream, series_township, series, seq)
                     SELECT township, (SELECT log_last + 1 FROM township AS t WHERE t.township = event.township), stream, township, series, seq
                     FROM event WHERE series = ?1 AND seq = ({first})"
                );
                sql.execute(&log, [&of])?;
                count_log(sql)?;
                sql.execute(&format!("DELETE FROM quarantine WHERE series = ?1 AND seq = ({first})"), [&of])
                    .map(|_| ())
            }),
            _ => {}
        }
    }

    /// What is done to the server's file after a person moved.
    pub fn after_transfer(&self, office: &OfficeSide) {
        if self.is(Sabotage::KeepsPlacement) {
            office.look(|sql| {
                sql.execute("UPDATE placement SET until_ms = 0", [])?;
                sql.execute("UPDATE assignment SET until_ms = 0", [])
            });
        }
        self.after_office(office);
    }

    /// What is done to a phone's file after it saved something or synchronised.
    pub fn after_act(&self, phone: impl FnOnce(&str)) {
        match self.order {
            Some(Sabotage::PhoneLosesRecord) if self.is_time() => phone(
                "DELETE FROM event WHERE received_at IS NULL AND seq = (SELECT max(seq) FROM event WHERE received_at IS NULL)",
            ),
            Some(Sabotage::PhonePurgesPending) => phone(
                "DELETE FROM event WHERE received_at IS NULL AND EXISTS (SELECT 1 FROM scope)
                   AND stream NOT IN (SELECT 'case:' || case_id FROM scope) AND stream LIKE 'case:%'",
            ),
            Some(Sabotage::PhoneKeepsPlaintext) => phone(
                "CREATE TABLE IF NOT EXISTS shadow AS SELECT * FROM event;
                 INSERT OR IGNORE INTO event SELECT * FROM shadow;
                 DELETE FROM shadow; INSERT INTO shadow SELECT * FROM event",
            ),
            Some(Sabotage::PhoneShowsComplete) => {
                phone("UPDATE attachment SET received_epoch = (SELECT epoch FROM line)")
            }
            Some(Sabotage::PhoneForgetsQuarantine) => phone("DELETE FROM quarantine"),
            Some(Sabotage::PhoneLosesDraft) if self.is_time() => phone("DELETE FROM draft"),
            Some(Sabotage::PhoneGoesGreen) if self.is_time() => {
                phone("UPDATE line SET covered = covered + 1")
            }
            _ => {}
        }
    }
}

impl Saboteur {
    fn sign_again(&self, office: &OfficeSide, township: &TownshipCode, signed: &mut SignedReceipt) {
        let seed = receipt_seed(office, township);
        let text = signed.receipt.signing_text();
        signed.signature = server::signature::sign(&seed, text.as_bytes()).unwrap();
        if let Some(text) = signed.receipt.backup_text() {
            signed.backup_signature = server::signature::sign(&seed, text.as_bytes()).unwrap();
        }
    }
}

fn receipt_seed(office: &OfficeSide, township: &TownshipCode) -> Vec<u8> {
    let query = "SELECT receipt_key_sealed FROM township WHERE township = ?1";
    let sealed: Vec<u8> = office.look(|sql| sql.query_row(query, [&township.0], |row| row.get(0)));
    office.keys().wrap.open(&format!("receipt-key/{township}"), &sealed).unwrap().to_vec()
}

fn is_fork(fate: &Fate) -> bool {
    matches!(fate, Fate::Quarantined { problem } if problem.code == ProblemCode::EventForked)
}

fn delete(sql: &Connection, table: &str, (series, seq): (SeriesId, u32)) -> rusqlite::Result<usize> {
    let statement = format!("DELETE FROM {table} WHERE series = ?1 AND seq = ?2");
    sql.execute(&statement, (series.to_string(), seq))
}

fn log_again(sql: &Connection, (series, seq): (SeriesId, u32)) -> rusqlite::Result<()> {
    let again = "INSERT INTO log (township, number, stream, series_township, series, seq)
        SELECT township, (SELECT log_last + 1 FROM township WHERE township = log.township), stream, series_township, series, seq
        FROM log WHERE series = ?1 AND seq = ?2 LIMIT 1";
    sql.execute(again, (series.to_string(), seq))?;
    count_log(sql)
}

fn count_log(sql: &Connection) -> rusqlite::Result<()> {
    let count = "UPDATE township SET log_last = (SELECT coalesce(max(number), 0) FROM log WHERE log.township = township.township)";
    sql.execute(count, []).map(|_| ())
}

fn case_of(event: &RawValue) -> Option<CaseId> {
    match RawEvent::read(event.get().as_bytes().to_vec()).ok()?.event().stream {
        Stream::Case(case) => Some(case),
        Stream::Office(_) => None,
    }
}
