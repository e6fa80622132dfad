//! Fitting the embedded model to the corpus and the team's corrections, and putting it into use when it
//! has proved better.

use std::{fmt, sync::Arc};

use sea_orm::DbErr;
use tokio::task::{JoinError, spawn_blocking};

use super::{decided::Decided, models, shipped::Shipped, stored};
use crate::{
    classifier::{
        eval::{Labelled, evaluate},
        local::{Model, train},
    },
    database::Database,
};

/// With fewer corrections there is too little to learn.
const FEWEST: usize = 20;
/// How much worse than the program's own a model may be on the development set, in macro-F1. Always
/// compared with that one, so that small losses cannot add up.
const TOLERANCE: f64 = 0.01;

#[derive(Debug, thiserror::Error)]
pub enum RetrainError {
    #[error(transparent)]
    Database(#[from] DbErr),
    #[error("fitting the model failed")]
    Stopped(#[from] JoinError),
}

/// How it ended; displayed, in words for whoever asked for it.
#[derive(Debug)]
pub enum Outcome {
    /// So few corrections there are.
    TooFew(usize),
    /// The same model is in use already.
    Same(String),
    Accepted(Trial),
    Rejected(Trial),
}

/// A candidate against the program's own model on the development set, and against the model in use on
/// the team's newest decisions.
#[derive(Clone, Debug)]
pub struct Trial {
    pub corpus: usize,
    pub corrections: usize,
    pub candidate: Marks,
    own: Marks,
    in_use: Marks,
    development: usize,
    /// Two for each of the team's newest decisions.
    pub team_labels: usize,
}

/// How a model did.
#[derive(Clone, Debug)]
pub struct Marks {
    name: String,
    pub category_f1: f64,
    pub priority_f1: f64,
    pub team_right: usize,
}

/// Takes about a minute of one processor.
///
/// # Errors
/// The database cannot be used.
pub async fn retrain(database: &Database, shipped: Arc<Shipped>) -> Result<Outcome, RetrainError> {
    let own = Arc::new(shipped.model.clone());
    let (_, in_use) = models::in_use(database, &own).await?;
    let decided = Decided::read(database).await?;
    if decided.corrected.len() < FEWEST {
        return Ok(Outcome::TooFew(decided.corrected.len()));
    }
    let (candidate, trial) = spawn_blocking(move || {
        let candidate = train::retrain(&shipped.training, &decided.corrected);
        let trial = Trial::new(&candidate, &in_use, &shipped, &decided);
        (candidate, trial)
    })
    .await?;
    if candidate.name() == trial.in_use.name {
        return Ok(Outcome::Same(trial.in_use.name));
    }
    if !trial.is_passed() {
        return Ok(Outcome::Rejected(trial));
    }
    stored::put(database, &candidate, own.name(), &trial).await?;
    Ok(Outcome::Accepted(trial))
}

impl Trial {
    fn new(candidate: &Model, in_use: &Model, shipped: &Shipped, decided: &Decided) -> Self {
        let marks = |model: &Model| Marks::of(model, &shipped.development, &decided.newest);
        Self {
            corpus: shipped.training.len(),
            corrections: decided.corrected.len(),
            candidate: marks(candidate),
            own: marks(&shipped.model),
            in_use: marks(in_use),
            development: shipped.development.len(),
            team_labels: 2 * decided.newest.len(),
        }
    }

    fn is_not_worse(&self) -> bool {
        self.candidate.category_f1 >= self.own.category_f1 - TOLERANCE
            && self.candidate.priority_f1 >= self.own.priority_f1 - TOLERANCE
    }

    fn is_better(&self) -> bool {
        self.candidate.team_right > self.in_use.team_right
    }

    fn is_passed(&self) -> bool {
        self.is_not_worse() && self.is_better()
    }
}

impl Marks {
    fn of(model: &Model, development: &[Labelled], newest: &[Labelled]) -> Self {
        let report = evaluate(development, |text| model.classify(text));
        let right = newest.iter().map(|ticket| {
            let verdict = model.classify(&ticket.text());
            usize::from(verdict.category == ticket.category)
                + usize::from(verdict.priority == ticket.priority)
        });
        Self {
            name: model.name().to_owned(),
            category_f1: report.all.category.macro_f1(),
            priority_f1: report.all.priority.macro_f1(),
            team_right: right.sum(),
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFew(number) => write!(
                f,
                "There are {number} corrections to learn from, and it takes {FEWEST}: tickets whose \
                 suggestion a person corrected, without the newest fifth of all decisions and without \
                 texts that give orders to a machine. Nothing was changed."
            ),
            Self::Same(name) => write!(
                f,
                "{name}, which is in use, was fitted to the same tickets. Nothing was changed."
            ),
            Self::Accepted(trial) => write!(
                f,
                "{trial}\nIt is in use from now on; running servers take it up within seconds. \
                 `frontdesk retrain --rollback` goes back to {}.",
                trial.in_use.name
            ),
            Self::Rejected(trial) => write!(
                f,
                "{trial}\nNothing was changed: {} stays in use.",
                trial.in_use.name
            ),
        }
    }
}

impl fmt::Display for Trial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            candidate,
            own,
            in_use,
            ..
        } = self;
        writeln!(
            f,
            "{} was fitted to {} texts of the corpus and {} corrections of the team.",
            candidate.name, self.corpus, self.corrections
        )?;
        writeln!(
            f,
            "On the {} tickets of the development set its macro-F1 is {:.3} for the category and {:.3} \
             for the priority; the program's own {} has {:.3} and {:.3}. Up to {TOLERANCE} less is \
             allowed: {}.",
            self.development,
            candidate.category_f1,
            candidate.priority_f1,
            own.name,
            own.category_f1,
            own.priority_f1,
            if self.is_not_worse() {
                "it is good enough"
            } else {
                "it is too bad"
            }
        )?;
        write!(
            f,
            "On the newest {} decisions of the team, which it was not fitted to, it gets {} of {} labels \
             right; {}, which is in use, {}: {}.",
            self.team_labels / 2,
            candidate.team_right,
            self.team_labels,
            in_use.name,
            in_use.team_right,
            if self.is_better() {
                "it is better"
            } else {
                "it is not better"
            }
        )
    }
}
