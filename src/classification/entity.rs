//! The table `classification`: suggestions as they were made. A row never changes.

use async_graphql::Enum;
use sea_orm::entity::prelude::*;

use crate::{
    label::{Category, Priority},
    time::DateTime,
};

/// The number of a suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, DeriveValueType)]
pub struct ClassificationId(pub i64);

/// Who made a suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[graphql(name = "ClassifierProvider")]
pub enum Provider {
    /// The model inside the server, which needs no key and no network.
    #[sea_orm(string_value = "LOCAL")]
    Local,
    /// OpenAI, or a server that speaks its protocol.
    #[sea_orm(string_value = "OPENAI")]
    #[graphql(name = "OPENAI")]
    OpenAi,
    /// Anthropic.
    #[sea_orm(string_value = "ANTHROPIC")]
    Anthropic,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "classification")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ClassificationId,
    pub category: Category,
    pub priority: Priority,
    /// From 0 to 1.
    pub category_confidence: f64,
    /// From 0 to 1.
    pub priority_confidence: f64,
    #[sea_orm(column_type = "Text")]
    pub reason: Option<String>,
    pub provider: Provider,
    #[sea_orm(column_type = "Text")]
    pub model: String,
    pub cached: bool,
    #[sea_orm(column_type = "Text")]
    pub fallback_reason: Option<String>,
    pub latency_ms: i32,
    pub input_tokens: i32,
    pub output_tokens: i32,
    /// Billionths of a US dollar; null when the model's price is not known.
    pub cost_nano_usd: Option<i64>,
    /// The version of the prompt that was answered; null for the embedded model.
    #[sea_orm(column_type = "Text")]
    pub prompt_version: Option<String>,
    /// By what a provider's answer is found again; null for what is no such answer.
    #[sea_orm(column_type = "Text")]
    pub cache_key: Option<String>,
    pub created_at: DateTime,
    /// The likeliest category besides the suggested one; null before there was this column.
    pub alternative_category: Option<Category>,
    /// The likeliest priority besides the suggested one; null before there was this column.
    pub alternative_priority: Option<Priority>,
}

impl ActiveModelBehavior for ActiveModel {}
