//! The embedded model keeps what it promises, on tickets whose scenarios it never saw.

use frontdesk::classifier::{eval::evaluate, local::Model};

use crate::corpus::development;

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
