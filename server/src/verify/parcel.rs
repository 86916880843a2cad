//! 移交卷: what was taken over lies here as the office it came from signed it.

use shared::hash::Hash;

use super::{Report, Wrong, name};
use crate::parcel::places;
use crate::signature;
use crate::store::parcel::{self, Direction};
use crate::store::township::Township;
use crate::store::{Work, event};

pub(super) fn check(work: Work<'_>, township: &Township, report: &mut Report) {
    let of = name(township);
    let all = report.take(&format!("{of}的移交卷"), parcel::list(work, &township.code)).unwrap_or_default();
    for one in all.iter().filter(|one| one.direction == Direction::In) {
        report.counts.sealed_rows += 1;
        let kept = &one.kept;
        let words = crate::parcel::signing_text(&one.hash);
        let whole = Hash::of(kept.manifest.as_bytes()) == one.hash
            && signature::holds(&kept.peer_key, words.as_bytes(), &kept.signature);
        let places = places(&kept.manifest).filter(|_| whole);
        let Some(places) = places else {
            let sentence = format!("档案 {} 的移交清单被改动过。请保全现场并联系移交单位核对。", one.case);
            report.add(Wrong::ParcelDiffers, sentence);
            continue;
        };
        for (place, hash) in places {
            report.counts.events += 1;
            let held = report.take("移入的记录", event::bytes_at(work, &place)).flatten();
            if held.is_none_or(|(bytes, _)| Hash::of(&bytes) != hash) {
                let sentence = format!(
                    "档案 {} 移入的记录（序列 {} 第 {} 条）缺失或与移交清单不符。请用备份恢复，或请移交单位重新移交。",
                    one.case, place.series, place.seq
                );
                report.add(Wrong::ParcelDiffers, sentence);
            }
        }
    }
}
