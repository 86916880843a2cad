//! 抽检抽签: whom a spot check falls on (R-TEST-6), by a seed that was fixed before and that anybody can follow after.
//!
//! Three steps. The office is given a commitment: the hash of a seed it does not see. Then a public word comes that nobody
//! knew when the seed was fixed, such as the numbers of that evening's lottery. Then the seed is shown, and each
//! candidate's lot is the hash of seed, word and case: the smallest lots are drawn. Who fixed the seed did not know the
//! word; who chose the word did not know the seed. Both facts stay in the office's series, and so does a commitment that
//! was never drawn by.
//!
//! Nothing here reads dice: the seed comes in.

use std::collections::BTreeMap;

use crate::case::course::Window;
use crate::duty::Reckoning;
use crate::event::{DrawCommitted, DrawMade};
use crate::hash::Hash;
use crate::id::CaseId;
use crate::office::{OfficeFact, OfficeFile};
use crate::page::WindowStatus;

/// Candidates of one event: of more the rest stands on lists of their own ([`crate::event::DrawListed`]), for an event has its limit
/// ([`crate::event::EVENT_BYTES_MAX`]), and a case takes 39 bytes of it.
pub const LIST_CASES_MAX: usize = 1_200;

/// Bytes of a seed, written as twice as many hex digits: as many as the hash gives, so that guessing is no way.
pub const SEED_BYTES: usize = 32;

crate::codes! {
    /// Why a draw does not hold.
    pub enum DrawFault {
        NotBefore = "not_before" "承诺不在抽签之前", OtherSeed = "other_seed" "种子与承诺值不符",
        OtherResult = "other_result" "重算的结果不一样", ListMissing = "list_missing" "候选名单不全",
    }
}

/// What is published of a seed before the draw: `sha256` of two lines.
#[must_use]
pub fn commitment(seed: &str) -> Hash {
    Hash::of(format!("guihang-draw-seed/1\n{seed}\n").as_bytes())
}

/// The lot of a case: `sha256` of four lines.
#[must_use]
pub fn lot(seed: &str, public: &str, case: CaseId) -> Hash {
    Hash::of(format!("guihang-draw-lot/1\n{seed}\n{public}\n{case}\n").as_bytes())
}

/// Those with the smallest lots, smallest first; all where there are not more. In whatever order the candidates come.
#[must_use]
pub fn drawn(seed: &str, public: &str, candidates: &[CaseId], count: u16) -> Vec<CaseId> {
    let lots: BTreeMap<Hash, CaseId> =
        candidates.iter().map(|case| (lot(seed, public, *case), *case)).collect();
    lots.into_values().take(usize::from(count)).collect()
}

/// The test window that runs and has no test yet. A spot check taken in it is that window's test and adds none to the
/// year's number (R-TEST-6, RD-11); where there is none, nobody is drawn.
#[must_use]
pub fn open_window(reckoning: &Reckoning) -> Option<&Window> {
    let runs = |window: &Window| window.holds(reckoning.course.today);
    let mut tests = reckoning.schedule.tests.iter();
    tests.find(|state| state.status == WindowStatus::Open && runs(&state.window)).map(|state| &state.window)
}

/// Candidates as they go into the draw itself and, where they are too many, onto lists before it.
#[must_use]
pub fn in_lists(candidates: &[CaseId]) -> (Vec<CaseId>, Vec<Vec<CaseId>>) {
    if candidates.len() <= LIST_CASES_MAX {
        return (candidates.to_vec(), Vec::new());
    }
    (Vec::new(), candidates.chunks(LIST_CASES_MAX).map(<[CaseId]>::to_vec).collect())
}

