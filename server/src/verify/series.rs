//! Every series: no gap, every hash, every chain, what devices signed, and the receipt over it.

use std::collections::{BTreeMap, BTreeSet};

use db::Text;
use shared::event::{Event, RawEvent};
use shared::hash::Hash;
use shared::id::{SeriesId, UserId};

use super::{Report, Wrong};
use crate::seal::SealingKey;
use crate::signature;
use crate::store::event::{Place, stream_name, unread_stream};
use crate::store::series_gap::SeriesGap;
use crate::store::township::Township;
use crate::store::{StoreError, Work, case_key, device, event, quarantine, receipt, series_gap};

/// Places of the events that are not set aside.
pub(super) type Accepted = BTreeSet<(SeriesId, u32)>;

/// An event row as it lies there.
struct Row {
    series: SeriesId,
    seq: u32,
    event: String,
    stream: String,
    author: UserId,
    hash: Hash,
    sealed: Vec<u8>,
}

/// Where the walk stands.
struct Walk {
    series: SeriesId,
    seq: u32,
    head: Hash,
}

pub(super) fn check(work: Work<'_>, township: &Township, report: &mut Report) -> Accepted {
    let mut accepted = Accepted::new();
    let walked = walk(work, township, report, &mut accepted);
    report.take("记录", walked);
    let receipts = check_receipts(work, township, report);
    report.take("回执", receipts);
    let signed = check_signatures(work, township, report);
    report.take("设备签名", signed);
    accepted
}

fn walk(
    work: Work<'_>,
    township: &Township,
    report: &mut Report,
    accepted: &mut Accepted,
) -> Result<(), StoreError> {
    let mut keys = BTreeMap::new();
    let gaps = known_gaps(work, township, report)?;
    let mut query = work.sql.prepare(include_str!("../store/sql/event_walk.sql"))?;
    let mut rows = query.query([Text(&township.code)])?;
    let mut at: Option<Walk> = None;
    while let Some(row) = rows.next()? {
        let row = Row {
            series: row.get::<_, Text<_>>(0)?.0,
            seq: row.get(1)?,
            event: row.get(2)?,
            stream: row.get(3)?,
            author: row.get::<_, Text<_>>(4)?.0,
            hash: Hash(row.get(5)?),
            sealed: row.get(6)?,
        };
        report.counts.events += 1;
        let before = at.take().filter(|walk| walk.series == row.series);
        let before = before.unwrap_or_else(|| {
            report.counts.series += 1;
            Walk { series: row.series, seq: 0, head: Hash::none() }
        });
        let before = over_gaps(before, &row, &gaps);
        check_event(work, township, &row, &before, &mut keys, report);
        if row.stream != unread_stream(row.series) {
            accepted.insert((row.series, row.seq));
        }
        at = Some(Walk { series: row.series, seq: row.seq, head: row.hash });
    }
    Ok(())
}

/// Gaps that the office noted, each with its own word over what follows.
fn known_gaps(
    work: Work<'_>,
    township: &Township,
    report: &mut Report,
) -> Result<Vec<SeriesGap>, StoreError> {
    let mut gaps = series_gap::list(work, &township.code)?;
    gaps.retain(|gap| {
        let receipt = &gap.receipt.receipt;
        let holds = |text: &str, by: &str| signature::holds(&township.receipt_key, text.as_bytes(), by);
        let sound =
            receipt.series == gap.series && receipt.up_to_seq >= gap.last_seq && gap.receipt.is_signed(holds);
        if !sound {
            let sentence = format!(
                "序列 {} 第 {} 至 {} 条的缺号登记没有有效回执。请保全现场并联系技术支持。",
                gap.series, gap.first_seq, gap.last_seq
            );
            report.add(Wrong::SeriesGap, sentence);
        }
        sound
    });
    Ok(gaps)
}

/// Steps over a known gap of which nothing, or nothing more, was given back.
fn over_gaps(before: Walk, row: &Row, gaps: &[SeriesGap]) -> Walk {
    let gap = gaps.iter().find(|gap| gap.holds(row.series, before.seq + 1));
    match gap.filter(|gap| gap.last_seq + 1 == row.seq) {
        Some(gap) => Walk { seq: gap.last_seq, head: gap.chain.clone(), ..before },
        None => before,
    }
}

