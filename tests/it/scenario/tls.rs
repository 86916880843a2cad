//! Phones and the office over TLS: real sockets, a CA the town made for itself, certificates by pin and name.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

use chrono::TimeDelta;
use client::view::RecordState;
use e2e::world::{Phone, World};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use shared::problem::ProblemCode;
use shared::protocol::{PairingLink, Pin};

const HERE: &str = "127.0.0.1";

fn problem(phone: &Phone) -> Option<ProblemCode> {
    phone.sync();
    phone.state().sync.unwrap().problem.map(|problem| problem.code)
}

#[test]
fn a_phone_paired_by_the_qr_brings_its_record_home_over_tls() {
    let world = World::protected(&[HERE]);
    let link = world.pairing_link("miao");
    assert!(link.server.starts_with("https://127.0.0.1:"), "{}", link.server);
    assert_eq!(link.pins.len(), 1);
    let phone = world.phone_of("miao");
    let visit = phone.record_visit(world.case("赵例一"), world.clock.now(), "走加密线路。").unwrap();
    assert_eq!(problem(&phone), None);
    assert_eq!(phone.state_of(visit.event), RecordState::Uploaded);
}

#[test]
fn without_a_qr_the_check_is_typed_after_the_code() {
    let world = World::protected(&[HERE]);
    let PairingLink { server, code, pins } = world.pairing_link("miao");
    let phone = world.new_phone("typed");
    let address = server.strip_prefix("https://").unwrap();
    // Plain HTTP is meant on this machine, so the address is typed with its scheme.
    let unchecked = phone.pair(&format!("https://{address} {code}")).unwrap_err();
    assert_eq!(unchecked.code, ProblemCode::PairingCheckMissing);
    let other = Pin::of(b"another town").typed();
    let refused = phone.pair(&format!("https://{address} {code} {other}")).unwrap_err();
    assert_eq!(refused.code, ProblemCode::ServerNotTrusted, "one wrong check sends no code");
    phone.pair(&format!("https://{address} {} {}", code.to_lowercase(), pins[0].typed())).unwrap();
    world.confirm_devices();
    phone.set_pin().unwrap();
    assert_eq!(problem(&phone), None);
}

#[test]
fn another_ca_at_the_same_address_gets_nothing_and_the_record_stays() {
    let mut world = World::protected(&[HERE]);
    let phone = world.phone_of("miao");
    let visit = phone.record_visit(world.case("赵例一"), world.clock.now(), "不能给别人。").unwrap();
    world.replace_certificates();
    assert_eq!(problem(&phone), Some(ProblemCode::ServerNotTrusted));
    assert_eq!(phone.state_of(visit.event), RecordState::Saved);
    let fresh = world.new_phone("fresh");
    let mut link = world.pairing_link("miao");
    link.pins = vec![Pin::of(b"what another QR says")];
    assert_eq!(fresh.pair(&link.to_text()).unwrap_err().code, ProblemCode::ServerNotTrusted);
}

#[test]
fn the_right_ca_under_another_name_is_not_the_office() {
    let world = World::protected(&["guihang.example"]);
    let mut link = world.pairing_link("miao");
    let port = world.running().addr.port();
    link.server = format!("https://{HERE}:{port}");
    let phone = world.new_phone("fresh");
    assert_eq!(phone.pair(&link.to_text()).unwrap_err().code, ProblemCode::ServerNotTrusted);
}

#[test]
fn a_phone_ten_years_off_either_way_is_not_locked_out() {
    let world = World::protected(&[HERE]);
    for (name, years) in [("slow", -10), ("fast", 10)] {
        let phone = world.new_phone_with_clock_off(name, TimeDelta::days(years * 365));
        world.pair(&phone, "miao");
        assert_eq!(problem(&phone), None, "{years} years");
    }
}

#[test]
fn the_town_changes_its_ca_and_no_phone_is_paired_anew() {
    let mut world = World::protected(&[HERE]);
    let phone = world.phone_of("miao");
    let before = world.pins();
    let live = world.running().tls.clone().unwrap();
    world.clock.pass(TimeDelta::seconds(1));
    world.certificates().prepare_next().unwrap();
    live.refresh().unwrap();
    assert_eq!(world.pins().len(), 2, "both are handed out");
    let behind = world.certificates().switch(false).unwrap_err();
    assert!(behind.to_string().contains("1 台") && behind.to_string().contains("--force"), "{behind}");
    world.clock.pass(TimeDelta::seconds(1));
    assert_eq!(problem(&phone), None, "and this phone has heard of it");
    world.certificates().switch(false).unwrap();
    live.refresh().unwrap();
    assert_ne!(world.pins(), before);
    let listen = world.running().addr;
    world.start_server_at(listen);
    assert_eq!(problem(&phone), None, "the office shows the next CA's certificate");
    let visit = phone.record_visit(world.case("赵例一"), world.clock.now(), "换证书之后。").unwrap();
    assert_eq!(problem(&phone), None);
    assert_eq!(phone.state_of(visit.event), RecordState::Uploaded);
}

#[test]
fn a_certificate_renewed_years_later_is_the_same_office() {
    let world = World::protected(&[HERE]);
    let phone = world.phone_of("miao");
    let until = |world: &World| world.certificates().look().unwrap().shown.unwrap().until;
    let first = until(&world);
    world.clock.pass(TimeDelta::days(3 * 365));
    world.running().tls.as_ref().unwrap().refresh().unwrap();
    assert!(until(&world) > first);
    assert_eq!(problem(&phone), None);
}

/// A whole request by an ordinary TLS client that trusts the given CA, in the versions given.
fn ordinary(
    world: &World,
    ca: &str,
    versions: &[&'static rustls::SupportedProtocolVersion],
) -> std::io::Result<String> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(ca.as_bytes()).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(HERE).unwrap();
    let talk = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut line = StreamOwned::new(talk, TcpStream::connect(world.running().addr)?);
    write!(line, "GET /ca.crt HTTP/1.1\r\nHost: {HERE}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    line.read_to_string(&mut answer)?;
    Ok(answer)
}

#[test]
fn an_office_pc_gets_the_ca_and_trusts_by_it_but_only_under_tls_1_3() {
    // An ordinary client reads dates, so the world's day must be today's.
    let world = World::protected(&[HERE]);
    world.clock.pass(e2e::phone::wall_clock() - world.clock.now());
    world.running().tls.as_ref().unwrap().refresh().unwrap();
    let ca = world.certificates().look().unwrap().authority.pem();
    let old = ordinary(&world, &ca, &[&rustls::version::TLS12]).unwrap_err();
    assert!(old.to_string().contains("ProtocolVersion"), "{old}");
    let answer = ordinary(&world, &ca, &[&rustls::version::TLS13]).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with(&ca), "{answer}");
    let head = answer.to_lowercase();
    assert!(head.contains("strict-transport-security: max-age="), "{answer}");
    assert!(head.contains("content-disposition: attachment; filename=\"guihang-ca.crt\""), "{answer}");
}
