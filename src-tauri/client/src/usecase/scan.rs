//! 扫码: the text of the pairing code in a picture of the camera. Nothing of the picture is kept.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rqrr::PreparedImage;
use shared::problem::{Problem, ProblemCode};

/// Pixels of a side at most: more costs time and reads no better.
const SIDE_MAX: u32 = 1600;

/// The first code that reads; `None` where there is none.
///
/// # Errors
/// `RequestMalformed` where the bytes are no picture of that size.
pub fn scan(width: u32, height: u32, grey: &str) -> Result<Option<String>, Problem> {
    let pixels = STANDARD.decode(grey).map_err(|_| ProblemCode::RequestMalformed)?;
    let side = |pixels: u32| {
        let fits = (1..=SIDE_MAX).contains(&pixels);
        usize::try_from(pixels).ok().filter(|_| fits).ok_or(ProblemCode::RequestMalformed)
    };
    let (width, height) = (side(width)?, side(height)?);
    if pixels.len() != width * height {
        return Err(ProblemCode::RequestMalformed.into());
    }
    let at = |x: usize, y: usize| pixels.get(y * width + x).copied().unwrap_or_default();
    let mut picture = PreparedImage::prepare_from_greyscale(width, height, at);
    Ok(picture.detect_grids().iter().find_map(|grid| grid.decode().ok()).map(|(_, text)| text))
}

#[cfg(test)]
mod tests {
    use fast_qr::qr::QRBuilder;

    use super::*;

    /// A code as a camera might see it: `scale` pixels a module, a margin of four modules, grey instead of black.
    fn photographed(text: &str, scale: usize) -> (u32, u32, String) {
        let code = QRBuilder::new(text).build().unwrap();
        let side = (code.size + 8) * scale;
        let dark = |x: usize, y: usize| {
            let (x, y) = ((x / scale).wrapping_sub(4), (y / scale).wrapping_sub(4));
            x < code.size && y < code.size && code[y][x].value()
        };
        let grey: Vec<u8> =
            (0..side * side).map(|at| if dark(at % side, at / side) { 60 } else { 200 }).collect();
        let side = u32::try_from(side).unwrap();
        (side, side, STANDARD.encode(grey))
    }

    #[test]
    fn the_link_on_the_offices_screen_is_read_from_a_picture_of_it() {
        let link = "https://192.168.1.10:7443/#ABCD-EFGH-JKMN-PQRS.k3J9";
        let (width, height, grey) = photographed(link, 5);
        assert_eq!(scan(width, height, &grey).unwrap().as_deref(), Some(link));
    }

    #[test]
    fn a_picture_without_a_code_says_so_and_one_that_is_none_is_refused() {
        let blank = STANDARD.encode(vec![180; 64 * 64]);
        assert_eq!(scan(64, 64, &blank), Ok(None));
        for (width, height, grey) in
            [(64, 63, blank.as_str()), (0, 64, ""), (u32::MAX, u32::MAX, ""), (2, 2, "不是")]
        {
            assert_eq!(scan(width, height, grey).unwrap_err().code, ProblemCode::RequestMalformed);
        }
    }
}
