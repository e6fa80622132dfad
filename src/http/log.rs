//! The one line that every operation leaves, however it ends. Never what it said.

use std::{sync::Arc, time::Instant};

/// An operation that leaves its line when it is dropped.
pub struct Operation {
    request_id: Arc<str>,
    name: Option<String>,
    /// How it ended: OK, an error's code, or ENDED for one that its client ended or left.
    code: String,
    start: Instant,
}

impl Operation {
    pub fn begin(request_id: &Arc<str>) -> Self {
        Self {
            request_id: Arc::clone(request_id),
            name: None,
            code: "ENDED".to_owned(),
            start: Instant::now(),
        }
    }

    pub fn named(&mut self, name: Option<&str>) {
        self.name = name.map(str::to_owned);
    }

    /// Leaves the line.
    pub fn end(mut self, code: &str) {
        code.clone_into(&mut self.code);
    }
}

impl Drop for Operation {
    fn drop(&mut self) {
        let duration_ms = self.start.elapsed().as_secs_f64() * 1000.0;
        let name = self.name.as_deref().unwrap_or("anonymous");
        tracing::info!(
            request_id = &*self.request_id,
            // Names are ASCII, but of any length.
            operation = name.get(..64).unwrap_or(name),
            code = self.code,
            duration_ms = format_args!("{duration_ms:.1}"),
            "graphql"
        );
    }
}
