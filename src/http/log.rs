//! The one line that every operation leaves. Never what it said.

use std::time::Instant;

pub fn operation(request_id: &str, name: Option<&str>, code: &str, start: Instant) {
    let duration_ms = start.elapsed().as_secs_f64() * 1000.0;
    let name = name.unwrap_or("anonymous");
    tracing::info!(
        request_id,
        // Names are ASCII, but of any length.
        operation = name.get(..64).unwrap_or(name),
        code,
        duration_ms = format_args!("{duration_ms:.1}"),
        "graphql"
    );
}
