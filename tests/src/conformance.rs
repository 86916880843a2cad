//! Worked examples: a case, its events, a moment, and what the rules make of them.
//!
//! [`story`] turns an example's words into real events, [`view`] asks the rules, [`compare`] sets wanted beside got.

mod compare;
mod story;
mod view;

use anyhow::{Context, Result};
use serde_json::Value;

/// What came of a file of examples.
#[derive(Debug, Default)]
pub struct Report {
    pub passed: usize,
    pub failed: usize,
    pub skipped: usize,
    /// One for each key that differs and each word that is not known.
    pub lines: Vec<String>,
}

impl Report {
    /// Nothing failed, nothing was skipped.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.failed == 0 && self.skipped == 0
    }
}

/// A word of an example that is not in the vocabulary.
#[derive(Debug, PartialEq, Eq)]
struct UnknownWord(String);

/// Runs all examples of a file.
///
/// # Errors
/// When the text is no list of examples.
pub fn run(yaml: &str) -> Result<Report> {
    let parsed: serde_yaml_ng::Value = serde_yaml_ng::from_str(yaml).context("not YAML")?;
    let examples = json(&parsed);
    let examples = examples.as_array().context("a file of examples is a list")?;
    let mut report = Report::default();
    for example in examples {
        let id = example.get("id").and_then(Value::as_str).unwrap_or("(no id)");
        match differences(example) {
            Ok(lines) if lines.is_empty() => report.passed += 1,
            Ok(lines) => {
                report.failed += 1;
                report.lines.extend(lines.into_iter().map(|line| format!("{id}: {line}")));
            }
            Err(UnknownWord(word)) => {
                report.skipped += 1;
                report.lines.push(format!("{id}: unknown word {word}"));
            }
        }
    }
    Ok(report)
}

fn differences(example: &Value) -> Result<Vec<String>, UnknownWord> {
    let story = story::read(example)?;
    let wanted =
        example.get("expect").and_then(Value::as_object).ok_or_else(|| UnknownWord("expect".to_owned()))?;
    let got = view::view(&story);
    let mut lines = Vec::new();
    for (key, wanted) in wanted {
        let got = got.get(key).ok_or_else(|| UnknownWord(format!("expect.{key}")))?;
        lines.extend(compare::compare(key, wanted, got)?);
    }
    Ok(lines)
}

/// YAML as JSON: keys become strings.
fn json(value: &serde_yaml_ng::Value) -> Value {
    use serde_yaml_ng::Value as Yaml;
    match value {
        Yaml::Null => Value::Null,
        Yaml::Bool(yes) => Value::Bool(*yes),
        Yaml::Number(number) => number.as_i64().map_or(Value::Null, Value::from),
        Yaml::String(text) => Value::String(text.clone()),
        Yaml::Sequence(items) => Value::Array(items.iter().map(json).collect()),
        Yaml::Mapping(map) => Value::Object(
            map.iter()
                .map(|(key, value)| {
                    let key = json(key);
                    (key.as_str().map_or_else(|| key.to_string(), str::to_owned), json(value))
                })
                .collect(),
        ),
        Yaml::Tagged(tagged) => json(&tagged.value),
    }
}
