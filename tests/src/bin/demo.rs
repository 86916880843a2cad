//! `make run`: the shipped server on an embedded store, an invented township, the console, and a phone.
//!
//! The server and the phone are processes of their own; a phone that is killed starts again, as a person would press
//! the button. `demo phone` is that one process; with `--json` the addresses and accounts are printed for a test.
//! With `--movable-clock` the office runs in this process, by a clock that a test puts ahead.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a shell: it talks to a terminal and owns the clock"
)]

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::process::Stdio;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use clap::{Parser, Subcommand};
use client::door::KdfCost;
use e2e::moving_clock::MovingClock;
use e2e::seed::{self, Township};
use e2e::{phone, phone_page, totp, township};
use server::deps::Deps;
use server::office::Office;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::signal::unix::{SignalKind, signal};

#[derive(Debug, Parser)]
struct Args {
    #[command(subcommand)]
    part: Option<Part>,
    /// Where the demo lives; made on the first start.
    #[arg(long, default_value = "data/demo")]
    data: PathBuf,
    /// 0 takes any free port.
    #[arg(long, default_value_t = 7710)]
    office_port: u16,
    #[arg(long, default_value_t = 7711)]
    phone_port: u16,
    /// Prints one line of JSON instead of the guide.
    #[arg(long)]
    json: bool,
    /// The office goes by a clock of the demo; its address is in the JSON.
    #[arg(long, requires = "json")]
    movable_clock: bool,
}

#[derive(Debug, Subcommand)]
enum Part {
    /// The phone as a page, in this process.
    Phone {
        #[arg(long)]
        folder: PathBuf,
        #[arg(long)]
        port: u16,
    },
    /// The accounts and their codes of the moment.
    Codes,
}

#[tokio::main]
async fn main() -> Result<()> {
    let args = Args::parse();
    match &args.part {
        Some(Part::Phone { folder, port }) => serve_phone(folder, *port).await,
        Some(Part::Codes) => {
            println!("{}", codes(&seed::load(&args.data.join("accounts.json"))?)?);
            Ok(())
        }
        None => show(&args).await,
    }
}

async fn serve_phone(folder: &Path, port: u16) -> Result<()> {
    let folder = folder.to_owned();
    // The blocking HTTP client of the phone is made and lives outside the runtime of the page.
    let opened = tokio::task::spawn_blocking(move || {
        phone::open(&folder, Arc::new(phone::wall_clock), KdfCost::SHIPPED)
    });
    let (door, link) = opened.await??;
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/dist/field");
    phone_page::serve(door, link, pages, SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await
}

async fn show(args: &Args) -> Result<()> {
    let township = prepare(&args.data)?;
    let (office_port, phone_port) = (free_port(args.office_port)?, free_port(args.phone_port)?);
    let office = if args.movable_clock {
        RunningOffice::by_movable_clock(&args.data, office_port).await?
    } else {
        RunningOffice::shipped(&args.data, office_port).await?
    };
    let folder = args.data.join("phone");
    let mut phone = start_phone(&folder, phone_port).await?;
    let phone_url = format!("http://127.0.0.1:{phone_port}");
    let window = start_window(&args.data)?;
    if args.json {
        let facts = serde_json::json!({
            "office": office.url(), "phone": phone_url, "clock": office.clock(), "township": township
        });
        println!("{facts}");
    } else {
        println!("{}", guide(office.url(), &phone_url, window.is_some(), &township)?);
    }
    let mut end = pin!(told_to_end());
    loop {
        tokio::select! {
            told = &mut end => {
                office.stop().await;
                return told;
            }
            ended = phone.wait() => {
                ended?;
                phone = start_phone(&folder, phone_port).await?;
            }
        }
    }
}

/// Ctrl+C, `kill` or a closed terminal: whatever was started here ends with this process.
async fn told_to_end() -> Result<()> {
    let mut kill = signal(SignalKind::terminate()).context("no signals here")?;
    let mut hang_up = signal(SignalKind::hangup()).context("no signals here")?;
    tokio::select! {
        told = tokio::signal::ctrl_c() => told.context("no signals here"),
        _ = kill.recv() => Ok(()),
        _ = hang_up.recv() => Ok(()),
    }
}

/// Makes the township on the first start; afterwards only reads who is in it.
fn prepare(data: &Path) -> Result<Township> {
    let accounts = data.join("accounts.json");
    if !accounts.exists() {
        std::fs::remove_dir_all(data).ok();
        std::fs::create_dir_all(data.join("keys"))?;
        let deps = Deps { clock: Arc::new(phone::wall_clock), entropy: Arc::new(phone::dice) };
        let office = Office::open(&data.join("office"), &data.join("keys/server.key"), deps)
            .map_err(|error| anyhow!("{error}"))?;
        seed::save(&accounts, &seed::fill(&office, phone::wall_clock().date_naive())?)?;
    }
    seed::load(&accounts)
}

/// The wanted port, or any other where it is taken.
fn free_port(wanted: u16) -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, wanted))
        .or_else(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
    Ok(listener.local_addr()?.port())
}

/// A program built beside this one.
fn beside(name: &str) -> Result<PathBuf> {
    Ok(std::env::current_exe()?.with_file_name(name))
}

