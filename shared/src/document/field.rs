//! 补录项目: fields of a paper that no other fact carries. They are recorded by `paper_filled` facts, under these keys.
//!
//! Nothing else about a person can be recorded this way (R-PRIV-2): a key that is not in this table is refused.

mod list;

use std::collections::BTreeMap;

use super::Paper;
use crate::event::{PanelResult, PaperFilled};

pub use list::{DRUGS, FIELDS};

/// Hexadecimal digits of a digest of 256 bits, whatever its algorithm (R-PRIV-16).
const DIGEST_DIGITS: usize = 64;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    Text,
    /// A civil date, `2026-03-02`.
    Date,
    /// A point in time, as RFC 3339.
    Time,
    Int,
    /// `true` or `false`.
    Flag,
    /// One of a code list: the stored code and its Chinese label.
    Code(&'static [(&'static str, &'static str)]),
    /// Codes of a list, joined by commas.
    Codes(&'static [(&'static str, &'static str)]),
    /// A scan or photo, by its tagged hash (R-FILE-2).
    File,
}

/// Whether a paper wants a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// ● of the form.
    Always,
    /// ○ of the form: when known.
    Known,
}

/// One field of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldSpec {
    pub paper: Paper,
    pub key: &'static str,
    pub label: &'static str,
    pub kind: FieldKind,
    pub wanted: Wanted,
}

/// The field of a paper with a key.
#[must_use]
pub fn spec(paper: Paper, key: &str) -> Option<&'static FieldSpec> {
    FIELDS.iter().find(|field| field.paper == paper && field.key == key)
}

/// Checks what was filled in, for a form before it is recorded.
///
/// # Errors
/// The key of the first field that the paper has not, or whose value is none of its kind.
pub fn check(filled: &PaperFilled) -> Result<(), String> {
    let bad = |(key, value): &(&String, &String)| {
        spec(filled.paper, key).is_none_or(|field| read(field.kind, value).is_none())
    };
    filled.fields.iter().find(bad).map_or(Ok(()), |(key, _)| Err(key.clone()))
}

/// A stored value as people read it; `None` where it is none of its kind.
#[must_use]
pub fn read(kind: FieldKind, value: &str) -> Option<String> {
    let code = |list: &'static [(&'static str, &'static str)], value: &str| {
        list.iter().find(|(code, _)| *code == value).map(|(_, label)| (*label).to_owned())
    };
    match kind {
        FieldKind::Text => (!value.trim().is_empty()).then(|| value.to_owned()),
        FieldKind::Date => value.parse::<chrono::NaiveDate>().ok().map(|day| day.to_string()),
        FieldKind::Time => crate::moment::Moment::parse_from_rfc3339(value).ok().map(crate::moment::minute),
        FieldKind::Int => value.parse::<u32>().ok().map(|number| number.to_string()),
        FieldKind::Flag => match value {
            "true" => Some("是".to_owned()),
            "false" => Some("否".to_owned()),
            _ => None,
        },
        FieldKind::Code(list) => code(list, value),
        FieldKind::Codes(list) => {
            let labels: Option<Vec<String>> = value.split(',').map(|part| code(list, part)).collect();
            labels.map(|labels| labels.join("、"))
        }
        FieldKind::File => {
            let (algorithm, digest) = value.split_once(':')?;
            let tagged = !algorithm.is_empty() && algorithm.chars().all(|c| c.is_ascii_alphanumeric());
            let whole = digest.len() == DIGEST_DIGITS && digest.chars().all(|c| c.is_ascii_hexdigit());
            (tagged && whole).then(|| format!("扫描件 {value}"))
        }
    }
}

/// 各项结果 in one line, as people read them; a drug this build does not know stands by its abbreviation.
#[must_use]
pub fn panel(results: &[PanelResult]) -> String {
    let label = |code: &str| DRUGS.iter().find(|(known, _)| *known == code).map(|(_, label)| *label);
    let one = |item: &PanelResult| format!("{} {}", label(&item.drug).unwrap_or(&item.drug), item.result);
    results.iter().map(one).collect::<Vec<_>>().join("、")
}

/// Fields of a fact that cannot be read, by key; they count as missing.
#[must_use]
pub fn readable(filled: &PaperFilled) -> BTreeMap<&str, String> {
    let read_one = |(key, value): (&'static str, &String)| {
        spec(filled.paper, key).and_then(|field| read(field.kind, value)).map(|text| (key, text))
    };
    let known = FIELDS.iter().filter(|field| field.paper == filled.paper);
    known.filter_map(|field| read_one((field.key, filled.fields.get(field.key)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(key: &str, value: &str) -> PaperFilled {
        let fields = BTreeMap::from([(key.to_owned(), value.to_owned())]);
        PaperFilled { attachments: Vec::new(), paper: Paper::D02, about: None, fields }
    }

    #[test]
    fn a_field_the_form_has_not_cannot_be_recorded_of_anybody() {
        crate::asserts!("R-PRIV-2");
        assert_eq!(check(&filled("education", "70")), Ok(()));
        for key in ["hiv", "religion", "fingerprint", "political", ""] {
            assert_eq!(check(&filled(key, "1")), Err(key.to_owned()));
        }
        for word in ["艾滋", "HIV", "宗教", "信仰", "指纹", "政治"] {
            assert!(FIELDS.iter().all(|field| !field.label.contains(word)), "{word}");
        }
    }

    #[test]
    fn a_value_that_is_none_of_its_kind_is_refused_by_its_key() {
        for (key, value) in [
            ("education", "71"),
            ("height", "hoch"),
            ("caught_at", "2026-02-30"),
            ("drug_types", "MOP,XXX"),
            ("family", " "),
        ] {
            assert_eq!(check(&filled(key, value)), Err(key.to_owned()));
        }
        assert_eq!(check(&filled("drug_types", "MOP,MET")), Ok(()));
    }

    #[test]
    fn a_scan_is_named_by_its_hash_and_by_nothing_else() {
        crate::asserts!("R-FILE-2");
        let scan = |value: &str| PaperFilled {
            attachments: Vec::new(),
            paper: Paper::D01,
            about: None,
            fields: BTreeMap::from([("scan".to_owned(), value.to_owned())]),
        };
        assert_eq!(check(&scan("/tmp/photo.jpg")), Err("scan".to_owned()));
        assert_eq!(check(&scan(&format!("sha256:{}", "0".repeat(64)))), Ok(()));
        let signed = [Paper::D01, Paper::D03, Paper::D11, Paper::D18, Paper::X01];
        assert!(signed.iter().all(|paper| spec(*paper, "scan").is_some()));
    }

    #[test]
    fn a_service_is_filled_in_by_the_codes_of_the_list() {
        let manner = spec(Paper::D11, "serve_manner").unwrap();
        for serve in crate::code::Serve::ALL {
            assert_eq!(read(manner.kind, serve.code()).as_deref(), Some(serve.label()));
        }
    }

    #[test]
    fn every_field_stands_once_under_its_paper() {
        for (at, field) in FIELDS.iter().enumerate() {
            let again =
                FIELDS.iter().skip(at + 1).any(|other| (other.paper, other.key) == (field.paper, field.key));
            assert!(!again, "{} {}", field.paper.code(), field.key);
        }
    }
}
