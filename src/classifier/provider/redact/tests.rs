use std::time::{Duration, Instant};

use proptest::prelude::*;
use rstest::rstest;

use super::*;

#[rstest]
#[case("Write to Eve.Ng+x@mail.example.co.uk.", "Write to [EMAIL_1].")]
#[case("<mailto:eve@example.com>", "<mailto:[EMAIL_1]>")]
#[case("jürgen@müller.de", "[EMAIL_1]")]
#[case(
    "jane.doe@example.com or Jane.Doe%40example.com",
    "[EMAIL_1] or [EMAIL_1]"
)]
#[case("jane.doe@example.com\u{200b}", "[EMAIL_1]")]
#[case("ja\u{ad}ne@exam\u{200d}ple.com", "[EMAIL_1]")]
#[case("jane＠example．com", "[EMAIL_1]")]
fn e_mail_addresses(#[case] text: &str, #[case] redacted: &str) {
    assert_eq!(redact(text), redacted);
}

#[rstest]
#[case("Call +49 (0)30 901820, please", "Call [PHONE_1], please")]
#[case("+1-202-555-0143", "[PHONE_1]")]
#[case("0041 44 668 18 00", "[PHONE_1]")]
#[case("(555) 123-4567 or 555-123-4567", "[PHONE_1] or [PHONE_1]")]
#[case("(030) 901820", "[PHONE_1]")]
#[case("(030) 123", "(030) 123")]
#[case("Tel. 0151/23456789.", "Tel. [PHONE_1].")]
#[case("030 901 820 11", "[PHONE_1]")]
#[case("01 23 45 67 89", "[PHONE_1]")]
#[case("01.23.45.67.89", "[PHONE_1]")]
#[case("+49 30 901820or", "[PHONE_1]or")]
#[case("(030) 90182", "[PHONE_1]")]
#[case("+1.202.555.0143", "[PHONE_1]")]
#[case("612 345 678", "[NUMBER_1]")]
#[case("01\u{a0}23\u{a0}45\u{a0}67\u{a0}89", "[PHONE_1]")]
#[case("+4930\u{a0}901820", "[PHONE_1]")]
#[case("030 – 901820", "[PHONE_1]")]
#[case("+49 (0)30 – 901820", "[PHONE_1]")]
#[case("06-12-34-56-78", "[PHONE_1]")]
#[case("06/12/34/56/78", "[PHONE_1]")]
#[case("0475/12.34.56", "[PHONE_1]")]
#[case("0475/12.11.10", "[PHONE_1]")]
#[case("0475-12-34-56", "[PHONE_1]")]
#[case("0475-12-30-56", "[PHONE_1]")]
#[case("0171/12-34-567", "[PHONE_1]")]
#[case("0151.23456789", "[PHONE_1]")]
#[case("98765 43210", "[NUMBER_1]")]
#[case("612 34 56 78", "[NUMBER_1]")]
#[case("612 12-11-20", "[NUMBER_1]")]
#[case("138 1234 5678", "[NUMBER_1]")]
#[case("8 (495) 123-45-67", "[NUMBER_1]")]
#[case("8 800 555-35-35", "[NUMBER_1]")]
#[case("333 1234567", "[PHONE_1]")]
#[case("call 0151\n23456789 today", "call [PHONE_1] today")]
#[case("on 01.02.2024 030 9018201", "on 01.02.2024 [PHONE_1]")]
fn phone_numbers(#[case] text: &str, #[case] redacted: &str) {
    assert_eq!(redact(text), redacted);
}

#[rstest]
#[case("4242424242424242", "[CARD_1]")]
#[case("card 4242 4242 4242 4242 (visa)", "card [CARD_1] (visa)")]
#[case("3782-822463-10005", "[CARD_1]")]
#[case("4242424242424241", "[NUMBER_1]")]
#[case("4242 4242 4242 4241", "[NUMBER_1]")]
#[case("41111111 11111111", "[CARD_1]")]
fn card_numbers(#[case] text: &str, #[case] redacted: &str) {
    assert_eq!(redact(text), redacted);
}

