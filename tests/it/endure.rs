//! What must hold many times over; `make soak` runs many more of each.

use e2e::endure::{flips, log_edits, restores};

#[test]
fn r6_an_office_put_back_at_random_moments_loses_nothing_and_every_device_notices() {
    let tally = restores::run(20, 1);
    assert_eq!((tally.restores, tally.lost, tally.diverged), (20, 0, 0), "{tally}");
    assert_eq!(tally.noticed, tally.contacts, "{tally}");
    assert!(tally.records >= 20 && tally.contacts >= 20, "{tally}");
}

#[test]
fn r10_every_flipped_bit_of_store_phone_backup_and_log_is_found() {
    let tally = flips::run(500, 1);
    assert_eq!((tally.flips, tally.detected), (500, 500), "{:?}", tally.missed);
}

#[test]
fn s10_every_edit_of_the_audit_log_is_found_and_a_rewritten_one_by_the_phone() {
    let tally = log_edits::run(1000, 1);
    assert_eq!((tally.edits, tally.found), (1000, 1000));
    assert!(tally.by_witness > 100, "{tally}");
}
