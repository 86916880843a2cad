//! What is to be printed.

use chrono::{DateTime, FixedOffset, NaiveDate};
use shared::document::Sheet;

/// One run of the press: parts in order, each beginning on a page of its own.
#[derive(Debug, Clone)]
pub struct Job {
    pub parts: Vec<Part>,
    /// Tiled, pale and slanting on each page: who printed it, when, for what (R-PRIV-7).
    pub watermark: Option<String>,
    /// Title in the PDF's metadata, which travels in lists and file managers: must not name a person.
    pub title: String,
    /// When it was made: the PDF's creation time. The same job gives the same bytes.
    pub made: DateTime<FixedOffset>,
}

/// A part of a job.
#[derive(Debug, Clone)]
pub enum Part {
    Paper(Leaf),
    /// 卷宗封面: a title and lines of what and value.
    Cover {
        title: String,
        lines: Vec<(String, String)>,
    },
    /// 目录: every [`Part::Paper`] and [`Part::Picture`] of the job with its first page, in order.
    Contents {
        heading: String,
    },
    /// A plain table: gaps, manifest, handover list.
    Table {
        heading: String,
        /// A sentence above the table; empty for none.
        note: String,
        columns: Vec<String>,
        /// Shares of the page's width; a column without one gets 1.
        widths: Vec<f32>,
        rows: Vec<Vec<String>>,
    },
    /// A scan or photo on a page of its own: PNG, JPEG, GIF or WebP.
    Picture {
        caption: String,
        bytes: Vec<u8>,
    },
}

/// A paper with what surrounds it when it is printed.
#[derive(Debug, Clone)]
pub struct Leaf {
    pub sheet: Sheet,
    pub frame: Frame,
}

/// What a paper carries besides its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// 文号, `衡县社戒〔2026〕第 3 号`; `None` while it is a draft.
    pub number: Option<String>,
    /// 落款: the office that issues.
    pub office: String,
    pub state: State,
    /// 抄送、送达对象.
    pub to: Vec<String>,
    /// 份数.
    pub copies: Option<u8>,
    /// 送达: how, by whom, when; what and value.
    pub service: Vec<(String, String)>,
    /// Small print at the foot: first digits of the hash, version of the rules.
    pub proof: Option<String>,
}

/// How far a paper has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// 草稿: marked as such on each page; required blanks are pointed out.
    Draft,
    /// 已签发.
    Issued { on: NaiveDate },
    /// 已更换: another one stands in its place.
    Superseded { by: String },
    /// 作废.
    Withdrawn { on: NaiveDate, reason: String },
    /// 来文: made elsewhere and registered here.
    Incoming,
}