#[rstest]
fn whatever_parts_its_groups_a_card_is_found(
    #[values(
        "\u{a0}",
        "\u{202f}",
        "\t",
        "\n",
        "  ",
        ".",
        "-",
        "‑",
        "–",
        " - ",
        "\u{ad}",
        "\u{200b}",
        " \u{2060}",
        "\u{200d}",
        "\u{3000}",
        "\u{3164}"
    )]
    between: &str,
) {
    // A mail program breaks a line once.
    let rest = if between == "\n" { " " } else { between };
    let number = format!("my card 4111{between}1111{rest}1111{rest}1111 is refused");
    assert_eq!(redact(&number), "my card [CARD_1] is refused");
}

#[rstest]
#[case("DE89 3704 0044 0532 0130 00 please", "[IBAN_1] please")]
#[case(
    "DE89\u{202f}3704\u{202f}0044\u{202f}0532\u{202f}0130\u{202f}00",
    "[IBAN_1]"
)]
#[case("DE89 3704 0044\n0532 0130 00", "[IBAN_1]")]
#[case("to gb82west12345698765432, thanks", "to [IBAN_1], thanks")]
#[case("Order XX12 DE89370400440532013000", "Order XX12 [IBAN_1]")]
#[case("NO9386011117947.", "[IBAN_1].")]
#[case("DE88 3704 0044 0532 0130 AB", "DE[NUMBER_1] AB")]
fn ibans(#[case] text: &str, #[case] redacted: &str) {
    assert_eq!(redact(text), redacted);
}

#[rstest]
#[case("from 192.168.17.3:8080.", "from [IP_1]:8080.")]
#[case("2001:db8::8a2e:370:7334 and ::1", "[IP_1] and [IP_2]")]
#[case("::ffff:10.0.0.1", "[IP_1]")]
#[case("version 10.0.19.1 or v1.2.3.4", "version 10.0.19.1 or v1.2.3.4")]
#[case("V 10.0.19.1", "V [IP_1]")]
#[case("since the update 192.168.17.3", "since the update [IP_1]")]
#[case("192.168\u{ad}.17.3", "[IP_1]")]
#[case("300.1.2.3, 1.2.3.4.5", "300.1.2.3, 1.2.3.4.5")]
#[case("std::vec, a::b, 12:30:45", "std::vec, a::b, 12:30:45")]
fn ip_addresses(#[case] text: &str, #[case] redacted: &str) {
    assert_eq!(redact(text), redacted);
}

#[rstest]
#[case("sk-proj-abcDEF0123456789abcDEF")]
#[case("sk_live_abcdefghijklmnop")]
#[case("ghp_0123456789abcdefghijABCDEFGHIJ012345")]
#[case("github_pat_11ABCDEFG0123456789_abcdef")]
#[case("AKIAIOSFODNN7EXAMPLE")]
#[case("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")]
#[case(
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"
)]
#[case("d41d8cd98f00b204e9800998ecf8427e")]
#[case("SGVsbG8gV29ybGQhIFRoaXMgaXMgYSB0ZXN0IDEyMw==")]
#[case("xoxb-123456789012-abcdefABCDEF")]
#[case("glrt-abcdefghijklmnop1234")]
#[case("Cookie: session=abc; theme=dark")]
#[case("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----")]
fn secrets(#[case] secret: &str) {
    assert_eq!(
        redact(&format!("My key {secret}\nleaked")),
        "My key [SECRET_1]\nleaked"
    );
}

#[rstest]
#[case("Authorization: Bearer abc123def", "Authorization: Bearer [SECRET_1]")]
#[case(
    "authorization: basic dXNlcjpwYXNz1",
    "authorization: basic [SECRET_1]"
)]
#[case("password: hunter2x!", "password: [SECRET_1]")]
#[case("{\"api_key\": \"a1b2c3d4\"}", "{\"api_key\": \"[SECRET_1]\"}")]
#[case("my password is hunter2", "my password is [SECRET_1]")]
#[case("mein Passwort lautet hunter2", "mein Passwort lautet [SECRET_1]")]
#[case("pass: abc123x, pw: abc123y", "pass: [SECRET_1], pw: [SECRET_2]")]
#[case("x-api-key abcdef123456", "x-api-key [SECRET_1]")]
#[case("token: Bearer abc123def", "token: Bearer [SECRET_1]")]
#[case("AccountKey=abc/123+def==", "AccountKey=[SECRET_1]")]
#[case("password: forgotten", "password: forgotten")]
#[case(
    "my password is wrong 3 times a day",
    "my password is wrong 3 times a day"
)]
#[case("the bearer certificate", "the bearer certificate")]
#[case("-----BEGIN PRIVATE KEY-----\nMIIE and more", "[SECRET_1]")]
fn secrets_that_are_named(#[case] text: &str, #[case] redacted: &str) {
    assert_eq!(redact(text), redacted);
}

