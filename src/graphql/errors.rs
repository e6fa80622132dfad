//! The one place where a failure becomes what a client reads: a message and a stable code.

use async_graphql::{
    ErrorExtensionValues, PathSegment, Response, ServerError, Value, parser, value,
};

use crate::{
    context::Allowance,
    error::{Error, Fault},
};

/// A response that is nothing but a failure.
pub fn failed(error: &Error, request_id: &str) -> Response {
    let mut wire = ServerError::new(error.to_string(), None);
    describe(&mut wire, error, request_id);
    Response::from_errors(vec![wire])
}

/// A document that is refused before it is compared with the schema.
pub fn parse_failed(cause: &parser::Error, document: &str) -> ServerError {
    let (code, message) = match cause {
        parser::Error::RecursionLimitExceeded => ("QUERY_TOO_COMPLEX", cause.to_string()),
        parser::Error::Syntax { .. } if has_surrogate_escape(document) => (
            "GRAPHQL_PARSE_FAILED",
            "Syntax error: a \\u escape is half of a surrogate pair, which is no character."
                .to_owned(),
        ),
        // The parser draws the place over several lines, but `locations` has it.
        parser::Error::Syntax { message, .. } => {
            let reason = message
                .lines()
                .rev()
                .find_map(|line| line.trim().strip_prefix("= "));
            let reason = reason.unwrap_or(message);
            (
                "GRAPHQL_PARSE_FAILED",
                format!("Syntax error: {}", shortened(reason)),
            )
        }
        // What is left are operations and fragments that do not go together.
        _ => ("GRAPHQL_VALIDATION_FAILED", shortened(&cause.to_string())),
    };
    let mut error = ServerError::new(message, None);
    error.locations = cause.positions().collect();
    set_code(&mut error, code);
    error
}

/// A document that is too deep or too large to be looked at more closely.
pub fn too_complex() -> ServerError {
    let mut error = ServerError::new("The document has too many fields or levels.", None);
    set_code(&mut error, "QUERY_TOO_COMPLEX");
    error
}

/// A request that would write more records than one may.
pub fn too_many_creations() -> ServerError {
    let message = format!(
        "A request may create or classify at most {} tickets; send several requests.",
        Allowance::CREATIONS
    );
    let mut error = ServerError::new(message, None);
    set_code(&mut error, "QUERY_TOO_COMPLEX");
    error
}

/// A subscription to several things at once, or one that the library would not begin.
pub fn not_one_field() -> ServerError {
    let message = "A subscription asks for one field, which must not stand in a fragment.";
    let mut error = ServerError::new(message, None);
    set_code(&mut error, "GRAPHQL_VALIDATION_FAILED");
    error
}

/// A question about the schema, which is kept to ourselves.
pub fn introspection_is_off() -> ServerError {
    let mut error = ServerError::new("Introspection is turned off on this server.", None);
    set_code(&mut error, "GRAPHQL_VALIDATION_FAILED");
    error
}

/// A document with a text that the parser would change.
pub fn escaped_quotes() -> ServerError {
    let message = "Syntax error: \\\"\"\" in a block string is not understood. Use a plain string, or \
                   send the text as a variable.";
    let mut error = ServerError::new(message, None);
    set_code(&mut error, "GRAPHQL_PARSE_FAILED");
    error
}

/// A document that gives an argument or input field two values.
pub fn given_twice(name: &str) -> ServerError {
    let message = format!("\"{}\" is given two values.", shortened(name));
    let mut error = ServerError::new(message, None);
    set_code(&mut error, "GRAPHQL_VALIDATION_FAILED");
    error
}

/// A document in which a fragment spreads itself.
pub fn circular(fragment: &str) -> ServerError {
    let message = format!("The fragment \"{}\" spreads itself.", shortened(fragment));
    let mut error = ServerError::new(message, None);
    set_code(&mut error, "GRAPHQL_VALIDATION_FAILED");
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
        complete_library_error(error);
    }
}

/// The library's own errors carry no cause. It refuses a document as a whole before any field has a
/// path, and an argument's value at its field.
fn complete_library_error(error: &mut ServerError) {
    let is_too_complex = ["nested too deep", "recursion depth"]
        .iter()
        .any(|reason| error.message.contains(reason));
    // Behind this it names the types around the one that failed.
    if let Some((message, _)) = error.message.split_once(" (occurred while parsing") {
        error.message = message.to_owned();
    }
    error.message = shortened(&error.message);
    let code = match error.path.as_slice() {
        [] if is_too_complex => "QUERY_TOO_COMPLEX",
        [] => "GRAPHQL_VALIDATION_FAILED",
        path => {
            let path = path.iter().map(segment).collect::<Vec<_>>().join(".");
            let field = value!({ "path": path, "message": error.message.as_str() });
            error
                .extensions
                .get_or_insert_default()
                .set("fields", vec![field]);
            "BAD_USER_INPUT"
        }
    };
    set_code(error, code);
}

fn segment(segment: &PathSegment) -> String {
    match segment {
        PathSegment::Field(name) => name.clone(),
        PathSegment::Index(number) => number.to_string(),
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
