//! Leaves out what surrounds a request: quoted mail, signatures, legal footers.
//!
//! Decides by structure alone and knows no label. What is left are slices of the text as it stands,
//! so that words can later be quoted from it.

use crate::classifier::Text;

/// With fewer words of one's own above or below it, a quoted mail is not the history of the request
/// but the request itself: "Could you help this lady?"
const COVERING_NOTE: usize = 25;

/// "On 3 May, Eve wrote:" in the languages our mail comes in.
const WROTE: [&str; 10] = [
    "wrote",
    "schrieb",
    "a écrit",
    "escribió",
    "ha scritto",
    "schreef",
    "escreveu",
    "napisał",
    "skrev",
    "kirjoitti",
];

/// How mail programs head a message that they quote without marking its lines.
const FORWARDED: [&str; 4] = [
    "original message",
    "ursprüngliche nachricht",
    "message d'origine",
    "mensaje original",
];

/// Phrases of confidentiality notices that nobody uses in a request.
const LEGAL: [&str; 11] = [
    "intended recipient",
    "intended solely for",
    "intended only for the",
    "may contain privileged information",
    "may be legally privileged",
    "subject to legal privilege",
    "consider the environment before",
    "was scanned for viruses",
    "kann vertrauliche informationen enthalten",
    "exclusivement à l'intention",
    "uso exclusivo de su destinatario",
];

/// The title and the lines of the description that carry the request, in order, without blank ones.
pub fn lines<'a>(text: &Text<'a>) -> Vec<&'a str> {
    std::iter::once(text.title)
        .chain(request(text.description))
        .filter(|line| !line.trim().is_empty())
        .collect()
}

/// The lines of a description that carry the request, in order.
pub fn request(description: &str) -> Vec<&str> {
    let description: Vec<&str> = description.lines().collect();
    let written = without_footers(&description);
    let own = without_quotes(&written);
    if words(&own) >= COVERING_NOTE {
        own
    } else if words(&written) > 0 {
        written
    } else {
        description
    }
}

fn words(lines: &[&str]) -> usize {
    lines
        .iter()
        .map(|line| line.split_whitespace().count())
        .sum()
}

fn without_footers<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    lines
        .iter()
        .copied()
        .take_while(|line| line.trim_end() != "--")
        .filter(|line| !contains_any(line, &LEGAL))
        .collect()
}

fn without_quotes<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    lines
        .iter()
        .copied()
        .take_while(|line| !(line.starts_with("---") && contains_any(line, &FORWARDED)))
        .filter(|line| !line.trim_start().starts_with('>') && !introduces_quote(line))
        .collect()
}

fn introduces_quote(line: &str) -> bool {
    line.trim_end().ends_with(':')
        && line.contains(|c: char| c.is_ascii_digit())
        && contains_any(line, &WROTE)
}

fn contains_any(line: &str, phrases: &[&str]) -> bool {
    let line = line.to_lowercase();
    phrases.iter().any(|phrase| line.contains(phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    const REQUEST: &str = "Since the change of our contract in the spring every invoice carries the old \
        address, and I would like to have the last three of them corrected and sent again.";

    fn cleaned(description: &str) -> Vec<&str> {
        lines(&Text {
            title: "",
            description,
        })
    }

    #[test]
    fn quoted_mail_is_left_out() {
        let quoted = "On 3 May 2024, Support wrote:\n> Is it solved?\n>> Hello";
        assert_eq!(cleaned(&format!("{REQUEST}\n\n{quoted}")), [REQUEST]);
        let german = "Am 03.05.2024 um 9:12 schrieb Eva Muster:\n> Ist es gelöst?";
        assert_eq!(cleaned(&format!("{REQUEST}\n\n{german}")), [REQUEST]);
        let forwarded = "-----Original Message-----\nYour invoice";
        assert_eq!(cleaned(&format!("{REQUEST}\n{forwarded}")), [REQUEST]);
    }

    #[test]
    fn mail_under_a_short_covering_note_is_the_request() {
        let text = ["Could you help this lady?", "> I cannot sign in."];
        assert_eq!(cleaned(&text.join("\n\n")), text);
    }

    #[test]
    fn a_signature_is_left_out() {
        assert_eq!(
            cleaned("I cannot sign in.\n-- \nEve\nInvoices Ltd"),
            ["I cannot sign in."]
        );
    }

    #[test]
    fn a_legal_footer_is_left_out() {
        let text = "It is down again.\n\nIf you are not the intended recipient, delete this.";
        assert_eq!(cleaned(text), ["It is down again."]);
    }

    #[test]
    fn a_text_of_nothing_but_noise_is_kept() {
        assert_eq!(cleaned("--\nhelp"), ["--", "help"]);
    }

    #[test]
    fn an_ordinary_line_with_a_colon_is_kept() {
        assert_eq!(
            cleaned("My colleague wrote: it is down."),
            ["My colleague wrote: it is down."]
        );
    }
}
