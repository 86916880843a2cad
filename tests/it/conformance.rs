//! Worked examples of our own, and what the tool says of bad ones.

use e2e::conformance::run;

const OWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/examples.yaml");
const SECOND: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/second_reader.yaml");
const THIRD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/third_reader.yaml");

#[test]
fn our_own_worked_examples_come_out_as_worked_out_by_hand() {
    let report = run(&std::fs::read_to_string(OWN).unwrap()).unwrap();
    assert!(report.is_clean(), "{:#?}", report.lines);
    assert!(report.passed >= 22, "{} examples", report.passed);
}

#[test]
fn a_second_readers_examples_come_out_as_derived_from_the_clauses() {
    let report = run(&std::fs::read_to_string(SECOND).unwrap()).unwrap();
    assert!(report.is_clean(), "{:#?}", report.lines);
    assert!(report.passed >= 270, "{} examples", report.passed);
}

#[test]
fn a_third_readers_examples_come_out_as_a_separate_script_reckoned_them() {
    let report = run(&std::fs::read_to_string(THIRD).unwrap()).unwrap();
    assert!(report.is_clean(), "{:#?}", report.lines);
    assert!(report.passed >= 144, "{} examples", report.passed);
}

#[test]
fn a_wrong_expectation_fails_and_names_what_was_wanted_and_got() {
    let wrong = std::fs::read_to_string(OWN).unwrap().replacen(
        "report_in: \"2026-11-23\"",
        "report_in: \"2026-11-22\"",
        1,
    );
    let report = run(&wrong).unwrap();
    assert_eq!((report.failed, report.skipped), (1, 0));
    let line =
        "report-in-rolls-over-two-rest-days: deadlines.report_in: wanted \"2026-11-22\", got \"2026-11-23\"";
    assert_eq!(report.lines, [line]);
}

#[test]
fn a_word_that_is_not_known_is_skipped_and_said() {
    let text = std::fs::read_to_string(OWN).unwrap();
    for (from, to) in [
        ("manner: evade", "manner: vanish"),
        ("type: discharge_proposed", "type: discharge_dreamt"),
        ("state: registered", "mood: registered"),
        ("documents: {D01: 1,", "documents: {Z99: 1,"),
        ("special: nursing_under_1", "special: tall"),
    ] {
        assert!(text.contains(from), "{from}");
        let report = run(&text.replacen(from, to, 1)).unwrap();
        assert_eq!((report.failed, report.skipped), (0, 1), "{to}: {:?}", report.lines);
        assert!(report.lines[0].contains("unknown word"), "{:?}", report.lines);
    }
}
