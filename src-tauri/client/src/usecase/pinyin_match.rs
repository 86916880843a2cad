//! Finding a name by what a thumb types: its characters, full pinyin, initials, or any mixture, with every reading of
//! every character. A character without a known reading never hides a person: it may be typed itself or left out.

use pinyin::{ToPinyin, ToPinyinMulti};

/// Characters of a query that are looked at; names are far shorter.
const QUERY_CHARACTERS_MAX: usize = 40;

/// One character of a name: itself and its readings without tones.
struct Sound {
    character: char,
    readings: Vec<&'static str>,
}

/// Whether the query finds the name; an empty one finds all.
pub fn matches(name: &str, query: &str) -> bool {
    let query: Vec<char> = query
        .chars()
        .filter(|c| !c.is_whitespace() && !is_separator(*c))
        .flat_map(char::to_lowercase)
        // `v` is how a keyboard writes `ü`.
        .map(|c| if c == 'v' { 'ü' } else { c })
        .take(QUERY_CHARACTERS_MAX)
        .collect();
    let sounds: Vec<Sound> =
        name.chars().filter(|c| !is_separator(*c)).flat_map(char::to_lowercase).map(sound).collect();
    query.is_empty()
        || (0..sounds.len()).any(|from| sounds.get(from..).is_some_and(|rest| starts(rest, &query)))
}

/// Names in the order of their first readings.
pub fn sort_key(name: &str) -> (String, String) {
    let sounds =
        name.chars().map(|c| c.to_pinyin().map_or_else(|| c.to_string(), |sound| sound.plain().to_owned()));
    (sounds.collect::<Vec<_>>().join(" "), name.to_owned())
}

fn is_separator(c: char) -> bool {
    matches!(c, '·' | '•' | '.' | '\'' | '-')
}

fn sound(character: char) -> Sound {
    let mut readings: Vec<&'static str> = character
        .to_pinyin_multi()
        .map(|all| all.into_iter().map(|reading| reading.plain()).collect())
        .unwrap_or_default();
    readings.sort_unstable();
    readings.dedup();
    Sound { character, readings }
}

/// Whether the query can be spelled from the first of these characters on.
fn starts(sounds: &[Sound], query: &[char]) -> bool {
    let Some((typed, rest)) = query.split_first() else { return true };
    let Some((first, others)) = sounds.split_first() else { return false };
    if *typed == first.character && starts(others, rest) {
        return true;
    }
    if first.readings.is_empty() && starts(others, query) {
        return true;
    }
    first.readings.iter().any(|reading| {
        // Any beginning of the reading will do: the initial, a part, the whole.
        let same = reading.chars().zip(query).take_while(|(a, b)| sounds_alike(*a, **b)).count();
        (1..=same).rev().any(|length| query.get(length..).is_some_and(|rest| starts(others, rest)))
    })
}

/// `lu` also finds `lü`: not everybody knows the `v`.
fn sounds_alike(reading: char, typed: char) -> bool {
    reading == typed || (matches!(reading, 'ü' | 'v') && matches!(typed, 'u' | 'ü'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_character_pinyin_and_initials() {
        for query in ["柳", "青", "liu", "liuqing", "lq", "lqing", "liuq", "qing", "柳q", "LIU QING", ""] {
            assert!(matches("柳青", query), "{query}");
        }
        for query in ["杨", "yang", "ql", "liuqings", "x"] {
            assert!(!matches("柳青", query), "{query}");
        }
    }

    #[test]
    fn every_reading_of_a_surname_finds_it() {
        for (name, query) in [
            ("单甲", "shanjia"),
            ("单甲", "danjia"),
            ("曾乙", "zengyi"),
            ("曾乙", "ceng"),
            ("吕丙", "lvbing"),
            ("吕丙", "lub"),
            ("解丁", "xied"),
            ("仇戊", "qiu"),
            ("仇戊", "chou"),
            ("单雄", "shanx"),
            ("查己", "zha"),
            ("朴庚", "piao"),
            ("区辛", "ou"),
            ("尉迟壬", "yuchi"),
            ("万俟癸", "moqi"),
            ("盖甲", "ge"),
            ("乐乙", "yue"),
            ("任丙", "ren"),
            ("华丁", "hua"),
            ("燕戊", "yan"),
            ("翟己", "zhai"),
            ("繁庚", "po"),
            ("洗辛", "xian"),
            ("员壬", "yun"),
            ("黑癸", "he"),
        ] {
            assert!(matches(name, query), "{name} {query}");
        }
    }

    #[test]
    fn a_rare_character_hides_nobody() {
        // A private-use character: no table has a reading for it.
        let name = "柳\u{e123}青";
        for query in ["liuqing", "lq", "柳青", "\u{e123}", "柳\u{e123}青"] {
            assert!(matches(name, query), "{query}");
        }
        assert!(matches("演示·柳叶", "yansliuye"));
        // U+20BB7, beyond the basic plane: searched by itself, by what stands beside it, and never cut in half.
        for query in ["𠮷", "𠮷安", "an", "安", "yanshi", "ysan"] {
            assert!(matches("演示·𠮷安", query), "{query}");
        }
        assert!(!matches("演示·吉安", "𠮷"));
    }
}
