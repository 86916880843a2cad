//! The values of readings as a form shows and takes them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Values;
use crate::code::Area;

/// One value: yes or no, a number of days, hours, months or persons, or a word of [`options`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(untagged)]
pub enum Setting {
    Yes(bool),
    Number(i32),
    Word(String),
}

impl Setting {
    /// As it stands in a fact.
    #[must_use]
    pub fn value(&self) -> Value {
        match self {
            Self::Yes(yes) => Value::Bool(*yes),
            Self::Number(number) => Value::from(*number),
            Self::Word(word) => Value::from(word.as_str()),
        }
    }
}

/// The value with a name among the values of one time; `None` for a name that is none.
#[must_use]
pub fn setting_of(values: &Values, name: &str) -> Option<Setting> {
    serde_json::from_value(serde_json::to_value(values).ok()?.get(name)?.clone()).ok()
}

/// The smallest and the largest number a value may take; our own choice, so that a slip of the keys is caught.
#[must_use]
pub fn bounds(name: &str) -> (i32, i32) {
    match name {
        "agreement_days" => (0, 15),
        "makeup_months" | "hair_months" => (1, 12),
        "relapse_report_hours" => (1, 72),
        "absence_days_min" | "leave_days_min" | "overstay_days_min" => (1, 30),
        "users_per_worker" => (1, 100),
        "window_lead_days" | "date_lead_days" | "entered_late_days" => (0, 60),
        _ => (0, 0),
    }
}

/// What a value that is a word may be, each with its label; empty for others.
#[must_use]
pub fn options(name: &str) -> Vec<(&'static str, &'static str)> {
    if name == "absence_area" {
        Area::ALL.iter().map(|area| (area.code(), area.label())).collect()
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::VALUE_LABELS;

    #[test]
    fn every_value_can_be_shown_and_its_default_lies_within_its_bounds() {
        for (name, _, label) in VALUE_LABELS {
            match setting_of(&Values::default(), name) {
                Some(Setting::Number(number)) => {
                    let (least, most) = bounds(name);
                    assert!(least <= number && number <= most && most > 0, "{label}");
                }
                Some(Setting::Yes(_)) => {}
                Some(Setting::Word(word)) => {
                    assert!(options(name).iter().any(|(code, _)| *code == word), "{label}");
                }
                None => panic!("{name} cannot be shown"),
            }
        }
    }
}
