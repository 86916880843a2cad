//! The demo's clock: it goes as the wall's does and can be put ahead, never back.
//!
//! Only the demo has it: the shipped `guihang serve` is given the machine's clock and has no way to another.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use anyhow::Result;
use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use shared::moment::Moment;

use crate::phone::wall_clock;

/// How far it is ahead of the wall's, in days.
#[derive(Debug, Clone, Default)]
pub struct MovingClock {
    days_ahead: Arc<AtomicI64>,
}

/// What its page says and is told.
#[derive(Debug, Serialize, Deserialize)]
struct Ahead {
    days_ahead: i64,
}

impl MovingClock {
    /// The time it shows, in Beijing.
    #[must_use]
    pub fn now(&self) -> Moment {
        wall_clock() + TimeDelta::days(self.days_ahead.load(Ordering::SeqCst))
    }

    /// Puts it so many days ahead of the wall's; one that would go back stays.
    pub fn set_ahead(&self, days: i64) {
        self.days_ahead.fetch_max(days, Ordering::SeqCst);
    }

    /// Serves `GET` and `POST /clock` on a free port of this machine; the address comes back.
    ///
    /// # Errors
    /// When no port is free.
    pub async fn serve(&self) -> Result<SocketAddr> {
        let app = Router::new().route("/clock", get(shown).post(set)).with_state(self.clone());
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        tokio::spawn(async move { axum::serve(listener, app).await });
        Ok(address)
    }
}

async fn shown(State(clock): State<MovingClock>) -> Json<Ahead> {
    Json(Ahead { days_ahead: clock.days_ahead.load(Ordering::SeqCst) })
}

async fn set(State(clock): State<MovingClock>, Json(to): Json<Ahead>) -> Json<Ahead> {
    clock.set_ahead(to.days_ahead);
    shown(State(clock)).await
}
