//! The committed TypeScript types are those of the Rust code.

use std::collections::BTreeMap;
use std::path::Path;

fn files(dir: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![dir.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("the folder of bindings is there") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(dir).expect("below").to_string_lossy().into_owned();
                found.insert(name, std::fs::read_to_string(&path).expect("text"));
            }
        }
    }
    found
}

#[test]
fn committed_bindings_are_those_of_the_code() {
    let fresh = tempfile::tempdir().expect("a temporary folder");
    e2e::bindings::export(fresh.path()).expect("bindings can be written");
    let (fresh, committed) = (files(fresh.path()), files(Path::new(e2e::bindings::DIR)));
    let stale: Vec<_> =
        fresh.iter().filter(|(name, text)| committed.get(*name) != Some(text)).map(|(n, _)| n).collect();
    assert!(stale.is_empty(), "stale bindings, run `make bindings`: {stale:?}");
    let left: Vec<_> = committed.keys().filter(|name| !fresh.contains_key(*name)).collect();
    assert!(left.is_empty(), "bindings without a type, run `make bindings`: {left:?}");
}
