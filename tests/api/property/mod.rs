//! Random operations against a model in memory: lists, counts, statistics and histories agree.

mod check;
mod model;
mod operation;

use std::env;

use frontdesk::time::DateTime;
use proptest::{
    collection::vec,
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use rstest::rstest;

use self::{
    model::Model,
    operation::{Operation, operation},
};
use crate::{
    counters::counters_and_recount,
    support::{Backend, Backend::*, TestApp},
};

/// The same operations as in an earlier run, which said its seed when it failed, or new ones.
fn runner() -> TestRunner {
    let seed =
        env::var("PROPERTY_SEED").map_or_else(|_| DateTime::now().0, |seed| seed.parse().unwrap());
    println!("to repeat this run, set PROPERTY_SEED={seed}");
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    TestRunner::new_with_rng(Config::default(), random)
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn the_server_agrees_with_a_model(#[values(Sqlite, Postgres)] backend: Backend) {
    let mut runner = runner();
    for _ in 0..4 {
        let operations = vec(operation(), 150)
            .new_tree(&mut runner)
            .unwrap()
            .current();
        let app = TestApp::start(backend).await;
        let mut model = Model::default();
        for operation in operations {
            model.apply(&app, operation).await;
        }
        let (counters, recount) = counters_and_recount(&app.app.database.read).await;
        assert_eq!(counters, recount);
    }
}

/// Changes only, and many of them: what the counters say at the end is a full count.
#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn counters_equal_a_full_count_after_thousands_of_changes(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let mut runner = runner();
    let app = TestApp::start(backend).await;
    let mut model = Model::default();
    for operation in vec(operation(), 3000)
        .new_tree(&mut runner)
        .unwrap()
        .current()
    {
        if !matches!(operation, Operation::Ask { .. }) {
            model.apply(&app, operation).await;
        }
    }
    let (counters, recount) = counters_and_recount(&app.app.database.read).await;
    assert_eq!(counters, recount);
}
