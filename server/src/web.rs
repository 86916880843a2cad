//! What handlers share: the office, its address, and the way to blocking work. No rule and no SQL here.

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::id::UserId;
use shared::problem::{Problem, ProblemCode};
use shared::protocol::Card;
use tokio::sync::Semaphore;

use crate::admit::{self, Caller, NonceRule, SignedRequest, admit};
use crate::book::Book;
use crate::cards;
use crate::limit::Limits;
use crate::office::Office;
use crate::store::{Refusal, Work};
use crate::tls::{Told, Trust};
use crate::wire::{self, Packed, Refused};

/// Passwords hashed at once: each takes 46 MiB.
const HASHES_AT_ONCE: usize = 2;

/// The state of every handler.
#[derive(Debug, Clone)]
pub struct Web {
    office: Office,
    address: Arc<str>,
    trust: Trust,
    hashing: Arc<Semaphore>,
    limits: Arc<Limits>,
}

impl Web {
    /// `address` is what phones and browsers call this server: `https://…` or a loopback `http://…`.
    #[must_use]
    pub fn new(office: Office, address: &str) -> Self {
        let address = address.trim_end_matches('/').into();
        Self {
            office,
            address,
            trust: Trust::default(),
            hashing: Arc::new(Semaphore::new(HASHES_AT_ONCE)),
            limits: Arc::default(),
        }
    }

    /// What phones and office PCs know this server by.
    #[must_use]
    pub fn trusted_by(self, trust: Trust) -> Self {
        Self { trust, ..self }
    }

    /// What they are told of it now.
    #[must_use]
    pub fn told(&self) -> Told {
        self.trust.told()
    }

    /// The address of this server.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Counts a request of a logged-in user.
    ///
    /// # Errors
    /// `TooManyRequests`.
    pub fn limit(&self, user: UserId) -> Result<(), Problem> {
        self.limits.take(&user.to_string(), self.office.now())
    }

    /// Whether browsers come over TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.address.starts_with("https://")
    }

    /// Runs store work where blocking is allowed.
    ///
    /// # Errors
    /// What `body` refuses; a panic in it is `StoreFailed`.
    pub async fn blocking<T: Send + 'static>(
        &self,
        body: impl FnOnce(&Office) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refused> {
        let office = self.office.clone();
        let done = tokio::task::spawn_blocking(move || body(&office)).await;
        done.unwrap_or_else(|_| Err(ProblemCode::StoreFailed.into())).map_err(Refused::from)
    }

    /// Like [`Web::blocking`] for work that hashes a password.
    ///
    /// # Errors
    /// What `body` refuses.
    pub async fn hashing<T: Send + 'static>(
        &self,
        body: impl FnOnce(&Office) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refused> {
        let _place = self.hashing.acquire().await.map_err(|_| Refused(ProblemCode::ServerBusy.into()))?;
        self.blocking(body).await
    }

    /// One request of a device: admitted, read, done and answered in one transaction.
    ///
    /// # Errors
    /// Of admission, of reading the body, of the step.
    pub async fn exchange<Ask: DeserializeOwned, Reply: Serialize + Send + 'static>(
        &self,
        request: SignedRequest,
        rule: NonceRule,
        step: impl FnOnce(Work<'_>, &Caller, &Ask) -> Result<Reply, Refusal> + Send + 'static,
    ) -> Result<Packed, Refused> {
        self.signed(request, rule, |work, caller, ask: &Ask| {
            let reply = step(work, caller, ask)?;
            Ok(wire::pack(&reply)?)
        })
        .await
    }

    /// Like [`Web::exchange`], for answers that are not JSON.
    ///
    /// # Errors
    /// The same.
    pub async fn signed<Ask: DeserializeOwned, Reply: Send + 'static>(
        &self,
        request: SignedRequest,
        rule: NonceRule,
        step: impl FnOnce(Work<'_>, &Caller, &Ask) -> Result<Reply, Refusal> + Send + 'static,
    ) -> Result<Reply, Refused> {
        let limits = Arc::clone(&self.limits);
        self.blocking(move |office| {
            let done = office.write(|work| {
                let caller = admit(work, &request, rule)?;
                limits.take(&format!("{} {}", caller.device.series, caller.user.user), work.now)?;
                let ask: Ask = wire::unpack(&request.body)?;
                step(work, &caller, &ask)
            });
            admit::note(office, &request, &done)?;
            done
        })
        .await
    }

    /// Like [`Web::exchange`], with the cards of a role that reads no files.
    ///
    /// # Errors
    /// The same.
    pub async fn exchange_with_cards<Ask: DeserializeOwned, Reply: Serialize + Send + 'static>(
        &self,
        request: SignedRequest,
        rule: NonceRule,
        step: impl FnOnce(Work<'_>, &Caller, Option<&[Card]>, &Ask) -> Result<Reply, Refusal> + Send + 'static,
    ) -> Result<Packed, Refused> {
        let limits = Arc::clone(&self.limits);
        self.blocking(move |office| {
            let go = |work: Work<'_>, book: Option<&Book>| {
                let caller = admit(work, &request, rule)?;
                limits.take(&format!("{} {}", caller.device.series, caller.user.user), work.now)?;
                let ask: Ask = wire::unpack(&request.body)?;
                let cards = book.map(|book| cards::of(work, &caller, book)).transpose()?;
                step(work, &caller, cards.flatten().as_deref(), &ask)
            };
            // Cards are read from the book, which only few need.
            let of_cards = office.read(|work| admit::township_of_cards(work, request.series))?;
            let done = match of_cards {
                Some(code) => office.write_with_book(&code, |work, book| go(work, Some(book))),
                None => office.write(|work| go(work, None)),
            };
            admit::note(office, &request, &done)?;
            Ok(wire::pack(&done?)?)
        })
        .await
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Problem(problem) => Self(problem),
            Refusal::Store(error) => {
                // Says what failed below; rows and statements carry ids only.
                tracing::error!(code = error.code().code(), %error, "store");
                Self(Problem::new(error.code()))
            }
        }
    }
}
