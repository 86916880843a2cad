//! 证书指纹: by which a phone knows its office. The hash of the public key of the town's CA, not of a certificate: a
//! certificate made anew for the same key is the same office.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

const TAG: &str = "sha256:";
/// As many bits as sixteen letters hold: who wants to be taken for the office must find a key for all eighty of them.
const TYPED_BYTES: usize = 10;
/// Without the letters that are read as digits; the same as of pairing codes.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// SHA-256 of a `SubjectPublicKeyInfo`, or the beginning of one as somebody typed it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Pin {
    Whole([u8; 32]),
    /// 校验码: its first eighty bits.
    Typed([u8; TYPED_BYTES]),
}

impl Pin {
    /// Letters of a typed pin, without dashes.
    pub const TYPED_LETTERS: usize = TYPED_BYTES * 8 / 5;

    /// The pin of a public key: the whole DER of its `SubjectPublicKeyInfo`.
    #[must_use]
    pub fn of(public_key_info: &[u8]) -> Self {
        Self::Whole(Sha256::digest(public_key_info).into())
    }

    /// Whether that public key is the one meant.
    #[must_use]
    pub fn fits(&self, public_key_info: &[u8]) -> bool {
        let found: [u8; 32] = Sha256::digest(public_key_info).into();
        match self {
            Self::Whole(wanted) => *wanted == found,
            Self::Typed(wanted) => found.starts_with(wanted),
        }
    }

    /// What is typed where no code can be scanned: four groups of four.
    #[must_use]
    pub fn typed(&self) -> String {
        let bytes: &[u8] = match self {
            Self::Whole(bytes) => bytes,
            Self::Typed(bytes) => bytes,
        };
        let number = bytes.iter().take(TYPED_BYTES).fold(0_u128, |sum, byte| (sum << 8) | u128::from(*byte));
        let letter = |place: usize| {
            let index = usize::try_from((number >> (75 - 5 * place)) & 31).unwrap_or(0);
            ALPHABET.get(index).copied().map_or('?', char::from)
        };
        (0..Self::TYPED_LETTERS)
            .flat_map(|place| (place > 0 && place % 4 == 0).then_some('-').into_iter().chain([letter(place)]))
            .collect()
    }

    /// Reads [`Pin::to_string`], or [`Pin::typed`] as people type: any case, with or without dashes, O for 0 and I or L
    /// for 1.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(whole) = text.strip_prefix(TAG) {
            return Some(Self::Whole(URL_SAFE_NO_PAD.decode(whole).ok()?.try_into().ok()?));
        }
        let (mut number, mut letters) = (0_u128, 0);
        for letter in text.chars().filter(|letter| !matches!(letter, '-' | ' ')) {
            let plain = match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let index = ALPHABET.iter().position(|known| char::from(*known) == plain)?;
            letters += 1;
            if letters > Self::TYPED_LETTERS {
                return None;
            }
            number = (number << 5) | u128::try_from(index).ok()?;
        }
        let bytes = *number.to_be_bytes().last_chunk()?;
        (letters == Self::TYPED_LETTERS).then_some(Self::Typed(bytes))
    }
}

impl std::fmt::Display for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Whole(bytes) => write!(f, "{TAG}{}", URL_SAFE_NO_PAD.encode(bytes)),
            Self::Typed(_) => f.write_str(&self.typed()),
        }
    }
}

impl From<Pin> for String {
    fn from(pin: Pin) -> Self {
        pin.to_string()
    }
}

impl TryFrom<String> for Pin {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("no pin of a certificate")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_reads_back_whole_and_typed_and_fits_its_own_key_only() {
        let whole = Pin::of(b"the public key of a town");
        assert_eq!(Pin::parse(&whole.to_string()), Some(whole.clone()));
        let typed = Pin::parse(&whole.typed()).unwrap();
        assert_eq!(whole.typed().len(), 19);
        assert_eq!(Pin::parse(&whole.typed().to_lowercase().replace('-', " ")), Some(typed.clone()));
        assert_eq!(typed.typed(), whole.typed());
        for pin in [&whole, &typed] {
            assert!(pin.fits(b"the public key of a town"));
            assert!(!pin.fits(b"the public key of another"));
        }
    }

    #[test]
    fn every_letter_of_a_typed_pin_counts() {
        let typed = Pin::of(b"a town").typed();
        for place in (0..typed.len()).filter(|place| place % 5 != 4) {
            let mut letters: Vec<char> = typed.chars().collect();
            letters[place] = if letters[place] == '7' { '8' } else { '7' };
            let other = Pin::parse(&letters.into_iter().collect::<String>()).unwrap();
            assert!(!other.fits(b"a town"), "letter {place}");
        }
    }

    #[test]
    fn other_texts_are_no_pins() {
        for text in ["", "sha256:", "sha256:AAAA", "ABCD-EFGH-JKMN-PQR", "ABCD-EFGH-JKMN-PQRSU", "四四四四"]
        {
            assert_eq!(Pin::parse(text), None, "{text}");
        }
    }
}
