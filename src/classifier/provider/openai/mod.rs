//! Chat Completions, as OpenAI, Ollama, llama.cpp and vLLM speak it.
//!
//! Servers differ in what they accept. What one refuses is left out from then on: the effort of
//! reasoning, and step by step the form of the answer. The limit on the answer has two names, and the
//! other one is tried once.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde_json::Value;

use super::{
    answer::{self, Schema},
    complaint::Complaint,
    failure::Failure,
    http::Response,
    price::Metered,
    prompt,
    reply::{Reply, tokens},
};

/// Enough for the answer alone.
const ANSWER_TOKENS: i32 = 150;
/// Enough for a model that reasons first and cannot be told not to.
pub const REASONING_TOKENS: i32 = 1_000;

/// A server, and what it has accepted so far.
#[derive(Debug)]
pub struct OpenAi {
    hosted: bool,
    accepted: Mutex<Accepted>,
}

/// What a request has that a server may refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted {
    form: Form,
    effort: bool,
    limit: Limit,
    /// Whether the other name of the limit was refused before.
    renamed: bool,
}

/// What the limit on the answer is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Limit {
    /// Others may know this name alone.
    Old,
    /// OpenAI wants this one, also from behind a proxy in the house.
    New,
}

impl Limit {
    fn name(self) -> &'static str {
        match self {
            Self::Old => "max_tokens",
            Self::New => "max_completion_tokens",
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Old => Self::New,
            Self::New => Self::Old,
        }
    }
}

/// How the answer's form is asked for; the prompt describes it in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Text,
    Object,
    Schema,
}

impl OpenAi {
    pub fn new(hosted: bool) -> Self {
        Self {
            hosted,
            accepted: Mutex::new(Accepted {
                form: Form::Schema,
                effort: true,
                limit: if hosted { Limit::New } else { Limit::Old },
                renamed: false,
            }),
        }
    }

    pub fn accepted(&self) -> Accepted {
        *self.lock()
    }

    pub fn request<'a>(&self, accepted: Accepted, model: &'a str, message: &'a str) -> Request<'a> {
        // A local model may reason although it is asked not to.
        let most = if self.hosted && accepted.effort {
            ANSWER_TOKENS
        } else {
            REASONING_TOKENS
        };
        let format = |kind, json_schema| Some(ResponseFormat { kind, json_schema });
        Request {
            model,
            messages: [
                Message {
                    role: "system",
                    content: prompt::SYSTEM,
                },
                Message {
                    role: "user",
                    content: message,
                },
            ],
            response_format: match accepted.form {
                Form::Schema => format(
                    "json_schema",
                    Some(JsonSchema {
                        name: "ticket_labels",
                        strict: true,
                        schema: answer::schema(),
                    }),
                ),
                Form::Object => format("json_object", None),
                Form::Text => None,
            },
            reasoning_effort: accepted.effort.then_some("none"),
            max_completion_tokens: (accepted.limit == Limit::New).then_some(most),
            max_tokens: (accepted.limit == Limit::Old).then_some(most),
        }
    }

    /// Whether the server refused something that can be left out. It is left out from now on.
    pub fn learns(&self, sent: Accepted, response: &Response) -> bool {
        if !matches!(response.status, 400 | 422 | 500 | 501) {
            return false;
        }
        let less = Complaint::read(&response.body).and_then(|complaint| sent.without(&complaint));
        let Some(less) = less else {
            return false;
        };
        // Another call may have learned something else in the meantime.
        let mut accepted = self.lock();
        accepted.form = accepted.form.min(less.form);
        accepted.effort &= less.effort;
        if less.renamed {
            (accepted.limit, accepted.renamed) = (less.limit, true);
        }
        true
    }

    fn lock(&self) -> MutexGuard<'_, Accepted> {
        self.accepted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Accepted {
    /// What is left after this complaint, if it is about something that can be left out.
    fn without(self, complaint: &Complaint) -> Option<Self> {
        const FORMS: [&str; 5] = [
            "response_format",
            "json_schema",
            "json_object",
            "grammar",
            "structured",
        ];
        if self.effort && complaint.names("reasoning_effort") {
            return Some(Self {
                effort: false,
                ..self
            });
        }
        if !self.renamed && complaint.names(self.limit.name()) {
            return Some(Self {
                limit: self.limit.other(),
                renamed: true,
                ..self
            });
        }
        let form = match self.form {
            Form::Schema => Form::Object,
            Form::Object => Form::Text,
            Form::Text => return None,
        };
        let about_form = FORMS.iter().any(|name| complaint.names(name));
        about_form.then_some(Self { form, ..self })
    }
}

/// A request's body; written as it stands, since the order in the schema matters.
#[derive(Serialize)]
pub struct Request<'a> {
    model: &'a str,
    messages: [Message<'a>; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    response_format: Option<ResponseFormat>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasoning_effort: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_completion_tokens: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<i32>,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: &'a str,
}

#[derive(Serialize)]
struct ResponseFormat {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    json_schema: Option<JsonSchema>,
}

#[derive(Serialize)]
struct JsonSchema {
    name: &'static str,
    strict: bool,
    schema: Schema,
}

/// What the response says. Some servers answer without usage, or without content.
pub fn read(response: &Response) -> Reply {
    Reply::read(response, "choices", said, meant)
}

fn said(body: &Value) -> Reply {
    let usage = &body["usage"];
    let metered = tokens(&usage["prompt_tokens"]).zip(tokens(&usage["completion_tokens"]));
    let metered = metered.map(|(input, output)| Metered {
        input,
        output,
        cached: tokens(&usage["prompt_tokens_details"]["cached_tokens"]).unwrap_or(0),
        written: 0,
    });
    let choice = &body["choices"][0];
    let message = &choice["message"];
    let refusal = message["refusal"].as_str().unwrap_or_default();
    let outcome = match (
        choice["finish_reason"].as_str(),
        message["content"].as_str(),
    ) {
        (Some("content_filter"), _) => Err(Failure::Refused),
        _ if !refusal.is_empty() => Err(Failure::Refused),
        (Some("length"), _) => Err(Failure::CutOff),
        (_, Some(content)) => answer::parse(content),
        (_, None) => Err(Failure::NotUnderstood),
    };
    Reply { outcome, metered }
}

fn meant(complaint: &Complaint, status: u16) -> Failure {
    // The code is the more exact; the type may still be an older, more general word.
    let by_word = |word: &str| {
        Some(match word {
            "credit_balance_exhausted" | "insufficient_quota" | "billing_not_active" => {
                Failure::Billing
            }
            "organization_spend_limit_exceeded"
            | "project_spend_limit_exceeded"
            | "organization_usage_limit_exceeded"
            | "billing_hard_limit_reached" => Failure::SpendLimit,
            "invalid_api_key" => Failure::Authentication,
            "rate_limit_exceeded" | "slow_down" => Failure::RateLimited,
            "model_not_found" => Failure::NotFound,
            "context_length_exceeded" | "exceed_context_size_error" => Failure::TooLarge,
            "content_filter" | "content_policy_violation" => Failure::Refused,
            _ => return None,
        })
    };
    by_word(&complaint.code)
        .or_else(|| by_word(&complaint.kind))
        .unwrap_or_else(|| complaint.by_status(status))
}

#[cfg(test)]
mod tests;
