//! The page and the playground, built by Vite and carried in the binary.

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use rust_embed::{EmbeddedFile, RustEmbed};

/// A debug build reads the folder instead, so that a page can be rebuilt beside a running server.
#[derive(RustEmbed)]
#[folder = "frontend/dist"]
#[allow_missing = true]
struct Assets;

/// Stands in the pages where an answer's nonce belongs; the same word is in `frontend/vite.config.ts`.
const NONCE: &str = "NONCE";

/// Vite puts a hash of the content into these files' names.
const HASHED: &str = "assets/";

/// What the build compressed, the best first: the encoding's name and the ending of its files.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// Nothing from elsewhere, nothing inline; the styles that are let in are added to it.
const POLICY: &str = "default-src 'none'; script-src 'self'; img-src 'self' data:; \
    font-src 'self' data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

pub async fn file(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    match Assets::get(path) {
        Some(file) if !path.ends_with(".html") => compressed(path, file, &headers),
        // An address that somebody mistyped; the page says so in its own words.
        None if !path.contains('.') => {
            let mut answer = page("index.html");
            *answer.status_mut() = StatusCode::NOT_FOUND;
            answer
        }
        _ => (StatusCode::NOT_FOUND, "There is nothing here.\n").into_response(),
    }
}

/// A page: never kept by a browser, because its nonce is for this answer alone.
pub fn page(name: &str) -> Response {
    let Some(page) = Assets::get(name) else {
        let help = "The page was not built into this server: build it with `make run`.\n";
        return (StatusCode::NOT_FOUND, help).into_response();
    };
    let nonce = BASE64_STANDARD.encode(rand::random::<u128>().to_ne_bytes());
    let body = String::from_utf8_lossy(&page.data).replace(NONCE, &nonce);
    let policy = format!("{POLICY}; style-src 'self' 'nonce-{nonce}'");
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, &policy),
    ];
    (headers, body).into_response()
}

/// A file as the build compressed it, if the browser can read that.
fn compressed(path: &str, file: EmbeddedFile, headers: &HeaderMap) -> Response {
    let found = ENCODINGS.iter().find_map(|(encoding, ending)| {
        let file = Assets::get(&format!("{path}{ending}"))?;
        accepts(headers, encoding).then_some((file, *encoding))
    });
    let media_type = media_type(&file);
    let caching = if path.starts_with(HASHED) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let headers: [(HeaderName, HeaderValue); 3] = [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, HeaderValue::from_static(caching)),
        (
            header::VARY,
            HeaderValue::from_static(header::ACCEPT_ENCODING.as_str()),
        ),
    ];
    match found {
        Some((file, encoding)) => {
            let encoding = [(header::CONTENT_ENCODING, encoding)];
            (headers, encoding, file.data).into_response()
        }
        None => (headers, file.data).into_response(),
    }
}

/// Whether the browser names an encoding and does not refuse it (RFC 9110, 12.5.3).
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|accepted| accepted.to_str().ok())
        .unwrap_or_default();
    accepted.split(',').any(|offer| {
        let (name, weight) = offer.split_once(';').unwrap_or((offer, ""));
        let weight = weight.trim().strip_prefix("q=").map(str::parse::<f32>);
        name.trim().eq_ignore_ascii_case(encoding) && weight != Some(Ok(0.0))
    })
}

fn media_type(file: &EmbeddedFile) -> HeaderValue {
    HeaderValue::from_str(file.metadata.mimetype())
        .unwrap_or(HeaderValue::from_static("application/octet-stream"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_accepted_when_it_is_named_and_not_refused() {
        let accepts = |accepted: &str| {
            let headers = [(header::ACCEPT_ENCODING, accepted.parse().unwrap())];
            super::accepts(&headers.into_iter().collect(), "br")
        };
        for accepted in ["br", "gzip, br", "gzip;q=0.5, BR ; q=0.8", "br;q=1.0"] {
            assert!(accepts(accepted), "{accepted}");
        }
        for accepted in ["", "gzip", "brotli", "br;q=0", "br; q=0.000"] {
            assert!(!accepts(accepted), "{accepted}");
        }
        assert!(!super::accepts(&HeaderMap::new(), "br"));
    }
}
