//! The page may call one command of ours, `door`: only what is listed here can be allowed by `capabilities/`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let page = std::path::Path::new("../ui/dist/field/index.html");
    println!("cargo:rerun-if-changed={}", page.display());
    if !page.exists() {
        return Err("the page is not built yet: run `npm run build` in ui/ first (`make app` does)".into());
    }
    let own = tauri_build::AppManifest::new().commands(&["door"]);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(own))?;
    Ok(())
}
