//! The embedded model keeps what it promises, on tickets whose scenarios it never saw.

use std::fs;

use frontdesk::classifier::{
    eval::{Report, evaluate, with_endings},
    local::Model,
};

use crate::corpus::{development, folder};

#[test]
fn the_development_set_is_judged_well_enough() {
    let model = Model::embedded();
    let report = evaluate(&development(), |text| model.classify(text));
    let (all, others) = (&report.all, &report.others);
    assert!(all.category.macro_f1() > 0.92, "{report}");
    assert!(all.priority.macro_f1() > 0.88, "{report}");
    assert!(all.category.calibration_error() < 0.05, "{report}");
    assert!(all.priority.calibration_error() < 0.05, "{report}");
    assert!(all.within_one_level() > 0.945, "{report}");
    assert!(all.critical_recall() > 0.90, "{report}");
    assert!(all.false_critical() < 11, "{report}");
    assert!(others.category.macro_f1() > 0.93, "{report}");
    assert!(others.priority.macro_f1() > 0.78, "{report}");
}

#[test]
fn orders_at_the_end_of_a_ticket_sway_little() {
    let model = Model::embedded();
    let judge = |tickets: &[_]| evaluate(tickets, |text| model.classify(text));
    let tickets = development();
    let orders = fs::read_to_string(folder().join("orders.txt")).unwrap();
    let orders: Vec<&str> = orders.lines().collect();
    // Each ticket with one of them, in turn: all of all would take a minute.
    let ordered: Vec<_> = tickets
        .chunks(1)
        .zip(orders.iter().cycle())
        .flat_map(|(ticket, order)| with_endings(ticket, &[*order]))
        .collect();
    let loss = |f1: fn(&Report) -> f64| f1(&judge(&tickets)) - f1(&judge(&ordered));
    assert!(loss(|report| report.all.category.macro_f1()) < 0.04);
    assert!(loss(|report| report.all.priority.macro_f1()) < 0.04);
}
