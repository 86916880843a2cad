//! Drives the real window of the app through WebDriver: an invisible screen, tauri-driver, WebKit's own driver, the
//! shipped program on a folder of its own. Blocking, so that scenarios read as a list of acts.

use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

/// How long the page may take to show what is awaited, on a loaded machine.
const PATIENCE: Duration = Duration::from_secs(40);
/// Between two looks at something that is still starting or ending.
const GLANCE: Duration = Duration::from_millis(50);

/// How long a session may take to end.
const GOODBYE: Duration = Duration::from_secs(5);

/// A child that is asked to end, so that it ends its own children too, and waited for.
struct Helper(Child);

impl Drop for Helper {
    fn drop(&mut self) {
        let _ = signal(self.0.id(), "TERM");
        let _ = self.0.wait();
    }
}

/// A screen nobody sees; it is there as long as this value.
pub struct Screen {
    _server: Helper,
    name: String,
}

impl Screen {
    pub fn new() -> Result<Self> {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "800x1000x24", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("Xvfb (Debian package xvfb)")?;
        let mut number = String::new();
        BufReader::new(server.stdout.take().context("no output of Xvfb")?).read_line(&mut number)?;
        ensure!(!number.trim().is_empty(), "Xvfb found no free screen");
        Ok(Self { _server: Helper(server), name: format!(":{}", number.trim()) })
    }
}

/// The app in its window, on one data folder.
pub struct Window {
    runtime: Runtime,
    client: Option<Client>,
    app: u32,
    _driver: Helper,
}

impl Window {
    /// Starts the app on `data` and waits until its page can be driven.
    pub fn open(screen: &Screen, data: &Path) -> Result<Self> {
        let program = program()?;
        let (port, native) = (free_port()?, free_port()?);
        let driver = Helper(
            Command::new(tauri_driver()?)
                .args(["--port", &port.to_string(), "--native-port", &native.to_string()])
                .env("DISPLAY", &screen.name)
                .env("XDG_DATA_HOME", data.join("xdg"))
                .env("XDG_CACHE_HOME", data.join("xdg"))
                .env_remove("WAYLAND_DISPLAY")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()?,
        );
        let opened = connect(port, native, &program, data).and_then(|(runtime, client)| {
            Ok((runtime, client, running(&program, data)?.context("the app is not running")?))
        });
        match opened {
            Ok((runtime, client, app)) => Ok(Self { runtime, client: Some(client), app, _driver: driver }),
            Err(problem) => {
                if let Some(app) = running(&program, data)? {
                    signal(app, "KILL")?;
                }
                Err(problem)
            }
        }
    }

    /// Waits until `text` can be read on the page.
    pub fn see(&self, text: &str) -> Result<()> {
        self.until(
            &format!("「{text}」"),
            "return document.body.innerText.includes(arguments[0])",
            json!(text),
        )
    }

    /// Waits until `text` can no longer be read on the page.
    pub fn see_no(&self, text: &str) -> Result<()> {
        self.until(
            &format!("no 「{text}」"),
            "return !document.body.innerText.includes(arguments[0])",
            json!(text),
        )
    }

