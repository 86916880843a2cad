//! `clauses`: writes the table clause → code → test.

fn main() -> anyhow::Result<()> {
    let path = std::path::Path::new(e2e::clauses::FILE);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    Ok(std::fs::write(path, e2e::clauses::table()?)?)
}
