//! Anthropic's Messages.

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

/// Enough for the answer; there is no thinking.
pub const ANSWER_TOKENS: i32 = 150;

/// A request's body. No temperature and the like: some values are refused. No tools: there is nothing
/// that a text could call.
#[derive(Serialize)]
pub struct Request<'a> {
    model: &'a str,
    max_tokens: i32,
    thinking: Kind,
    system: [SystemBlock; 1],
    messages: [Message<'a>; 1],
    output_config: OutputConfig,
}

#[derive(Serialize)]
struct Kind {
    #[serde(rename = "type")]
    kind: &'static str,
}

#[derive(Serialize)]
struct SystemBlock {
    #[serde(rename = "type")]
    kind: &'static str,
    text: &'static str,
    cache_control: Kind,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: &'a str,
}

#[derive(Serialize)]
struct OutputConfig {
    format: Format,
}

#[derive(Serialize)]
struct Format {
    #[serde(rename = "type")]
    kind: &'static str,
    schema: Schema,
}

pub fn request<'a>(model: &'a str, message: &'a str) -> Request<'a> {
    Request {
        model,
        max_tokens: ANSWER_TOKENS,
        thinking: Kind { kind: "disabled" },
        system: [SystemBlock {
            kind: "text",
            text: prompt::SYSTEM,
            cache_control: Kind { kind: "ephemeral" },
        }],
        messages: [Message {
            role: "user",
            content: message,
        }],
        output_config: OutputConfig {
            format: Format {
                kind: "json_schema",
                schema: answer::schema(),
            },
        },
    }
}

/// What the response says.
pub fn read(response: &Response) -> Reply {
    Reply::read(response, "content", said, meant)
}

fn said(body: &Value) -> Reply {
    let outcome = match body["stop_reason"].as_str() {
        Some("refusal") => Err(Failure::Refused),
        Some("max_tokens") => Err(Failure::CutOff),
        Some("model_context_window_exceeded") => Err(Failure::TooLarge),
        _ => answer::parse(&text(&body["content"])),
    };
    Reply {
        outcome,
        metered: metered(&body["usage"]),
    }
}

fn text(content: &Value) -> String {
    let blocks = content.as_array().into_iter().flatten();
    blocks.filter_map(|block| block["text"].as_str()).collect()
}

/// Here `input_tokens` are those alone that have nothing to do with the cache.
fn metered(usage: &Value) -> Option<Metered> {
    let cached = tokens(&usage["cache_read_input_tokens"]).unwrap_or(0);
    let written = tokens(&usage["cache_creation_input_tokens"]).unwrap_or(0);
    Some(Metered {
        input: tokens(&usage["input_tokens"])?
            .saturating_add(cached)
            .saturating_add(written),
        cached,
        written,
        output: tokens(&usage["output_tokens"])?,
    })
}

fn meant(complaint: &Complaint, status: u16) -> Failure {
    if complaint.code == "enforced_spend_limit_reached"
        // A workspace's own limit is told by words alone.
        || complaint.message.starts_with("You have reached your specified")
            && complaint.names("usage limits")
    {
        return Failure::SpendLimit;
    }
    if complaint
        .message
        .starts_with("Your credit balance is too low")
    {
        return Failure::Billing;
    }
    match complaint.kind.as_str() {
        "authentication_error" => Failure::Authentication,
        "permission_error" => Failure::Forbidden,
        "billing_error" => Failure::Billing,
        "not_found_error" => Failure::NotFound,
        "request_too_large" => Failure::TooLarge,
        "rate_limit_error" => Failure::RateLimited,
        "overloaded_error" => Failure::Overloaded,
        "api_error" | "timeout_error" => Failure::Unavailable,
        _ => complaint.by_status(status),
    }
}

#[cfg(test)]
mod tests;
