//! 核验: recomputes everything the office vouches for and says what is wrong, a sentence each.
//!
//! Reads at one moment, beside a running server if need be, and changes nothing: chains of every series and their
//! hashes, signatures of devices, receipts, logs and folds, the audit chain with its signed heads and the heads that
//! devices hold, every sealed row, every attachment, every page of the store.

mod attachment;
mod audit;
mod log;
mod parcel;
mod sealed;
mod series;

use std::fs::{File, TryLockError};
use std::path::Path;

use db::{DbError, Key};
use rusqlite::{Connection, TransactionBehavior};
use shared::protocol::Witness;
use thiserror::Error;

use crate::deps::Deps;
use crate::keyfile::{self, KeyFileError};
use crate::office::{KEY_MARK_FILE, LOCK_FILE};
use crate::store::township::Township;
use crate::store::{self, StoreError, Work, township};

shared::codes! {
    /// What can be wrong.
    pub enum Wrong {
        PageDamaged = "page_damaged" "数据库页损坏",
        RowUnreadable = "row_unreadable" "数据行无法读取",
        SealBroken = "seal_broken" "加密内容打不开",
        AuditBroken = "audit_broken" "审计链断裂",
        AuditHeadWrong = "audit_head_wrong" "审计链头不符",
        WitnessDenied = "witness_denied" "与设备所存审计链头不符",
        WitnessUnsigned = "witness_unsigned" "见证不是本办公室签发",
        SeriesGap = "series_gap" "记录序列缺号",
        SeriesBroken = "series_broken" "记录链断裂",
        EventHashWrong = "event_hash_wrong" "记录内容与哈希不符",
        EventRowWrong = "event_row_wrong" "记录与登记项不符",
        DeviceSignatureWrong = "device_signature_wrong" "设备签名不符",
        DeviceSignatureMissing = "device_signature_missing" "缺少设备签名",
        ReceiptWrong = "receipt_wrong" "回执不符",
        LogGap = "log_gap" "流水缺号",
        LogWrong = "log_wrong" "流水与记录不符",
        PlacementMissing = "placement_missing" "档案没有执行地",
        AttachmentDamaged = "attachment_damaged" "附件损坏",
        FoldDiffers = "fold_differs" "档案合并结果不一致",
        ParcelDiffers = "parcel_differs" "移入的档案与移交清单不符",
        DrawWrong = "draw_wrong" "抽签重算不符",
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub wrong: Wrong,
    /// One Chinese sentence; names ids only.
    pub sentence: String,
}

/// What was looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub townships: usize,
    pub series: usize,
    pub events: usize,
    pub signatures: usize,
    pub receipts: usize,
    pub log_entries: usize,
    pub cases: usize,
    pub draws: usize,
    pub audit_entries: usize,
    pub audit_heads: usize,
    pub sealed_rows: usize,
    pub attachments: usize,
}

/// The outcome.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    pub findings: Vec<Finding>,
    pub counts: Counts,
    /// The pages of the file were left out, because a server was at work on it.
    pub pages_skipped: bool,
}

impl Report {
    /// Whether nothing is wrong.
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }

    fn add(&mut self, wrong: Wrong, sentence: String) {
        self.findings.push(Finding { wrong, sentence });
    }

    /// Takes a value, or notes that its row cannot be read.
    fn take<T>(&mut self, what: &str, read: Result<T, StoreError>) -> Option<T> {
        read.map_err(|error| self.add_unread(what, &error)).ok()
    }

    fn add_unread(&mut self, what: &str, error: &StoreError) {
        let wrong =
            if matches!(error, StoreError::Seal(_)) { Wrong::SealBroken } else { Wrong::RowUnreadable };
        self.add(wrong, format!("{what}无法读取（{error}）。请用最近的备份恢复。"));
    }
}

