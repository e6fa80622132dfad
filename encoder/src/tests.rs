//! The encoder as it comes, against the code it was ported from and against hostile texts.

use std::sync::LazyLock;

use proptest::prelude::*;
use serde::Deserialize;

use super::*;

static ENCODER: LazyLock<Encoder> = LazyLock::new(Encoder::embedded);

/// What `convert.py` computed with the original package.
#[derive(Deserialize)]
struct Golden {
    text: String,
    rows: Vec<usize>,
    /// The first numbers of the vector.
    vector: Vec<f32>,
}

fn golden() -> Vec<Golden> {
    let lines = include_str!("../tests/golden.jsonl").lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn texts_are_split_as_by_the_original() {
    for Golden { text, rows, .. } in golden() {
        assert_eq!(ENCODER.rows_of(&text), rows, "{text:?}");
    }
}

#[test]
fn vectors_are_those_of_the_original() {
    for Golden { text, vector, .. } in golden() {
        let ours = ENCODER.encode(&text).vector;
        let furthest = ours
            .iter()
            .zip(&vector)
            .map(|(a, b)| (a - b).abs())
            .fold(0.0, f32::max);
        assert!(furthest < 2e-5, "{furthest} {text:?}");
    }
}

/// What `original.py` computed with the graph that Google published, in 8 bits.
#[derive(Deserialize)]
struct Original {
    text: String,
    thousandths: Vec<f32>,
}

/// Over 37 texts in the sixteen languages the cosine was 0.974 at least and 0.986 on average.
#[test]
fn vectors_point_where_those_of_the_published_graph_point() {
    for line in include_str!("../tests/original.jsonl").lines() {
        let Original { text, thousandths } = serde_json::from_str(line).unwrap();
        let ours = ENCODER.encode(&text).vector;
        let product =
            |one: &[f32]| -> f32 { one.iter().zip(&thousandths).map(|(a, b)| a * b).sum() };
        let cosine = product(&ours) / product(&thousandths).sqrt();
        assert!(cosine > 0.97, "{cosine} {text}");
    }
}

#[test]
fn a_translation_is_nearer_than_another_subject() {
    let [english, german, other] = [
        "I forgot my password and cannot sign in.",
        "Ich habe mein Passwort vergessen und kann mich nicht anmelden.",
        "When does the museum open on Sundays?",
    ]
    .map(|text| ENCODER.encode(text).vector);
    let likeness = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    assert!(likeness(&english, &german) > 0.8);
    assert!(likeness(&english, &other) < 0.4);
}

/// The vectors have length 1, and few enough pieces were read.
fn check(text: &str) {
    let Encoded { vector, pooled } = ENCODER.encode(text);
    for numbers in [vector, pooled] {
        let length: f32 = numbers.iter().map(|number| number * number).sum();
        assert!((length - 1.0).abs() < 1e-4, "{length} {text:?}");
    }
    assert!(ENCODER.rows_of(text).len() <= MOST_PIECES + 2);
}

#[test]
fn hostile_texts_have_a_vector() {
    let pieces = [
        " ",
        "\n",
        "\0",
        "\u{7}",
        "\u{85}",
        "\u{202e}",
        "\u{feff}",
        "\u{301}",
        "\u{94d}",
        "\u{e47}",
        "\u{1f469}\u{200d}\u{1f4bb}",
        "🔥",
        "\u{1f1e9}",
        "ﷺ",
        "ﬃ",
        "½",
        "İ",
        "x",
        "▁",
        "<s>",
        "<unk>",
        "請求書",
        "ログイン",
        "결제",
        "कृपया",
        "ไม่",
        "لا",
        "Ж",
        "λ",
        "א",
        "ა",
        "ᚠ",
        "𒀀",
        "\u{10ffff}",
        "\u{fff9}",
        "\u{e0041}",
        "a ",
        "refund ",
        "\r\n",
        "٣",
        "\u{ad}",
    ];
    for piece in pieces {
        check(piece);
        check(&piece.repeat(20_000));
    }
}

#[test]
fn every_character_has_a_vector() {
    let all: Vec<char> = (0..=u32::from(char::MAX))
        .filter_map(char::from_u32)
        .collect();
    for some in all.chunks(2_000) {
        let text: String = some.iter().collect();
        ENCODER.rows_of(&text);
    }
    for some in all.chunks(2_000).step_by(20) {
        check(&some.iter().collect::<String>());
    }
}

proptest! {
    #[test]
    fn any_text_has_a_vector(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn spaces_around_a_text_do_not_matter(text in "[a-zé請 ]{0,40}") {
        prop_assert_eq!(ENCODER.rows_of(&format!("  {text} \n")), ENCODER.rows_of(&text));
    }
}
