//! Asks a language model about a ticket: one question, one checked answer or a reason why there is none.
//!
//! Knows two protocols (`openai`, `anthropic`) and no ledger, cache or budget: those are the caller's.
//! The caller has also passed every text through [`redact`].

mod answer;
mod anthropic;
mod breaker;
mod complaint;
mod failure;
mod http;
mod openai;
mod price;
mod prompt;
pub mod redact;
mod reply;
mod resolve;
mod retry;

use std::time::Duration;

use reqwest::Client;
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::{Instant, sleep, timeout_at},
};

pub use answer::{Answer, Confidence, Scope, Workaround};
pub use breaker::Circuit;
pub use failure::Failure;
pub use http::SetUpError;
pub use prompt::PROMPT_VERSION;
pub use retry::Pace;

use super::Text;
use crate::{
    config::{Prices, Protocol, ProviderConfig},
    label::{Category, Priority},
};
use breaker::{Breaker, Permit};
use http::{Broken, Response};
use openai::OpenAi;
use price::Metered;

/// So many questions are on their way at once.
const AT_ONCE: usize = 4;
/// So many more wait for their turn at most.
const WAITING: usize = 16;
const TRIES: i64 = 2;
/// With less time left there is no second try: it would be paid for and not waited for.
const SHORTEST_TRY: Duration = Duration::from_secs(1);

/// One ticket to be sorted; every text redacted.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    pub text: Text<'a>,
    /// Tickets that people have sorted. The same ones each time are cheaper.
    pub examples: &'a [Example],
}

/// A ticket that somebody has sorted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Title and description, redacted.
    pub text: String,
    pub category: Category,
    pub priority: Priority,
}

/// What became of a question, over both tries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub outcome: Result<Answer, Failure>,
    pub usage: Usage,
    /// None when the provider, who takes money, did not say what a try used.
    pub cost_nano_usd: Option<i64>,
    /// What it has cost, and where nobody knows the most that it can have.
    pub spent_nano_usd: i64,
    pub latency: Duration,
}

/// Tokens, as far as the provider told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// All input, with what came from the provider's cache.
    pub input_tokens: i32,
    pub output_tokens: i32,
    pub cached_tokens: i32,
}

/// A language model somewhere. Make it once and share it: it remembers what the server accepts and how
/// well it is.
pub struct Provider {
    config: ProviderConfig,
    dialect: Dialect,
    client: Client,
    url: String,
    pace: Pace,
    breaker: Breaker,
    slots: Semaphore,
    queue: Semaphore,
}

/// Leave to ask one question, with a place among those that are on their way.
pub struct Turn<'a> {
    provider: &'a Provider,
    permit: Permit<'a>,
    deadline: Instant,
    _slot: SemaphorePermit<'a>,
}

enum Dialect {
    OpenAi(OpenAi),
    Anthropic,
}

/// What the tries of one call have cost.
#[derive(Default)]
struct Bill {
    usage: Usage,
    nano_usd: i64,
    /// Tries that may have cost something nobody knows.
    unknown: i64,
}

impl Provider {
    /// # Errors
    /// A key that cannot be sent, or a system on which no HTTP client can be made.
    pub fn new(config: ProviderConfig, pace: Pace) -> Result<Self, SetUpError> {
        let (dialect, path) = match config.protocol {
            Protocol::OpenAi => {
                let server = OpenAi::new(config.base_url.is_hosted());
                (Dialect::OpenAi(server), "chat/completions")
            }
            Protocol::Anthropic => (Dialect::Anthropic, "messages"),
        };
        Ok(Self {
            client: http::client(&config)?,
            url: config.base_url.join(path),
            dialect,
            pace,
            breaker: Breaker::new(pace.rest),
            slots: Semaphore::new(AT_ONCE),
            queue: Semaphore::new(WAITING),
            config,
        })
    }

    pub fn protocol(&self) -> Protocol {
        self.config.protocol
    }

