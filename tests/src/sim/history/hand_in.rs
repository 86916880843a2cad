//! A colleague carries a phone's capsule to the console of the office (I8, I14).

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use client::door::{Reply, Request};
use server::view::{HandIn, LoginRequest, Me};
use shared::problem::Problem;
use shared::protocol::capsule::{What, read_bundle};

use super::History;
use crate::sim::inventory;
use crate::sim::office::ADDRESS;
use crate::sim::tape::{Entry, Fault, HandedIn};
use crate::{totp, township};

/// What a browser sends with a change of the session.
type Headers = Vec<(&'static str, String)>;

impl History {
    /// Of a revoked phone rather than of another.
    pub(super) fn hand_in(&mut self, index: usize) {
        let revoked = self.phones.iter().position(|phone| phone.is_revoked);
        let index = revoked.filter(|_| self.dice.chance(70)).unwrap_or(index);
        if self.dice.chance(30) {
            let _ = self.phones[index].ask(Request::Lock);
        }
        let bytes = match self.phones[index].ask(Request::HandIn) {
            Ok(Reply::Capsule(file)) => STANDARD.decode(file.data).unwrap(),
            Ok(other) => panic!("{other:?}"),
            Err(_) => return,
        };
        let phone = &self.phones[index];
        let Some(series) = phone.series() else { return };
        let mut here = phone.items();
        let (mut parts, mut attachments) = (BTreeMap::new(), 0);
        for (part, sound) in read_bundle(&bytes).unwrap() {
            sound.expect("a whole part");
            match part.what {
                What::Event { seq } => drop(parts.insert(seq, here.remove(&seq))),
                What::Attachment { .. } => attachments += 1,
            }
        }
        let township = phone.owner.township;
        self.tape.fault(Fault::HandedIn, Some(index));
        if phone.is_revoked {
            self.tape.fault(Fault::HandedInRevoked, Some(index));
        }
        let outcome = self.at_console(township, |headers| ("/api/capsules", headers, bytes));
        let Ok(body) = outcome else {
            let code = outcome.unwrap_err().code.code();
            self.tape.write(&Entry::Refused { device: index, what: "hand_in", code });
            return;
        };
        let told: HandIn = serde_json::from_slice(&body).unwrap();
        self.saboteur.after_hand_in(&self.office, series, self.phones[index].is_revoked);
        let has = self.office.look(inventory::of_office);
        let refused = u32::try_from(told.refused.len()).unwrap_or(u32::MAX);
        let HandIn { counted, set_aside, held_already, attachments: added, .. } = told;
        self.tape.write(&Entry::HandedIn(Box::new(HandedIn {
            series,
            parts,
            attachments,
            counted,
            set_aside,
            held_already,
            added,
            refused,
            has,
        })));
    }

    /// The clerk logs in and sends something.
    fn at_console(
        &self,
        township: usize,
        what: impl FnOnce(Headers) -> (&'static str, Headers, Vec<u8>),
    ) -> Result<Vec<u8>, Problem> {
        let (login, secret) = self.towns.clerks[township].clone();
        let totp = totp::code(&secret, self.clock.off_by(0)).unwrap();
        let password = township::PASSWORD.to_owned();
        let ask = LoginRequest { login, password, totp, new_password: None };
        let json = vec![("origin", ADDRESS.to_owned()), ("content-type", "application/json".to_owned())];
        let answer = self.office.call("POST", "/api/login", &json, serde_json::to_vec(&ask).unwrap());
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        let me: Me = serde_json::from_slice(&answer.body).unwrap();
        let cookie = answer.header("set-cookie").unwrap_or_default();
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        let headers = vec![("origin", ADDRESS.to_owned()), ("cookie", cookie), ("guihang-csrf", me.csrf)];
        let (path, headers, body) = what(headers);
        let answer = self.office.call("POST", path, &headers, body);
        if answer.status == 200 {
            Ok(answer.body)
        } else {
            Err(serde_json::from_slice(&answer.body).unwrap())
        }
    }
}
