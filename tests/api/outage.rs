//! PostgreSQL goes away and comes back.

use std::time::{Duration, Instant};

use reqwest::StatusCode;
use serde_json::json;

use crate::support::{Cluster, TestApp, create};

#[tokio::test(flavor = "multi_thread")]
async fn requests_are_told_that_the_database_is_away_and_all_is_well_when_it_is_back() {
    let cluster = tokio::task::spawn_blocking(Cluster::start).await.unwrap();
    let app = TestApp::start_at(cluster.url("postgres")).await;
    // Several connections, so that more than one is left dead.
    futures_util::future::join_all((0..8).map(|_| create(&app, json!({})))).await;
    let ready = async || {
        let url = format!("{}/readyz", app.address);
        let response = app.client().get(url).send().await.unwrap();
        response.status()
    };
    assert_eq!(ready().await, StatusCode::OK);

    cluster.stop();
    for query in [
        "{ tickets { totalCount } }",
        "mutation { deleteTicket(id: 1) { deletedTicketId } }",
        "{ ticket(id: 1) { id } }",
    ] {
        let start = Instant::now();
        let error = app.error(query, json!({})).await;
        assert_eq!(error["extensions"], json!({ "code": "UNAVAILABLE" }));
        assert!(start.elapsed() < Duration::from_secs(5));
    }
    assert_eq!(ready().await, StatusCode::SERVICE_UNAVAILABLE);

    cluster.go_on();
    let deadline = Instant::now() + Duration::from_secs(20);
    while ready().await != StatusCode::OK {
        assert!(Instant::now() < deadline);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // Connections that died with the old server are all replaced before they are used.
    for _ in 0..20 {
        create(&app, json!({})).await;
    }
    let stats = app.data("{ stats { total } }", json!({})).await;
    assert_eq!(stats["stats"]["total"], 28);
}
