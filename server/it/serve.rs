//! The running server: bound, answering over a real socket, stopped; and the program's own words.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Command, Stdio};

use server::{Config, StartError, serve};

use crate::bench::Bench;

fn ask(addr: SocketAddr, path: &str) -> String {
    let mut line = TcpStream::connect(addr).unwrap();
    write!(line, "GET {path} HTTP/1.1\r\nHost: {addr}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    line.read_to_string(&mut answer).unwrap();
    answer
}

fn config(bench: &Bench, listen: &str) -> Config {
    Config {
        data: bench.folder.path().join("second"),
        key_file: bench.folder.path().join("second.key"),
        listen: listen.parse().unwrap(),
        backups: None,
        public_url: None,
        tls: server::tls::Protection::Plain,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_answers_until_it_is_stopped() {
    let bench = Bench::new();
    let running = serve(config(&bench, "127.0.0.1:0"), bench.office.deps().clone()).await.unwrap();
    let addr = running.addr;
    for path in ["/healthz", "/readyz"] {
        let answer = tokio::task::spawn_blocking(move || ask(addr, path)).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("ok"), "{answer}");
    }
    running.shutdown().await;
    assert!(TcpStream::connect(addr).is_err());
}

#[tokio::test]
async fn an_address_others_reach_is_refused_with_the_remedy() {
    let bench = Bench::new();
    let error = serve(config(&bench, "0.0.0.0:0"), bench.office.deps().clone()).await.unwrap_err();
    assert!(matches!(error, StartError::NotLoopback(_)));
    assert!(error.to_string().contains("127.0.0.1") && error.to_string().contains("--tls"), "{error}");
}

fn guihang(bench: &Bench, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guihang"));
    command
        .args(words)
        .env("GUIHANG_DATA", bench.folder.path().join("third"))
        .env("GUIHANG_KEY_FILE", bench.folder.path().join("third.key"));
    command
}

#[test]
fn the_program_makes_accounts_serves_is_healthy_and_stops_on_term() {
    let _alone = crate::bench::alone();
    let bench = Bench::new();
    let said = |words: &[&str]| {
        let output = guihang(&bench, words).output().unwrap();
        (
            output.status.success(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    assert!(said(&["township", "add", "--code", "430421999", "--name", "演示乡"]).0);
    let add = [
        "user",
        "add",
        "--township",
        "430421999",
        "--login",
        "neiqin",
        "--name",
        "例内勤",
        "--role",
        "office",
    ];
    let (made, out, _) = said(&add);
    assert!(made && out.contains("otpauth://totp/") && out.contains("密码（只显示一次）"), "{out}");
    let (twice, _, err) = said(&add);
    assert!(!twice && err.contains("登录名"), "{err}");
    assert!(said(&["user", "list", "--township", "430421999"]).1.contains("neiqin\t例内勤\t办公室内勤"));

    let mut server = guihang(&bench, &["serve", "--listen", "127.0.0.1:0", "--log", "info"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let address = first.trim().strip_prefix("listening on http://").unwrap().to_owned();
    let (healthy, _, _) = said(&["healthcheck", "--listen", &address]);
    assert!(Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap().success());
    assert!(server.wait().unwrap().success(), "a clean end");
    let mut log = String::new();
    server.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    let (after, _, remedy) = said(&["healthcheck", "--listen", &address]);
    assert!(healthy && !after && remedy.contains("guihang serve"), "{remedy}");
    assert!(log.contains("/readyz") && !log.contains("例内勤"), "{log}");
}

#[test]
fn the_program_listens_beyond_its_machine_only_under_tls_and_shows_and_changes_its_ca() {
    let _alone = crate::bench::alone();
    let bench = Bench::new();
    let said = |words: &[&str]| {
        let output = guihang(&bench, words).output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(text).unwrap())
    };
    let (early, remedy) = said(&["tls", "show"]);
    assert!(!early && remedy.contains("guihang serve"), "{remedy}");
    let mut server = guihang(&bench, &["serve", "--listen", "0.0.0.0:0", "--name", "192.0.2.7"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines: Vec<String> =
        BufReader::new(server.stdout.take().unwrap()).lines().take(3).map(Result::unwrap).collect();
    let port = lines[0].strip_prefix("listening on https://0.0.0.0:").unwrap();
    assert_eq!(lines[1], format!("网址 https://192.0.2.7:{port}"));
    let check = lines[2].strip_prefix("证书校验码 ").unwrap();
    let (healthy, _) = said(&["healthcheck", "--listen", &format!("127.0.0.1:{port}")]);
    let (shown, text) = said(&["tls", "show"]);
    let file = bench.folder.path().join("ca.crt");
    let (exported, _) = said(&["tls", "export-ca", "--to", file.to_str().unwrap()]);
    let (prepared, next) = said(&["tls", "new-ca"]);
    let (switched, _) = said(&["tls", "switch-ca"]);
    assert!(Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap().success());
    assert!(server.wait().unwrap().success(), "a clean end");
    assert!(healthy && shown && text.contains(check) && text.contains("192.0.2.7"), "{text}");
    assert!(exported && std::fs::read_to_string(file).unwrap().starts_with("-----BEGIN CERTIFICATE-----"));
    assert!(prepared && !next.contains(check) && switched, "{next}");
    assert!(!said(&["tls", "show"]).1.contains(check), "the next CA has taken its place");
}
