//! The schema in the repository is the one that the server has, and all of it is described.

use std::{fs, path::Path};

use frontdesk::graphql;
use serde_json::{Value, json};

use crate::support::{Backend::*, TestApp};

#[test]
fn schema_graphql_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema.graphql");
    let committed = fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == graphql::sdl(),
        "schema.graphql is stale. Mend it with: cargo run -- schema > schema.graphql"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_type_field_argument_and_value_is_described() {
    let app = TestApp::start(Sqlite).await;
    let query = "{
        __schema {
            types {
                name description
                fields { name description args { name description } }
                inputFields { name description }
                enumValues { name description }
            }
        }
    }";
    let schema = app.data(query, json!({})).await;
    let mut bare = Vec::new();
    for described in schema["__schema"]["types"].as_array().unwrap() {
        // Of the built-in scalars the library describes all but ID.
        let name = described["name"].as_str().unwrap();
        if !name.starts_with("__") && name != "ID" {
            collect_bare(described, "", &mut bare);
        }
    }
    assert_eq!(bare, Vec::<String>::new());
}

/// The paths of what has a name and no description.
fn collect_bare(described: &Value, path: &str, bare: &mut Vec<String>) {
    let path = format!("{path}/{}", described["name"].as_str().unwrap());
    if described["description"].as_str().is_none_or(str::is_empty) {
        bare.push(path.clone());
    }
    for part in ["fields", "args", "inputFields", "enumValues"] {
        for inner in described[part].as_array().into_iter().flatten() {
            collect_bare(inner, &path, bare);
        }
    }
}
