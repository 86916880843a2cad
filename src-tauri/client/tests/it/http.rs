//! The real wire, against a socket of this machine that answers what it is told to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;

use client::sync::{HttpLink, Link, LinkError, WireReply, WireRequest};
use shared::protocol::{BODY_BYTES_MAX, route};

/// Answers one request with the given bytes; gives back its head and body.
fn answer_once(answer: Vec<u8>) -> (String, JoinHandle<(String, Vec<u8>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let serving = std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let heard = hear(&stream);
        // A client that has had enough hangs up: that is one of the answers under test.
        let _ = (&stream).write_all(&answer);
        heard
    });
    (address, serving)
}

fn hear(stream: &TcpStream) -> (String, Vec<u8>) {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert!(reader.read_line(&mut head).unwrap() > 0);
    }
    let length =
        head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap().parse().unwrap();
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    (head, body)
}

fn response(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head =
        format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

fn send(server: &str) -> Result<WireReply, LinkError> {
    HttpLink::new().unwrap().send(&WireRequest {
        server: server.to_owned(),
        pins: Vec::new(),
        path: route::HELLO,
        headers: vec![("guihang-nonce", String::new()), ("guihang-counter", "7".to_owned())],
        body: b"packed".to_vec(),
    })
}

#[test]
fn a_request_travels_as_it_was_signed_and_the_answer_is_unpacked() {
    let packed = zstd::encode_all(b"{\"a\":1}".as_slice(), 3).unwrap();
    let (address, serving) = answer_once(response("200 OK", "", &packed));
    assert_eq!(send(&address), Ok(WireReply { status: 200, body: b"{\"a\":1}".to_vec() }));
    let (head, body) = serving.join().unwrap();
    assert!(head.starts_with("POST /sync/hello HTTP/1.1\r\n"), "{head}");
    assert!(head.contains("guihang-counter: 7\r\n") && head.contains("guihang-nonce:"), "{head}");
    assert_eq!(body, b"packed");
}

#[test]
fn a_refusal_comes_back_with_its_status() {
    let (address, serving) = answer_once(response("403 Forbidden", "", b"{\"code\":\"device_revoked\"}"));
    assert_eq!(
        send(&address),
        Ok(WireReply { status: 403, body: b"{\"code\":\"device_revoked\"}".to_vec() })
    );
    serving.join().unwrap();
}

#[test]
fn nobody_is_followed_elsewhere() {
    let (address, serving) =
        answer_once(response("307 Temporary Redirect", "location: http://192.0.2.1/\r\n", b""));
    assert_eq!(send(&address), Ok(WireReply { status: 307, body: Vec::new() }));
    serving.join().unwrap();
}

#[test]
fn an_answer_without_end_is_no_answer() {
    let bomb = zstd::encode_all(vec![b' '; BODY_BYTES_MAX + 1].as_slice(), 3).unwrap();
    for body in [bomb, vec![b' '; BODY_BYTES_MAX + 1]] {
        let (address, serving) = answer_once(response("200 OK", "", &body));
        assert_eq!(send(&address), Err(LinkError::Unreachable));
        serving.join().unwrap();
    }
}

#[test]
fn an_answer_cut_short_is_no_answer() {
    let mut cut = response("200 OK", "", b"{\"a\":1}");
    cut.truncate(cut.len() - 3);
    let (address, serving) = answer_once(cut);
    assert_eq!(send(&address), Err(LinkError::Unreachable));
    serving.join().unwrap();
}

#[test]
fn a_port_nobody_listens_on_is_unreachable() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    assert_eq!(send(&format!("http://127.0.0.1:{port}")), Err(LinkError::Unreachable));
    assert_eq!(send("http://192.0.2.1"), Err(LinkError::Insecure));
}
