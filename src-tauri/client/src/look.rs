//! 外观: how the screens look on this phone. Known before anybody unlocks it; says nothing of any person.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use shared::problem::Problem;

use crate::durable::{read_if_there, write_durably};
use crate::problems;

/// 深浅.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system has it.
    #[default]
    Auto,
    Light,
    Dark,
}

/// 字号.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum TextSize {
    #[default]
    Normal,
    Large,
    /// 长辈版: larger targets, too.
    Elder,
}

/// 语言 of the screens. Papers, the norm's words and what the rules explain are Chinese in both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    Chinese,
    English,
}

/// What the phone keeps of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Look {
    pub theme: Theme,
    pub text_size: TextSize,
    /// Files of before know none.
    #[serde(default)]
    pub language: Language,
    /// The PIN is longer than the usual six digits: the pad waits for 完成. Otherwise the sixth digit submits, as quick as
    /// it always was. It is in the clear, and tells a thief only whether the six digits he would try first can be right;
    /// the vault itself keeps no length, and a phone that lost this file offers the other pad after a wrong try.
    #[serde(default)]
    pub long_pin: bool,
    /// 记录到访地点: whether saving a visit asks the phone once where it is. Only who uses it turns it on.
    #[serde(default)]
    pub place_stamp: bool,
}

impl Look {
    /// Path of the file in a folder.
    #[must_use]
    pub fn path_in(folder: &Path) -> PathBuf {
        folder.join("look.json")
    }

    /// The look that was kept; the usual one where there is none or it cannot be read: nobody is kept out by a look.
    #[must_use]
    pub fn read(folder: &Path) -> Self {
        let bytes = read_if_there(&Self::path_in(folder)).ok().flatten();
        bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// # Errors
    /// `DiskFull`, `StoreFailed`.
    pub fn keep(self, folder: &Path) -> Result<(), Problem> {
        // Two words always become JSON.
        let bytes = serde_json::to_vec(&self).unwrap_or_default();
        write_durably(&Self::path_in(folder), &bytes).map_err(|error| problems::of_file(&error))
    }
}
