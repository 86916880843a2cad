//! Links with faults: what lies between a phone and the office in a test or a demo.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use client::sync::{Link, LinkError, WireReply, WireRequest};
use shared::protocol::route;

/// The real link behind a switch; it can also lose answers and keeps what passed.
pub struct SwitchLink {
    inner: Arc<dyn Link>,
    cut: AtomicBool,
    lose_replies: Mutex<BTreeMap<&'static str, u32>>,
    sent: Mutex<Vec<WireRequest>>,
}

impl std::fmt::Debug for SwitchLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SwitchLink").field("cut", &self.cut).finish_non_exhaustive()
    }
}

impl SwitchLink {
    #[must_use]
    pub fn new(inner: Arc<dyn Link>) -> Self {
        Self {
            inner,
            cut: AtomicBool::new(false),
            lose_replies: Mutex::default(),
            sent: Mutex::new(Vec::new()),
        }
    }

    /// Cuts or restores the network.
    pub fn set_cut(&self, cut: bool) {
        self.cut.store(cut, Ordering::SeqCst);
    }

    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.cut.load(Ordering::SeqCst)
    }

    /// The next `count` requests to `push` reach the office, but their answers are lost.
    pub fn lose_push_replies(&self, count: u32) {
        self.lose_replies_of(route::PUSH, count);
    }

    /// The next request to `pair` reaches the office, but its answer is lost.
    pub fn lose_pair_reply(&self) {
        self.lose_replies_of(route::PAIR, 1);
    }

    fn lose_replies_of(&self, path: &'static str, count: u32) {
        self.lose_replies.lock().unwrap().insert(path, count);
    }

    fn loses(&self, path: &'static str) -> bool {
        let mut left = self.lose_replies.lock().unwrap();
        left.get_mut(path).filter(|left| **left > 0).map(|left| *left -= 1).is_some()
    }

    /// The requests that went out, oldest first.
    ///
    /// # Panics
    /// When another thread panicked while sending.
    #[must_use]
    pub fn sent(&self) -> Vec<WireRequest> {
        self.sent.lock().unwrap().clone()
    }
}

impl Link for SwitchLink {
    fn send(&self, request: &WireRequest) -> Result<WireReply, LinkError> {
        if self.is_cut() {
            return Err(LinkError::Unreachable);
        }
        self.sent.lock().unwrap().push(request.clone());
        let reply = self.inner.send(request)?;
        if self.loses(request.path) { Err(LinkError::Unreachable) } else { Ok(reply) }
    }
}