    /// All that can be read on the page.
    pub fn text(&self) -> Result<String> {
        let text = self.run("return document.body.innerText", vec![])?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Presses the button, tab or choice that says exactly `label`.
    pub fn press(&self, label: &str) -> Result<()> {
        self.press_path(&format!("//*[self::button or self::a or self::label][normalize-space(.)='{label}']"))
    }

    /// Presses the first button in whose text `part` occurs, such as a row of a list.
    pub fn press_row(&self, part: &str) -> Result<()> {
        self.press_path(&format!("//button[contains(normalize-space(.), '{part}')]"))
    }

    /// The same within the sheet that is open.
    pub fn press_in_sheet(&self, part: &str) -> Result<()> {
        self.press_path(&format!("//dialog[@open]//button[contains(normalize-space(.), '{part}')]"))
    }

    /// Bars stick to both ends of the screen and sheets slide in: what is to be pressed comes to the middle first, and
    /// is pressed once a finger would really meet it there.
    fn press_path(&self, path: &str) -> Result<()> {
        let met = "const found = document.evaluate(arguments[0], document, null, 9, null).singleNodeValue;
            if (!found) return false;
            found.scrollIntoView({ block: 'center' });
            const { left, top, width, height } = found.getBoundingClientRect();
            return found.contains(document.elementFromPoint(left + width / 2, top + height / 2))";
        self.until(path, met, json!(path))?;
        let found = self.find(Locator::XPath(path))?;
        self.block(found.click()).with_context(|| format!("press {path}"))
    }

    /// Makes the field under `label` hold `text` and nothing else. WebDriver's own Clear leaves the model of the page as
    /// it was, so the field is emptied as a hand would, then typed into.
    pub fn fill(&self, label: &str, text: &str) -> Result<()> {
        let path = format!("//*[@id=//label[normalize-space(.)='{label}']/@for]");
        let field = self.find(Locator::XPath(&path))?;
        let this = || Ok::<_, serde_json::Error>(vec![serde_json::to_value(&field)?]);
        let empty = "const [field] = arguments; field.focus(); field.value = '';
                     field.dispatchEvent(new Event('input', { bubbles: true }))";
        self.run(empty, this()?)?;
        self.block(field.send_keys(text)).with_context(|| format!("type under 「{label}」"))?;
        let typed = self.run("return arguments[0].value", this()?)?;
        ensure!(typed == json!(text), "「{label}」 holds {typed} instead of {text}");
        Ok(())
    }

    /// Chooses a day, `YYYY-MM-DD`, in the field under `label`, as its calendar does.
    pub fn choose_day(&self, label: &str, day: &str) -> Result<()> {
        let path = format!("//*[@id=//label[normalize-space(.)='{label}']/@for]");
        let field = self.find(Locator::XPath(&path))?;
        let chosen = "const [field, day] = arguments; field.value = day;
                      field.dispatchEvent(new Event('change', { bubbles: true })); return field.value";
        let held = self.run(chosen, vec![serde_json::to_value(&field)?, json!(day)])?;
        ensure!(held == json!(day), "「{label}」 holds {held} instead of {day}");
        Ok(())
    }

    /// What the field under `label` holds.
    pub fn value(&self, label: &str) -> Result<String> {
        let path = format!("//*[@id=//label[normalize-space(.)='{label}']/@for]");
        let field = self.find(Locator::XPath(&path))?;
        let held = self.run("return arguments[0].value", vec![serde_json::to_value(&field)?])?;
        Ok(held.as_str().unwrap_or_default().to_owned())
    }

    /// Writes a picture of the page as it is painted now. The first frames after a change show the older page, so the
    /// page itself says when fonts are loaded and two frames and a breath have passed.
    pub fn picture(&self, path: &Path) -> Result<()> {
        let painted = "const done = arguments[arguments.length - 1];
            document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 800))))";
        self.block(self.client()?.execute_async(painted, vec![]))?;
        let png = self.block(self.client()?.screenshot())?;
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        Ok(std::fs::write(path, png)?)
    }

    /// Runs `script` in the page.
    pub fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.block(self.client()?.execute(script, arguments))?)
    }

    /// Asks the shell itself, as the page does: `{ ok }` or `{ refused }`.
    pub fn ask(&self, command: &str, arguments: Value) -> Result<Value> {
        let script = "const done = arguments[arguments.length - 1];
            window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1])
                .then((ok) => done({ ok }), (refused) => done({ refused }))";
        Ok(self.block(self.client()?.execute_async(script, vec![json!(command), arguments]))?)
    }

    /// The process of the app.
    pub fn process(&self) -> u32 {
        self.app
    }

    /// SIGKILL, as a phone does to an app in the background: no chance to save anything.
    pub fn kill(self) -> Result<()> {
        signal(self.app, "KILL")
    }

    fn find(&self, what: Locator<'_>) -> Result<Element> {
        let found = self.block(self.client()?.wait().at_most(PATIENCE).for_element(what));
        found.with_context(|| format!("{what:?} is not on the page:\n{}", self.text().unwrap_or_default()))
    }

    fn until(&self, what: &str, script: &str, argument: Value) -> Result<()> {
        let seen = self.block(async {
            for _ in 0..PATIENCE.as_millis() / GLANCE.as_millis() {
                let found = self.client()?.execute(script, vec![argument.clone()]).await?;
                if found == json!(true) {
                    return Ok(true);
                }
                tokio::time::sleep(GLANCE).await;
            }
            anyhow::Ok(false)
        })?;
        ensure!(seen, "waited in vain for {what}; the page says:\n{}", self.text()?);
        Ok(())
    }

    fn client(&self) -> Result<&Client> {
        self.client.as_ref().context("the window is closed")
    }

    fn block<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }
}

