//! Links with faults: what lies between a phone and the office in a test or a demo.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use client::door::Network;
use client::sync::{BlobMethod, BlobReply, BlobRequest, HttpLink, Link, LinkError, WireReply, WireRequest};
use serde::de::DeserializeOwned;
use shared::protocol::blob::header;
use shared::protocol::{CompareReply, PullReply, join_reply, route, split_reply};

/// The real link behind a switch; it can also lose answers and keeps what passed.
pub struct SwitchLink {
    inner: Arc<dyn Link>,
    cut: AtomicBool,
    metered: AtomicBool,
    lose_replies: Mutex<BTreeMap<&'static str, u32>>,
    sent: Mutex<Vec<WireRequest>>,
    blobs: Mutex<Option<Arc<CuttingLine>>>,
    /// Bundles an answer at most, as on a line that carries no more; 0 = as many as come.
    bundles_max: AtomicUsize,
    /// Records that came in answers.
    records: AtomicUsize,
    /// Answers of a route that come through before every further one is lost.
    passes: Mutex<BTreeMap<&'static str, u32>>,
    received: Mutex<Vec<WireReply>>,
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
            metered: AtomicBool::new(false),
            lose_replies: Mutex::default(),
            sent: Mutex::new(Vec::new()),
            blobs: Mutex::default(),
            bundles_max: AtomicUsize::new(0),
            records: AtomicUsize::new(0),
            passes: Mutex::default(),
            received: Mutex::default(),
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

    /// Attachments go another way from now on.
    ///
    /// # Panics
    /// When another thread panicked while sending.
    pub fn carry_blobs_over(&self, line: Arc<CuttingLine>) {
        *self.blobs.lock().unwrap() = Some(line);
    }

    /// Whether the line costs money.
    pub fn set_metered(&self, metered: bool) {
        self.metered.store(metered, Ordering::SeqCst);
    }

    /// As the platform would tell.
    #[must_use]
    pub fn network(&self) -> Network {
        if self.metered.load(Ordering::SeqCst) { Network::Metered } else { Network::Unmetered }
    }

    /// The next `count` requests to `push` reach the office, but their answers are lost.
    pub fn lose_push_replies(&self, count: u32) {
        self.lose_replies_of(route::PUSH, count);
    }

    /// The next `count` requests to a route reach the office, but their answers are lost.
    pub fn lose_replies(&self, path: &'static str, count: u32) {
        self.lose_replies_of(path, count);
    }

    /// So many answers of a route come through, and no further one.
    ///
    /// # Panics
    /// When another thread panicked while sending.
    pub fn lose_replies_after(&self, path: &'static str, count: u32) {
        self.passes.lock().unwrap().insert(path, count);
    }

    fn is_past(&self, path: &'static str) -> bool {
        let mut passes = self.passes.lock().unwrap();
        let Some(left) = passes.get_mut(path) else { return false };
        if *left == 0 {
            return true;
        }
        *left -= 1;
        false
    }

    /// Every answer that came through, oldest first.
    ///
    /// # Panics
    /// When another thread panicked while sending.
    #[must_use]
    pub fn received(&self) -> Vec<WireReply> {
        self.received.lock().unwrap().clone()
    }

    /// From now on one bundle comes an answer.
    pub fn make_narrow(&self) {
        self.make_narrow_to(1);
    }

    /// From now on so many bundles come an answer at most.
    pub fn make_narrow_to(&self, bundles: usize) {
        self.bundles_max.store(bundles, Ordering::SeqCst);
    }

    /// How many records came since it was last asked, by pull, comparison or bundle.
    pub fn take_records(&self) -> usize {
        self.records.swap(0, Ordering::SeqCst)
    }

    /// Forgets what was sent.
    ///
    /// # Panics
    /// When another thread panicked while sending.
    pub fn clear_sent(&self) {
        self.sent.lock().unwrap().clear();
    }

    fn note(&self, path: &str, reply: &mut WireReply) {
        if reply.status != 200 {
            return;
        }
        let came = match path {
            route::PULL => read::<PullReply>(&reply.body).events.len(),
            route::COMPARE => read::<CompareReply>(&reply.body).events.len(),
            route::BUNDLE => self.note_bundles(reply),
            _ => 0,
        };
        self.records.fetch_add(came, Ordering::SeqCst);
    }

