//! Word files: a paper as one, and an office's own layout filled.

mod fill;
mod names;
mod package;
mod text;
mod write;

pub use fill::{fill, used};
pub use names::names;
pub use package::LayoutFault;
pub use text::text;
pub use write::{DocxError, write};
