//! Windows that went by: shown with their arithmetic, owed no more.

use super::timeline;
use crate::calendar::Calendar;
use crate::duty::{DutyKind, explain};
use crate::office::OfficeFile;
use crate::page::{PersonPage, person_page};
use crate::policy::Policy;

fn page(story: &str) -> PersonPage {
    let (file, at) = timeline::file(story);
    let (calendar, policy, office) = (Calendar::built_in(), Policy::default(), OfficeFile::default());
    let page = person_page(&file, &[], &office, &calendar, &policy, at).unwrap();
    for finding in &page.findings {
        let why = explain(&file, &office, &calendar, &policy, at, finding.key).expect("it can be asked why");
        assert_eq!((&why.duty.clause, why.duty.key), (&finding.clause, finding.key));
        assert!(page.duties.iter().all(|duty| duty.key != finding.key), "nothing is owed for it");
    }
    page
}

fn found(page: &PersonPage) -> Vec<(DutyKind, Option<u8>)> {
    page.findings.iter().map(|finding| (finding.key.kind, finding.key.window)).collect()
}

#[test]
fn a_missed_visit_and_a_missed_report_are_shown_and_no_make_up_is_invented() {
    crate::asserts!("R-VISIT-2", "R-REPORT-1");
    let page = page("2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-03-10 走访 本人 / 2026-05-20 今天");
    assert_eq!(
        found(&page),
        [(DutyKind::Visit, Some(2)), (DutyKind::Report, Some(2)), (DutyKind::Report, Some(1))]
    );
    assert_eq!(
        page.findings[0].text,
        "第2期走访（2026年4月5日至2026年5月4日）未完成：规范没有规定补办，如实计入评估表的走访和报告情况"
    );
}

#[test]
fn a_test_is_found_missing_only_when_its_make_up_has_lapsed() {
    crate::asserts!("R-TEST-8");
    let started = "2026-03-05 报到 社区戒毒 / 2026-03-05 协议";
    let tests = |day: &str| {
        let page = page(&format!("{started} / {day} 今天"));
        page.findings.iter().filter(|finding| finding.key.kind == DutyKind::MakeupTest).count()
    };
    assert_eq!(tests("2026-04-20"), 0, "it may still be made up");
    assert!(tests("2026-12-20") > 0);
}

#[test]
fn nothing_is_found_missing_before_the_term_or_while_everything_is_done() {
    assert_eq!(found(&page("2026-03-05 决定 社区戒毒 / 2026-03-20 今天")), []);
    assert_eq!(found(&page("2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-03-20 今天")), []);
}
