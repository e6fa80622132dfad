//! Asking once for what many want to know at the same time.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use futures_util::{
    FutureExt,
    future::{BoxFuture, Shared},
};
use tokio_util::task::TaskTracker;

type Flight<V> = Shared<BoxFuture<'static, Option<V>>>;

/// The questions that are being asked.
pub struct Flights<K, V> {
    under_way: Arc<Mutex<HashMap<K, Flight<V>>>>,
    tasks: TaskTracker,
}

impl<K, V> Default for Flights<K, V> {
    fn default() -> Self {
        Self {
            under_way: Arc::default(),
            tasks: TaskTracker::new(),
        }
    }
}

impl<K, V> Flights<K, V> {
    /// Returns when all have landed, if no more begin.
    pub async fn landed(&self) {
        self.tasks.close();
        self.tasks.wait().await;
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
            let mut flights = lock(&self.under_way);
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
        let under_way = Arc::clone(&self.under_way);
        let task = tokio::spawn(answer);
        let flight = async move {
            let answer = task.await.ok();
            lock(&under_way).remove(&key);
            answer
        };
        // Polled by a task of its own, so that it lands also when nobody waits.
        let flight = flight.boxed().shared();
        self.tasks.spawn(flight.clone());
        flight
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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

    #[tokio::test]
    async fn what_nobody_waits_for_can_be_waited_for() {
        let flights = Flights::<&str, ()>::default();
        let landed = Arc::new(AtomicU32::new(0));
        let slow = {
            let landed = Arc::clone(&landed);
            || async move {
                sleep(Duration::from_millis(50)).await;
                landed.store(1, Ordering::Relaxed);
            }
        };
        let given_up = tokio::time::timeout(Duration::from_millis(5), flights.join("a", slow));
        assert!(given_up.await.is_err());
        flights.landed().await;
        assert_eq!(landed.load(Ordering::Relaxed), 1);
    }
}
