//! 基本信息: what was registered of a person, with every value it had: who changed what, when, and why (R-FILE-1).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::case::{CaseFile, with_field};
use crate::code::{Sex, Special};
use crate::event::{Amend, Body, Event, Order};
use crate::id::{EventId, UserId};
use crate::identity::mask_id;
use crate::moment::Moment;

/// One value a field had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct MasterVersion {
    /// As people read it; empty where there was none.
    pub value: String,
    /// When it was written down.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub at: Moment,
    pub author: UserId,
    /// Empty for the registration.
    pub reason: String,
    pub event: EventId,
}

/// One field with its versions, the present one first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct MasterField {
    /// Its path in the order.
    pub field: String,
    pub label: String,
    /// As it is stored, for a form.
    pub stored: String,
    pub versions: Vec<MasterVersion>,
    /// `stored` and the values of the versions are masked.
    pub masked: bool,
}

impl MasterField {
    /// 证件号码 as it is shown to who did not ask for the whole.
    #[must_use]
    pub fn masked(mut self) -> Self {
        if self.field == ID_NUMBER {
            self.stored = mask_id(&self.stored);
            self.versions.iter_mut().for_each(|version| version.value = mask_id(&version.value));
            self.masked = true;
        }
        self
    }
}

/// The path of the number of the identity document.
pub const ID_NUMBER: &str = "person.id.number";

/// What people call a field of an order; its path where it has no name.
#[must_use]
pub fn master_label(path: &str) -> &str {
    MASTER_FIELDS.iter().find(|(known, _)| *known == path).map_or(path, |(_, label)| label)
}

/// The fields of an order that may change while a measure runs, with their labels.
pub const MASTER_FIELDS: &[(&str, &str)] = &[
    ("person.name", "姓名"),
    ("person.sex", "性别"),
    ("person.birth", "出生日期"),
    (ID_NUMBER, "证件号码"),
    ("person.phone", "联系电话"),
    ("person.village", "管辖村（社区）"),
    ("person.residence", "现居住地"),
    ("person.special", "特殊情形"),
    ("authority", "决定机关"),
    ("order_no", "决定书文号"),
    ("received_by_person", "本人收到日期"),
    ("received_by_family", "家属收到日期"),
];

/// The master data of a case out of its facts as they were written and what they add up to.
#[must_use]
pub fn master(events: &[Event], file: &CaseFile) -> Vec<MasterField> {
    let Some(order) = &file.order else { return Vec::new() };
    let Some(first) = events.iter().find(|event| event.id == order.event) else { return Vec::new() };
    let registered = body_of(&first.body);
    let now = serde_json::to_value(&order.body).unwrap_or_default();
    let amends: Vec<(&Event, &Amend)> = file
        .amended
        .get(&order.event)
        .into_iter()
        .flatten()
        .filter_map(|id| events.iter().find(|event| event.id == *id))
        .filter_map(|event| if let Body::Amend(amend) = &event.body { Some((event, amend)) } else { None })
        .collect();
    let field = |(path, label): &(&str, &str)| {
        let told = |value: &Value, event: &Event, reason: &str| MasterVersion {
            value: shown(path, value),
            at: event.recorded_at,
            author: event.author,
            reason: reason.to_owned(),
            event: event.id,
        };
        let mut versions = vec![told(at(&registered, path), first, "")];
        for (event, amend) in &amends {
            versions.extend(amend.fields.get(*path).map(|value| told(value, event, &amend.reason)));
        }
        versions.reverse();
        MasterField {
            field: (*path).to_owned(),
            label: (*label).to_owned(),
            stored: at(&now, path).as_str().unwrap_or_default().to_owned(),
            versions,
            masked: false,
        }
    };
    MASTER_FIELDS.iter().map(field).collect()
}

/// The order as it would be with other values; `None` where it would be none.
#[must_use]
pub fn mended(order: &Event, fields: &BTreeMap<String, Value>) -> Option<Order> {
    let mut event = order.clone();
    for (field, value) in fields {
        event = with_field(&event, field, value)?;
    }
    if let Body::Order(order) = event.body { Some(order) } else { None }
}

fn body_of(body: &Body) -> Value {
    serde_json::to_value(body).unwrap_or_default()
}

fn at<'a>(body: &'a Value, path: &str) -> &'a Value {
    path.split('.').try_fold(body, |place, step| place.get(step)).unwrap_or(&Value::Null)
}

fn shown(path: &str, value: &Value) -> String {
    let text = value.as_str().unwrap_or_default();
    match path {
        "person.sex" => label(Sex::ALL, Sex::code, Sex::label, text),
        "person.special" => label(Special::ALL, Special::code, Special::label, text),
        _ => text.to_owned(),
    }
}

fn label<T: Copy>(
    all: &[T],
    code: fn(T) -> &'static str,
    label: fn(T) -> &'static str,
    text: &str,
) -> String {
    all.iter().find(|one| code(**one) == text).map_or(text, |one| label(*one)).to_owned()
}