    fn note_bundles(&self, reply: &mut WireReply) -> usize {
        let (mut head, bytes) = split_reply(&reply.body).expect("an answer with bundles");
        let bytes = bytes.to_vec();
        let most = self.bundles_max.load(Ordering::SeqCst);
        if most > 0 && head.parts.len() > most {
            let kept = head.parts[..most].iter().map(|part| usize::try_from(part.length).unwrap()).sum();
            let rest: Vec<_> = head.parts.drain(most..).map(|part| part.head.case).collect();
            head.left.splice(0..0, rest);
            reply.body = join_reply(&head, &bytes[..kept]).unwrap();
        }
        head.parts.iter().map(|part| usize::try_from(part.head.events).unwrap()).sum()
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
        let mut reply = self.inner.send(request)?;
        self.note(request.path, &mut reply);
        if self.loses(request.path) || self.is_past(request.path) {
            return Err(LinkError::Unreachable);
        }
        self.received.lock().unwrap().push(reply.clone());
        Ok(reply)
    }

    fn send_blob(&self, request: &BlobRequest) -> Result<BlobReply, LinkError> {
        if self.is_cut() {
            return Err(LinkError::Unreachable);
        }
        let line = self.blobs.lock().unwrap().clone();
        line.map_or_else(|| self.inner.send_blob(request), |line| line.send_blob(request))
    }
}

/// What a [`CuttingLine`] saw.
#[derive(Debug, Clone, Copy, Default)]
pub struct Seen {
    pub cuts: u64,
    /// Bytes of pieces that were put on the line, whole or in part.
    pub bytes_sent: u64,
    /// The most that was sent again because of one cut.
    pub resent_max: u64,
}

struct Cutting {
    on: bool,
    state: u64,
    seen: Seen,
    /// Of each upload: how far pieces were put on the line.
    ends: BTreeMap<String, u64>,
}

/// Real sockets that break off at a random byte: on the way there, within a piece, or before the answer.
pub struct CuttingLine {
    address: String,
    inner: HttpLink,
    cutting: Mutex<Cutting>,
}

impl std::fmt::Debug for CuttingLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CuttingLine").finish_non_exhaustive()
    }
}

impl CuttingLine {
    /// To the office at `address`.
    ///
    /// # Panics
    /// Where the platform gives no sockets.
    #[must_use]
    pub fn new(address: &str, seed: u64) -> Self {
        let cutting = Cutting { on: false, state: seed | 1, seen: Seen::default(), ends: BTreeMap::new() };
        let address = address.trim_start_matches("http://").to_owned();
        Self { address, inner: HttpLink::new().unwrap(), cutting: Mutex::new(cutting) }
    }

    /// # Panics
    /// When another thread panicked while sending.
    pub fn set_cutting(&self, on: bool) {
        self.cutting.lock().unwrap().on = on;
    }

    /// # Panics
    /// When another thread panicked while sending.
    #[must_use]
    pub fn seen(&self) -> Seen {
        self.cutting.lock().unwrap().seen
    }

    fn send_blob(&self, request: &BlobRequest) -> Result<BlobReply, LinkError> {
        let mut cutting = self.cutting.lock().unwrap();
        let length = u64::try_from(request.body.len()).unwrap();
        let is_piece = request.method == BlobMethod::Patch;
        if is_piece {
            let offset = request.headers.iter().find(|(name, _)| *name == header::OFFSET);
            let offset: u64 = offset.unwrap().1.parse().unwrap();
            let end = cutting.ends.insert(request.path.clone(), offset + length).unwrap_or(0);
            let resent = end.saturating_sub(offset);
            cutting.seen.resent_max = cutting.seen.resent_max.max(resent);
            cutting.seen.bytes_sent += length;
        }
        // One of three requests breaks off somewhere.
        if !cutting.on || !cutting.draw().is_multiple_of(3) {
            return self.inner.send_blob(request);
        }
        cutting.seen.cuts += 1;
        if cutting.draw().is_multiple_of(4) {
            // Everything arrives, only the answer does not.
            self.inner.send_blob(request).ok();
        } else {
            let at = cutting.draw() % (length + 400);
            self.break_off(request, usize::try_from(at).unwrap());
        }
        Err(LinkError::Unreachable)
    }

    /// The first so many bytes of the request as it goes over the wire, and then the socket is gone.
    fn break_off(&self, request: &BlobRequest, at: usize) {
        use std::io::Write as _;
        let mut text =
            format!("{} {} HTTP/1.1\r\nhost: {}\r\n", request.method.name(), request.path, self.address);
        for (name, value) in &request.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str(&format!("content-length: {}\r\n\r\n", request.body.len()));
        let bytes = [text.as_bytes(), &request.body].concat();
        let at = at.min(bytes.len().saturating_sub(1));
        if let Ok(mut socket) = std::net::TcpStream::connect(&self.address) {
            socket.write_all(&bytes[..at]).ok();
        }
    }
}

impl Cutting {
    fn draw(&mut self) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> T {
    serde_json::from_slice(body).expect("an answer of ours")
}
