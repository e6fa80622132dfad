//! The files of the page, built by Vite and carried in the binary.

use axum::{
    http::{HeaderName, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Redirect, Response},
};
use rust_embed::{EmbeddedFile, RustEmbed};

/// A debug build reads the folder instead, so that a page can be rebuilt beside a running server.
#[derive(RustEmbed)]
#[folder = "frontend/dist"]
#[allow_missing = true]
struct Assets;

/// Monaco, the playground's editor, sets styles as it runs; nothing else is let out of line.
const PLAYGROUND_POLICY: &str = "default-src 'none'; script-src 'self'; \
    style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; \
    connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";
const FILE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Vite puts a hash of the content into these files' names.
const HASHED: &str = "assets/";

pub async fn home() -> Redirect {
    Redirect::temporary("/playground")
}

pub async fn playground() -> Response {
    match Assets::get("playground.html") {
        Some(page) => respond("playground.html", page, PLAYGROUND_POLICY),
        None => {
            let help = "The playground was not built into this server: build it with `make run`.\n";
            (StatusCode::NOT_FOUND, help).into_response()
        }
    }
}

pub async fn file(uri: Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    match Assets::get(path).filter(|_| !path.ends_with(".html")) {
        Some(file) => respond(path, file, FILE_POLICY),
        None => (StatusCode::NOT_FOUND, "There is nothing here.\n").into_response(),
    }
}

fn respond(path: &str, file: EmbeddedFile, policy: &'static str) -> Response {
    let caching = if path.starts_with(HASHED) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let headers: [(HeaderName, HeaderValue); 5] = [
        (header::CONTENT_TYPE, media_type(&file)),
        (header::CACHE_CONTROL, HeaderValue::from_static(caching)),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(policy),
        ),
        (
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ),
        (
            header::REFERRER_POLICY,
            HeaderValue::from_static("no-referrer"),
        ),
    ];
    (headers, file.data).into_response()
}

fn media_type(file: &EmbeddedFile) -> HeaderValue {
    HeaderValue::from_str(file.metadata.mimetype())
        .unwrap_or(HeaderValue::from_static("application/octet-stream"))
}
