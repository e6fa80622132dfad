use rstest::rstest;

use super::*;
use crate::config::{Config, Mistake};

fn read(variables: &[(&str, &str)]) -> Result<Option<LlmConfig>, Vec<Mistake>> {
    Config::read(|name| {
        variables
            .iter()
            .find(|(variable, _)| *variable == name)
            .map(|(_, value)| value.into())
    })
    .map(|config| config.llm)
}

fn mistakes(variables: &[(&str, &str)]) -> Vec<&'static str> {
    let mistakes = read(variables).unwrap_err();
    mistakes.iter().map(|mistake| mistake.variable).collect()
}

#[test]
fn nobody_else_is_asked_unless_it_is_wanted() {
    assert!(read(&[]).unwrap().is_none());
    let key = ("LLM_API_KEY", "key");
    assert!(read(&[("LLM_PROVIDER", "local"), key]).unwrap().is_none());
}

#[rstest]
#[case("openai", "gpt-6-luna", "https://api.openai.com/v1/x")]
#[case("anthropic", "claude-haiku-5-5", "https://api.anthropic.com/v1/x")]
fn a_hosted_provider_needs_a_key_alone(
    #[case] provider: &str,
    #[case] model: &str,
    #[case] address: &str,
) {
    let llm = read(&[("LLM_PROVIDER", provider), ("LLM_API_KEY", "key")]);
    let llm = llm.unwrap().unwrap();
    assert_eq!(llm.mode, Mode::Unsure);
    assert_eq!(llm.daily_budget, NanoUsd(1_000_000_000));
    assert_eq!(llm.provider.model, model);
    assert_eq!(llm.provider.base_url.join("x"), address);
    assert_eq!(llm.provider.timeout, Duration::from_secs(12));
    assert_eq!(Some(llm.provider.prices), Prices::known(model));
    assert_eq!(mistakes(&[("LLM_PROVIDER", provider)]), ["LLM_API_KEY"]);
}

#[test]
fn a_server_of_ones_own_needs_no_key_costs_nothing_and_has_more_time() {
    let llm = read(&[
        ("LLM_PROVIDER", "openai"),
        ("LLM_BASE_URL", "http://localhost:11434"),
        ("LLM_MODEL", "llama3.2"),
    ]);
    let provider = llm.unwrap().unwrap().provider;
    assert_eq!(provider.base_url.join("x"), "http://localhost:11434/v1/x");
    assert_eq!(provider.prices, Prices::NOTHING);
    assert_eq!(provider.timeout, Duration::from_secs(60));
    assert_eq!(provider.key, None);
}

#[rstest]
#[case("http://127.0.0.1:8080/v1")]
#[case("http://10.1.2.3/openai/v1/")]
#[case("http://192.168.0.7:1234")]
#[case("https://172.16.0.1")]
#[case("http://[::1]:8080")]
#[case("http://[fd00::1]")]
#[case("http://[::ffff:10.0.0.1]")]
#[case("http://LOCALHOST:8080")]
#[case("http://ollama:11434")]
#[case("http://ollama.lan")]
#[case("http://host.docker.internal:11434")]
fn addresses_in_the_house(#[case] url: &str) {
    assert!(!url.parse::<BaseUrl>().unwrap().is_hosted());
}

#[rstest]
#[case("https://api.example.com")]
#[case("https://localhost.example.com/v1")]
#[case("https://8.8.8.8/v1")]
#[case("https://[2001:db8::1]")]
fn addresses_outside(#[case] url: &str) {
    assert!(url.parse::<BaseUrl>().unwrap().is_hosted());
}

#[rstest]
#[case("http://8.8.8.8")]
#[case("http://169.254.169.254")]
#[case("http://0.0.0.0:8080")]
#[case("https://user:hunter2@api.example.com")]
#[case("https://user@api.example.com")]
#[case("https://api.example.com/v1?key=hunter2")]
#[case("https://api.example.com/v1#hunter2")]
#[case("ftp://localhost")]
#[case("file:///etc/passwd")]
#[case("api.openai.com")]
#[case("https://")]
fn addresses_that_are_refused(#[case] url: &str) {
    let given = [
        ("LLM_PROVIDER", "openai"),
        ("LLM_API_KEY", "key"),
        ("LLM_BASE_URL", url),
    ];
    let mistakes = read(&given).unwrap_err();
    assert_eq!(mistakes.len(), 1, "{mistakes:?}");
    assert_eq!(mistakes[0].variable, "LLM_BASE_URL");
    assert!(!mistakes[0].message.contains("hunter2"));
}

#[test]
fn the_key_is_not_printed() {
    let given = [("LLM_PROVIDER", "openai"), ("LLM_API_KEY", "sk-hunter2")];
    let config = read(&given).unwrap();
    assert!(!format!("{config:?}").contains("hunter2"));
    assert_eq!(config.unwrap().provider.key.unwrap().expose(), "sk-hunter2");
}

#[test]
fn a_model_without_a_known_price_needs_one() {
    let given = [
        ("LLM_PROVIDER", "openai"),
        ("LLM_API_KEY", "key"),
        ("LLM_MODEL", "gpt-9"),
        ("LLM_PRICE_INPUT_USD", "3"),
        ("LLM_PRICE_OUTPUT_USD", "4.5"),
    ];
    assert_eq!(
        mistakes(&given[..3]),
        ["LLM_PRICE_INPUT_USD", "LLM_PRICE_OUTPUT_USD"]
    );
    let prices = read(&given).unwrap().unwrap().provider.prices;
    assert_eq!(prices.input, NanoUsd(3_000_000_000));
    assert_eq!(prices.cached, prices.input);
    assert_eq!(prices.output, NanoUsd(4_500_000_000));
}

#[test]
fn known_prices_can_be_replaced_one_by_one() {
    let given = [
        ("LLM_PROVIDER", "anthropic"),
        ("LLM_API_KEY", "key"),
        ("LLM_PRICE_CACHED_USD", "0.02"),
    ];
    let prices = read(&given).unwrap().unwrap().provider.prices;
    assert_eq!(prices.input, NanoUsd(100_000_000));
    assert_eq!(prices.cached, NanoUsd(20_000_000));
}

#[test]
fn all_mistakes_are_told_at_once() {
    let given = [
        ("LLM_PROVIDER", "anthropic"),
        ("LLM_API_KEY", "two words"),
        ("LLM_MODEL", "a\u{7}"),
        ("LLM_TIMEOUT_SECONDS", "121"),
        ("LLM_MODE", "never"),
        ("LLM_DAILY_BUDGET_USD", "-1"),
        ("LLM_PRICE_INPUT_USD", "cheap"),
        ("LLM_PRICE_OUTPUT_USD", "1"),
    ];
    let mut variables = mistakes(&given);
    variables.sort_unstable();
    assert_eq!(
        variables,
        [
            "LLM_API_KEY",
            "LLM_DAILY_BUDGET_USD",
            "LLM_MODE",
            "LLM_MODEL",
            "LLM_PRICE_INPUT_USD",
            "LLM_TIMEOUT_SECONDS"
        ]
    );
}
