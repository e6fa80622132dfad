//! Phrases that say how many are affected, or that there is a way round: two things that decide a
//! priority and that an agent wants to know.
//!
//! Whether such a phrase counted is for the model to say; here is only whether it stands in the text.
//! The lists are short on purpose. A phrase that often means something else is not in them, and none
//! is taken from a question or after a negation.

use std::ops::Range;

use super::words::Word;

/// What a phrase tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Circumstance {
    /// Several are affected.
    Scope,
    /// There is a way round.
    Workaround,
}

/// Phrases in the folded form of their words. `+` stands for the words after it, `@` for one of
/// `THOSE`, `*` for one of `WHOLES`, `=` for one of `DEEDS`, `#` for a number.
const SCOPE: &str = "none of us, none of our +, none of the @, none of the # @, not one of us, not one of our +, \
    nobody can =, no one can =, nobody in our +, all of us, all our +, all of our +, all @, all the @, \
    all # @, all # of our +, all # of us, # of us, # of our +, hundreds of @, thousands of @, dozens of @, \
    every customer, every client, every user, every member, every employee, every guest, every patient, \
    every shop, every store, every branch, every till, every site, \
    every one of our +, everyone, everybody, whole *, entire *, \
    keiner von uns, keine von uns, niemand von uns, keiner unserer +, keine unserer +, keines unserer +, \
    niemand kommt mehr, niemand kann mehr, kann niemand mehr, alle unsere +, aller unserer +, alle @, alle # @, \
    sämtliche @, sämtlicher @, ganze *, ganzen *, ganzes *, gesamte *, gesamten *, gesamtes *, \
    aucun de nous, aucun dentre nous, aucune dentre nous, aucun de nos +, aucune de nos +, \
    plus personne ne peut, personne ne peut se, tous nos +, toutes nos +, tous les @, toutes les @, \
    tout le monde, toute *, \
    ninguno de nosotros, ninguno de nuestros +, ninguna de nuestras +, nadie puede =, nadie entra, \
    todos nuestros +, todas nuestras +, todos los @, todas las @, toda la *, todo el *, \
    nessuno di noi, nessuno dei nostri +, nessuna delle nostre +, nessuno riesce a =, nessuno può =, \
    tutti i nostri +, tutte le nostre +, tutti i @, tutte le @, tutta la *, tutta *, tutto il *, tutto *, \
    niemand van ons, geen van onze +, al onze +, niemand kan =, hele *, iedereen, \
    nenhum de nós, nenhum dos nossos +, nenhuma das nossas +, ninguém consegue =, todos os nossos +, \
    todas as nossas +, todos os @, todas as @, toda a *, todo o *";

const WORKAROUND: &str = "by hand, manually, workaround, work around it, a way round it, a way around it, still works, \
    still work, i can still + +, we can still + +, one can still +, for now i + +, for now we + +, \
    in the meantime i + +, in the meantime we + +, meanwhile i + +, meanwhile we + +, until then i + +, \
    until then we + +, \
    von hand, händisch, manuell, behelfen uns, behelfe mir, geht noch, geht weiterhin, funktioniert noch, \
    funktioniert weiterhin, klappt noch, \
    à la main, manuellement, en attendant je + +, en attendant nous + +, en attendant on + +, \
    se débrouille, me débrouille, fonctionne encore, fonctionne toujours, marche encore, marche toujours, \
    a mano, manualmente, me apaño, nos apañamos, nos arreglamos, sigue funcionando, todavía funciona, \
    mi arrangio, ci arrangiamo, funziona ancora, \
    met de hand, handmatig, werkt nog, \
    à mão, ainda funciona, continua a funcionar";

/// Beginnings of words for people and for places where people are.
const THOSE: &str = "customers, clients, users, members, employees, colleagues, staff, people, guests, patients, \
    pupils, students, tenants, households, drivers, residents, subscribers, shops, stores, branches, tills, sites, \
    offices, schools, wards, clinics, pharmacies, restaurants, warehouses, \
    kunden, nutzer, benutzer, mitarbeit, kolleg, mitglied, patient, schüler, mieter, filial, standort, kassen, \
    läden, schulen, usuari, emplead, compañer, alumn, pacient, tienda, sucursal, oficina, \
    utilisat, employé, collègue, adhérent, magasin, agence, élève, locataire, famille, familia, collegh, utenti, \
    dipendent, negoz, filiali, studenti, pazienti, klanten, gebruikers, medewerkers, collegas, filialen, winkels, \
    utilizador, funcionári, colega, lojas, agências";

