//! The figures by which classifiers are compared, and their printed form.

use std::fmt;
use std::time::Duration;

use super::Labelled;
use super::task::{Task, share};
use crate::classifier::Verdict;
use crate::label::{Category, Priority};

/// A text, its labels and what a classifier made of it.
#[derive(Clone, Debug)]
pub struct Judged<'a> {
    pub truth: &'a Labelled,
    pub verdict: Verdict,
    pub took: Duration,
}

/// Displayed, it is the whole report as text.
#[derive(Clone, Debug)]
pub struct Report {
    pub all: Score,
    /// The texts in English, and those in any other language; where it is not known, in neither.
    pub english: Score,
    pub others: Score,
    /// Time for one text: the median, and what one in a hundred exceeds.
    pub p50: Duration,
    pub p99: Duration,
}

/// Both tasks over one set of texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Score {
    pub category: Task,
    pub priority: Task,
}

impl Report {
    pub fn new(judged: &[Judged<'_>]) -> Report {
        let mut took: Vec<Duration> = judged.iter().map(|one| one.took).collect();
        took.sort_unstable();
        let quantile = |percent: usize| {
            let at = (took.len() * percent).div_ceil(100).saturating_sub(1);
            took.get(at).copied().unwrap_or_default()
        };
        let is = |one: &Judged<'_>, others: bool| {
            let language = &*one.truth.language;
            !language.is_empty() && (language != "en") == others
        };
        Report {
            all: Score::of(judged.iter()),
            english: Score::of(judged.iter().filter(|one| is(one, false))),
            others: Score::of(judged.iter().filter(|one| is(one, true))),
            p50: quantile(50),
            p99: quantile(99),
        }
    }
}

impl Score {
    fn of<'a>(judged: impl Iterator<Item = &'a Judged<'a>>) -> Score {
        let mut score = Score::default();
        for Judged { truth, verdict, .. } in judged {
            let (category, priority) = (truth.category as usize, truth.priority as usize);
            score.category.count(
                category,
                verdict.category as usize,
                verdict.category_confidence,
            );
            score.priority.count(
                priority,
                verdict.priority as usize,
                verdict.priority_confidence,
            );
        }
        score
    }

    pub fn tickets(&self) -> usize {
        self.category.answers()
    }

    /// Share of priorities that are right or off by one level.
    pub fn within_one_level(&self) -> f64 {
        let near = priorities()
            .filter(|(truth, answer)| truth.abs_diff(*answer) <= 1)
            .map(|(truth, answer)| self.priority.confusion()[truth][answer])
            .sum();
        share(near, self.tickets())
    }

    /// Share of critical tickets that were recognised.
    pub fn critical_recall(&self) -> f64 {
        let critical = self.priority.confusion()[Priority::Critical as usize];
        share(critical[Priority::Critical as usize], critical.iter().sum())
    }

    /// Tickets of low or medium priority that were called critical.
    pub fn false_critical(&self) -> usize {
        [Priority::Low, Priority::Medium]
            .map(|truth| self.priority.confusion()[truth as usize][Priority::Critical as usize])
            .iter()
            .sum()
    }
}

fn priorities() -> impl Iterator<Item = (usize, usize)> {
    (0..4).flat_map(|truth| (0..4).map(move |answer| (truth, answer)))
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<28}{:>8}{:>10}{:>10}", "", "all", "English", "others")?;
        self.row(f, "tickets", |score| score.tickets().to_string())?;
        self.row(f, "category accuracy", |score| {
            three(score.category.accuracy())
        })?;
        self.row(f, "category macro-F1", |score| {
            three(score.category.macro_f1())
        })?;
        self.row(f, "category ECE", |score| {
            three(score.category.calibration_error())
        })?;
        self.row(f, "priority accuracy", |score| {
            three(score.priority.accuracy())
        })?;
        self.row(f, "priority macro-F1", |score| {
            three(score.priority.macro_f1())
        })?;
        self.row(f, "priority ECE", |score| {
            three(score.priority.calibration_error())
        })?;
        self.row(f, "priority within one level", |score| {
            three(score.within_one_level())
        })?;
        self.row(f, "recall of critical", |score| {
            three(score.critical_recall())
        })?;
        self.row(f, "low, medium as critical", |score| {
            score.false_critical().to_string()
        })?;
        confusion(
            f,
            "category",
            Category::ALL.map(Category::name),
            &self.all.category,
        )?;
        confusion(
            f,
            "priority",
            Priority::ALL.map(Priority::name),
            &self.all.priority,
        )?;
        writeln!(f, "\nlatency: p50 {:.0?}, p99 {:.0?}", self.p50, self.p99)
    }
}

