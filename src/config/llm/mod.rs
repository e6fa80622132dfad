//! Which language model to ask, where it is, and what it may cost.

use std::{ffi::OsString, net::IpAddr, str::FromStr, time::Duration};

use url::{Host, Url};

use super::{
    Reader,
    price::{NanoUsd, Prices},
    secret::Secret,
};

/// A language model beside the embedded one.
#[derive(Clone, Debug)]
pub struct LlmConfig {
    pub provider: ProviderConfig,
    pub mode: Mode,
    /// The most to spend on a day (UTC); nothing turns calls off.
    pub daily_budget: NanoUsd,
}

/// When the language model is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// When the embedded model is not sure.
    Unsure,
    /// Every time.
    Always,
}

/// All that is needed to call a provider.
#[derive(Clone, Debug)]
pub struct ProviderConfig {
    pub protocol: Protocol,
    pub base_url: BaseUrl,
    pub key: Option<Secret>,
    pub model: String,
    /// The longest that a question may take, with everything.
    pub timeout: Duration,
    pub prices: Prices,
}

/// How a provider is talked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// Chat Completions: OpenAI, Ollama, llama.cpp, vLLM.
    OpenAi,
    /// Messages.
    Anthropic,
}

impl Protocol {
    /// The word for it in `LLM_PROVIDER`.
    pub fn name(self) -> &'static str {
        match self {
            Self::OpenAi => "openai",
            Self::Anthropic => "anthropic",
        }
    }

    fn base_url(self) -> &'static str {
        match self {
            Self::OpenAi => "https://api.openai.com/v1",
            Self::Anthropic => "https://api.anthropic.com/v1",
        }
    }

    fn model(self) -> &'static str {
        match self {
            Self::OpenAi => "gpt-6-luna",
            Self::Anthropic => "claude-haiku-5-5",
        }
    }
}

/// Where a provider is: by HTTPS, or on this machine or in a private network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(Url);

impl BaseUrl {
    /// Whether text that is sent there leaves the house.
    pub fn is_hosted(&self) -> bool {
        !is_private(&self.0)
    }

    /// The address of one of the provider's operations.
    pub fn join(&self, path: &str) -> String {
        format!("{}/{path}", self.0.as_str().trim_end_matches('/'))
    }
}

impl FromStr for BaseUrl {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut url = Url::parse(text).map_err(drop)?;
        let allowed = match url.scheme() {
            "https" => url.has_host(),
            "http" => is_private(&url),
            _ => false,
        };
        let bare = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        if !allowed || !bare {
            return Err(());
        }
        // Where the protocols live at OpenAI, Anthropic, Ollama, llama.cpp and vLLM alike.
        if url.path() == "/" {
            url.set_path("/v1");
        }
        Ok(Self(url))
    }
}

fn is_private(url: &Url) -> bool {
    let address: IpAddr = match url.host() {
        // What is named without a dot, such as a service of compose, or without encryption, such as
        // `host.docker.internal`, is taken for this machine's or its network's. Whether its address is, too,
        // is seen when a connection is made.
        Some(Host::Domain(name)) => return url.scheme() == "http" || !name.contains('.'),
        Some(Host::Ipv4(address)) => address.into(),
        Some(Host::Ipv6(address)) => address.into(),
        None => return false,
    };
    is_private_address(address)
}

/// Whether it is this machine's, or one of a private network.
pub fn is_private_address(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => address.is_loopback() || address.is_private(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local(),
    }
}

/// The language model that is wanted; none for `local`, and then nothing else is looked at.
pub(super) fn read<V: Fn(&str) -> Option<OsString>>(reader: &mut Reader<V>) -> Option<LlmConfig> {
    let protocol = reader.one_of(
        "LLM_PROVIDER",
        &[
            ("local", None),
            (Protocol::OpenAi.name(), Some(Protocol::OpenAi)),
            (Protocol::Anthropic.name(), Some(Protocol::Anthropic)),
        ],
    )?;
    let base_url = base_url(reader, protocol)?;
    let hosted = base_url.is_hosted();
    let model = reader.parsed(
        "LLM_MODEL",
        "the name of a model, at most 100 characters",
        protocol.model().to_owned(),
        |model| model.chars().count() <= 100 && !model.contains(char::is_control),
    );
    Some(LlmConfig {
        provider: ProviderConfig {
            protocol,
            key: key(reader, hosted),
            timeout: Duration::from_secs(reader.parsed(
                "LLM_TIMEOUT_SECONDS",
                "a whole number of seconds from 1 to 120",
                if hosted { 12 } else { 60 },
                |seconds| (1..=120).contains(seconds),
            )),
            prices: prices(reader, &model, hosted),
            model,
            base_url,
        },
        mode: reader.one_of(
            "LLM_MODE",
            &[("unsure", Mode::Unsure), ("always", Mode::Always)],
        ),
        daily_budget: reader.parsed(
            "LLM_DAILY_BUDGET_USD",
            "an amount in US dollars such as 2.50, or 0 for no calls",
            NanoUsd(1_000_000_000),
            |_| true,
        ),
    })
}

/// The address; none when it is a mistake, and then what depends on it is not looked at.
fn base_url<V: Fn(&str) -> Option<OsString>>(
    reader: &mut Reader<V>,
    protocol: Protocol,
) -> Option<BaseUrl> {
    let given = reader.get("LLM_BASE_URL");
    let url = given.as_deref().unwrap_or(protocol.base_url()).parse().ok();
    if url.is_none() {
        reader.expected(
            "LLM_BASE_URL",
            "an https:// address without user, password and query; http:// only for private addresses \
             and for names that have one",
        );
    }
    url
}

fn key<V: Fn(&str) -> Option<OsString>>(reader: &mut Reader<V>, hosted: bool) -> Option<Secret> {
    let key = reader.get("LLM_API_KEY");
    let fits = match &key {
        Some(key) => key.bytes().all(|byte| byte.is_ascii_graphic()),
        None => !hosted,
    };
    if !fits {
        reader.expected(
            "LLM_API_KEY",
            "a key without spaces; only a server on this machine or in a private network may do \
             without",
        );
    }
    key.map(Secret::new)
}

fn prices<V: Fn(&str) -> Option<OsString>>(
    reader: &mut Reader<V>,
    model: &str,
    hosted: bool,
) -> Prices {
    let known = if hosted {
        Prices::known(model)
    } else {
        Some(Prices::NOTHING)
    };
    let input = price(
        reader,
        "LLM_PRICE_INPUT_USD",
        known.map(|known| known.input),
    );
    // Whoever sets one price of input alone is charged no less than that.
    let cached = match known {
        Some(known) if known.input == input => known.cached,
        _ => input,
    };
    Prices {
        input,
        cached: price(reader, "LLM_PRICE_CACHED_USD", Some(cached)),
        output: price(
            reader,
            "LLM_PRICE_OUTPUT_USD",
            known.map(|known| known.output),
        ),
    }
}

fn price<V: Fn(&str) -> Option<OsString>>(
    reader: &mut Reader<V>,
    variable: &'static str,
    default: Option<NanoUsd>,
) -> NanoUsd {
    let given = reader.get(variable).map(|value| value.parse::<NanoUsd>());
    match (given, default) {
        (Some(Ok(price)), _) => price,
        (None, Some(price)) => price,
        (Some(Err(())), _) | (None, None) => {
            reader.expected(
                variable,
                "US dollars for a million tokens, such as 0.10, since only the prices of a few \
                 models are known",
            );
            NanoUsd(0)
        }
    }
}

#[cfg(test)]
mod tests;
