//! A person of the office at the console, spoken to over HTTP like a browser.

use anyhow::{Context, Result};
use reqwest::blocking::{Client, Response};
use reqwest::header::{CONTENT_TYPE, COOKIE, ORIGIN, SET_COOKIE};
use serde::Serialize;
use serde::de::DeserializeOwned;
use server::view::{LoginRequest, Me, PersonView};
use shared::id::CaseId;
use shared::moment::Moment;
use shared::problem::Problem;

use crate::seed::Account;
use crate::totp;

/// A session.
#[derive(Debug)]
pub struct Console {
    http: Client,
    address: String,
    cookie: String,
    pub me: Me,
}

impl Console {
    /// Name, password and the six digits of the moment.
    ///
    /// # Errors
    /// The office's problem.
    pub fn login(address: &str, account: &Account, at: Moment) -> Result<Self> {
        let http = Client::builder().no_proxy().build()?;
        let request = LoginRequest {
            login: account.login.clone(),
            password: account.password.clone(),
            totp: totp::code(&account.totp_secret, at)?,
            new_password: None,
        };
        let response = http
            .post(format!("{address}/api/login"))
            .header(ORIGIN, address)
            .header(CONTENT_TYPE, "application/json")
            .body(serde_json::to_vec(&request)?)
            .send()?;
        let cookie =
            response.headers().get(SET_COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        let me = read(response)?;
        Ok(Self { http, address: address.to_owned(), cookie, me })
    }

    /// # Errors
    /// The office's problem.
    pub fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T> {
        let request = self.http.get(format!("{}{path}", self.address)).header(COOKIE, &self.cookie);
        read(request.send()?)
    }

    /// # Errors
    /// The office's problem.
    pub fn post<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T> {
        let request = self
            .http
            .post(format!("{}{path}", self.address))
            .header(COOKIE, &self.cookie)
            .header(ORIGIN, &self.address)
            .header("guihang-csrf", &self.me.csrf)
            .header(CONTENT_TYPE, "application/json")
            .body(serde_json::to_vec(body)?);
        read(request.send()?)
    }

    /// The bytes of a file of the office.
    ///
    /// # Errors
    /// The office's problem.
    pub fn bytes(&self, path: &str) -> Result<Vec<u8>> {
        let request = self.http.get(format!("{}{path}", self.address)).header(COOKIE, &self.cookie);
        whole(request.send()?)
    }

    /// What is printed on such a wish.
    ///
    /// # Errors
    /// The office's problem.
    pub fn printed(&self, path: &str, body: &impl Serialize) -> Result<Vec<u8>> {
        let request = self.change(path).header(CONTENT_TYPE, "application/json");
        whole(request.body(serde_json::to_vec(body)?).send()?)
    }

    /// Hands a file in.
    ///
    /// # Errors
    /// The office's problem.
    pub fn post_bytes<T: DeserializeOwned>(&self, path: &str, bytes: Vec<u8>) -> Result<T> {
        read(self.change(path).body(bytes).send()?)
    }

    /// A change that asks and answers nothing.
    ///
    /// # Errors
    /// The office's problem.
    pub fn post_empty(&self, path: &str) -> Result<()> {
        let response = self.change(path).send()?;
        if response.status().is_success() {
            return Ok(());
        }
        Err(serde_json::from_slice::<Problem>(&response.bytes()?)?.into())
    }

    /// A change that is answered with nothing.
    ///
    /// # Errors
    /// The office's problem.
    pub fn post_plain(&self, path: &str, body: &impl Serialize) -> Result<()> {
        let request = self.change(path).header(CONTENT_TYPE, "application/json");
        let response = request.body(serde_json::to_vec(body)?).send()?;
        if response.status().is_success() {
            return Ok(());
        }
        Err(serde_json::from_slice::<Problem>(&response.bytes()?)?.into())
    }

    fn change(&self, path: &str) -> reqwest::blocking::RequestBuilder {
        self.http
            .post(format!("{}{path}", self.address))
            .header(COOKIE, &self.cookie)
            .header(ORIGIN, &self.address)
            .header("guihang-csrf", &self.me.csrf)
    }

    /// # Errors
    /// The office's problem.
    pub fn person(&self, case: CaseId) -> Result<PersonView> {
        self.get(&format!("/api/persons/{case}"))
    }
}

fn whole(response: Response) -> Result<Vec<u8>> {
    if response.status().is_success() {
        return Ok(response.bytes()?.to_vec());
    }
    Err(serde_json::from_slice::<Problem>(&response.bytes()?)?.into())
}

fn read<T: DeserializeOwned>(response: Response) -> Result<T> {
    let ok = response.status().is_success();
    let bytes = response.bytes()?;
    if ok {
        return Ok(serde_json::from_slice(&bytes)?);
    }
    Err(serde_json::from_slice::<Problem>(&bytes).context("neither an answer nor a problem")?.into())
}