/// Why nothing could be looked at. Each sentence carries its remedy.
#[derive(Debug, Error)]
pub enum VerifyError {
    #[error("数据目录 {0} 里没有数据库。请检查 --data。（verify_no_store）")]
    NoStore(std::path::PathBuf),
    #[error(transparent)]
    KeyFile(#[from] KeyFileError),
    #[error("密钥文件与数据目录不匹配。请指定原来的密钥文件。（verify_other_key）")]
    OtherKey,
    #[error("数据库打不开：文件头已损坏。请停止服务，用最近的备份恢复。（store_corrupt）")]
    Corrupt,
    #[error("数据由更新版本的程序写成，本版本不能核验。请升级程序。（store_newer）")]
    Newer,
    #[error("数据由较旧版本的程序写成。请先启动一次服务完成升级，再核验。（store_older）")]
    Older,
    #[error("数据库无法读取：{0}。（store_failed）")]
    Store(StoreError),
}

impl From<DbError> for VerifyError {
    fn from(error: DbError) -> Self {
        if matches!(error, DbError::Corrupt) { Self::Corrupt } else { Self::Store(error.into()) }
    }
}

/// Verifies the office of a data folder; `witnesses` are heads of the audit chain from elsewhere.
///
/// # Errors
/// [`VerifyError`] where nothing could be looked at.
pub fn verify(
    data: &Path,
    key_file: &Path,
    witnesses: &[Witness],
    deps: &Deps,
) -> Result<Report, VerifyError> {
    let file = store::file_in(data);
    if !file.exists() {
        return Err(VerifyError::NoStore(data.to_owned()));
    }
    let keys = keyfile::open_or_make(key_file, data, true, &deps.entropy)?;
    let mark = std::fs::read_to_string(data.join(KEY_MARK_FILE));
    if mark.is_ok_and(|mark| mark.trim() != keys.mark()) {
        return Err(VerifyError::OtherKey);
    }
    let lock = lock(data);
    let mut sql = db::open(&file, &Key::new(*keys.store()))?;
    check_schema(&sql)?;
    let mut report = Report { pages_skipped: lock.is_none(), ..Report::default() };
    if lock.is_some() {
        check_pages(&sql, &mut report);
    }
    // Through a page that is damaged nothing can be said of rows.
    if report.is_sound() {
        let transaction =
            sql.transaction_with_behavior(TransactionBehavior::Deferred).map_err(DbError::from)?;
        let objects = store::folder_in(data);
        let work = Work { sql: &transaction, wrap: &keys.wrap, deps, now: deps.now(), objects: &objects };
        check_rows(work, witnesses, &mut report);
    }
    Ok(report)
}

/// The lock of the data folder, if no server has it.
fn lock(data: &Path) -> Option<File> {
    let lock = File::options().create(true).truncate(false).write(true).open(data.join(LOCK_FILE)).ok()?;
    match lock.try_lock() {
        Ok(()) => Some(lock),
        Err(TryLockError::WouldBlock | TryLockError::Error(_)) => None,
    }
}

fn check_schema(sql: &Connection) -> Result<(), VerifyError> {
    let version: i64 = sql.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(DbError::from)?;
    let known = i64::try_from(store::schema_version()).unwrap_or(i64::MAX);
    match version.cmp(&known) {
        std::cmp::Ordering::Less => Err(VerifyError::Older),
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Greater => Err(VerifyError::Newer),
    }
}

fn check_pages(sql: &Connection, report: &mut Report) {
    match db::check_integrity(sql) {
        Ok(damages) => {
            for damage in damages {
                let sentence = format!("数据库文件有损坏的页（{damage}）。请停止服务，用最近的备份恢复。");
                report.add(Wrong::PageDamaged, sentence);
            }
        }
        Err(error) => {
            report
                .add(Wrong::PageDamaged, format!("数据库文件无法逐页检查（{error}）。请用最近的备份恢复。"));
        }
    }
}

fn check_rows(work: Work<'_>, witnesses: &[Witness], report: &mut Report) {
    let Some(townships) = report.take("乡镇", township::list(work)) else { return };
    report.counts.townships = townships.len();
    for township in &townships {
        audit::check(work, township, report);
        let events = series::check(work, township, report);
        log::check(work, township, &events, report);
        sealed::check(work, township, report);
        parcel::check(work, township, report);
        attachment::check(work, township, report);
    }
    audit::check_given(work, &townships, witnesses, report);
}

/// How a township is named in a sentence.
fn name(township: &Township) -> String {
    format!("乡镇 {}", township.code)
}
