//! 吸毒检测 (D09).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::attachment::Attachment;
use crate::code::{RefusalManner, Signing, TestMethod, TestResult, TestSetting};
use crate::id::UserId;
use crate::moment::Moment;

/// 试剂.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Kit {
    pub name: String,
    pub lot: String,
    /// 有效期至, inclusive.
    pub expires: NaiveDate,
}

/// 样本编号 (R-TEST-16).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SampleNumbers {
    pub a: String,
    pub b: String,
}

/// 各项结果: one drug of the card (D09).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PanelResult {
    /// Abbreviation on the card, of `document::field::DRUGS` or a newer one.
    pub drug: String,
    pub result: TestResult,
}

/// 当场告知 (R-TEST-16).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Told {
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub at: Moment,
    /// `None` where nobody asked for a signature.
    pub signing: Option<Signing>,
}

/// 检测记录. `happened_at` = 采样时间.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DrugTest {
    pub setting: TestSetting,
    pub method: TestMethod,
    pub result: TestResult,
    pub place: String,
    /// 检测民警: must hold a qualification valid on the day (R-TEST-1).
    pub tester: UserId,
    /// 第二名工作人员 (R-TEST-16), by name.
    pub second_staff: String,
    pub kit: Option<Kit>,
    pub sample_no: Option<SampleNumbers>,
    /// 补检对应的检测期, window numbers from 1 (RD-12); empty but for make-up tests.
    pub covers: Vec<u8>,
    pub remarks: Option<String>,
    /// Empty where nobody wrote down more than the conclusion.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub panel: Vec<PanelResult>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Told>,
    /// Photos, signatures, scans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

/// 逃避、拒绝检测. `happened_at` = when it was refused or evaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TestRefused {
    pub manner: RefusalManner,
    pub place: String,
    /// 经过: what was said and done.
    pub facts: String,
    /// 通知证明 (R-TEST-11): how notice is proved; required for an evasion.
    pub notice_proof: Option<String>,
    /// 在场民警 or worker beside the author, by name.
    pub witness: Option<String>,
    /// Photos, signatures, scans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}