#[rstest]
#[case(
    "See https://a.example/b?c=d&e=f.",
    "See https://a.example/b?[QUERY_1]."
)]
#[case(
    "https://a.example/cb#access_token=abc",
    "https://a.example/cb#[QUERY_1]"
)]
#[case("https://a.example/docs#limits", "https://a.example/docs#limits")]
#[case(
    "Have you seen https://a.example/b?",
    "Have you seen https://a.example/b?"
)]
#[case("www.a.example/reset?t=x", "www.a.example/reset?[QUERY_1]")]
#[case(
    "GET /reset?user=jane.doe&code=48121 HTTP/1.1",
    "GET /reset?[QUERY_1] HTTP/1.1"
)]
#[case(
    "(shop.example.com/order?email=jane%40example.com&name=Doe)",
    "(shop.example.com/order?[QUERY_1])"
)]
#[case(
    "https://a.example/cart;jsessionid=A1B2?x=y",
    "https://a.example/cart;[QUERY_1]"
)]
#[case("/cart;jsessionid=A1B2", "/cart;[QUERY_1]")]
#[case(
    "(https://eve:pw@a.example/?b=c)",
    "(https://[CREDENTIALS_1]@a.example/?[QUERY_1])"
)]
#[case("See https://a.example/b; or #4", "See https://a.example/b; or #4")]
#[case("http://[::2]/?a=b", "http://[[IP_1]]/?[QUERY_1]")]
#[case("postgres://eve:p@ss@db/desk", "postgres://[CREDENTIALS_1]@db/desk")]
#[case("postgres://eve:p/s?s@db/desk", "postgres://[CREDENTIALS_1]@db/desk")]
#[case("https://eve@a.example/", "https://[CREDENTIALS_1]@a.example/")]
#[case("https://a.example:8080/@eve", "https://a.example:8080/@eve")]
fn urls(#[case] text: &str, #[case] redacted: &str) {
    assert_eq!(redact(text), redacted);
}

#[rstest]
#[case("It cost 1.234.567,00 € or $12,500.99, not 0.50.")]
#[case("On 2024-11-22, 22.11.2024, 1/2/24 and 3-4-2025 at 12:30:45.")]
#[case("From 01.11.2024-05.11.2024 or 2024-11-01 - 2024-11-05")]
#[case("Order 12345678. 12 users wait")]
#[case("Build 10.0.19045.3803, Chrome 120.0.6099.109")]
#[case("2024-11-22T10:30:00Z to 2024-11-23 11:00")]
#[case("01.02.2024 12:30")]
#[case("Version 2.10.3, v10.0.1-rc.2, 0.10.2")]
#[case("Order 12345678, invoice 2024-0117, ticket #4711, 0123-4567")]
#[case("HTTP 404, 500 and 503; 1990-2024; 24/7; 16:9; 100 %")]
#[case("order 550e8400-e29b-41d4-a716-4466554abc00")]
#[case("/Users/JaneDoe/Projects/MyApp2/Sources/MainView")]
#[case("src/classifier/provider/redact/number.rs and a-very-long-name-with-many-words-in-it")]
fn what_says_something_stays(#[case] text: &str) {
    assert_eq!(redact(text), text);
}

#[rstest]
#[case("customer 123456789", "customer [NUMBER_1]")]
#[case("ORD123456789012", "ORD[NUMBER_1]")]
#[case("123-45-6789", "[NUMBER_1]")]
#[case("SSN 123 45 6789", "SSN [NUMBER_1]")]
#[case("1234 5678 9012", "[NUMBER_1]")]
#[case("987 654 321 012", "[NUMBER_1]")]
#[case("123456789 USD", "[NUMBER_1] USD")]
#[case("12345\u{ad}6789", "[NUMBER_1]")]
#[case("٠١٢٣٤٥٦٧٨", "[NUMBER_1]")]
fn long_numbers(#[case] text: &str, #[case] redacted: &str) {
    assert_eq!(redact(text), redacted);
}

