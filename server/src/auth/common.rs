//! 常见密码: some three thousand that everybody tries first, made here from what they are made of: words, pinyin, names,
//! walks over the keyboard, runs of digits, years. Whatever is one of them with digits or signs around it, or one of them
//! again and again, is as common.

use std::collections::BTreeSet;
use std::sync::OnceLock;

const WORDS: &[&str] = &[
    "password",
    "passwd",
    "pass",
    "admin",
    "administrator",
    "root",
    "user",
    "guest",
    "test",
    "demo",
    "login",
    "welcome",
    "letmein",
    "master",
    "dragon",
    "monkey",
    "shadow",
    "sunshine",
    "princess",
    "football",
    "baseball",
    "iloveyou",
    "superman",
    "batman",
    "trustno",
    "hello",
    "freedom",
    "whatever",
    "starwars",
    "secret",
    "default",
    "system",
    "manager",
    "changeme",
    "computer",
    "internet",
    "service",
    "server",
    "office",
    "police",
    "china",
    "beijing",
    "shanghai",
    "hunan",
    "hengyang",
    "guihang",
    "jiedu",
    "shequ",
    "kangfu",
    "jindu",
    "gongan",
    "minjing",
    "zhongguo",
    "woaini",
    "nihao",
    "mima",
    "aini",
    "baobao",
    "laopo",
    "laogong",
    "xiexie",
    "zaijian",
    "woshishui",
    "tiananmen",
    "changjiang",
    "huanghe",
    "wangluo",
    "diannao",
    "shouji",
    "bangong",
    "renmin",
    "zhengfu",
    "xiangzhen",
    "jiedao",
    "yonghu",
    "guanli",
    "guanliyuan",
    "ceshi",
    "moren",
    "kaixin",
    "kuaile",
    "xingfu",
    "pingan",
    "facai",
    "gongxi",
    "xinnian",
    "meinv",
    "shuaige",
    "huawei",
    "xiaomi",
    "apple",
    "google",
    "taobao",
    "weixin",
    "qq",
    "oracle",
    "mysql",
    "linux",
    "windows",
    "cisco",
    "abc",
    "abcd",
    "abcde",
    "密码",
    "归航",
    "戒毒",
    "社区",
    "康复",
    "禁毒",
    "公安",
    "民警",
    "办公室",
    "管理员",
    "我爱你",
    "中国",
    "湖南",
    "衡阳",
];
const SURNAMES: &[&str] = &[
    "wang", "li", "zhang", "liu", "chen", "yang", "zhao", "huang", "zhou", "wu", "xu", "sun", "hu", "zhu",
    "gao", "lin", "he", "guo", "ma", "luo", "liang", "song", "zheng", "xie", "han", "tang", "feng", "yu",
    "dong", "xiao",
];
const GIVEN: &[&str] = &[
    "wei", "fang", "na", "xiuying", "min", "jing", "qiang", "lei", "jun", "yang", "yong", "yan", "jie",
    "juan", "tao", "ming", "chao", "xia", "ping", "gang", "hong", "hua", "xin", "bin", "bo", "hui", "ning",
    "long", "lan", "mei",
];
const ROWS: &[&str] = &[
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "1qaz2wsx3edc4rfv5tgb",
    "qazwsxedcrfv",
    "0987654321",
    "147258369",
    "159357",
];
const ENDINGS: &[&str] = &[
    "1", "12", "123", "1234", "12345", "123456", "520", "1314", "5201314", "666", "888", "000", "111",
    "2024", "2025", "2026",
];
/// Shortest piece of a row that is a walk.
const WALK_MIN: usize = 3;

fn known() -> &'static BTreeSet<String> {
    static KNOWN: OnceLock<BTreeSet<String>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let mut all: BTreeSet<String> = WORDS.iter().map(|word| (*word).to_owned()).collect();
        for (surname, given) in SURNAMES.iter().flat_map(|s| GIVEN.iter().map(move |g| (s, g))) {
            all.insert(format!("{surname}{given}"));
        }
        for word in WORDS {
            all.extend(ENDINGS.iter().map(|ending| format!("{word}{ending}")));
        }
        for row in ROWS {
            let keys: Vec<char> = row.chars().collect();
            for length in WALK_MIN..=keys.len() {
                for walk in keys.windows(length) {
                    all.insert(walk.iter().collect());
                    all.insert(walk.iter().rev().collect());
                }
            }
        }
        for year in 1950..=2030 {
            all.extend([format!("{year}"), format!("{year}{year}")]);
        }
        for digit in '0'..='9' {
            all.extend((4..=12).map(|length| std::iter::repeat_n(digit, length).collect::<String>()));
        }
        all.extend(ENDINGS.iter().map(|ending| (*ending).to_owned()));
        all
    })
}

/// `plain` is in small letters.
pub(super) fn is_common(plain: &str) -> bool {
    let is_known = |text: &str| text.is_empty() || known().contains(text);
    let outside = |c: char| c.is_ascii_digit() || !c.is_alphanumeric();
    let core = plain.trim_matches(outside);
    let letters: String = plain.chars().filter(|c| c.is_alphanumeric()).collect();
    // What is left without its digits and signs at both ends, without any sign, or of one repeat of itself.
    is_known(plain) || is_known(core) || is_known(&letters) || repeats(&letters) || made_of_known(&letters)
}

/// One to eight characters again and again.
fn repeats(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    (1..=8).any(|length| {
        letters.len() >= 2 * length
            && letters
                .get(..length)
                .is_some_and(|first| letters.chunks(length).all(|chunk| first.starts_with(chunk)))
    })
}

/// Two known ones, one after the other.
fn made_of_known(text: &str) -> bool {
    text.char_indices().skip(1).any(|(place, _)| {
        let (first, second) = text.split_at(place);
        known().contains(first) && known().contains(second)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_three_thousand_are_known() {
        assert!((2900..4500).contains(&known().len()), "{}", known().len());
    }

    #[test]
    fn what_people_try_first_is_common_and_a_sentence_is_not() {
        for common in [
            "password1234!",
            "1qaz2wsx3edc",
            "wangwei520520",
            "woaini1314520",
            "123456123456",
            "admin@123456",
            "abcabcabcabc",
            "!!20262026!!",
        ] {
            assert!(is_common(common), "{common}");
        }
        for rare in ["three-plain-words", "船到桥头自然直又过三道弯", "brass kettle on the hill"]
        {
            assert!(!is_common(rare), "{rare}");
        }
    }
}