/// Beginnings of words for wholes of people.
const WHOLES: &str = "company, team, office, department, school, building, town, street, firm, authority, ward, trust, \
    fleet, staff, hospital, club, organisation, organization, campus, network, city, village, firma, abteilung, \
    schule, belegschaft, büro, amt, betrieb, verwaltung, haus, stadt, landkreis, verein, praxis, lentreprise, \
    léquipe, lécole, société, boutique, équipe, école, empresa, equipo, escuela, provincia, plantilla, azienda, \
    lazienda, lufficio, scuola, ditta, bedrijf, kantoor, afdeling, zaak, stadhuis, equipa, equipe, escola, cidade";

/// Beginnings of what people cannot do any more.
const DEEDS: &str = "work, log, sign, get, open, sell, enter, access, pay, use, book, connect, print, save, order, \
    register, entrar, trabajar, acceder, pagar, entrare, lavorare, accedere, pagare, werken, inloggen, betalen, aceder, \
    acessar, trabalhar";

/// Shortly before a phrase one of these turns it round: it is not so, or compared, or a greeting.
const TURNS: &str = "not, no, cannot, cant, dont, wont, isnt, without, never, neither, nor, if, like, than, hello, hi, \
    dear, thanks, thank, almost, nicht, kein, keine, ohne, nie, wenn, falls, wie, hallo, pas, sans, jamais, ni, bonjour, \
    sin, nunca, hola, non, senza, mai, ciao, niet, geen, zonder, als, hoi, não, sem, olá";

/// After a phrase one of these leaves out the sender.
const OTHERS: &str = "else, but, except, außer, sauf, salvo, menos, tranne, behalve, exceto";

/// And so does one of these after a way round, within the same part of the sentence.
const AFTER: &str = "not, no, nobody, none, cannot, cant, doesnt, impossible, nicht, niemand, unmöglich, pas, plus, \
    personne, nadie, nunca, non, nessuno, niet, não, ninguém";