impl Drop for Window {
    /// The session first, then the app by its process, then the driver: a driver killed with an open session leaves the
    /// app running.
    fn drop(&mut self) {
        if let Some(client) = self.client.take() {
            let _ = self.runtime.block_on(async { tokio::time::timeout(GOODBYE, client.close()).await });
        }
        let _ = signal(self.app, "KILL");
    }
}

fn connect(port: u16, native: u16, program: &Path, data: &Path) -> Result<(Runtime, Client)> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let client = runtime.block_on(async {
        for port in [port, native] {
            listening(port).await?;
        }
        let options = json!({ "tauri:options": { "application": program, "args": ["--data", data] } });
        let Value::Object(options) = options else { bail!("not an object") };
        let mut builder = ClientBuilder::new(HttpConnector::new());
        Ok(builder.capabilities(options).connect(&format!("http://127.0.0.1:{port}")).await?)
    })?;
    Ok((runtime, client))
}

async fn listening(port: u16) -> Result<()> {
    for _ in 0..PATIENCE.as_millis() / GLANCE.as_millis() {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Ok(());
        }
        tokio::time::sleep(GLANCE).await;
    }
    bail!("nothing listens on port {port}: is webkit2gtk-driver installed?")
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// The folder the tests were built into: `…/debug`.
fn built() -> Result<PathBuf> {
    let test = std::env::current_exe()?;
    Ok(test.parent().and_then(Path::parent).context("an odd place for a test")?.to_owned())
}

fn program() -> Result<PathBuf> {
    let program = built()?.join("guihang-app");
    ensure!(program.exists(), "build the window first: cargo build -p guihang-app");
    Ok(program)
}

/// Installed by `make setup` into `tools/` of the target folder.
fn tauri_driver() -> Result<PathBuf> {
    let built = built()?;
    let driver = built.parent().context("an odd place for a test")?.join("tools/bin/tauri-driver");
    ensure!(driver.exists(), "install tauri-driver first: make setup");
    Ok(driver)
}

/// The process that runs `program` on `data`.
fn running(program: &Path, data: &Path) -> Result<Option<u32>> {
    for entry in std::fs::read_dir("/proc")? {
        let entry = entry?;
        let Ok(process) = entry.file_name().to_string_lossy().parse() else { continue };
        let Ok(line) = std::fs::read(entry.path().join("cmdline")) else { continue };
        let words: Vec<_> = line.split(|byte| *byte == 0).collect();
        let says = |path: &Path| words.contains(&path.as_os_str().as_encoded_bytes());
        if says(program) && says(data) {
            return Ok(Some(process));
        }
    }
    Ok(None)
}

fn signal(process: u32, name: &str) -> Result<()> {
    let sent =
        Command::new("kill").args(["-s", name, &process.to_string()]).stderr(Stdio::null()).status()?;
    ensure!(sent.success(), "process {process} is not there any more");
    Ok(())
}
