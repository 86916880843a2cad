//! The exchange of attachments, without a wire: where does it stand → the next piece → until the office signs for the
//! whole. The line may be cut at any byte; the next try begins at the office's own offset.

use shared::attachment::Attachment;
use shared::problem::{Problem, ProblemCode};
use shared::protocol::blob::{CHUNK_BYTES_MAX, ROUTE, TUS_VERSION, header, path_of, receipt_text};
use shared::protocol::{SIGNATURE_HEADERS, signing_text};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::pairing::{DeviceKey, Pairing, is_signed_by};
use crate::store::{Outgoing, Store};
use crate::sync::{BlobMethod, BlobReply, BlobRequest};

/// Pieces in one exchange at most: records written meanwhile do not wait behind a heap of photos.
const PIECES_MAX: u32 = 16;
/// Odd answers about one attachment before it is left for the next exchange.
const DETOURS_MAX: u8 = 3;

/// What was asked last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Nothing,
    Create,
    Offset,
    Piece,
}

/// One run over everything that waits.
#[derive(Debug)]
pub struct BlobEngine {
    pairing: Pairing,
    nonce: String,
    epoch: String,
    /// Still to be sent, the next one last.
    queue: Vec<Outgoing>,
    /// Where the office stands with the last of `queue`; `None` = not asked yet.
    offset: Option<u32>,
    asked: Asked,
    pieces: u32,
    detours: u8,
    /// Announced to an office that did not know it: it is told of it again.
    announce: bool,
}

impl BlobEngine {
    /// `nonce` is that of the exchange just made; `epoch` the office's.
    ///
    /// # Errors
    /// Of the store.
    pub fn new(store: &Store, pairing: Pairing, nonce: String) -> Result<Self, Problem> {
        let mut queue = store.outgoing()?;
        queue.reverse();
        let epoch = store.line()?.epoch;
        let announce = false;
        Ok(Self {
            pairing,
            nonce,
            epoch,
            queue,
            offset: None,
            asked: Asked::Nothing,
            pieces: 0,
            detours: 0,
            announce,
        })
    }

    /// The next request; `None` when nothing waits or enough was sent for now.
    ///
    /// # Errors
    /// Of the store.
    pub fn next_request(
        &mut self,
        store: &Store,
        device: &DeviceKey,
    ) -> Result<Option<BlobRequest>, Problem> {
        self.skip_what_is_gone(store)?;
        let Some(next) = self.queue.last().filter(|_| self.pieces < PIECES_MAX) else { return Ok(None) };
        let Outgoing { attachment, announced } = next.clone();
        let own = path_of(&attachment.id).ok_or(ProblemCode::AttachmentMalformed)?;
        let (asked, method, path, body) = match self.offset {
            None if announced && !self.announce => (Asked::Offset, BlobMethod::Head, own, Vec::new()),
            None => (Asked::Create, BlobMethod::Post, ROUTE.to_owned(), Vec::new()),
            Some(offset) => {
                let from = usize::try_from(offset).unwrap_or(usize::MAX);
                let piece = store.attachment_bytes(&attachment.id, from, CHUNK_BYTES_MAX)?;
                self.pieces += 1;
                (Asked::Piece, BlobMethod::Patch, own, piece)
            }
        };
        self.asked = asked;
        let headers = self.headers(&attachment);
        self.sign(store, device, method, path, headers, body).map(Some)
    }

    /// The office wants more of an attachment whose bytes left with its case: they come from the sealed copy, if at all.
    fn skip_what_is_gone(&mut self, store: &Store) -> Result<(), Problem> {
        while let (Some(next), Some(offset)) = (self.queue.last(), self.offset) {
            let from = usize::try_from(offset).unwrap_or(usize::MAX);
            if !store.attachment_bytes(&next.attachment.id, from, 1)?.is_empty() {
                break;
            }
            self.next();
        }
        Ok(())
    }

