//! When to try again.

use std::time::Duration;

use chrono::{DateTime, Utc};

/// How long to wait before a second try, and how long a failing provider is left alone.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// The shortest wait before a second try.
    pub soonest: Duration,
    /// The longest, unless the provider asks for more.
    pub latest: Duration,
    /// How long a provider that failed too often is left alone.
    pub rest: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            soonest: Duration::from_millis(500),
            latest: Duration::from_secs(4),
            rest: Duration::from_secs(30),
        }
    }
}

impl Pace {
    /// A random wait, so that those who failed together do not come back together, and never less
    /// than the provider asked for.
    pub fn wait(&self, retry_after: Option<Duration>) -> Duration {
        let drawn = rand::random_range(self.soonest..=self.latest.max(self.soonest));
        drawn.max(retry_after.unwrap_or_default())
    }
}

/// The value of a `Retry-After` header: seconds or a date. Nonsense counts as none.
pub fn retry_after(value: &str, now: DateTime<Utc>) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = DateTime::parse_from_rfc2822(value).ok()?;
    Some(
        (date.with_timezone(&Utc) - now)
            .to_std()
            .unwrap_or_default(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_drawn_anew_and_never_shorter_than_asked_for() {
        let pace = Pace::default();
        let waits: Vec<_> = (0..100).map(|_| pace.wait(None)).collect();
        assert!(
            waits
                .iter()
                .all(|wait| (pace.soonest..=pace.latest).contains(wait))
        );
        assert!(waits.iter().any(|wait| *wait != waits[0]));
        let asked = Duration::from_secs(7);
        assert_eq!(pace.wait(Some(asked)), asked);
        assert!(pace.wait(Some(Duration::ZERO)) >= pace.soonest);
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = DateTime::parse_from_rfc3339("2026-11-22T08:00:00Z")
            .unwrap()
            .to_utc();
        let after = |value| retry_after(value, now);
        assert_eq!(after(" 3 "), Some(Duration::from_secs(3)));
        assert_eq!(
            after("Sun, 22 Nov 2026 08:00:09 GMT"),
            Some(Duration::from_secs(9))
        );
        assert_eq!(after("Sun, 22 Nov 2026 07:00:00 GMT"), Some(Duration::ZERO));
        assert_eq!(after("soon"), None);
        assert_eq!(after("-1"), None);
    }
}
