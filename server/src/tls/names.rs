//! What this machine is called by others.

use std::fs;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

use rustls::pki_types::ServerName;

/// An address of the block that stands for examples: nothing is ever sent to it.
const ELSEWHERE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), 9);
const HOST_NAME_FILE: &str = "/proc/sys/kernel/hostname";

/// Whether a certificate can hold it: an address or a host name.
#[must_use]
pub fn is_name(name: &str) -> bool {
    ServerName::try_from(name).is_ok()
}

/// The names of a machine nobody named: the address it listens on, or where it listens on all, the one by which it
/// reaches the network; then its host name.
#[must_use]
pub fn guess(listen: SocketAddr) -> Vec<String> {
    let address = if listen.ip().is_unspecified() { outward() } else { Some(listen.ip()) };
    let host = fs::read_to_string(HOST_NAME_FILE).unwrap_or_default().trim().to_lowercase();
    let host = Some(host).filter(|host| is_name(host) && host != "localhost");
    address.map(|address| address.to_string()).into_iter().chain(host).collect()
}

/// The address a packet to elsewhere would leave from; none is sent.
fn outward() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect(ELSEWHERE).ok()?;
    Some(socket.local_addr().ok()?.ip())
}

/// The name in an address like `https://guihang.example:7443`.
#[must_use]
pub fn host_of(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let place = rest.split('/').next()?;
    if let Some(v6) = place.strip_prefix('[') {
        return v6.split(']').next();
    }
    place.split(':').next().filter(|host| !host.is_empty())
}

/// The address phones and browsers get for a name and port.
#[must_use]
pub fn address(name: &str, port: u16) -> String {
    let host = if name.contains(':') { format!("[{name}]") } else { name.to_owned() };
    if port == 443 { format!("https://{host}") } else { format!("https://{host}:{port}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_and_its_name_belong_together() {
        for (name, port, wanted) in [
            ("192.0.2.7", 7443, "https://192.0.2.7:7443"),
            ("guihang.example", 443, "https://guihang.example"),
            ("2001:db8::7", 7443, "https://[2001:db8::7]:7443"),
        ] {
            assert_eq!(address(name, port), wanted);
            assert_eq!(host_of(wanted), Some(name));
        }
        assert_eq!(host_of("https://guihang.example/path"), Some("guihang.example"));
        assert_eq!(host_of("guihang.example"), None);
    }

    #[test]
    fn a_machine_listening_on_one_address_is_called_by_it_first() {
        let names = guess(SocketAddr::from(([192, 0, 2, 7], 7443)));
        assert_eq!(names.first().map(String::as_str), Some("192.0.2.7"));
        assert!(names.iter().all(|name| is_name(name)), "{names:?}");
        assert!(!is_name("演示镇") && !is_name("a b") && !is_name(""));
    }
}