/// Where the phrases of a kind stand among the words, in order.
pub fn phrases(words: &[Word<'_>], kind: Circumstance) -> Vec<Range<usize>> {
    let list = match kind {
        Circumstance::Scope => SCOPE,
        Circumstance::Workaround => WORKAROUND,
    };
    let mut found: Vec<Range<usize>> = Vec::new();
    for start in 0..words.len() {
        let longest = list
            .split(", ")
            .filter_map(|phrase| length(&words[start..], phrase))
            .max();
        let Some(length) = longest else { continue };
        let phrase = whole_number(words, start)..start + length;
        let overlaps = found.last().is_some_and(|last| last.end > phrase.start);
        if !overlaps && holds(words, &phrase, kind) {
            found.push(phrase);
        }
    }
    found
}

/// How many of the words, which stand on one line, are this phrase.
fn length(words: &[Word<'_>], phrase: &str) -> Option<usize> {
    let goes_on = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        let word = words.get(at)?;
        before
            .is_none_or(|before| before.touches(word))
            .then_some(word.folded.as_str())
    };
    // "1,300" is two words.
    let numbers = |at: usize| {
        let is_one = |number: &usize| goes_on(at + number).is_some_and(is_number);
        (0..).take_while(is_one).count()
    };
    let mut at = 0;
    for part in phrase.split(' ') {
        if part == "+" {
            // "our 48 canteens" has a noun after the number.
            at += numbers(at);
            at += usize::from(goes_on(at).is_some());
            continue;
        }
        if part == "#" {
            match numbers(at) {
                0 => return None,
                numbers => at += numbers,
            }
            continue;
        }
        let word = goes_on(at)?;
        let fits = match part {
            "@" => begins_with_any(word, THOSE),
            "*" => begins_with_any(word, WHOLES),
            "=" => begins_with_any(word, DEEDS),
            literal => word == literal,
        };
        if !fits {
            return None;
        }
        at += 1;
    }
    Some(at)
}

/// Where the number begins of which a word is a part.
fn whole_number(words: &[Word<'_>], mut start: usize) -> usize {
    while start > 0
        && words[start - 1].touches(&words[start])
        && [start - 1, start]
            .iter()
            .all(|&at| words[at].folded.starts_with('0'))
    {
        start -= 1;
    }
    start
}

/// Digits are folded to `0`.
fn is_number(word: &str) -> bool {
    const NAMED: &str = "two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, twenty, hundred, \
        zwei, drei, vier, fünf, sechs, sieben, acht, neun, zehn, zwölf";
    word.starts_with('0') || NAMED.split(", ").any(|name| name == word)
}

fn begins_with_any(word: &str, list: &str) -> bool {
    list.split(", ")
        .any(|beginning| word.starts_with(beginning))
}

/// Whether nothing near turns the phrase round.
fn holds(words: &[Word<'_>], phrase: &Range<usize>, kind: Circumstance) -> bool {
    let is_one_of = |word: &Word<'_>, list: &str| list.split(", ").any(|one| one == word.folded);
    let (first, last) = (&words[phrase.start], &words[phrase.end - 1]);
    let after = &words[phrase.end..];
    // "No phone rings in the whole authority" is no less wide for its beginning.
    let near = match kind {
        Circumstance::Scope => 3,
        Circumstance::Workaround => 5,
    };
    let turned = words[phrase.start.saturating_sub(near)..phrase.start]
        .iter()
        .filter(|word| word.goes_on_to(first, ['.', '!', '?', ';']))
        .any(|word| is_one_of(word, TURNS));
    let turned_after = kind == Circumstance::Workaround
        && after
            .iter()
            .take_while(|word| last.goes_on_to(word, ['.', ',', ';', ':']))
            .any(|word| is_one_of(word, AFTER));
    let leaves_out = after.first().is_some_and(|next| is_one_of(next, OTHERS));
    !turned && !turned_after && !leaves_out && !last.is_in_question()
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    fn found(line: &str, kind: Circumstance) -> Vec<String> {
        let words = words(&[line]);
        phrases(&words, kind)
            .into_iter()
            .map(|at| words[at.start].through(&words[at.end - 1]).to_owned())
            .collect()
    }

    #[test]
    fn scope_is_found_in_the_languages_of_the_lists() {
        for (text, phrase) in [
            ("None of us can open it. 503 since nine.", "None of us"),
            (
                "none of our 48 canteens can sell",
                "none of our 48 canteens",
            ),
            (
                "Login gives 500 for all of us, in three offices.",
                "all of us",
            ),
            ("DEAD IN ALL 46 BRANCHES. NO CASH HERE.", "ALL 46 BRANCHES"),
            ("1,300 of us locked out, admins included.", "1,300 of us"),
            (
                "Checkout page is white for every customer.",
                "every customer",
            ),
            ("We think our entire town is getting texts.", "entire town"),
            ("Nobody can work since nine.", "Nobody can work"),
            (
                "no phone rings in the whole authority since 8:40",
                "whole authority",
            ),
            ("Keiner von uns kommt rein.", "Keiner von uns"),
            (
                "2FA-Pflicht sperrt ganze Verwaltung aus",
                "ganze Verwaltung",
            ),
            (
                "Nachrichten mit Schadlink an alle unsere Kunden.",
                "alle unsere Kunden",
            ),
            (
                "aucun de nos 300 revendeurs n'arrive à ouvrir",
                "aucun de nos 300 revendeurs",
            ),
            (
                "a todos nuestros clientes de México se les cobra",
                "todos nuestros clientes",
            ),
            ("Nessuno di noi riesce a entrare.", "Nessuno di noi"),
            (
                "zijn al onze veertien praktijken buiten",
                "al onze veertien",
            ),
            ("Sinds negen kan niemand kan werken.", "niemand kan werken"),
            (
                "nenhum dos nossos clientes consegue pagar",
                "nenhum dos nossos clientes",
            ),
        ] {
            assert_eq!(found(text, Circumstance::Scope), [phrase], "{text}");
        }
    }

    #[test]
    fn a_way_round_is_found_in_the_languages_of_the_lists() {
        for (text, phrase) in [
            (
                "I do the split by hand in a spreadsheet, which works.",
                "by hand",
            ),
            ("The old card still works till April.", "still works"),
            ("so for now we write it on paper", "for now we write it"),
            ("Wir tragen es solange von Hand ein.", "von Hand"),
            (
                "la compta doit tout ressaisir à la main, c'est faisable",
                "à la main",
            ),
            ("lo risistemo a mano dall'app", "a mano"),
            ("wij boeken het nu met de hand over", "met de hand"),
            ("Reenviamos manualmente e entra.", "manualmente"),
        ] {
            assert_eq!(found(text, Circumstance::Workaround), [phrase], "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_it_is_not_found() {
        for text in [
            "Everyone else at work signs in OK.",
            "Hello everyone, I run the gate.",
            "Nobody can tell me where my parcel is.",
            "Not all of us use it.",
            "Is it down for everyone?",
            "Nobody in the club but me has a login.",
            "the whole thing about my pension",
        ] {
            assert!(found(text, Circumstance::Scope).is_empty(), "{text}");
        }
        for text in [
            "y a mano no se puede meter ese volumen",
            "we cannot even pull them by hand",
            "Non possiamo prendere niente nemmeno a mano.",
            "and by hand nobody lifts 800 threads",
            "Is there a workaround?",
            "There is no workaround.",
            "Will the parking app still work on it?",
        ] {
            assert!(found(text, Circumstance::Workaround).is_empty(), "{text}");
        }
    }
}