#[test]
fn the_same_value_has_the_same_word_in_title_and_description() {
    let text = Text {
        title: "a@example.com",
        description: "Not b@example.com but A@example.com, +49 30 901820 or +4930901820",
    };
    assert_eq!(
        redact_ticket(&text),
        (
            "[EMAIL_1]".to_owned(),
            "Not [EMAIL_2] but [EMAIL_1], [PHONE_1] or [PHONE_1]".to_owned()
        )
    );
}

#[test]
fn hostile_text_takes_no_longer() {
    let start = Instant::now();
    for part in [
        "a",
        "a.",
        "a@",
        "@a.",
        "1",
        "1 ",
        "+1",
        "01-",
        "1.",
        "1:",
        ":",
        "::1 ",
        "://",
        "a://a@",
        "AA11",
        "AA11 ",
        "eyJaaaaaaaa.",
        "-----BEGIN PRIVATE KEY-----",
        "password=",
        "bearer a1b2c3 ",
        "?",
        "(0",
        "aA1/",
        "é",
        "\u{a0}",
        "0 ",
        "4242 ",
        "123456789 ",
        "sk-",
        "www.",
        "/;",
        ".?",
        "a/?=",
        "12.12.12 ",
        "pass is ",
        "1\n",
    ] {
        redact(&part.repeat(200_000 / part.len()));
    }
    let elapsed = start.elapsed();
    assert!(elapsed < Duration::from_secs(60), "{elapsed:?}");
}

/// Something to find, and its kind.
fn value() -> impl Strategy<Value = (String, &'static str)> {
    prop_oneof![
        "[a-z]{1,8}[.][a-z0-9]{1,8}@[a-z]{1,8}[.](com|de|co[.]uk)".prop_map(|it| (it, "EMAIL")),
        "[+][1-9][0-9]{9,12}".prop_map(|it| (it, "PHONE")),
        "ghp_[A-Za-z0-9]{36}".prop_map(|it| (it, "SECRET")),
        "[1-9][0-9]{8,11}".prop_map(|it| (it, "NUMBER")),
        "(10|172|203)([.][1-9][0-9]?){3}".prop_map(|it| (it, "IP")),
        "[0-9]{18}".prop_map(|account| (with_checksum(&account), "IBAN")),
    ]
}

fn with_checksum(account: &str) -> String {
    let checked = |check: u32| format!("DE{check:02}{account}");
    (2..=98)
        .map(checked)
        .find(|value| iban::has_checksum(value))
        .unwrap()
}

proptest! {
    #[test]
    fn a_value_is_found_in_whatever_prose_it_stands(
        (value, kind) in value(),
        // Letters that make neither a currency nor a word for a version or a secret.
        before in "[b-dh-jß,!?\n]{0,20} ",
        // One word in 97 that follows an account number makes a longer one of it.
        after in "\n?[,!?][b-dh-jß,!? \n]{0,20}",
    ) {
        prop_assert_eq!(
            redact(&format!("{before}{value}{after}")),
            format!("{before}[{kind}_1]{after}")
        );
    }

    #[test]
    fn any_text_can_be_read(text in "\\PC{0,200}") {
        redact(&text);
    }

    #[test]
    fn nothing_is_left_for_a_second_time(
        words in prop::collection::vec(
            prop::sample::select(&[
                "a", "eve@example.com", "0", "12", "2024", "123456789", "+49", "030", "4242", "-", "/",
                "(030)", "https://eve:pw1@a.example/b?c#d", "https://a.example?", "www.a.example/?b",
                "10.0.0.1", "::1", "token=", "bearer", "a1b2c3d4", "sk-", "AKIA", "€", "ver",
            ][..]),
            0..20,
        ),
    ) {
        let once = redact(&words.join(" "));
        prop_assert_eq!(redact(&once), once);
    }
}
