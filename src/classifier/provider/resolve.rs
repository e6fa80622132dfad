//! Which addresses a name in the house may have.
//!
//! A name without a dot, such as a service of compose, or without encryption is taken for one of this
//! machine's or of its network's: text goes there without a key, and for nothing. But whoever answers for
//! names can give it any address. So it is looked at again for every connection, and one that is not
//! private is not connected to.

use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::net::lookup_host;

use crate::config::is_private_address;

/// Finds private addresses alone.
pub struct InTheHouse;

impl Resolve for InTheHouse {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            // Port 0 is replaced by the one of the URL.
            let found = lookup_host((name.as_str(), 0)).await?;
            private(name.as_str(), found.collect())
        })
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the name has an address that is not private")]
struct Outside;

fn private(
    name: &str,
    found: Vec<SocketAddr>,
) -> Result<Addrs, Box<dyn std::error::Error + Send + Sync>> {
    if found.iter().all(|one| is_private_address(one.ip())) {
        return Ok(Box::new(found.into_iter()));
    }
    tracing::warn!(
        name,
        "the name in LLM_BASE_URL has an address that is not private, so nothing is sent there"
    );
    Err(Box::new(Outside))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(addresses: &[&str]) -> Option<usize> {
        let found = addresses.iter().map(|one| one.parse().unwrap()).collect();
        private("ollama", found).ok().map(Iterator::count)
    }

    #[test]
    fn private_addresses_are_connected_to() {
        assert_eq!(resolved(&["172.18.0.3:0", "[fd00::3]:0"]), Some(2));
        assert_eq!(resolved(&["127.0.0.1:0", "[::1]:0"]), Some(2));
    }

    #[test]
    fn one_that_is_not_private_spoils_them_all() {
        for outside in ["8.8.8.8:0", "[2001:db8::1]:0", "169.254.169.254:0"] {
            assert_eq!(resolved(&["127.0.0.1:0", outside]), None, "{outside}");
        }
    }

    #[tokio::test]
    async fn this_machine_has_a_name() {
        let found = InTheHouse.resolve("localhost".parse().unwrap()).await;
        assert!(found.unwrap().all(|address| address.ip().is_loopback()));
    }
}