/// Does a draw again from what the office's facts say; `None` where it comes to the same.
#[must_use]
pub fn replay(
    office: &OfficeFile,
    committed: &OfficeFact<DrawCommitted>,
    made: &OfficeFact<DrawMade>,
) -> Option<DrawFault> {
    let draw = &made.body;
    if draw.committed != committed.event || made.happened_at <= committed.happened_at {
        return Some(DrawFault::NotBefore);
    }
    if commitment(&draw.seed) != committed.body.commitment {
        return Some(DrawFault::OtherSeed);
    }
    let Some(candidates) = office.candidates(draw) else { return Some(DrawFault::ListMissing) };
    let again = drawn(&draw.seed, &draw.public, &candidates, committed.body.count);
    (again != draw.drawn).then_some(DrawFault::OtherResult)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use expect_test::expect;
    use uuid::Uuid;

    use super::*;
    use crate::event::DrawListed;
    use crate::id::EventId;
    use crate::moment::Moment;

    const SEED: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    const WORD: &str = "彩票第2026327期：5 0 2";

    fn cases(numbers: std::ops::Range<u128>) -> Vec<CaseId> {
        numbers.map(|number| CaseId(Uuid::from_u128(number))).collect()
    }

    fn fact<T>(event: u128, at: &str, body: T) -> OfficeFact<T> {
        let happened_at = Moment::parse_from_rfc3339(at).unwrap();
        OfficeFact { event: EventId(Uuid::from_u128(event)), happened_at, body }
    }

    fn pair() -> (OfficeFact<DrawCommitted>, OfficeFact<DrawMade>) {
        let (candidates, count) = (cases(1..7), 2);
        let committed = DrawCommitted { commitment: commitment(SEED), sealed: String::new(), count };
        let made = DrawMade {
            committed: EventId(Uuid::from_u128(90)),
            seed: SEED.to_owned(),
            public: WORD.to_owned(),
            drawn: drawn(SEED, WORD, &candidates, count),
            candidates,
            lists: Vec::new(),
        };
        (fact(90, "2026-03-02T10:00:00+08:00", committed), fact(91, "2026-03-02T21:30:00+08:00", made))
    }

    /// The console's page does the same by itself; its test holds the same figures.
    #[test]
    fn a_draw_comes_to_the_same_wherever_it_is_done_again() {
        crate::asserts!("R-TEST-6");
        let ends: Vec<String> = drawn(SEED, WORD, &cases(1..7), 2)
            .into_iter()
            .map(|case| case.to_string().chars().skip(35).collect())
            .collect();
        expect!["sha256:24a5e9e05c95916a6ac47be03ebf5142ac928f709d611a23bf7551369687bc57 6 1"]
            .assert_eq(&format!("{} {}", commitment(SEED), ends.join(" ")));
        let mut turned = cases(1..7);
        turned.reverse();
        assert_eq!(drawn(SEED, WORD, &turned, 2), drawn(SEED, WORD, &cases(1..7), 2));
        assert_eq!(drawn(SEED, WORD, &cases(1..3), 9).len(), 2, "not more than there are");
    }

    #[test]
    fn another_word_or_another_seed_draws_others_and_everybody_may_be_drawn() {
        let all = cases(1..21);
        let once = drawn(SEED, WORD, &all, 5);
        assert_ne!(drawn(SEED, "彩票第2026328期：1 1 9", &all, 5), once);
        assert_ne!(drawn(&SEED.replace('0', "1"), WORD, &all, 5), once);
        let over_a_year: BTreeSet<CaseId> =
            (0..60).flat_map(|day| drawn(SEED, &format!("第{day}期"), &all, 5)).collect();
        assert_eq!(over_a_year.len(), all.len());
    }

    #[test]
    fn what_was_changed_afterwards_is_found_by_doing_it_again() {
        let (committed, made) = pair();
        let office = OfficeFile::default();
        assert_eq!(replay(&office, &committed, &made), None);
        let with = |change: &dyn Fn(&mut OfficeFact<DrawMade>)| {
            let mut other = made.clone();
            change(&mut other);
            replay(&office, &committed, &other)
        };
        assert_eq!(with(&|draw| draw.happened_at = committed.happened_at), Some(DrawFault::NotBefore));
        assert_eq!(with(&|draw| draw.body.seed = SEED.replace('0', "1")), Some(DrawFault::OtherSeed));
        assert_eq!(with(&|draw| draw.body.public.push('9')), Some(DrawFault::OtherResult));
        assert_eq!(with(&|draw| draw.body.drawn.reverse()), Some(DrawFault::OtherResult));
        assert_eq!(
            with(&|draw| draw.body.candidates.retain(|case| *case != made.body.drawn[0])),
            Some(DrawFault::OtherResult)
        );
    }

    #[test]
    fn a_county_of_five_thousand_is_drawn_from_by_lists_that_fit_and_a_list_that_is_gone_is_told() {
        let all = cases(1..5001);
        let (candidates, lists) = in_lists(&all);
        assert_eq!((candidates.len(), lists.len()), (0, 5));
        assert_eq!(in_lists(&all[..1_200]), (all[..1_200].to_vec(), vec![]));
        let (committed, _) = pair();
        let mut office = OfficeFile::default();
        let mut named = Vec::new();
        for (number, candidates) in lists.into_iter().enumerate() {
            let number = 100 + u128::try_from(number).unwrap();
            let body = DrawListed { committed: committed.event, candidates };
            let bytes = serde_json::to_vec(&body).unwrap().len();
            assert!(bytes + 2_000 < crate::event::EVENT_BYTES_MAX, "{bytes}");
            office.draw_lists.push(fact(number, "2026-03-02T21:30:00+08:00", body));
            named.push(EventId(Uuid::from_u128(number)));
        }
        let made = DrawMade {
            committed: committed.event,
            seed: SEED.to_owned(),
            public: WORD.to_owned(),
            drawn: drawn(SEED, WORD, &all, committed.body.count),
            candidates,
            lists: named,
        };
        let made = fact(200, "2026-03-02T21:30:00+08:00", made);
        assert_eq!(replay(&office, &committed, &made), None);
        for list in &mut office.draw_lists {
            list.body.candidates.retain(|case| !made.body.drawn.contains(case));
        }
        assert_eq!(replay(&office, &committed, &made), Some(DrawFault::OtherResult));
        office.draw_lists.pop();
        assert_eq!(replay(&office, &committed, &made), Some(DrawFault::ListMissing));
    }
}
