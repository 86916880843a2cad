//! 光学过网: a bundle as a run of QR codes that is shown over and over; frames may be read in any order.
//!
//! `GH1/<8 digits of the bundle's hash>/<index from 1>/<total>/<data in hex>`, all in the letters of a QR's alphanumeric
//! mode, which packs hex as tightly as base64 lies in bytes.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::hash::Hash;

const TAG: &str = "GH1";
/// Bytes of the bundle in one frame: a QR of it is read from an arm's length by an old camera.
pub const FRAME_BYTES: usize = 400;
/// Frames at most: a minute and a half at ten a second is as long as anybody holds a phone still.
pub const FRAMES_MAX: usize = 1000;

/// Why frames are no bundle yet.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FrameError {
    #[error("not a frame")]
    Malformed,
    #[error("frames of two bundles")]
    Mixed,
    /// Numbers from 1.
    #[error("frame {0} is missing")]
    Missing(usize),
    #[error("the frames do not make the bundle they name")]
    Changed,
}

fn mark(bundle: &[u8]) -> String {
    let hash = Hash::of(bundle);
    hash.digest().unwrap_or_default().chars().take(8).collect::<String>().to_uppercase()
}

/// The frames of a bundle; `None` where they would be more than [`FRAMES_MAX`].
#[must_use]
pub fn frames(bundle: &[u8]) -> Option<Vec<String>> {
    let total = bundle.len().div_ceil(FRAME_BYTES).max(1);
    if total > FRAMES_MAX {
        return None;
    }
    let mark = mark(bundle);
    let frame = |(index, data): (usize, &[u8])| {
        format!("{TAG}/{mark}/{}/{total}/{}", index + 1, hex::encode_upper(data))
    };
    Some(bundle.chunks(FRAME_BYTES).enumerate().map(frame).collect())
}

/// Puts frames together again, in whatever order and however often they were read.
///
/// # Errors
/// [`FrameError`].
pub fn join<'a>(frames: impl IntoIterator<Item = &'a str>) -> Result<Vec<u8>, FrameError> {
    let mut held: BTreeMap<usize, Vec<u8>> = BTreeMap::new();
    let mut named: Option<(String, usize)> = None;
    for frame in frames {
        let (mark, index, total, data) = parse(frame.trim()).ok_or(FrameError::Malformed)?;
        let name = named.get_or_insert_with(|| (mark.to_owned(), total));
        if name.0 != mark || name.1 != total {
            return Err(FrameError::Mixed);
        }
        held.insert(index, data);
    }
    let (mark_named, total) = named.ok_or(FrameError::Malformed)?;
    if let Some(missing) = (1..=total).find(|index| !held.contains_key(index)) {
        return Err(FrameError::Missing(missing));
    }
    let bundle: Vec<u8> = held.into_values().flatten().collect();
    if mark(&bundle) == mark_named { Ok(bundle) } else { Err(FrameError::Changed) }
}

fn parse(frame: &str) -> Option<(&str, usize, usize, Vec<u8>)> {
    let mut fields = frame.split('/');
    let (tag, mark, index, total, data) =
        (fields.next()?, fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let (index, total): (usize, usize) = (index.parse().ok()?, total.parse().ok()?);
    let sound = tag == TAG && mark.len() == 8 && (1..=total).contains(&index) && total <= FRAMES_MAX;
    let data = hex::decode(data).ok().filter(|data| !data.is_empty() && data.len() <= FRAME_BYTES)?;
    (sound && fields.next().is_none()).then_some((mark, index, total, data))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_read_backwards_and_twice_make_the_bundle_again() {
        let bundle: Vec<u8> = (0..2500_u32).map(|n| n.to_le_bytes()[0]).collect();
        let made = frames(&bundle).unwrap();
        assert_eq!(made.len(), 7);
        let letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
        assert!(made.iter().all(|frame| frame.chars().all(|c| letters.contains(c))), "alphanumeric mode");
        let shuffled = made.iter().rev().chain(&made).map(String::as_str);
        assert_eq!(join(shuffled).unwrap(), bundle);
    }

    #[test]
    fn a_missing_a_changed_and_a_foreign_frame_are_told_apart() {
        let bundle = vec![7; 900];
        let made = frames(&bundle).unwrap();
        let two = [made[0].as_str(), made[2].as_str()];
        assert_eq!(join(two), Err(FrameError::Missing(2)));
        let changed = made[1].replace("07", "08");
        assert_eq!(join([made[0].as_str(), &changed, &made[2]]), Err(FrameError::Changed));
        let other = frames(&[8; 900]).unwrap();
        assert_eq!(join([made[0].as_str(), &other[1]]), Err(FrameError::Mixed));
        for odd in
            ["", "GH1/00/1/1/00", "GH1/00000000/0/1/00", "GH1/00000000/1/9999/00", "GH1/00000000/1/1/0"]
        {
            assert_eq!(join([odd]), Err(FrameError::Malformed), "{odd}");
        }
        assert_eq!(frames(&vec![0; FRAMES_MAX * FRAME_BYTES + 1]), None);
    }
}
