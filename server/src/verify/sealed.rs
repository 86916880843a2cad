//! Everything that lies sealed beside the events opens.

use db::Text;
use shared::hash::Hash;
use shared::id::SeriesId;

use super::{Report, Wrong, name};
use crate::signature;
use crate::store::event::{Place, unread_stream};
use crate::store::township::{self, Township};
use crate::store::{StoreError, Work, capsule, case_key, device, user};

pub(super) fn check(work: Work<'_>, township: &Township, report: &mut Report) {
    let of = name(township);
    let users = report.take(&format!("{of}的人员账号"), user::list(work, &township.code)).unwrap_or_default();
    for user in &users {
        report.take("动态口令密钥", user::secrets(work, user));
    }
    let devices = report.take(&format!("{of}的设备"), device::list(work, &township.code)).unwrap_or_default();
    report.counts.sealed_rows += 2 * users.len() + devices.len();
    report.take("封存密钥", capsule::identity(work, &township.code));
    check_receipt_key(work, township, report);
    let keys = check_case_keys(work, township, report);
    report.take("档案密钥", keys);
    let forks = check_forks(work, township, report);
    report.take("待核查记录", forks);
}

fn check_receipt_key(work: Work<'_>, township: &Township, report: &mut Report) {
    report.counts.sealed_rows += 1;
    let Some(seed) = report.take("回执密钥", township::receipt_key(work, &township.code)) else { return };
    if signature::public_key(&seed).ok().as_ref() != Some(&township.receipt_key) {
        let sentence = format!("{}的回执公钥与私钥不符。请保全现场并联系技术支持。", name(township));
        report.add(Wrong::ReceiptWrong, sentence);
    }
}

fn check_case_keys(work: Work<'_>, township: &Township, report: &mut Report) -> Result<(), StoreError> {
    let mut query = work.sql.prepare("SELECT stream FROM case_key WHERE township = ?1 ORDER BY stream")?;
    let streams = query.query_map([Text(&township.code)], |row| row.get::<_, String>(0))?;
    for stream in streams {
        let stream = stream?;
        report.counts.sealed_rows += 1;
        report.take(&format!("{stream} 的密钥"), case_key::find(work, &township.code, &stream));
    }
    Ok(())
}

/// Second records for a place that is taken: their bytes lie with the note that says why.
fn check_forks(work: Work<'_>, township: &Township, report: &mut Report) -> Result<(), StoreError> {
    let sql = "SELECT series, seq, hash, fork_sealed FROM quarantine
               WHERE township = ?1 AND length(fork_sealed) > 0 ORDER BY series, seq, hash";
    let mut query = work.sql.prepare(sql)?;
    let mut rows = query.query([Text(&township.code)])?;
    while let Some(row) = rows.next()? {
        let (series, seq): (Text<SeriesId>, u32) = (row.get(0)?, row.get(1)?);
        let (hash, sealed): (String, Vec<u8>) = (row.get(2)?, row.get(3)?);
        report.counts.sealed_rows += 1;
        let key = case_key::find(work, &township.code, &unread_stream(series.0))?;
        let place = Place { township: township.code.clone(), series: series.0, seq };
        let bytes = key.and_then(|key| key.open(&place.seal_place(), &sealed).ok());
        if bytes.is_none_or(|bytes| Hash::of(&bytes).0 != hash) {
            let sentence = format!("序列 {} 第 {seq} 条的另一份记录打不开或被改动。请用备份恢复。", series.0);
            report.add(Wrong::SealBroken, sentence);
        }
    }
    Ok(())
}
