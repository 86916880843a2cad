//! The commands of the machine: back up, restore, verify, as their operator types them.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use server::{Office, admin, verify};

use crate::bench::Bench;

const GUIHANG: &str = env!("CARGO_BIN_EXE_guihang");

/// An office that was closed, and what its operator has.
struct Machine {
    _alone: std::sync::MutexGuard<'static, ()>,
    bench: Bench,
    secret: PathBuf,
    backup: PathBuf,
}

impl Machine {
    fn new() -> Self {
        let _alone = crate::bench::alone();
        let bench = Bench::new();
        let folder = bench.folder.path();
        let made = words(&["recovery-key", "new"], folder);
        let text = String::from_utf8(made.stdout).unwrap();
        let secret = folder.join("officer.txt");
        fs::write(&secret, text.lines().last().unwrap()).unwrap();
        let written = words(&["backup", "--to", folder.join("safe").to_str().unwrap()], folder);
        assert!(written.status.success(), "{}", String::from_utf8_lossy(&written.stderr));
        let backup = fs::read_dir(folder.join("safe")).unwrap().next().unwrap().unwrap().path();
        Self { _alone, bench, secret, backup }
    }

    fn folder(&self) -> &Path {
        self.bench.folder.path()
    }

    fn target(&self) -> PathBuf {
        self.folder().join("second/data")
    }

    fn target_key(&self) -> PathBuf {
        self.folder().join("second/server.key")
    }

    fn restore(&self, more: &[&str]) -> Command {
        let mut command = Command::new(GUIHANG);
        command.arg("restore").arg(&self.backup).arg("--key").arg(&self.secret).args(more);
        command.env("GUIHANG_DATA", self.target()).env("GUIHANG_KEY_FILE", self.target_key());
        command
    }

    /// The epoch of the restored office, which must be whole; `None` where there is none.
    fn epoch(&self) -> Option<String> {
        if !self.target().exists() {
            return None;
        }
        let deps = self.bench.office.deps();
        let report = verify::verify(&self.target(), &self.target_key(), &[], deps).unwrap();
        assert!(report.is_sound() && !report.pages_skipped, "{:?}", report.findings);
        let office = Office::open(&self.target(), &self.target_key(), deps.clone()).unwrap();
        Some(admin::townships(&office).unwrap().remove(0).epoch)
    }
}

fn words(words: &[&str], folder: &Path) -> Output {
    Command::new(GUIHANG)
        .args(words)
        .env("GUIHANG_DATA", folder.join("data"))
        .env("GUIHANG_KEY_FILE", folder.join("server.key"))
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn the_operator_backs_up_checks_restores_and_verifies() {
    let machine = Machine::new();
    let (file, key) = (machine.backup.to_str().unwrap(), machine.secret.to_str().unwrap());
    let checked = words(&["recovery-key", "check", file, "--key", key], machine.folder());
    assert!(checked.status.success() && said(&checked).contains("备份完整"), "{}", said(&checked));
    let restored = machine.restore(&[]).output().unwrap();
    assert!(restored.status.success() && said(&restored).contains("重新绑定"), "{}", said(&restored));
    assert!(machine.epoch().is_some());
    let again = machine.restore(&[]).output().unwrap();
    assert!(!again.status.success() && said(&again).contains("restore_target_not_empty"), "{}", said(&again));
    let sound = words(&["verify"], machine.folder());
    assert!(sound.status.success() && said(&sound).contains("核验通过"), "{}", said(&sound));
    crate::audit::behind(&machine.bench)
        .execute("UPDATE audit SET subject = 'x' WHERE entry = 1", [])
        .unwrap();
    let wrong = words(&["verify"], machine.folder());
    assert_eq!(wrong.status.code(), Some(1), "{}", said(&wrong));
    assert!(said(&wrong).contains("audit_broken") && said(&wrong).contains("第 1 条"), "{}", said(&wrong));
}

#[test]
fn a_wrong_a_missing_and_a_foreign_key_are_each_told_and_restore_nothing() {
    let machine = Machine::new();
    let restore = |key: &Path| {
        let mut command = machine.restore(&[]);
        let output = command.arg("--key").arg(key).output().unwrap();
        assert!(!output.status.success() && machine.epoch().is_none(), "{}", said(&output));
        said(&output)
    };
    let stranger = words(&["recovery-key", "new"], &machine.folder().join("stranger"));
    let other = machine.folder().join("other.txt");
    fs::write(&other, String::from_utf8(stranger.stdout).unwrap().lines().last().unwrap()).unwrap();
    fs::write(&machine.secret, fs::read(&other).unwrap()).unwrap();
    let output = machine.restore(&[]).output().unwrap();
    assert!(said(&output).contains("backup_wrong_key"), "{}", said(&output));
    fs::write(&machine.secret, "not a key").unwrap();
    let output = machine.restore(&[]).output().unwrap();
    assert!(said(&output).contains("recovery_key_malformed"), "{}", said(&output));
    fs::remove_file(&machine.secret).unwrap();
    let output = machine.restore(&[]).output().unwrap();
    assert!(said(&output).contains("recovery_key_unreadable"), "{}", said(&output));
    assert!(machine.epoch().is_none());
    let twice = restore(&other);
    assert!(twice.contains("--key"), "one key at a time: {twice}");
}

/// Runs a command where no file may grow past so many KiB: what it is told then is what a full disk says.
fn cramped(command: &Command, kib: u32) -> Output {
    let mut shell = Command::new("bash");
    shell.arg("-c").arg(format!("trap '' XFSZ; ulimit -f {kib}; exec \"$0\" \"$@\""));
    shell.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        shell.env(name, value.unwrap());
    }
    shell.output().unwrap()
}

#[test]
fn p19_a_full_disk_stops_a_backup_or_restore_and_leaves_what_was_there() {
    let machine = Machine::new();
    let kept = fs::read(&machine.backup).unwrap();
    let mut backup = Command::new(GUIHANG);
    backup.args(["backup", "--to"]).arg(machine.folder().join("safe"));
    backup.env("GUIHANG_DATA", machine.folder().join("data"));
    backup.env("GUIHANG_KEY_FILE", machine.folder().join("server.key"));
    let refused = cramped(&backup, 64);
    assert!(!refused.status.success() && said(&refused).contains("disk_full"), "{}", said(&refused));
    let left: Vec<PathBuf> =
        fs::read_dir(machine.folder().join("safe")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(left, [machine.backup.as_path()]);
    assert_eq!(fs::read(&machine.backup).unwrap(), kept);
    let refused = cramped(&machine.restore(&[]), 64);
    assert!(!refused.status.success() && said(&refused).contains("disk_full"), "{}", said(&refused));
    assert!(machine.epoch().is_none());
    assert!(machine.restore(&[]).output().unwrap().status.success(), "and it goes through with room");
}

#[test]
fn p19_a_restore_killed_at_any_step_leaves_the_old_or_the_whole_new() {
    let machine = Machine::new();
    assert!(machine.restore(&[]).output().unwrap().status.success());
    let mut epoch = machine.epoch();
    for steps in 1..=8 {
        let mut process = machine.restore(&["--set-aside"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        for _ in 0..steps {
            lines.next().unwrap().unwrap();
        }
        process.kill().unwrap();
        process.wait().unwrap();
        let now = machine.epoch();
        assert!(now.is_some(), "there is an office, and a sound one, after step {steps}");
        assert!(steps < 8 || now != epoch, "the last step comes after the exchange");
        epoch = now;
    }
}