    /// `openai` or `anthropic`, as in `LLM_PROVIDER`.
    pub fn name(&self) -> &'static str {
        self.config.protocol.name()
    }

    pub fn model(&self) -> &str {
        &self.config.model
    }

    /// Where it is asked.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The longest that a question takes, with waiting for its turn.
    pub fn timeout(&self) -> Duration {
        self.config.timeout
    }

    /// Of the words in which is asked.
    pub fn prompt_version(&self) -> &'static str {
        PROMPT_VERSION
    }

    /// Whether texts leave the house.
    pub fn is_hosted(&self) -> bool {
        self.config.base_url.is_hosted()
    }

    /// Whether it is asked at present.
    pub fn breaker(&self) -> Circuit {
        self.breaker.circuit()
    }

    /// The most that a question can cost, with every try paid for in full.
    pub fn worst_cost_nano_usd(&self, question: &Question<'_>) -> i64 {
        self.worst_try(question).saturating_mul(TRIES)
    }

    /// The most that one try can cost, with every byte a token.
    fn worst_try(&self, question: &Question<'_>) -> i64 {
        // Beside the words there are the schema and what the provider adds of its own.
        const AROUND: usize = 2_000;
        let bytes = prompt::SYSTEM.len() + prompt::message(question).len() + AROUND;
        let input = i32::try_from(bytes).unwrap_or(i32::MAX);
        let (written, output) = match self.dialect {
            Dialect::OpenAi(_) => (0, openai::REASONING_TOKENS),
            Dialect::Anthropic => (input, anthropic::ANSWER_TOKENS),
        };
        let metered = Metered {
            input,
            cached: 0,
            written,
            output,
        };
        metered.cost(&self.config.prices)
    }

    /// Waits for leave to ask one question.
    ///
    /// # Errors
    /// `Busy` when too many are waiting already or the turn does not come in time, `BreakerOpen` when the
    /// provider is left alone.
    pub async fn turn(&self) -> Result<Turn<'_>, Failure> {
        let (start, timeout) = (Instant::now(), self.config.timeout);
        let slot = match self.slots.try_acquire() {
            Ok(slot) => slot,
            Err(_) => {
                let _waiting = self.queue.try_acquire().map_err(|_| Failure::Busy)?;
                // Whoever has waited for long has no time left for the provider, which would be blamed for it.
                match timeout_at(start + timeout / 2, self.slots.acquire()).await {
                    Ok(Ok(slot)) => slot,
                    _ => return Err(Failure::Busy),
                }
            }
        };
        Ok(Turn {
            provider: self,
            permit: self.breaker.admit()?,
            deadline: start + timeout,
            _slot: slot,
        })
    }

    async fn try_twice(
        &self,
        message: &str,
        deadline: Instant,
        bill: &mut Bill,
    ) -> (Result<Answer, Failure>, Option<Duration>) {
        let (outcome, retry_after) = self.try_once(message, bill).await;
        if !matches!(&outcome, Err(failure) if failure.is_retryable()) {
            return (outcome, None);
        }
        let wait = self.pace.wait(retry_after);
        let left = deadline.duration_since(Instant::now());
        if wait.saturating_add(SHORTEST_TRY) > left {
            return (outcome, retry_after);
        }
        sleep(wait).await;
        match self.try_once(message, bill).await {
            (Err(failure), retry_after) if failure.is_retryable() => (Err(failure), retry_after),
            (outcome, _) => (outcome, None),
        }
    }

    /// The outcome, and how long the provider wants to be left alone.
    async fn try_once(
        &self,
        message: &str,
        bill: &mut Bill,
    ) -> (Result<Answer, Failure>, Option<Duration>) {
        bill.unknown += 1;
        let response = match self.send(message).await {
            Ok(response) => response,
            Err(Broken { failure, sent }) => {
                bill.unknown -= i64::from(!sent);
                return (Err(failure), None);
            }
        };
        let reply = match self.dialect {
            Dialect::OpenAi(_) => openai::read(&response),
            Dialect::Anthropic => anthropic::read(&response),
        };
        if let Some(metered) = reply.metered {
            bill.unknown -= 1;
            bill.nano_usd = bill
                .nano_usd
                .saturating_add(metered.cost(&self.config.prices));
            metered.add_to(&mut bill.usage);
        }
        (reply.outcome, response.retry_after)
    }

    /// Sends the message, again and again with less as long as the server refuses something that can be
    /// left out; so this ends.
    async fn send(&self, message: &str) -> Result<Response, Broken> {
        let (client, url, model) = (&self.client, &self.url, &self.config.model);
        let server = match &self.dialect {
            Dialect::Anthropic => {
                return http::post(client, url, &anthropic::request(model, message)).await;
            }
            Dialect::OpenAi(server) => server,
        };
        loop {
            let accepted = server.accepted();
            let request = server.request(accepted, model, message);
            let response = http::post(client, url, &request).await?;
            if !server.learns(accepted, &response) {
                return Ok(response);
            }
        }
    }
}

impl Turn<'_> {
    /// Asks, and is back within the time that the settings allow. Dropping the future ends the call.
    pub async fn ask(self, question: &Question<'_>) -> Call {
        let (start, provider) = (Instant::now(), self.provider);
        let mut bill = Bill::default();
        let message = prompt::message(question);
        let trying = provider.try_twice(&message, self.deadline, &mut bill);
        let tried = timeout_at(self.deadline, trying).await;
        let (outcome, retry_after) = tried.unwrap_or((Err(Failure::Timeout), None));
        self.permit
            .settle(outcome.as_ref().err().copied(), retry_after);
        let at_most = provider.worst_try(question).saturating_mul(bill.unknown);
        let free = provider.config.prices == Prices::NOTHING;
        Call {
            outcome,
            usage: bill.usage,
            cost_nano_usd: (free || bill.unknown == 0).then_some(bill.nano_usd),
            spent_nano_usd: bill.nano_usd.saturating_add(at_most),
            latency: start.elapsed(),
        }
    }
}
