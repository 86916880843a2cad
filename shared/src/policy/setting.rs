//! The values of readings as a form shows and takes them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{VALUE_LABELS, Values};

/// One value: yes or no, or a number of days, hours, months or persons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(untagged)]
pub enum Setting {
    Yes(bool),
    Number(i32),
}

impl Setting {
    /// In Chinese.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::Yes(true) => "是".to_owned(),
            Self::Yes(false) => "否".to_owned(),
            Self::Number(number) => number.to_string(),
        }
    }

    /// As it stands in a fact.
    #[must_use]
    pub fn value(self) -> Value {
        match self {
            Self::Yes(yes) => Value::Bool(yes),
            Self::Number(number) => Value::from(number),
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

/// What an office chose of a reading otherwise than by default: `起算当天计入：是（默认：否）`; empty where nothing.
#[must_use]
pub fn chosen(id: &str, values: &Values) -> String {
    let default = Values::default();
    let of_reading = VALUE_LABELS.iter().filter(|(_, reading, _)| *reading == id);
    let differing = of_reading.filter_map(|(name, _, label)| {
        let (now, was) = (setting_of(values, name)?, setting_of(&default, name)?);
        (now != was).then(|| format!("{label}：{}（默认：{}）", now.text(), was.text()))
    });
    differing.collect::<Vec<_>>().join("；")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_can_be_shown_and_its_default_lies_within_its_bounds() {
        for (name, _, label) in VALUE_LABELS {
            match setting_of(&Values::default(), name) {
                Some(Setting::Number(number)) => {
                    let (least, most) = bounds(name);
                    assert!(least <= number && number <= most && most > 0, "{label}");
                }
                Some(Setting::Yes(_)) => {}
                None => panic!("{name} is neither yes or no nor a number"),
            }
        }
        assert_eq!(setting_of(&Values::default(), "version"), None);
    }
}
