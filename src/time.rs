//! Instants and days, as columns keep them and as the API prints them.

use std::{fmt, str::FromStr, time::Duration};

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{SecondsFormat, Utc};
use sea_orm::DeriveValueType;

const MICROSECONDS_PER_DAY: i64 = 86_400_000_000;
/// Days from the Monday before 1970-01-01, a Thursday, to that day.
pub const BEFORE_MONDAY: i32 = 3;

/// An instant in UTC, in microseconds since 1970. An integer in the column, on both databases:
/// it compares, sorts and rounds the same way everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
pub struct DateTime(pub i64);

impl DateTime {
    /// Not after any instant.
    pub const FIRST: Self = Self(i64::MIN);
    /// Not before any instant.
    pub const LAST: Self = Self(i64::MAX);

    pub fn now() -> Self {
        Self(Utc::now().timestamp_micros())
    }

    /// The instant so long before this one.
    pub fn before(self, duration: Duration) -> Self {
        Self(self.0 - i64::try_from(duration.as_micros()).unwrap_or(i64::MAX))
    }

    /// The instant so long after this one.
    pub fn after(self, duration: Duration) -> Self {
        let microseconds = i64::try_from(duration.as_micros()).unwrap_or(i64::MAX);
        Self(self.0.saturating_add(microseconds))
    }

    pub fn date(self) -> Date {
        // 10^8 days are 270,000 years: every instant's day fits.
        Date(i32::try_from(self.0.div_euclid(MICROSECONDS_PER_DAY)).unwrap_or(i32::MAX))
    }

    /// The first day that does not begin before this instant.
    pub fn first_whole_day(self) -> Date {
        let day = self.date();
        if day.start() < self {
            Date(day.0 + 1)
        } else {
            day
        }
    }
}

/// An instant in UTC, RFC 3339 with microseconds: `2026-11-22T06:31:00.123456Z`.
/// Any offset is accepted as an input; digits beyond the microsecond round up.
#[Scalar(
    name = "DateTime",
    specified_by_url = "https://scalars.graphql.org/andimarek/date-time.html"
)]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = value else {
            return Err(InputValueError::expected_type(value));
        };
        text.parse()
            .map_err(|_| InputValueError::custom("not an instant like 2026-11-22T06:31:00Z"))
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let instant = chrono::DateTime::from_timestamp_micros(self.0).unwrap_or_default();
        formatter.write_str(&instant.to_rfc3339_opts(SecondsFormat::Micros, true))
    }
}

impl FromStr for DateTime {
    type Err = chrono::ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let instant = chrono::DateTime::parse_from_rfc3339(text)?;
        // Rounding up keeps "from is included, to is not" true: no stored instant lies between.
        let beyond = i64::from(instant.timestamp_subsec_nanos() % 1000 > 0);
        Ok(Self(instant.timestamp_micros() + beyond))
    }
}

/// A day in UTC, in days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(pub i32);

impl Date {
    pub fn today() -> Self {
        DateTime::now().date()
    }

    /// The day's first instant.
    pub fn start(self) -> DateTime {
        DateTime(i64::from(self.0) * MICROSECONDS_PER_DAY)
    }

    /// Its week, which begins on Monday: 0 is the one of 1970-01-01.
    pub fn week(self) -> i32 {
        (self.0 + BEFORE_MONDAY).div_euclid(7)
    }

    /// The first day of a week.
    pub fn monday(week: i32) -> Self {
        Self(week * 7 - BEFORE_MONDAY)
    }
}

/// A calendar day in UTC: `2026-11-22`.
#[Scalar(
    name = "Date",
    specified_by_url = "https://scalars.graphql.org/andimarek/local-date.html"
)]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = value else {
            return Err(InputValueError::expected_type(value));
        };
        let day: chrono::NaiveDate = text
            .parse()
            .map_err(|_| InputValueError::custom("not a day like 2026-11-22"))?;
        Ok(Self(day.to_epoch_days()))
    }

    fn to_value(&self) -> Value {
        let day = chrono::NaiveDate::from_epoch_days(self.0).unwrap_or_default();
        Value::String(day.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Option<i64> {
        DateTime::parse(Value::from(text))
            .ok()
            .map(|instant| instant.0)
    }

    #[test]
    fn instants_are_printed_with_microseconds_and_z() {
        assert_eq!(
            DateTime(1_000_000).to_value(),
            Value::from("1970-01-01T00:00:01.000000Z")
        );
        assert_eq!(Date(20_414).to_value(), Value::from("2025-11-22"));
    }

    #[test]
    fn offsets_are_understood_and_digits_beyond_the_microsecond_round_up() {
        assert_eq!(parse("1970-01-01T01:00:01+01:00"), Some(1_000_000));
        assert_eq!(parse("1970-01-01T00:00:00.0000011Z"), Some(2));
        assert_eq!(parse("1970-01-01T00:00:00.000001Z"), Some(1));
        assert_eq!(parse("1970-01-01"), None);
    }

    #[test]
    fn a_day_holds_its_first_and_last_instant() {
        assert_eq!(DateTime(-1).date(), Date(-1));
        assert_eq!(DateTime(86_399_999_999).date(), Date(0));
        assert_eq!(Date(1).start(), DateTime(86_400_000_000));
    }

    #[test]
    fn a_week_begins_on_monday() {
        let day = |text: &str| Date::parse(Value::from(text)).unwrap();
        let (sunday, monday) = (day("2026-11-22"), day("2026-11-23"));
        assert_eq!(sunday.week() + 1, monday.week());
        assert_eq!(Date::monday(monday.week()), monday);
        assert_eq!(Date::monday(sunday.week()), day("2026-11-16"));
        assert_eq!(Date(0).week(), 0);
    }
}
