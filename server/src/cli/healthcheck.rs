//! `guihang healthcheck`: for container engines and watchdogs.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, SignatureScheme, StreamOwned};

use super::{CliError, say};

const PATIENCE: Duration = Duration::from_secs(5);

/// 检查服务是否正常
#[derive(Debug, Args)]
pub struct Healthcheck {
    /// 服务的监听地址
    #[arg(long, env = "GUIHANG_LISTEN", default_value = "127.0.0.1:7080")]
    listen: SocketAddr,
}

impl Healthcheck {
    pub(super) fn run(&self) -> Result<(), CliError> {
        let fine = |status: io::Result<String>| status.is_ok_and(|status| status.starts_with("HTTP/1.1 200"));
        // Nobody says which of the two is spoken there; the other is refused at once.
        if fine(self.connect().and_then(ask)) || fine(self.ask_under_tls()) {
            return Ok(say("正常")?);
        }
        Err(CliError(format!(
            "服务没有响应：{}。请检查 guihang serve 是否在运行、监听地址是否一致。",
            self.listen
        )))
    }

    fn connect(&self) -> io::Result<TcpStream> {
        let line = TcpStream::connect_timeout(&self.listen, PATIENCE)?;
        line.set_read_timeout(Some(PATIENCE))?;
        Ok(line)
    }

    fn ask_under_tls(&self) -> io::Result<String> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let anybody = Arc::new(Anybody(provider.signature_verification_algorithms));
        let config = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13])
            .map_err(io::Error::other)?
            .dangerous()
            .with_custom_certificate_verifier(anybody)
            .with_no_client_auth();
        let name = ServerName::from(self.listen.ip());
        let talk = ClientConnection::new(Arc::new(config), name).map_err(io::Error::other)?;
        ask(StreamOwned::new(talk, self.connect()?))
    }
}

fn ask(mut line: impl Read + Write) -> io::Result<String> {
    line.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut start = Vec::new();
    line.take(64).read_to_end(&mut start)?;
    Ok(String::from_utf8_lossy(&start).into_owned())
}

/// Takes any certificate: nothing is told to the other side, and of its answer only the status is believed.
#[derive(Debug)]
struct Anybody(WebPkiSupportedAlgorithms);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.0)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.0)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_schemes()
    }
}
