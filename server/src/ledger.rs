//! 台账: appending and reading events. Plain functions over one transaction; nothing here knows HTTP.
//!
//! What holds: an event once taken is never changed; (series, seq) is its identity, so pushing again changes nothing;
//! a batch past a gap is not taken at all, unless the office's own receipt proves what it follows; an event that cannot be accepted is set aside in its place and the rest go
//! on; `fates.len() == events.len()` for every batch that is taken.

mod decide;
mod judge;

use shared::code::Role;
use shared::event::{EVENT_BYTES_MAX, RawEvent, Stream};
use shared::hash::Hash;
use shared::id::{SeriesId, TownshipCode, UserId};
use shared::problem::{Problem, ProblemCode};
use shared::protocol::{ArrivalMark, Fate, Receipt, SeqMark, SignedReceipt, Verdict};

pub use decide::decide;

use crate::signature;
use crate::store::alert::AlertKind;
use crate::store::audit::{Actor, AuditAct};
use crate::store::event::{EventRow, Place, stream_name, unread_stream};
use crate::store::series_gap::SeriesGap;
use crate::store::{
    StoreError, Work, alert, audit, backed_up, blob, decision, device, event, log, mark, placement,
    quarantine, receipt, series_gap, township,
};

/// Whose series is appended to.
#[derive(Debug, Clone)]
pub struct Author {
    pub township: TownshipCode,
    pub series: SeriesId,
    pub user: UserId,
    pub role: Role,
}

impl Author {
    fn place(&self, seq: u32) -> Place {
        Place { township: self.township.clone(), series: self.series, seq }
    }
}

/// What became of a batch.
#[derive(Debug, PartialEq, Eq)]
pub enum Appended {
    /// The batch began past a gap; nothing was taken.
    MissingFrom(u32),
    /// One fate for each event, and what was noted beside those that count.
    Taken(Vec<Fate>, Vec<SeqMark>),
}

/// How far a device is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    Full,
    /// It was revoked: what it wrote is set aside until a person decides.
    Barred,
    /// Nobody confirmed it yet: the same.
    Unconfirmed,
}

/// Events of a device's series, in order.
#[derive(Debug, Clone, Copy)]
pub struct Batch<'a> {
    pub from_seq: u32,
    pub events: &'a [&'a [u8]],
    /// What the office signed over the places before the first event, where the device no longer has the one before.
    pub gap: Option<&'a SignedReceipt>,
    pub trust: Trust,
}

/// Appends a batch of a device's series.
///
/// # Errors
/// Of the store; then nothing was taken.
pub fn append(work: Work<'_>, author: &Author, batch: &Batch<'_>) -> Result<Appended, StoreError> {
    let Batch { from_seq, events, trust, .. } = *batch;
    let (mut last, mut head) =
        event::last(work, &author.township, author.series)?.unwrap_or_else(|| (0, Hash::none()));
    if from_seq > last + 1 {
        let Some(gap) = proven_gap(work, author, last + 1, batch)? else {
            return Ok(Appended::MissingFrom(last + 1));
        };
        note_gap(work, author, &gap)?;
        (last, head) = (gap.last_seq, gap.chain);
    }
    let (mut fates, mut marks) = (Vec::with_capacity(events.len()), Vec::new());
    for (seq, bytes) in (from_seq..).zip(events) {
        let (fate, noted) = if seq <= last {
            again(work, author, seq, bytes, trust)?
        } else {
            let taken = take(work, author, seq, &head, bytes, trust)?;
            (last, head) = (seq, Hash::of(bytes));
            taken
        };
        fates.push(fate);
        marks.extend(noted.map(|mark| SeqMark { seq, mark }));
    }
    Ok(Appended::Taken(fates, marks))
}

/// 缺号: the places from `first_seq` up to before a batch, where this office once signed for all of them: a restore took
/// them, and the device was put back from a copy without them. The batch says itself what it follows, which is checked
/// where the receipt says so too.
fn proven_gap(
    work: Work<'_>,
    author: &Author,
    first_seq: u32,
    batch: &Batch<'_>,
) -> Result<Option<SeriesGap>, StoreError> {
    let (Some(receipt), Some(first)) = (batch.gap, batch.events.first()) else { return Ok(None) };
    let Ok(first) = RawEvent::read(first.to_vec()) else { return Ok(None) };
    let (last_seq, chain) = (batch.from_seq - 1, first.event().prev.clone());
    let of = &receipt.receipt;
    let key = township::get(work, &author.township)?.receipt_key;
    let is_ours = of.series == author.series
        && receipt.is_signed(|text, by| signature::holds(&key, text.as_bytes(), by));
    let covers = of.up_to_seq > last_seq || (of.up_to_seq == last_seq && of.chain == chain);
    let gap = SeriesGap { series: author.series, first_seq, last_seq, chain, receipt: receipt.clone() };
    Ok(Some(gap).filter(|_| is_ours && covers))
}

