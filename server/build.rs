//! The console's built pages are baked in. Where they were not built yet, an empty folder stands in for them.
use std::{env, fs, path::PathBuf};

fn main() {
    let here = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let pages = here.join("../ui/dist/console");
    if let Err(error) = fs::create_dir_all(&pages) {
        println!("cargo::warning={} cannot be created: {error}", pages.display());
    }
    println!("cargo::rerun-if-changed=../ui/dist/console");
}
