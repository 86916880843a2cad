//! 交出未上传记录: from the lock screen, without a PIN. What leaves is sealed; it opens at the office alone.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fast_qr::ECL;
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::qr::QRBuilder;
use shared::moment::civil_date;
use shared::problem::{Problem, ProblemCode};
use shared::protocol::capsule::frame;

use crate::capsule::{self, Extent};
use crate::deps::Deps;
use crate::problems::of_file;
use crate::view::{CapsuleFile, CapsuleFrame};

/// Everything sealed on this phone as one file.
pub fn file(deps: &Deps) -> Result<CapsuleFile, Problem> {
    let bundle = of(deps, Extent::Everything)?;
    let frames = capsule::bundle(&deps.data_dir, Extent::UnsentRecords).map_err(|error| of_file(&error))?;
    let frames = frames.as_deref().and_then(frame::frames).unwrap_or_default();
    Ok(CapsuleFile {
        file_name: format!("归航记录-{}.guihang", civil_date(deps.now())),
        data: STANDARD.encode(bundle),
        records: capsule::waiting(&deps.data_dir),
        frames: u32::try_from(frames.len()).unwrap_or(0),
        saved_as: None,
    })
}

/// One picture of the run that carries the records without a receipt.
pub fn frame(deps: &Deps, index: u32) -> Result<CapsuleFrame, Problem> {
    let bundle = of(deps, Extent::UnsentRecords)?;
    let frames = frame::frames(&bundle).ok_or(ProblemCode::CapsuleTooLong)?;
    let at = usize::try_from(index).unwrap_or(usize::MAX) % frames.len().max(1);
    let text = frames.get(at).cloned().ok_or(ProblemCode::CapsuleEmpty)?;
    let picture = QRBuilder::new(text.as_str()).ecl(ECL::L).build();
    let picture = picture.map_err(|_| ProblemCode::CapsuleTooLong)?;
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let qr_svg = SvgBuilder::default().to_str(&picture);
    Ok(CapsuleFrame { index: number(at), total: number(frames.len()), text, qr_svg })
}

fn of(deps: &Deps, extent: Extent) -> Result<Vec<u8>, Problem> {
    let bundle = capsule::bundle(&deps.data_dir, extent).map_err(|error| of_file(&error))?;
    bundle.ok_or_else(|| ProblemCode::CapsuleEmpty.into())
}
