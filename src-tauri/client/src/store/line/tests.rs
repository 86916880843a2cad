use std::collections::BTreeSet;

use db::Key;
use shared::id::{CaseId, SeriesId};
use uuid::Uuid;

use super::super::Store;

fn case(number: u128) -> CaseId {
    CaseId(Uuid::from_u128(number))
}

const OWN: SeriesId = SeriesId(Uuid::from_u128(1));

/// A store with records of others in so many cases.
fn holding(cases: u128) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), &Key::new([1; 32])).unwrap();
    for number in 1..=cases {
        let sql =
            "INSERT INTO event (series, seq, id, stream, hash, bytes) VALUES ('other', ?1, '', ?2, '', x'')";
        let stream = format!("case:{}", case(number));
        store.connection.execute(sql, (u32::try_from(number).unwrap(), stream)).unwrap();
    }
    (folder, store)
}

fn held(store: &Store) -> i64 {
    store.connection.query_row("SELECT count(*) FROM event", [], |row| row.get(0)).unwrap()
}

fn cases(numbers: impl IntoIterator<Item = u128>) -> BTreeSet<CaseId> {
    numbers.into_iter().map(case).collect()
}

#[test]
fn p03_many_cases_leave_only_for_a_reason_the_office_signed() {
    let (_folder, mut store) = holding(10);
    let few = store.keep_scope(OWN, &cases(3..=10), Some(false)).unwrap();
    assert_eq!((few.unexplained, few.streams.len(), held(&store)), (false, 2, 8), "one in five may leave");
    let many = store.keep_scope(OWN, &cases(5..=10), Some(false)).unwrap();
    assert_eq!((many.unexplained, held(&store)), (true, 8), "a quarter may not, and nothing is half done");
    assert_eq!(store.scope().unwrap().unwrap(), cases(3..=10), "nor hidden");
    let explained = store.keep_scope(OWN, &cases(5..=10), Some(true)).unwrap();
    assert_eq!((explained.unexplained, held(&store)), (false, 6));
}

#[test]
fn p03_an_empty_list_takes_nothing_away_but_for_a_reason() {
    let (_folder, mut store) = holding(4);
    let told = store.keep_scope(OWN, &BTreeSet::new(), Some(false)).unwrap();
    assert!(told.unexplained);
    assert_eq!(held(&store), 4);
    store.keep_scope(OWN, &BTreeSet::new(), None).unwrap();
    assert_eq!(held(&store), 4, "an office that knows no reasons hides, and deletes nothing");
    store.keep_scope(OWN, &BTreeSet::new(), Some(true)).unwrap();
    assert_eq!(held(&store), 0, "a worker whose last person was given to somebody else");
}

#[test]
fn cases_gained_are_shown_before_others_are_let_go() {
    let (_folder, mut store) = holding(2);
    store.keep_scope(OWN, &cases(1..=2), Some(true)).unwrap();
    store.widen_scope(&cases(2..=9)).unwrap();
    assert_eq!(store.scope().unwrap().unwrap(), cases(1..=9));
    assert_eq!(held(&store), 2);
}
