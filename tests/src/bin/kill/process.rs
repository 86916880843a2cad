//! A process of ours that says lines until it is killed.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Longest wait for a line of a process that lives.
const LINE_WAIT: Duration = Duration::from_secs(60);

#[derive(Debug)]
pub struct Process {
    child: Child,
    lines: Receiver<String>,
}

impl Process {
    pub fn start(role: &str, folder: &Path, now: i64, port: u16) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--role", role, "--folder", folder.to_str().unwrap()])
            .args(["--now", &now.to_string(), "--port", &port.to_string()])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let out = child.stdout.take().unwrap();
        let (send, lines) = channel();
        std::thread::spawn(move || {
            let mut out = BufReader::new(out);
            let mut line = Vec::new();
            // A line that was cut short was not said.
            while out.read_until(b'\n', &mut line).is_ok_and(|_| line.ends_with(b"\n")) {
                let text = String::from_utf8_lossy(&line).trim_end().to_owned();
                line.clear();
                if send.send(text).is_err() {
                    return;
                }
            }
        });
        Self { child, lines }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The next line.
    pub fn line(&self) -> String {
        self.lines.recv_timeout(LINE_WAIT).expect("the process says nothing")
    }

    /// SIGKILL, so many microseconds from now; everything it still said.
    pub fn kill_after(mut self, micros: u64) -> Vec<String> {
        // The moment of the kill is what is tried.
        std::thread::park_timeout(Duration::from_micros(micros));
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.lines.iter().collect()
    }

    /// What it has said so far.
    pub fn said(&self) -> Vec<String> {
        self.lines.try_iter().collect()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
