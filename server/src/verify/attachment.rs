//! Every attachment that is said to be whole opens and has the hash its record names.

use super::{Report, Wrong, name};
use crate::blob::hash_on_disk;
use crate::store::township::Township;
use crate::store::{Work, blob};

pub(super) fn check(work: Work<'_>, township: &Township, report: &mut Report) {
    let whole = report.take(&format!("{}的附件", name(township)), blob::whole(work, &township.code));
    for (stream, hash, _) in whole.unwrap_or_default() {
        report.counts.attachments += 1;
        let sound = hash_on_disk(work, &township.code, &stream, &hash).is_ok_and(|found| found == hash);
        if !sound {
            let sentence = format!("附件 {hash}（{stream}）缺失或损坏。请用最近的备份恢复；手机里可能还有。");
            report.add(Wrong::AttachmentDamaged, sentence);
        }
    }
}
