//! Who may talk to the server from a browser: which names it answers to, and which origins' pages.

use std::net::{Ipv4Addr, Ipv6Addr};

use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde_json::json;
use tower_http::cors::CorsLayer;

use super::{Server, request_id};
use crate::config::HttpConfig;

/// Refuses a `Host` that was not meant: a page of another site can give its own name this server's
/// address, and would then count as the same origin.
pub async fn host(State(server): State<Server>, request: Request, next: Next) -> Response {
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    if is_allowed(host, &server.app.config.http.allowed_hosts) {
        next.run(request).await
    } else {
        // Whoever runs the server behind a new name looks for the cause here.
        tracing::warn!(
            host = host.map(|host| host.get(..64).unwrap_or(host)),
            "refused a host name that ALLOWED_HOSTS does not have"
        );
        let help = "This server does not answer to that host name; see ALLOWED_HOSTS.";
        let error = json!({ "message": help, "extensions": { "code": "BAD_REQUEST" } });
        (
            StatusCode::MISDIRECTED_REQUEST,
            Json(json!({ "errors": [error] })),
        )
            .into_response()
    }
}

fn is_allowed(host: Option<&str>, names: &[String]) -> bool {
    let Some(host) = host else {
        return false;
    };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
    .to_ascii_lowercase();
    // No name server can point an address elsewhere.
    let is_address = name.parse::<Ipv4Addr>().is_ok()
        || name
            .strip_prefix('[')
            .and_then(|name| name.strip_suffix(']'))
            .is_some_and(|name| name.parse::<Ipv6Addr>().is_ok());
    is_address || name == "localhost" || names.contains(&name)
}

/// Lets the pages of the configured origins call the API.
pub fn cors(config: &HttpConfig) -> CorsLayer {
    let origins = config
        .allowed_origins
        .iter()
        .filter_map(|origin| HeaderValue::from_str(origin).ok())
        .collect::<Vec<_>>();
    CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::CONTENT_TYPE, header::ACCEPT, request_id::HEADER])
        .expose_headers([request_id::HEADER])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_localhost_and_configured_names_are_allowed() {
        let names = ["desk.example.com".to_owned()];
        for host in [
            "127.0.0.1:8000",
            "10.1.2.3",
            "[::1]:8000",
            "[::1]",
            "localhost",
            "LOCALHOST:8000",
            "desk.example.com",
            "desk.example.com:443",
        ] {
            assert!(is_allowed(Some(host), &names), "{host}");
        }
    }

    #[test]
    fn other_names_are_not() {
        for host in [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example:80",
            "",
        ] {
            assert!(!is_allowed(Some(host), &[]), "{host}");
        }
        assert!(!is_allowed(None, &[]));
    }
}
