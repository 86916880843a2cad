//! Writes the TypeScript bindings: `make bindings`.

fn main() -> anyhow::Result<()> {
    let dir = std::path::Path::new(e2e::bindings::DIR);
    std::fs::remove_dir_all(dir).ok();
    std::fs::create_dir_all(dir)?;
    e2e::bindings::export(dir)
}
