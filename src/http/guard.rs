//! Who may talk to the server from a browser: which names it answers to, and which origins' pages.

use std::net::{Ipv4Addr, Ipv6Addr};

use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde_json::json;
use tower_http::cors::CorsLayer;
use url::Url;

use super::{
    Server,
    graphql::{MediaType, Refusal},
    request_id,
};
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

/// Whether a WebSocket may be opened: by this server's own pages, by those of the configured origins,
/// and by programs, which have none. Browsers ask nobody before they open one.
pub fn is_allowed_origin(headers: &HeaderMap, allowed: &[String]) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else {
        return true;
    };
    let parse = |origin: &str| Url::parse(origin).ok().map(|url| url.origin());
    let Some(origin) = origin.to_str().ok().and_then(parse) else {
        return false;
    };
    let own = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .is_some_and(|host| {
            // Whether there is TLS before this server, only the page's own address tells.
            ["http", "https"]
                .iter()
                .any(|scheme| parse(&format!("{scheme}://{host}")).as_ref() == Some(&origin))
        });
    origin.is_tuple()
        && (own
            || allowed
                .iter()
                .any(|allowed| parse(allowed).as_ref() == Some(&origin)))
}

/// Refuses an OPTIONS that is no browser's question before a call: the library that answers those
/// would answer any.
pub async fn options(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let is_question = headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    if request.method() == Method::OPTIONS && request.uri().path() == "/graphql" && !is_question {
        MediaType::accepted(headers).refuse(&Refusal::other_method())
    } else {
        next.run(request).await
    }
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
    fn own_and_configured_origins_may_open_a_socket() {
        let allowed = ["https://Desk.example.com:443".to_owned()];
        let may = |host: &str, origin: Option<&str>| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, host.parse().unwrap());
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, origin.parse().unwrap());
            }
            is_allowed_origin(&headers, &allowed)
        };
        for (host, origin) in [
            ("localhost:8000", None),
            ("localhost:8000", Some("http://localhost:8000")),
            ("desk.test", Some("https://desk.test")),
            ("desk.test", Some("http://DESK.test:80")),
            ("localhost:8000", Some("https://desk.example.com")),
        ] {
            assert!(may(host, origin), "{host} {origin:?}");
        }
        for (host, origin) in [
            ("localhost:8000", "http://localhost:8001"),
            ("localhost:8000", "http://localhost"),
            ("localhost:8000", "http://127.0.0.1:8000"),
            ("localhost:8000", "http://localhost:8000.evil.example"),
            ("localhost:8000", "http://desk.example.com"),
            ("localhost:8000", "https://desk.example.com.evil.example"),
            ("localhost:8000", "null"),
            ("localhost:8000", "file://"),
            ("localhost:8000", ""),
        ] {
            assert!(!may(host, Some(origin)), "{host} {origin:?}");
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
