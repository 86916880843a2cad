//! 文号: `试例社戒告〔2026〕3号` – 机关代字, year, number – as GB/T 9704 writes it: no 第, no leading noughts.

use chrono::Datelike;
use shared::document::Paper;
use shared::moment::civil_date;

use crate::auth::Session;
use crate::store::{Refusal, StoreError, Work, paper, township};

/// What a township's name ends with and its short name does not.
const ENDINGS: &[&str] = &["街道办事处", "街道", "管理委员会", "管委会", "园区", "镇", "乡"];

/// 落款.
#[must_use]
pub(crate) fn office_name(township: &str) -> String {
    format!("{township}社区戒毒社区康复工作办公室")
}

/// The number the next paper of this kind gets.
pub(super) fn next(work: Work<'_>, session: &Session, paper: Paper) -> Result<String, StoreError> {
    written(work, session, paper, paper::next)
}

/// Gives it.
pub(super) fn take(work: Work<'_>, session: &Session, paper: Paper) -> Result<String, Refusal> {
    Ok(written(work, session, paper, paper::take)?)
}

type Count = fn(Work<'_>, &shared::id::TownshipCode, &str, (Paper, i32)) -> Result<u32, StoreError>;

fn written(work: Work<'_>, session: &Session, of: Paper, count: Count) -> Result<String, StoreError> {
    let year = civil_date(work.now).year();
    let here = township::get(work, &session.township.code)?;
    let number = count(work, &here.code, &here.epoch, (of, year))?;
    Ok(text(&here.name, of, year, number))
}

fn text(township: &str, paper: Paper, year: i32, number: u32) -> String {
    let short =
        ENDINGS.iter().find_map(|ending| township.strip_suffix(ending)).filter(|short| !short.is_empty());
    format!("{}社戒{}〔{year}〕{number}号", short.unwrap_or(township), paper.number_word())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_names_township_kind_and_year() {
        assert_eq!(text("试例镇", Paper::D11, 2026, 3), "试例社戒告〔2026〕3号");
        assert_eq!(text("试例街道", Paper::D16, 2027, 12), "试例社戒函〔2027〕12号");
        assert_eq!(text("镇", Paper::D14, 2026, 1), "镇社戒准〔2026〕1号");
    }

    #[test]
    fn no_two_kinds_share_a_series() {
        let mut words: Vec<&str> = Paper::ALL.iter().map(|paper| paper.number_word()).collect();
        words.retain(|word| !word.is_empty());
        let all = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), all);
    }
}
