//! How long a question takes, and how much work it is.

use std::time::{Duration, Instant};

use crate::{questions::Question, server::Server, store::Store};

/// A question is asked in rounds that take turns between the sizes, so that what else goes on in
/// the machine slows all of them alike.
const ROUNDS: u32 = 4;
const WARM_UP: usize = 30;
/// A round has at least so many requests and takes at least so long: the kernel counts time on the
/// processors in steps of 10 ms. A slow question ends a round earlier.
const REQUESTS: usize = 75;
const AT_LEAST: Duration = Duration::from_millis(600);
const AT_MOST: Duration = Duration::from_secs(5);

/// A server on a filled database, with the questions to it.
pub struct Site {
    pub tickets: u64,
    // Before the store, so that it stops while it still has its database.
    pub server: Server,
    pub store: Store,
    pub questions: Vec<Question>,
}

/// What was measured.
#[derive(Default)]
pub struct Figures {
    times: Vec<Duration>,
    server_cpu: Duration,
    database_cpu: Option<Duration>,
}

/// Asks every site the question at this place.
pub async fn measure(sites: &[Site], place: usize) -> Vec<Figures> {
    let mut figures: Vec<_> = sites.iter().map(|_| Figures::default()).collect();
    for site in sites {
        site.warm_up(&site.questions[place]).await;
    }
    for _ in 0..ROUNDS {
        for (site, figures) in sites.iter().zip(&mut figures) {
            site.round(&site.questions[place], figures).await;
        }
    }
    figures
}

impl Site {
    async fn warm_up(&self, question: &Question) {
        let start = Instant::now();
        // From the end, so that the requests that are measured come after others.
        for request in question.requests.iter().rev().cycle().take(WARM_UP) {
            self.server.ask(request).await;
            if start.elapsed() > AT_MOST {
                break;
            }
        }
    }

    async fn round(&self, question: &Question, figures: &mut Figures) {
        let (server_cpu, database_cpu) = (self.server.cpu(), self.store.cpu());
        let start = Instant::now();
        let mut requests = 0;
        while (requests < REQUESTS || start.elapsed() < AT_LEAST) && start.elapsed() < AT_MOST {
            let turn = figures.times.len() % question.requests.len();
            let (_, took) = self.server.ask(&question.requests[turn]).await;
            figures.times.push(took);
            requests += 1;
        }
        figures.server_cpu += self.server.cpu() - server_cpu;
        if let (Some(before), Some(after)) = (database_cpu, self.store.cpu()) {
            *figures.database_cpu.get_or_insert_default() += after - before;
        }
    }
}

impl Figures {
    /// In milliseconds.
    pub fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// In milliseconds.
    pub fn p99(&self) -> f64 {
        self.quantile(0.99)
    }

    fn quantile(&self, share: f64) -> f64 {
        let mut times = self.times.clone();
        times.sort_unstable();
        times[(share * (times.len() - 1) as f64).round() as usize].as_secs_f64() * 1000.0
    }

    /// Seconds of the server for 1,000 requests.
    pub fn server_cpu(&self) -> f64 {
        self.per_thousand(self.server_cpu)
    }

    /// Seconds of the database for 1,000 requests.
    pub fn database_cpu(&self) -> Option<f64> {
        self.database_cpu.map(|cpu| self.per_thousand(cpu))
    }

    fn per_thousand(&self, cpu: Duration) -> f64 {
        cpu.as_secs_f64() * 1000.0 / self.times.len() as f64
    }
}
