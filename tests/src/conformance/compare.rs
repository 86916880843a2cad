//! Wanted beside got.

use std::collections::BTreeSet;

use serde_json::Value;
use shared::document::Paper;
use shared::moment::Moment;

use super::UnknownWord;

/// Keys inside the maps of an example that are known.
const KNOWN: &[(&str, &[&str])] = &[
    ("term", &["first_day", "last_day", "released_on"]),
    (
        "deadlines",
        &[
            "report_in",
            "overdue_report",
            "agreement",
            "leave_request",
            "entrusted_feedback",
            "breach_report",
            "police_upload",
            "transfer_notify_org",
            "transfer_form",
            "transfer_decision",
            "transfer_report_in",
            "dossier_handover",
            "final_assessment",
            "discharge_proposal",
            "discharge_notice_to_township",
        ],
    ),
    ("tests", &["required", "done", "missed", "lapsed"]),
    ("assessments", &["required", "done", "quarterly", "annual", "final"]),
    ("counters", &["refusals", "absences", "absence_days"]),
    ("breach", &["test", "absence"]),
];

/// Lines for what differs under one key.
pub(super) fn compare(key: &str, wanted: &Value, got: &Value) -> Result<Vec<String>, UnknownWord> {
    match key {
        "overdue" | "flags" | "missing" => Ok(line(key, wanted, got, as_set(wanted) == as_set(got))),
        "documents" | "notify" => map(key, wanted, |name, value| {
            let default = if key == "documents" { Value::from(0) } else { Value::Array(Vec::new()) };
            let found = got.get(name).unwrap_or(&default);
            let same = if key == "documents" { value == found } else { as_set(value) == as_set(found) };
            line(&format!("{key}.{name}"), value, found, same)
        }),
        "term" | "deadlines" | "targets" | "tests" | "assessments" | "counters" | "breach"
        | "test_status" | "visit_status" | "report_status" | "makeup_until" => {
            map(key, wanted, |name, value| {
                let found = got.get(name).unwrap_or(&Value::Null);
                line(&format!("{key}.{name}"), value, found, same(value, found))
            })
        }
        _ => Ok(line(key, wanted, got, same(wanted, got))),
    }
}

fn map(
    key: &str,
    wanted: &Value,
    mut each: impl FnMut(&str, &Value) -> Vec<String>,
) -> Result<Vec<String>, UnknownWord> {
    let wanted = wanted.as_object().ok_or_else(|| UnknownWord(format!("expect.{key}: {wanted}")))?;
    let mut lines = Vec::new();
    for (name, value) in wanted {
        if !is_known(key, name) {
            return Err(UnknownWord(format!("expect.{key}.{name}")));
        }
        lines.extend(each(name, value));
    }
    Ok(lines)
}

fn is_known(key: &str, name: &str) -> bool {
    match key {
        "documents" | "notify" => Paper::ALL.iter().any(|paper| paper.code() == name),
        "test_status" | "visit_status" | "report_status" | "makeup_until" => name.parse::<u8>().is_ok(),
        _ => {
            let list = if key == "targets" { "deadlines" } else { key };
            KNOWN.iter().any(|(of, names)| *of == list && names.contains(&name))
        }
    }
}

/// Scalars and lists exactly; moments as points in time.
fn same(wanted: &Value, got: &Value) -> bool {
    if wanted == got {
        return true;
    }
    let moment = |value: &Value| value.as_str().and_then(|text| Moment::parse_from_rfc3339(text).ok());
    moment(wanted).is_some() && moment(wanted) == moment(got)
}

fn as_set(value: &Value) -> Option<BTreeSet<&str>> {
    value.as_array().map(|items| items.iter().filter_map(Value::as_str).collect())
}

fn line(key: &str, wanted: &Value, got: &Value, same: bool) -> Vec<String> {
    if same { Vec::new() } else { vec![format!("{key}: wanted {wanted}, got {got}")] }
}
