//! The figures as Markdown.

use std::fmt::Display;

use crate::measure::Figures;

/// A table of every question at every size.
pub fn figures(sizes: &[u64], questions: &[(String, Vec<Figures>)]) -> String {
    let has_database = questions
        .iter()
        .flat_map(|(_, figures)| figures)
        .any(|figures| figures.database_cpu().is_some());
    let of_sizes = |what: &str| {
        sizes
            .iter()
            .map(|size| format!("{what} at {}", thousands(*size)))
            .collect::<Vec<_>>()
    };
    let mut head = vec!["question".to_owned()];
    head.extend(of_sizes("median ms"));
    head.extend(of_sizes("p99 ms"));
    head.push("ratio of medians".to_owned());
    head.extend(of_sizes("server CPU-s per 1,000"));
    if has_database {
        head.extend(of_sizes("database CPU-s per 1,000"));
    }
    let rows = questions.iter().map(|(name, figures)| {
        let mut row = vec![name.clone()];
        row.extend(figures.iter().map(|it| rounded(it.median())));
        row.extend(figures.iter().map(|it| rounded(it.p99())));
        row.push(ratio(sizes, figures));
        row.extend(figures.iter().map(|it| rounded(it.server_cpu())));
        row.extend(
            figures
                .iter()
                .filter_map(Figures::database_cpu)
                .map(rounded),
        );
        row
    });
    table(&head, rows)
}

/// The first column to the left, the numbers to the right.
pub fn table(head: &[impl Display], rows: impl IntoIterator<Item = Vec<impl Display>>) -> String {
    let mut lines = vec![
        line(head),
        format!("|---|{}", "--:|".repeat(head.len() - 1)),
    ];
    lines.extend(rows.into_iter().map(|row| line(&row)));
    lines.join("\n")
}

pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().collect();
    groups
        .iter()
        .map(|group| String::from_utf8_lossy(group))
        .collect::<Vec<_>>()
        .join(",")
}

fn line(cells: &[impl Display]) -> String {
    let cells: Vec<_> = cells.iter().map(ToString::to_string).collect();
    format!("| {} |", cells.join(" | "))
}

/// The median at the largest size over the one at the smallest.
fn ratio(sizes: &[u64], figures: &[Figures]) -> String {
    let median = |(_, figures): (&u64, &Figures)| figures.median();
    let by_size = || sizes.iter().zip(figures);
    let smallest = by_size().min_by_key(|(size, _)| **size).map(median);
    let largest = by_size().max_by_key(|(size, _)| **size).map(median);
    format!(
        "{:.2}",
        largest.unwrap_or_default() / smallest.unwrap_or_default()
    )
}

/// Three digits that count.
fn rounded(number: f64) -> String {
    match number {
        100.0.. => format!("{number:.0}"),
        10.0.. => format!("{number:.1}"),
        1.0.. => format!("{number:.2}"),
        _ => format!("{number:.3}"),
    }
}
