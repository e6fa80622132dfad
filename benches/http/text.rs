//! What customers write: made-up words, as frequent as words are in a language, the same ones in
//! every run.

/// Words in the language.
const WORDS: usize = 20_000;
/// Words in a title, and in a description.
const TITLE: (usize, usize) = (3, 8);
const DESCRIPTION: (usize, usize) = (20, 120);
/// Every so many tickets, one has an order number.
const ORDERS: u64 = 3;

/// The language: words from the most frequent to the rarest.
pub struct Language {
    words: Vec<String>,
    /// The frequencies of the words up to each one, added up.
    cumulated: Vec<f64>,
}

/// Splitmix64: a few lines, and good enough to spread.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// One of these, each as likely as its weight says.
    pub fn pick<T: Copy, const N: usize>(&mut self, choices: [(T, u64); N]) -> T {
        let mut rest = self.below(choices.iter().map(|(_, weight)| weight).sum());
        for (choice, weight) in choices {
            if rest < weight {
                return choice;
            }
            rest -= weight;
        }
        choices[0].0
    }

    fn within(&mut self, (least, most): (usize, usize)) -> usize {
        least + self.below((most - least + 1) as u64) as usize
    }

    fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// The title and the description of a ticket.
pub struct Text {
    pub title: String,
    pub description: String,
}

impl Language {
    pub fn new() -> Self {
        let mut random = Random::new(1);
        let mut words = Vec::with_capacity(WORDS);
        let mut known = std::collections::HashSet::new();
        while words.len() < WORDS {
            // Frequent words are short.
            let syllables = match words.len() {
                0..100 => 1,
                100..5000 => 2,
                _ => 3,
            };
            let word = word(&mut random, syllables);
            if known.insert(word.clone()) {
                words.push(word);
            }
        }
        let mut sum = 0.0;
        let cumulated = (0..WORDS)
            .map(|rank| {
                // Zipf's law, in Mandelbrot's form.
                sum += 1.0 / (rank as f64 + 2.7);
                sum
            })
            .collect();
        Self { words, cumulated }
    }

    /// The text of the ticket with this number.
    pub fn text(&self, ticket: u64) -> Text {
        let mut random = Random::new(ticket);
        let title = self.sentence(&mut random, TITLE);
        let mut description = self.sentence(&mut random, DESCRIPTION);
        if ticket.is_multiple_of(ORDERS) {
            description += &format!(". order {}", order_number(ticket));
        }
        Text { title, description }
    }

    /// The word of which this share of the tickets has one or more.
    pub fn word_in(&self, share: f64) -> &str {
        // The rarer, the fewer tickets have it.
        let rank = (0..WORDS)
            .find(|&rank| self.share_with(rank) <= share)
            .unwrap_or(WORDS - 1);
        &self.words[rank]
    }

    fn share_with(&self, rank: usize) -> f64 {
        let frequency = (self.cumulated[rank]
            - if rank == 0 {
                0.0
            } else {
                self.cumulated[rank - 1]
            })
            / self.cumulated[WORDS - 1];
        let lengths = DESCRIPTION.0..=DESCRIPTION.1;
        let mean_title = (TITLE.0 + TITLE.1) / 2;
        let without: f64 = lengths
            .clone()
            .map(|length| (1.0 - frequency).powi((length + mean_title) as i32))
            .sum();
        1.0 - without / lengths.count() as f64
    }

    fn sentence(&self, random: &mut Random, length: (usize, usize)) -> String {
        let mut sentence = String::new();
        for position in 0..random.within(length) {
            let sought = random.fraction() * self.cumulated[WORDS - 1];
            let rank = self.cumulated.partition_point(|sum| *sum < sought);
            match position {
                0 => {}
                _ if position % 12 == 0 => sentence += ". ",
                _ if position % 7 == 0 => sentence += ", ",
                _ => sentence += " ",
            }
            sentence += &self.words[rank.min(WORDS - 1)];
        }
        sentence
    }
}

/// The order number in a ticket's text; the ticket's number must be a multiple of [`ORDERS`].
pub fn order_number(ticket: u64) -> u64 {
    10_000_000 + Random::new(!ticket).below(90_000_000)
}

/// A ticket with an order number, near this one.
pub fn with_order(ticket: u64) -> u64 {
    ticket - ticket % ORDERS
}

/// A word that is the beginning of no other, so that a search for it finds it alone: some letters
/// are only for the end.
fn word(random: &mut Random, syllables: usize) -> String {
    let mut letter = |letters: &str| {
        let letters = letters.as_bytes();
        char::from(letters[random.below(letters.len() as u64) as usize])
    };
    let mut word = String::new();
    for _ in 0..syllables {
        word.push(letter("bcdfgklmpvz"));
        word.push(letter("aeiou"));
    }
    word.push(letter("nrst"));
    word
}
