//! The line between a phone and its office, with a tap: what no signal looks like from outside the program.

use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Passes TCP on to `office` while it is open.
pub struct Valve {
    address: SocketAddr,
    line: Arc<Line>,
}

struct Line {
    office: SocketAddr,
    shut: AtomicBool,
    passing: Mutex<Vec<TcpStream>>,
}

impl Valve {
    pub fn open(office: SocketAddr) -> io::Result<Self> {
        let entrance = TcpListener::bind("127.0.0.1:0")?;
        let address = entrance.local_addr()?;
        let line = Arc::new(Line { office, shut: AtomicBool::new(false), passing: Mutex::default() });
        let carried = Arc::clone(&line);
        thread::spawn(move || {
            for phone in entrance.incoming().flatten() {
                // A line that breaks here is a line that breaks: the phone tries again.
                let _ = carried.carry(phone);
            }
        });
        Ok(Self { address, line })
    }

    /// Where the phone finds the office.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Cuts what is passing and lets nothing new through.
    pub fn cut(&self) {
        self.line.shut.store(true, Ordering::SeqCst);
        for stream in self.line.passing().drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Lets everything through again.
    pub fn mend(&self) {
        self.line.shut.store(false, Ordering::SeqCst);
    }
}

impl Line {
    fn passing(&self) -> std::sync::MutexGuard<'_, Vec<TcpStream>> {
        self.passing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn carry(&self, phone: TcpStream) -> io::Result<()> {
        let mut passing = self.passing();
        if self.shut.load(Ordering::SeqCst) {
            return phone.shutdown(Shutdown::Both);
        }
        let office = TcpStream::connect(self.office)?;
        passing.extend([phone.try_clone()?, office.try_clone()?]);
        flow(phone.try_clone()?, office.try_clone()?);
        flow(office, phone);
        Ok(())
    }
}

fn flow(mut from: TcpStream, mut to: TcpStream) {
    thread::spawn(move || {
        let _ = io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Write);
    });
}