/// The office of the demo: the shipped program, or the same server in this process by a clock that can be moved.
enum RunningOffice {
    Shipped { _child: Child, url: String },
    Here { running: Box<server::Running>, clock: String },
}

impl RunningOffice {
    async fn shipped(data: &Path, port: u16) -> Result<Self> {
        let mut command = Command::new(beside("guihang")?);
        command
            .arg("serve")
            .arg("--data")
            .arg(data.join("office"))
            .arg("--key-file")
            .arg(data.join("keys/server.key"));
        command.arg("--listen").arg(format!("127.0.0.1:{port}"));
        command.stderr(std::fs::File::create(data.join("office.log"))?);
        let (child, url) = start(command, "listening on ").await?;
        Ok(Self::Shipped { _child: child, url })
    }

    async fn by_movable_clock(data: &Path, port: u16) -> Result<Self> {
        let clock = MovingClock::default();
        let told = clock.serve().await?;
        let config = server::Config {
            data: data.join("office"),
            key_file: data.join("keys/server.key"),
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
            backups: None,
            public_url: None,
            tls: server::tls::Protection::Plain,
        };
        let deps = Deps { clock: Arc::new(move || clock.now()), entropy: Arc::new(phone::dice) };
        let running = server::serve(config, deps).await.map_err(|error| anyhow!("{error}"))?;
        Ok(Self::Here { running: Box::new(running), clock: format!("http://{told}/clock") })
    }

    fn url(&self) -> &str {
        match self {
            Self::Shipped { url, .. } => url,
            Self::Here { running, .. } => &running.address,
        }
    }

    /// Where its clock is put ahead; nowhere for the shipped program.
    fn clock(&self) -> Option<&str> {
        match self {
            Self::Shipped { .. } => None,
            Self::Here { clock, .. } => Some(clock),
        }
    }

    async fn stop(self) {
        match self {
            Self::Shipped { .. } => {}
            Self::Here { running, .. } => running.shutdown().await,
        }
    }
}

async fn start_phone(folder: &Path, port: u16) -> Result<Child> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("phone").arg("--folder").arg(folder).arg("--port").arg(port.to_string());
    start(command, "phone on ").await.map(|(child, _)| child)
}

/// Starts a program and waits for the line that says where it listens.
async fn start(mut command: Command, says: &str) -> Result<(Child, String)> {
    let mut child =
        command.stdout(Stdio::piped()).kill_on_drop(true).spawn().with_context(|| format!("{command:?}"))?;
    let stdout = child.stdout.take().context("a pipe")?;
    let mut lines = BufReader::new(stdout).lines();
    while let Some(line) = lines.next_line().await? {
        if let Some(place) = line.strip_prefix(says) {
            let place = place.trim().to_owned();
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Ok((child, place));
        }
    }
    Err(anyhow!("{command:?} ended before it listened"))
}

/// The native window, where there is a display and it was built.
fn start_window(data: &Path) -> Result<Option<Child>> {
    let program = beside("guihang-app")?;
    if std::env::var_os("DISPLAY").is_none() || !program.exists() {
        return Ok(None);
    }
    let mut command = Command::new(program);
    command.arg("--data").arg(data.join("window")).stdout(Stdio::null()).kill_on_drop(true);
    Ok(Some(command.spawn()?))
}

/// 石民警, since visits and tests are both open to the police; tests are not to a worker.
const TRY: &str = "
  试一试：
  1. 办公台用 wen 登录 → 设备 → 绑定手机 → 选 石民警 → 出绑定码 → 复制绑定链接；
  2. 演示手机粘贴链接 → 绑定；另开一个浏览器用 gao 登录 → 设备 → 待确认 → 核对后确认（出码的人不能自己确认）；
     手机设密码 → 看今日任务，点“为什么”；
  3. 断网 → 登记一次家访、一次检测 → 都是“存本机” → 断电重开 → 还在；
  4. 联网 → 变成“已上传” → 回办公台看档案。
  按 Ctrl+C 结束。
";

fn guide(office: &str, phone: &str, window: bool, made: &Township) -> Result<String> {
    let mut lines = vec![
        format!("\n归航演示 · {}（虚构） · 人员、账号都是编造的\n", made.name),
        format!("  办公台      {office}"),
        format!("  演示手机    {phone}/demo/     （旁边有断网、断电开关）"),
    ];
    if window {
        lines.push("  手机窗口    已打开".to_owned());
    }
    lines.push(codes(made)?);
    lines.push("    动态码每 30 秒换一次，另开一个终端运行 make codes 看新的。".to_owned());
    lines.push(TRY.to_owned());
    Ok(lines.join("\n"))
}

fn codes(made: &Township) -> Result<String> {
    let now = phone::wall_clock();
    let mut lines = vec![format!("\n  所有账号的密码：{}", township::PASSWORD)];
    for account in &made.accounts {
        let code = totp::code(&account.totp_secret, now)?;
        lines.push(format!(
            "    {:<5} {} {} 动态码 {code}",
            account.login,
            account.name,
            account.role.label()
        ));
    }
    Ok(lines.join("\n"))
}