fn check_event(
    work: Work<'_>,
    township: &Township,
    row: &Row,
    before: &Walk,
    keys: &mut BTreeMap<String, Option<SealingKey>>,
    report: &mut Report,
) {
    let (series, seq) = (row.series, row.seq);
    if seq != before.seq + 1 {
        let sentence = format!("序列 {series} 在第 {} 条之后缺少记录。请用备份恢复。", before.seq);
        report.add(Wrong::SeriesGap, sentence);
    }
    let key = keys
        .entry(row.stream.clone())
        .or_insert_with(|| case_key::find(work, &township.code, &row.stream).ok().flatten());
    let place = Place { township: township.code.clone(), series, seq };
    let opened = key.as_ref().and_then(|key| key.open(&place.seal_place(), &row.sealed).ok());
    let Some(bytes) = opened else {
        report.add(Wrong::SealBroken, format!("序列 {series} 第 {seq} 条记录打不开。请用备份恢复。"));
        return;
    };
    if Hash::of(&bytes) != row.hash {
        let sentence = format!("序列 {series} 第 {seq} 条记录的内容与登记的哈希不符。请用备份恢复。");
        report.add(Wrong::EventHashWrong, sentence);
    }
    // What was set aside keeps its place in the chain, and may be anything.
    if row.stream == unread_stream(series) {
        return;
    }
    match RawEvent::read(bytes.to_vec()) {
        Ok(raw) => check_envelope(row, before, raw.event(), report),
        Err(_) => {
            let sentence = format!("序列 {series} 第 {seq} 条记录无法解读，但登记为已接收。请联系技术支持。");
            report.add(Wrong::EventRowWrong, sentence);
        }
    }
}

fn check_envelope(row: &Row, before: &Walk, event: &Event, report: &mut Report) {
    let (series, seq) = (row.series, row.seq);
    if event.prev != before.head && before.seq + 1 == seq {
        let sentence = format!("序列 {series} 第 {seq} 条记录与前一条接不上。请保全现场并联系技术支持。");
        report.add(Wrong::SeriesBroken, sentence);
    }
    let fits = event.series == series
        && event.seq == seq
        && event.author == row.author
        && event.id.to_string() == row.event
        && stream_name(&event.stream) == row.stream;
    if !fits {
        let sentence = format!("序列 {series} 第 {seq} 条记录与它的登记项不符。请保全现场并联系技术支持。");
        report.add(Wrong::EventRowWrong, sentence);
    }
}

fn check_receipts(work: Work<'_>, township: &Township, report: &mut Report) -> Result<(), StoreError> {
    let mut query = work.sql.prepare("SELECT series FROM receipt WHERE township = ?1 ORDER BY series")?;
    let series = query.query_map([Text(&township.code)], |row| Ok(row.get::<_, Text<SeriesId>>(0)?.0))?;
    for series in series {
        let Some(signed) = receipt::last(work, &township.code, series?)? else { continue };
        report.counts.receipts += 1;
        let of = &signed.receipt;
        let holds = |text: &str, by: &str| signature::holds(&township.receipt_key, text.as_bytes(), by);
        let place = Place { township: township.code.clone(), series: of.series, seq: of.up_to_seq };
        let chain = event::hash_at(work, &place)?;
        let covered = of.backed_up_to <= of.up_to_seq;
        if !signed.is_signed(holds) || chain.as_ref() != Some(&of.chain) || !covered {
            let sentence = format!(
                "序列 {} 的回执（到第 {} 条）与所存记录或签名不符。请保全现场并联系技术支持。",
                of.series, of.up_to_seq
            );
            report.add(Wrong::ReceiptWrong, sentence);
        }
    }
    Ok(())
}

fn check_signatures(work: Work<'_>, township: &Township, report: &mut Report) -> Result<(), StoreError> {
    let devices = device::list(work, &township.code)?;
    let mut query = work.sql.prepare(include_str!("../store/sql/head_list.sql"))?;
    let mut rows = query.query([Text(&township.code)])?;
    let mut signed_to: BTreeMap<SeriesId, u32> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (series, seq): (Text<SeriesId>, u32) = (row.get(0)?, row.get(1)?);
        let (signature, hash): (String, Option<String>) = (row.get(2)?, row.get(3)?);
        report.counts.signatures += 1;
        let device = devices.iter().find(|device| device.series == series.0);
        let holds = device
            .zip(hash)
            .is_some_and(|(device, hash)| signature::holds(&device.key, hash.as_bytes(), &signature));
        if !holds {
            let sentence =
                format!("设备 {} 对第 {seq} 条记录的签名不符。请保全现场并联系技术支持。", series.0);
            report.add(Wrong::DeviceSignatureWrong, sentence);
        }
        signed_to.insert(series.0, seq);
    }
    for device in &devices {
        let mut last = event::last(work, &township.code, device.series)?.map_or(0, |(seq, _)| seq);
        let signed_to = signed_to.get(&device.series).copied().unwrap_or(0);
        // What another phone gave back after a restore stands on the word of a person.
        while last > signed_to && quarantine::was_let_count(work, &township.code, device.series, last)? {
            last -= 1;
        }
        if last > signed_to {
            let sentence = format!(
                "设备 {} 的记录到第 {last} 条，但最后几条没有设备签名。请保全现场并联系技术支持。",
                device.series
            );
            report.add(Wrong::DeviceSignatureMissing, sentence);
        }
    }
    Ok(())
}
