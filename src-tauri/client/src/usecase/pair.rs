//! 绑定: a one-time code of the console becomes a pairing.

use std::sync::Mutex;

use shared::problem::{Problem, ProblemCode};
use shared::protocol::{PAIRING_CODE_LETTERS, PairReply, PairRequest, PairingLink, Pin, route, version};

use zeroize::Zeroizing;

use crate::deps::Deps;
use crate::exchange::lock;
use crate::pairing::Pairing;
use crate::phone::Phone;
use crate::sync::{WireRequest, check_address, pack, read};
use crate::view::Gate;

/// Pairs; the device's key is durable before the code is used, and the pairing before this returns.
pub fn pair(phone: &Mutex<Phone>, deps: &Deps, text: &str) -> Result<(), Problem> {
    let link = parse(text).ok_or_else(|| Problem::of_field(ProblemCode::PairingLinkMalformed, "link"))?;
    let request = prepare(&mut lock(phone), deps, &link)?;
    let reply = deps.link.send(&request)?;
    let mut agreed: PairReply = read(&reply)?;
    let mut phone = lock(phone);
    check_unpaired(&phone)?;
    let secret = agreed.unlock_secret.take().map(Zeroizing::new);
    let secret = secret.as_ref().map(|secret| secret.as_str());
    phone.vault.keep_pairing(Pairing::new(link, agreed), secret, &*deps.entropy)?;
    Ok(())
}

fn prepare(phone: &mut Phone, deps: &Deps, link: &PairingLink) -> Result<WireRequest, Problem> {
    check_unpaired(phone)?;
    check_address(&link.server, &link.pins)?;
    let device = phone.vault.device_for_pairing(&*deps.entropy)?;
    let device_key = device.public();
    let proof = device.sign(&format!("guihang-pair-1\n{}\n{device_key}", link.code));
    let body = pack(&PairRequest {
        protocol: version::CURRENT,
        code: link.code.clone(),
        device_key,
        proof,
        device_name: deps.device_name.clone(),
        app_version: deps.app_version.clone(),
    })?;
    Ok(WireRequest {
        server: link.server.clone(),
        pins: link.pins.clone(),
        path: route::PAIR,
        headers: Vec::new(),
        body,
    })
}

fn check_unpaired(phone: &Phone) -> Result<(), Problem> {
    if phone.gate() == Gate::Unpaired { Ok(()) } else { Err(ProblemCode::AlreadyPaired.into()) }
}

/// The link of the QR, or `<address> <code> <校验码>` typed. An address without a scheme is plain HTTP on this machine,
/// where nothing need be checked, and HTTPS anywhere else; code and 校验码 may be typed in groups.
fn parse(text: &str) -> Option<PairingLink> {
    if let Some(link) = PairingLink::parse(text) {
        return Some(link);
    }
    let mut words = text.split_whitespace();
    let address = words.next()?.trim_end_matches('/');
    let typed: String = words.flat_map(str::chars).filter(|letter| *letter != '-').collect();
    if typed.is_empty() || address.starts_with("guihang:") {
        return None;
    }
    let server = match address.split_once("://") {
        Some(("http" | "https", _)) => address.to_owned(),
        Some(_) => return None,
        None => {
            let here = format!("http://{address}");
            if check_address(&here, &[]).is_ok() { here } else { format!("https://{address}") }
        }
    };
    let (code, pins) = if typed.chars().count() == PAIRING_CODE_LETTERS + Pin::TYPED_LETTERS {
        let check: String = typed.chars().skip(PAIRING_CODE_LETTERS).collect();
        (typed.chars().take(PAIRING_CODE_LETTERS).collect(), vec![Pin::parse(&check)?])
    } else {
        (typed, Vec::new())
    };
    PairingLink::parse(&PairingLink { server, code, pins }.to_text())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_as(text: &str) -> Option<(String, String)> {
        parse(text).map(|link| (link.server, link.code))
    }

    #[test]
    fn a_scanned_link_and_a_typed_one_mean_the_same() {
        let wanted = Some(("http://127.0.0.1:8080".to_owned(), "ABCD2345".to_owned()));
        for text in [
            "guihang://pair?s=http://127.0.0.1:8080&c=ABCD2345",
            " http://127.0.0.1:8080/  ABCD2345 ",
            "127.0.0.1:8080 ABCD2345",
            "127.0.0.1:8080\tABCD 2345",
        ] {
            assert_eq!(read_as(text), wanted, "{text}");
        }
        assert_eq!(read_as("office.example ABCD2345").unwrap().0, "https://office.example");
        let check = Pin::of(b"a town").typed();
        let typed = parse(&format!("office.example ABCD-2345-ABCD-2345 {}", check.to_lowercase())).unwrap();
        assert_eq!((typed.code.as_str(), typed.pins.len()), ("ABCD2345ABCD2345", 1));
        assert!(typed.pins[0].fits(b"a town"));
    }

    #[test]
    fn other_texts_are_not_links() {
        for text in ["", "ABCD2345", "guihang://pair?s=x", "ftp://127.0.0.1 ABCD2345", "127.0.0.1:8080 12"] {
            assert_eq!(read_as(text), None, "{text}");
        }
    }
}