/// They stay open for what other phones give back.
fn note_gap(work: Work<'_>, author: &Author, gap: &SeriesGap) -> Result<(), StoreError> {
    series_gap::insert(work, &author.township, gap)?;
    let subject = format!("{}/{}-{}", gap.series, gap.first_seq, gap.last_seq);
    audit::write(work, &author.township, Actor::Device(author.series), AuditAct::SeriesGap, &subject)?;
    alert::raise(work, &author.township, author.series, AlertKind::SeriesGap)?;
    Ok(())
}

/// Takes an event at the end of its series.
fn take(
    work: Work<'_>,
    author: &Author,
    seq: u32,
    prev: &Hash,
    bytes: &[u8],
    trust: Trust,
) -> Result<(Fate, Option<ArrivalMark>), StoreError> {
    let place = author.place(seq);
    let hash = Hash::of(bytes);
    // Given back by another phone before: its author proves it now, and whatever was said of the copy is said no more.
    let was_given_back = quarantine::end_given_back(work, &place, &hash)?;
    if was_given_back && decision::on(work, &place, &hash)? == Some(Verdict::KeptAside) {
        decision::insert(work, &place, &hash, Verdict::Accepted, &author.user.to_string(), "")?;
    }
    let judged = match (judge::judge(work, author, seq, prev, bytes)?, trust) {
        (Ok(_), Trust::Barred) => Err(ProblemCode::DeviceRevoked),
        (Ok(_), Trust::Unconfirmed) => Err(ProblemCode::DeviceUnconfirmed),
        (judged, Trust::Full | Trust::Barred | Trust::Unconfirmed) => judged,
    };
    match judged {
        Ok((raw, noted)) => {
            accept(work, author, &place, &raw)?;
            if let Some(noted) = noted {
                mark::put(work, &place, noted)?;
            }
            Ok((Fate::Accepted, noted))
        }
        Err(code) => {
            let known = RawEvent::read(bytes.to_vec()).ok();
            let stream = unread_stream(author.series);
            event::insert(
                work,
                &EventRow { place: place.clone(), event: None, stream, author: author.user, bytes },
            )?;
            if let Some(raw) = &known {
                let attachments = judge::attachments(raw.event());
                blob::name(work, &place, &unread_stream(author.series), attachments)?;
            }
            quarantine::insert(work, &place, &hash, code, known.as_ref().map(RawEvent::event))?;
            let subject = format!("{}/{seq} {code}", author.series);
            audit::write(
                work,
                &author.township,
                Actor::Device(author.series),
                AuditAct::Quarantine,
                &subject,
            )?;
            Ok((Fate::Quarantined { problem: Problem::new(code) }, None))
        }
    }
}

/// An event for a place that was passed: the same one again, one that fits a gap, or another one for the same place.
fn again(
    work: Work<'_>,
    author: &Author,
    seq: u32,
    bytes: &[u8],
    trust: Trust,
) -> Result<(Fate, Option<ArrivalMark>), StoreError> {
    let place = author.place(seq);
    let hash = Hash::of(bytes);
    let in_place = event::hash_at(work, &place)?;
    if in_place.is_none()
        && let Some(prev) = open_to(work, &place, &hash)?
    {
        return take(work, author, seq, &prev, bytes, trust);
    }
    if in_place.as_ref() == Some(&hash) {
        let set_aside = quarantine::problem_of(work, &place, &hash)?;
        return Ok(match set_aside {
            Some(code) => (Fate::Quarantined { problem: code.into() }, None),
            None => (Fate::Duplicate, mark::of(work, &place)?),
        });
    }
    if quarantine::problem_of(work, &place, &hash)?.is_none() {
        quarantine::insert_fork(work, &place, bytes)?;
        let subject = format!("{}/{seq}", author.series);
        audit::write(work, &author.township, Actor::Device(author.series), AuditAct::Fork, &subject)?;
        alert::raise(work, &author.township, author.series, AlertKind::Forked)?;
    }
    Ok((Fate::Quarantined { problem: ProblemCode::EventForked.into() }, None))
}

/// Stores an accepted event and gives it a number in the log of every township where its case lies now.
fn accept(work: Work<'_>, author: &Author, place: &Place, raw: &RawEvent) -> Result<(), StoreError> {
    let read = raw.event();
    let stream = stream_name(&read.stream);
    event::insert(
        work,
        &EventRow {
            place: place.clone(),
            event: Some(read.id),
            stream: stream.clone(),
            author: author.user,
            bytes: raw.bytes(),
        },
    )?;
    blob::name(work, place, &stream, judge::attachments(read))?;
    number(work, author, place, raw)
}

