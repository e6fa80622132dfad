//! The embedded model keeps what it promises, on tickets whose scenarios it never saw.

use std::{collections::HashSet, fs, path::PathBuf};

use frontdesk::classifier::{
    eval::{Labelled, evaluate, read},
    local::Model,
};

fn corpus() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

fn development() -> Vec<Labelled> {
    read(corpus().join("development.jsonl")).unwrap()
}

#[test]
fn the_development_set_is_judged_well_enough() {
    let model = Model::embedded();
    let report = evaluate(&development(), |text| model.classify(text));
    let score = &report.all;
    assert!(score.category.macro_f1() > 0.83, "{report}");
    assert!(score.priority.macro_f1() > 0.80, "{report}");
    assert!(score.category.calibration_error() < 0.08, "{report}");
    assert!(score.priority.calibration_error() < 0.08, "{report}");
    assert!(score.within_one_level() > 0.90, "{report}");
    assert!(score.critical_recall() > 0.83, "{report}");
}

#[test]
fn no_scenario_of_the_development_set_is_trained_on() {
    let judged: HashSet<_> = development()
        .into_iter()
        .map(|ticket| ticket.scenario)
        .collect();
    let mut trained = 0;
    for file in fs::read_dir(corpus()).unwrap() {
        let path = file.unwrap().path();
        if path
            .file_name()
            .unwrap()
            .to_str()
            .unwrap()
            .starts_with("train-")
        {
            for ticket in read(path).unwrap() {
                assert!(!judged.contains(&ticket.scenario), "{}", ticket.scenario);
                trained += 1;
            }
        }
    }
    assert!(trained > 2000);
}