    fn headers(&self, attachment: &Attachment) -> Vec<(&'static str, String)> {
        let mut headers = vec![(header::TUS, TUS_VERSION.to_owned())];
        match self.asked {
            Asked::Create => {
                headers.push((header::LENGTH, attachment.bytes.to_string()));
                headers.push((header::METADATA, format!("hash {}", STANDARD.encode(&attachment.id.0))));
            }
            Asked::Piece => {
                headers.push((header::OFFSET, self.offset.unwrap_or(0).to_string()));
                headers.push(("content-type", header::PATCH_TYPE.to_owned()));
            }
            Asked::Offset | Asked::Nothing => {}
        }
        headers
    }

    fn sign(
        &self,
        store: &Store,
        device: &DeviceKey,
        method: BlobMethod,
        path: String,
        mut headers: Vec<(&'static str, String)>,
        body: Vec<u8>,
    ) -> Result<BlobRequest, Problem> {
        let counter = store.next_counter()?;
        let text = signing_text(method.name(), &path, &body, &self.nonce, counter);
        let values =
            [self.pairing.series.to_string(), self.nonce.clone(), counter.to_string(), device.sign(&text)];
        headers.extend(SIGNATURE_HEADERS.into_iter().zip(values));
        let (server, pins) = (self.pairing.server.clone(), self.pairing.pins.clone());
        Ok(BlobRequest { server, pins, method, path, headers, body })
    }

    /// Takes in the answer to the last request.
    ///
    /// # Errors
    /// The run is over; what the office has it keeps. `ServerNotTrusted` for a word that is not the office's.
    pub fn apply(&mut self, store: &mut Store, reply: &BlobReply) -> Result<(), Problem> {
        let asked = std::mem::replace(&mut self.asked, Asked::Nothing);
        let Some(now) = self.queue.last().map(|next| next.attachment.clone()) else { return Ok(()) };
        match (asked, reply.status) {
            (Asked::Create | Asked::Offset | Asked::Piece, 200..=299) => self.went_on(store, &now, reply),
            // An office that was restored does not know what it was told.
            (Asked::Offset, 404) => {
                self.announce = true;
                self.detour()
            }
            // The offset was not what we thought, or the whole was not what it should be: ask.
            (Asked::Piece, 404 | 409 | 413 | 422) => {
                self.offset = None;
                self.announce = reply.status == 404;
                self.detour()
            }
            // The office has no such record: not now.
            (Asked::Create, 404) => {
                self.next();
                Ok(())
            }
            (_, 401) => Err(ProblemCode::NonceStale.into()),
            (_, 403) => Err(ProblemCode::DeviceRevoked.into()),
            (_, 507) => Err(ProblemCode::ServerBusy.into()),
            (_, 429 | 500..) => Err(ProblemCode::ServerBusy.into()),
            (_, _) => Err(ProblemCode::Offline.into()),
        }
    }

    fn went_on(&mut self, store: &mut Store, now: &Attachment, reply: &BlobReply) -> Result<(), Problem> {
        let offset = reply.header(header::OFFSET).and_then(|text| text.parse::<u32>().ok());
        let offset = offset.filter(|offset| *offset <= now.bytes).ok_or(ProblemCode::Offline)?;
        store.note_announced(&now.id, true)?;
        if let Some(last) = self.queue.last_mut() {
            last.announced = true;
        }
        if offset < now.bytes {
            self.offset = Some(offset);
            self.announce = false;
            return Ok(());
        }
        // Only a signature makes it received: an offset is a word of whoever answered.
        let text = receipt_text(&self.epoch, self.pairing.series, &now.id, now.bytes);
        let signature = reply.header(header::RECEIPT).ok_or(ProblemCode::ServerNotTrusted)?;
        if !is_signed_by(&self.pairing.server_key, &text, signature) {
            return Err(ProblemCode::ServerNotTrusted.into());
        }
        store.note_arrived(&now.id, &self.epoch)?;
        self.next();
        Ok(())
    }

    fn detour(&mut self) -> Result<(), Problem> {
        self.detours += 1;
        if self.detours > DETOURS_MAX {
            self.next();
        }
        Ok(())
    }

    fn next(&mut self) {
        self.queue.pop();
        self.offset = None;
        self.announce = false;
        self.detours = 0;
    }
}