/// Gives a stored event its number in the logs.
fn number(work: Work<'_>, author: &Author, place: &Place, raw: &RawEvent) -> Result<(), StoreError> {
    let read = raw.event();
    let mut townships = match &read.stream {
        Stream::Case(case) => placement::townships_of(work, *case)?,
        Stream::Office(_) => Vec::new(),
    };
    if !townships.contains(&author.township) {
        townships.push(author.township.clone());
    }
    for code in &townships {
        log::append(work, code, &stream_name(&read.stream), place, &raw.hash())?;
    }
    Ok(())
}

/// Whether a place of a device's series is open: what another phone gave back can count in no other.
///
/// # Errors
/// Of the store.
pub(crate) fn is_open(work: Work<'_>, place: &Place) -> Result<bool, StoreError> {
    Ok(before(work, place)?.is_some() && device::find(work, place.series)?.is_some())
}

/// What an event at an open place follows: at the end of its series, or in a gap behind what is held. `None` for a
/// place that is taken or that nothing leads to.
fn before(work: Work<'_>, place: &Place) -> Result<Option<Hash>, StoreError> {
    let (last, head) = event::last(work, &place.township, place.series)?.unwrap_or_else(|| (0, Hash::none()));
    if place.seq == last + 1 {
        return Ok(Some(head));
    }
    let is_taken = event::hash_at(work, place)?.is_some();
    if is_taken || series_gap::around(work, place)?.is_none() {
        return Ok(None);
    }
    if place.seq == 1 {
        return Ok(Some(Hash::none()));
    }
    event::hash_at(work, &Place { seq: place.seq.saturating_sub(1), ..place.clone() })
}

/// What an event follows that would fit its open place: one that closes a gap must be the one that what follows speaks of.
fn open_to(work: Work<'_>, place: &Place, hash: &Hash) -> Result<Option<Hash>, StoreError> {
    let Some(prev) = before(work, place)? else { return Ok(None) };
    let closes = series_gap::around(work, place)?.filter(|gap| gap.last_seq == place.seq);
    Ok(Some(prev).filter(|_| closes.is_none_or(|gap| gap.chain == *hash)))
}

/// Appends one act of the office itself: numbered here, inside the transaction that stores it.
///
/// # Errors
/// Of the store. The caller has decided that the author may do it.
pub(crate) fn append_own(
    work: Work<'_>,
    author: &Author,
    write: impl FnOnce(u32, Hash) -> Result<RawEvent, shared::event::EventError>,
) -> Result<Result<RawEvent, ProblemCode>, StoreError> {
    let (last, head) =
        event::last(work, &author.township, author.series)?.unwrap_or_else(|| (0, Hash::none()));
    let Ok(raw) = write(last + 1, head) else {
        return Ok(Err(ProblemCode::EventTooLarge));
    };
    debug_assert!(raw.bytes().len() <= EVENT_BYTES_MAX);
    accept(work, author, &author.place(last + 1), &raw)?;
    Ok(Ok(raw))
}

/// Keeps the signature over a batch if its last event is the one that lies there: a fork is not, and the device's word
/// on it stands with nothing.
///
/// # Errors
/// Of the store.
pub(crate) fn keep_head(
    work: Work<'_>,
    author: &Author,
    seq: u32,
    event: &[u8],
    signature: &str,
) -> Result<(), StoreError> {
    if event::hash_at(work, &author.place(seq))? == Some(Hash::of(event)) {
        receipt::put_head(work, &author.township, author.series, seq, signature)?;
    }
    Ok(())
}

/// Signs a receipt for all that is held of a series; `None` before its first event.
///
/// # Errors
/// Of the store.
pub fn issue_receipt(
    work: Work<'_>,
    code: &TownshipCode,
    series: SeriesId,
) -> Result<Option<SignedReceipt>, StoreError> {
    let Some((up_to_seq, chain)) = event::last(work, code, series)? else {
        return Ok(None);
    };
    let epoch = township::get(work, code)?.epoch;
    let backed_up_to = backed_up::up_to(work, code, series)?.min(up_to_seq);
    let receipt = Receipt { epoch, series, up_to_seq, chain, server_time: work.now, backed_up_to };
    let seed = township::receipt_key(work, code)?;
    let signed = SignedReceipt::sign(receipt, |text| signature::sign(&seed, text.as_bytes()))?;
    receipt::put(work, code, &signed)?;
    Ok(Some(signed))
}

/// The last receipt of a series, given anew where it does not say all that holds: after a restore, or when a backup
/// has been finished since.
///
/// # Errors
/// Of the store.
pub fn receipt_now(
    work: Work<'_>,
    code: &TownshipCode,
    series: SeriesId,
) -> Result<Option<SignedReceipt>, StoreError> {
    let Some(last) = receipt::last(work, code, series)? else {
        return issue_receipt(work, code, series);
    };
    let backed_up_to = backed_up::up_to(work, code, series)?.min(last.receipt.up_to_seq);
    let says_all =
        last.receipt.epoch == township::get(work, code)?.epoch && last.receipt.backed_up_to == backed_up_to;
    if says_all { Ok(Some(last)) } else { issue_receipt(work, code, series) }
}
