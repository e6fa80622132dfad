//! The one place where a failure becomes what a client reads: a message and a stable code.

use async_graphql::{ErrorExtensionValues, Response, ServerError, Value, value};

use crate::error::{Error, Fault};

/// A response that is nothing but a failure.
pub fn failed(error: &Error, request_id: &str) -> Response {
    let mut wire = ServerError::new(error.to_string(), None);
    describe(&mut wire, error, request_id);
    Response::from_errors(vec![wire])
}

/// A document that is not GraphQL.
pub fn parse_failed(mut error: ServerError, document: &str) -> ServerError {
    // The parser draws the place in the document over several lines, but `locations` has it.
    let reason = error
        .message
        .lines()
        .rev()
        .find_map(|line| line.trim().strip_prefix("= "))
        .unwrap_or("not a GraphQL document");
    error.message = if has_surrogate_escape(document) {
        "Syntax error: a \\u escape stands for half of a surrogate pair. Write the character \
         itself, or send the text as a variable."
            .to_owned()
    } else {
        format!("Syntax error: {}", shortened(reason))
    };
    set_code(&mut error, "GRAPHQL_PARSE_FAILED");
    error
}

/// Gives an error of an executed request its code, and keeps from it what is not for clients.
pub fn complete(error: &mut ServerError, request_id: &str) {
    if let Some(cause) = error.source::<Error>().cloned() {
        describe(error, &cause, request_id);
    } else if error.source.is_some() {
        let cause = Error::Internal(std::sync::Arc::new(std::io::Error::other(
            error.message.clone(),
        )));
        describe(error, &cause, request_id);
    } else {
        let code = library_code(error);
        error.message = shortened(&error.message);
        set_code(error, code);
    }
}

/// The library's own errors carry no cause. It refuses a document as a whole before any field has a
/// path, and an argument's value at its field.
fn library_code(error: &ServerError) -> &'static str {
    if !error.path.is_empty() {
        return "BAD_USER_INPUT";
    }
    match error.message.as_str() {
        "Query is nested too deep." | "Query is too complex." => "QUERY_TOO_COMPLEX",
        _ => "GRAPHQL_VALIDATION_FAILED",
    }
}

fn describe(wire: &mut ServerError, error: &Error, request_id: &str) {
    wire.message = error.to_string();
    wire.source = None;
    set_code(wire, error.code());
    let extensions = wire.extensions.get_or_insert_default();
    match error {
        Error::BadUserInput(faults) => {
            extensions.set("fields", faults.iter().map(field).collect::<Vec<_>>());
        }
        Error::Conflict { current_version } => {
            extensions.set("currentVersion", *current_version);
        }
        Error::Internal(cause) => {
            tracing::error!(request_id, error = %cause, "internal error");
            extensions.set("requestId", request_id);
        }
        Error::Unavailable(cause) => {
            tracing::warn!(request_id, error = %cause, "database unavailable");
        }
        _ => {}
    }
}

fn field(fault: &Fault) -> Value {
    value!({ "path": fault.path, "message": fault.message.as_str() })
}

fn set_code(error: &mut ServerError, code: &str) {
    error
        .extensions
        .get_or_insert_with(ErrorExtensionValues::default)
        .set("code", code);
}

/// Whether there is an escape such as `\ud83d`, which the parser takes for no value at all.
fn has_surrogate_escape(document: &str) -> bool {
    document.split("\\u").skip(1).any(|escape| {
        let code = escape
            .get(..4)
            .and_then(|code| u32::from_str_radix(code, 16).ok());
        code.is_some_and(|code| (0xd800..=0xdfff).contains(&code))
    })
}

/// The library repeats what it was given; the beginning helps, the rest does not.
fn shortened(message: &str) -> String {
    const LONGEST: usize = 300;
    match message.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &message[..end]),
        None => message.to_owned(),
    }
}
