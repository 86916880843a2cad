//! 文书: what a case calls for, what was issued of it, what goes to print.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::code::{Addressee, Serve, Signing};
use shared::document::{Issued, Paper, PaperKey, PaperRow, Sheet};
use shared::id::{CaseId, EventId};
use shared::moment::Moment;

use super::Blank;

/// 文书 of one case.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PapersView {
    pub case: CaseId,
    pub name: String,
    pub today: NaiveDate,
    /// What the facts call for, in the order of the dossier.
    pub lines: Vec<PaperLine>,
    /// Issued, and no longer called for.
    pub others: Vec<Issued>,
    /// The file is sealed: read and printed as it is, nothing more.
    pub sealed: bool,
    pub may_issue: bool,
    pub may_serve: bool,
}

/// One paper that is called for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PaperLine {
    pub row: PaperRow,
    /// 来文: registered and scanned, never made here.
    pub incoming: bool,
    /// Who gets it.
    pub to: Vec<Addressee>,
    /// Labels of what must stand on it before it is issued.
    pub lacking: Vec<String>,
    /// Its issues, the newest first.
    pub issued: Vec<Issued>,
    /// The record it comes from, to which a scan is added.
    pub record: Option<EventId>,
}

/// Asks for one paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct PaperRequest {
    pub key: PaperKey,
}

/// 拟稿: a paper as it would be issued now.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PaperDraft {
    pub row: PaperRow,
    pub sheet: Sheet,
    /// Blanks a clerk may fill in before it is issued, required ones first. A blank without a key is written onto the
    /// paper alone, under its label.
    pub blanks: Vec<Blank>,
    pub to: Vec<Addressee>,
    /// The number it would get now; another may be given meanwhile.
    pub next_number: String,
    /// The issue that stands, and that a new one takes the place of.
    pub standing: Option<Issued>,
}

/// 签发.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct IssueRequest {
    pub key: PaperKey,
    /// Values of blanks with a key.
    pub fields: BTreeMap<String, String>,
    /// Values written onto the paper alone, by label.
    pub values: BTreeMap<String, String>,
    /// Who gets it; whom the norm names where empty.
    pub to: Vec<Addressee>,
    /// The issue that stands now and that this one takes the place of; none for the first.
    pub supersedes: Option<EventId>,
}

/// What was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PaperNumbered {
    pub event: EventId,
    pub number: String,
}

/// 送达登记.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct ServeRequest {
    pub issue: EventId,
    pub to: Addressee,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub happened_at: Moment,
    pub manner: Serve,
    pub receiver: String,
    pub signing: Signing,
    /// At least one where the receiver would not sign, or it was left.
    pub witnesses: Vec<String>,
}

/// 撤回.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct WithdrawPaperRequest {
    pub issue: EventId,
    pub reason: String,
}

/// What goes to print.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Printing {
    /// A draft, marked as one.
    Draft { key: PaperKey, values: BTreeMap<String, String> },
    /// As it was issued.
    Issued { issue: EventId },
}

shared::codes! {
    /// In which form it leaves.
    pub enum PrintForm { Pdf = "pdf" "PDF", Docx = "docx" "Word 文档", Pages = "pages" "页面图", }
}

/// 打印.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct PrintRequest {
    pub printing: Printing,
    pub form: PrintForm,
    /// Stands in the watermark and the audit log (R-PRIV-7).
    pub purpose: String,
}

/// The pages of a print as pictures: what is seen is what is printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PrintedPages {
    /// PNG in base64, a page each.
    pub pages: Vec<String>,
}

/// 卷内目录 of one case.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DossierView {
    pub case: CaseId,
    pub name: String,
    pub as_of: NaiveDate,
    pub rows: Vec<DossierRow>,
    /// Kinds of R-FILE-3 in order: how many are called for, how many are there.
    pub kinds: Vec<DossierKind>,
    /// What is missing, and since when.
    pub gaps: Vec<DossierGap>,
    /// Over the manifest.
    pub hash: String,
}

/// One kind of the eighteen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DossierKind {
    pub paper: Paper,
    pub title: String,
    pub called: u32,
    pub made: u32,
}

/// One piece of the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DossierRow {
    pub key: PaperKey,
    pub title: String,
    pub detail: String,
    pub on: Option<NaiveDate>,
    pub number: Option<String>,
    /// 状态 in Chinese.
    pub state: String,
    /// Scans and photos with it.
    pub scans: u32,
}

/// What the dossier lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DossierGap {
    pub paper: Paper,
    pub title: String,
    pub detail: String,
    /// What is not there: the paper itself, or fields of it.
    pub what: String,
    pub since: Option<NaiveDate>,
    pub due: Option<NaiveDate>,
}

/// 迎检包: the whole dossier as one PDF.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct PackRequest {
    pub purpose: String,
    /// As known at the end of this day; today where none.
    pub as_of: Option<NaiveDate>,
}

/// 版式: a layout of the office's own for one paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LayoutRow {
    pub paper: Paper,
    pub title: String,
    /// When the office's own layout was put in; `None` where the built-in one is used.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub set_at: Option<Moment>,
    /// Fields the layout uses.
    pub used: Vec<String>,
    /// Fields it may use, as `{{name}}`; empty where no file here has such a paper yet.
    pub fields: Vec<String>,
}

hidden! { PapersView PaperDraft IssueRequest ServeRequest WithdrawPaperRequest Printing PrintRequest PrintedPages DossierView PackRequest }
