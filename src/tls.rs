//! HTTP clients that trust the right certificates.

use std::sync::Arc;

use rustls::{ClientConfig, RootCertStore, crypto::ring};

/// A client to be built. Trusted are the authorities in the program, since a slim image has none, and
/// those of the system, where a company puts its own. `reqwest` alone knows only the latter, and no
/// client at all can be built where there are none.
#[expect(
    clippy::expect_used,
    reason = "ring has what both versions of TLS need, and a test builds a client"
)]
pub fn client() -> reqwest::ClientBuilder {
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring has the versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    reqwest::Client::builder().tls_backend_preconfigured(config)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_client_can_be_built() {
        assert!(super::client().build().is_ok());
    }
}
