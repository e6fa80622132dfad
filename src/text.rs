//! What a customer wrote, checked: titles and descriptions.

/// Unicode scalar values in a title.
pub const TITLE_MAX: usize = 200;
/// Unicode scalar values in a description.
pub const DESCRIPTION_MAX: usize = 20_000;

/// A title without the white space around it, or what is wrong with it.
pub fn title(text: &str) -> Result<String, String> {
    trimmed(text, TITLE_MAX)
}

/// A description without the white space around it, or what is wrong with it.
pub fn description(text: &str) -> Result<String, String> {
    trimmed(text, DESCRIPTION_MAX)
}

fn trimmed(text: &str, longest: usize) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("must not be blank.".to_owned());
    }
    let length = text.chars().count();
    if length > longest {
        return Err(format!(
            "must have at most {longest} characters, but has {length}."
        ));
    }
    no_control_characters(text)?;
    Ok(text.to_owned())
}

/// Line breaks and tabs are text; other control characters are damage, and PostgreSQL could not
/// even store NUL.
pub fn no_control_characters(text: &str) -> Result<(), String> {
    match text
        .chars()
        .find(|character| character.is_control() && !matches!(character, '\n' | '\r' | '\t'))
    {
        Some(character) => Err(format!(
            "must not have the control character U+{:04X}.",
            u32::from(character)
        )),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_loses_the_white_space_around_it_and_nothing_else() {
        assert_eq!(title("\n a\r\n\tb \u{3000}"), Ok("a\r\n\tb".to_owned()));
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        assert!(title(&"👍".repeat(200)).is_ok());
        assert_eq!(
            title(&"👍".repeat(201)),
            Err("must have at most 200 characters, but has 201.".to_owned())
        );
        assert!(description(&"ä".repeat(20_000)).is_ok());
        assert!(description(&"ä".repeat(20_001)).is_err());
    }

    #[test]
    fn blank_texts_and_control_characters_are_refused() {
        assert!(title(" \t\u{a0}").is_err());
        for character in ['\0', '\u{7}', '\u{7f}', '\u{9b}'] {
            assert!(title(&format!("a{character}b")).is_err());
        }
    }
}