impl Report {
    fn row(
        &self,
        f: &mut fmt::Formatter<'_>,
        name: &str,
        figure: impl Fn(&Score) -> String,
    ) -> fmt::Result {
        let [all, english, others] = [&self.all, &self.english, &self.others].map(figure);
        writeln!(f, "{name:<28}{all:>8}{english:>10}{others:>10}")
    }
}

fn three(figure: f64) -> String {
    format!("{figure:.3}")
}

fn confusion(
    f: &mut fmt::Formatter<'_>,
    title: &str,
    names: [&str; 4],
    task: &Task,
) -> fmt::Result {
    write!(f, "\n{:<18}", format!("{title}, is \\ said"))?;
    for name in names {
        write!(f, "{name:>10}")?;
    }
    writeln!(f)?;
    for (name, row) in names.iter().zip(task.confusion()) {
        write!(f, "{name:<18}")?;
        for count in row {
            write!(f, "{count:>10}")?;
        }
        writeln!(f)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(pairs: &[(Priority, Priority)]) -> Report {
        let truths: Vec<Labelled> = pairs.iter().map(|(truth, _)| labelled(*truth)).collect();
        let judged: Vec<Judged<'_>> = truths
            .iter()
            .zip(pairs)
            .map(|(truth, (_, answer))| Judged {
                truth,
                verdict: verdict(*answer),
                took: Duration::from_millis(1),
            })
            .collect();
        Report::new(&judged)
    }

    fn labelled(priority: Priority) -> Labelled {
        Labelled {
            scenario: "any".into(),
            language: "en".into(),
            category: Category::Billing,
            priority,
            title: String::new(),
            description: "any".into(),
        }
    }

    fn verdict(priority: Priority) -> Verdict {
        Verdict {
            category: Category::Billing,
            priority,
            category_confidence: 1.0,
            priority_confidence: 0.5,
            categories: [1.0, 0.0, 0.0, 0.0],
            priorities: [0.25; 4],
            reason: None,
        }
    }

    #[test]
    fn levels_and_criticals_are_counted() {
        use Priority::*;
        let report = report(&[
            (Critical, Critical),
            (Critical, Low),
            (Low, Critical),
            (Low, Medium),
        ]);
        assert_eq!(report.all.within_one_level(), 0.5);
        assert_eq!(report.all.critical_recall(), 0.5);
        assert_eq!(report.all.false_critical(), 1);
        assert_eq!(report.others.tickets(), 0);
    }

    #[test]
    fn a_language_that_is_not_known_is_not_guessed() {
        let truth = |language: &str| Labelled {
            language: language.into(),
            ..labelled(Priority::Low)
        };
        let truths = ["en", "de", "fr", ""].map(truth);
        let judged = truths.each_ref().map(|truth| Judged {
            truth,
            verdict: verdict(Priority::Low),
            took: Duration::from_millis(1),
        });
        let Report {
            all,
            english,
            others,
            ..
        } = Report::new(&judged);
        let tickets = [all, english, others].map(|score| score.tickets());
        assert_eq!(tickets, [4, 1, 2]);
    }

    #[test]
    fn a_report_of_nothing_can_be_printed() {
        assert!(report(&[]).to_string().contains("category macro-F1"));
    }
}
