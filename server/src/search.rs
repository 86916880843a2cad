//! 查询: a person by characters, pinyin or initials. Every reading of every character counts (单 is dān and shàn).

use pinyin::ToPinyinMulti;

/// A text made ready to be searched: readings are looked up once.
#[derive(Debug, Default)]
pub struct Sought {
    plain: String,
    letters: Vec<Letter>,
}

impl Sought {
    /// Makes a text ready.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let letters = text.chars().filter(|letter| !is_gap(*letter)).map(Letter::of).collect();
        Self { plain: normal(text), letters }
    }

    /// Whether it matches what was typed: as characters, or as any mixture of pinyin, initials and characters.
    #[must_use]
    pub fn matches(&self, typed: &str) -> bool {
        let typed = normal(typed);
        let walks = |start: usize| self.letters.get(start..).is_some_and(|rest| walk(rest, &typed));
        typed.is_empty() || self.plain.contains(&typed) || (0..self.letters.len()).any(walks)
    }
}

#[derive(Debug)]
struct Letter {
    /// In lower case.
    letter: String,
    readings: Vec<String>,
}

impl Letter {
    fn of(letter: char) -> Self {
        let mut readings = Vec::new();
        for reading in letter.to_pinyin_multi().into_iter().flatten() {
            let plain = reading.plain();
            // Keyboards write ü as v, some people as u.
            for spelled in [plain.replace('ü', "v"), plain.replace('ü', "u")] {
                if !readings.contains(&spelled) {
                    readings.push(spelled);
                }
            }
        }
        Self { letter: letter.to_lowercase().to_string(), readings }
    }
}

/// Whether `typed` spells a beginning of `letters`.
fn walk(letters: &[Letter], typed: &str) -> bool {
    if typed.is_empty() {
        return true;
    }
    let Some((first, rest)) = letters.split_first() else {
        return false;
    };
    if typed.strip_prefix(first.letter.as_str()).is_some_and(|left| walk(rest, left)) {
        return true;
    }
    first.readings.iter().any(|reading| {
        reading.starts_with(typed)
            || typed.strip_prefix(reading.as_str()).is_some_and(|left| walk(rest, left))
            || reading
                .chars()
                .next()
                .and_then(|initial| typed.strip_prefix(initial))
                .is_some_and(|left| walk(rest, left))
    })
}

fn normal(text: &str) -> String {
    text.chars().filter(|letter| !is_gap(*letter)).flat_map(char::to_lowercase).collect()
}

fn is_gap(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '·' | '\'' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(text: &str, typed: &str) -> bool {
        Sought::of(text).matches(typed)
    }

    #[test]
    fn a_name_is_found_by_characters_pinyin_and_initials() {
        for typed in ["演示", "柳叶", "yanshi", "ysly", "liuye", "ly", "yanshily", "演s柳", "LIU YE", "l"]
        {
            assert!(matches("演示·柳叶", typed), "{typed}");
        }
        for typed in ["柳树", "shiyan", "zz", "liuyee", "yanshilyx"] {
            assert!(!matches("演示·柳叶", typed), "{typed}");
        }
    }

    #[test]
    fn every_reading_of_a_character_counts() {
        for typed in ["shanyi", "danyi", "chanyi", "sy", "dy"] {
            assert!(matches("单一", typed), "{typed}");
        }
        assert!(matches("吕试", "lvshi") && matches("吕试", "lushi"));
    }

    #[test]
    fn a_rare_character_is_found_by_itself() {
        assert!(matches("试\u{3D49}", "\u{3D49}"));
        assert!(matches("试\u{3D49}", "shi"));
    }
}
