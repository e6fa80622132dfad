//! Asking once for what many want to know at the same time.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
};

use futures_util::{
    FutureExt,
    future::{BoxFuture, Shared},
};

type Flight<V> = Shared<BoxFuture<'static, Option<V>>>;

/// The questions that are being asked.
pub struct Flights<K, V>(Arc<Mutex<HashMap<K, Flight<V>>>>);

impl<K, V> Default for Flights<K, V> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<K, V> Clone for Flights<K, V> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K, V> Flights<K, V>
where
    K: Clone + Eq + Hash + Send + 'static,
    V: Clone + Send + Sync + 'static,
{
    /// What `ask` answers, and whether it was asked for this call; otherwise the answer is that of a
    /// call that was under way. It goes on when whoever began it goes away, since it is paid for.
    /// `None` when it panicked.
    pub async fn join<F>(&self, key: K, ask: impl FnOnce() -> F) -> (Option<V>, bool)
    where
        F: Future<Output = V> + Send + 'static,
    {
        let (flight, is_first) = {
            let mut flights = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            match flights.get(&key) {
                Some(flight) => (flight.clone(), false),
                None => {
                    let flight = self.begin(key.clone(), ask());
                    flights.insert(key, flight.clone());
                    (flight, true)
                }
            }
        };
        (flight.await, is_first)
    }

    fn begin(&self, key: K, answer: impl Future<Output = V> + Send + 'static) -> Flight<V> {
        let flights = self.clone();
        let task = tokio::spawn(answer);
        let flight = async move {
            let answer = task.await.ok();
            let mut flights = flights.0.lock().unwrap_or_else(PoisonError::into_inner);
            flights.remove(&key);
            answer
        };
        // Polled by a task of its own, so that it lands also when nobody waits.
        let flight = flight.boxed().shared();
        tokio::spawn(flight.clone());
        flight
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::atomic::{AtomicU32, Ordering},
        time::Duration,
    };

    use futures_util::future::join_all;
    use tokio::time::sleep;

    use super::*;

    #[tokio::test]
    async fn many_ask_once() {
        let flights = Flights::<&str, u32>::default();
        let asked = Arc::new(AtomicU32::new(0));
        let ask = || {
            let asked = Arc::clone(&asked);
            async move {
                sleep(Duration::from_millis(20)).await;
                asked.fetch_add(1, Ordering::Relaxed)
            }
        };
        let answers = join_all((0..20).map(|_| flights.join("a", ask))).await;
        assert!(answers.iter().all(|(answer, _)| *answer == Some(0)));
        assert_eq!(answers.iter().filter(|(_, is_first)| *is_first).count(), 1);
        // What has landed is asked anew.
        assert_eq!(flights.join("a", ask).await, (Some(1), true));
    }

    #[tokio::test]
    async fn a_question_outlives_who_asked_it() {
        let flights = Flights::<&str, u32>::default();
        let slow = || async {
            sleep(Duration::from_millis(50)).await;
            7
        };
        let given_up = tokio::time::timeout(Duration::from_millis(5), flights.join("a", slow));
        assert!(given_up.await.is_err());
        let other = || async { 8 };
        assert_eq!(flights.join("a", other).await, (Some(7), false));
    }
}
