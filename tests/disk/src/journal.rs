//! What was done to the files, call by call, and what a power cut between two calls can leave of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A file whatever it is called.
pub type Inode = usize;

/// The files below the folder, by their path.
pub type Image = BTreeMap<PathBuf, Vec<u8>>;

const SECTOR: usize = 512;

/// One call.
#[derive(Debug, Clone)]
pub enum Call {
    /// Changes nothing that a power cut could take: an opening, a read.
    Other,
    Create {
        path: PathBuf,
        inode: Inode,
    },
    Write {
        inode: Inode,
        offset: usize,
        bytes: Vec<u8>,
    },
    Truncate {
        inode: Inode,
        length: usize,
    },
    Sync {
        inode: Inode,
    },
    SyncFolder {
        path: PathBuf,
    },
    Rename {
        from: PathBuf,
        to: PathBuf,
    },
    Unlink {
        path: PathBuf,
    },
}

impl Call {
    const fn changes(&self) -> bool {
        !matches!(self, Self::Other)
    }
}

/// What survives of that which was not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    Nothing,
    /// As if only the process had died.
    Everything,
    /// Any part, by this seed.
    Some(u64),
}

/// The calls of a run, with the files as they lay before it.
#[derive(Debug, Clone, Default)]
pub struct Journal {
    pub(crate) before: BTreeMap<PathBuf, (Inode, Vec<u8>)>,
    pub(crate) calls: Vec<Call>,
    /// Calls that were made before something was acknowledged, once for each acknowledgement.
    pub(crate) marks: Vec<usize>,
}

impl Journal {
    /// How many calls there were.
    #[must_use]
    pub fn len(&self) -> usize {
        self.calls.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.calls.is_empty()
    }

    /// How often something had been acknowledged before the call of this number (from 0).
    #[must_use]
    pub fn acknowledged_before(&self, at: usize) -> usize {
        self.marks.iter().filter(|mark| **mark <= at).count()
    }

    /// How many calls had been made at the acknowledgement of this number (from 0).
    #[must_use]
    pub fn mark(&self, number: usize) -> usize {
        self.marks.get(number).copied().unwrap_or(self.calls.len())
    }

    /// Numbers of calls before which a power cut can leave something else than one call earlier, and the end.
    #[must_use]
    pub fn power_points(&self, from: usize) -> Vec<usize> {
        let changed = |at: &usize| *at == from || self.calls[*at - 1].changes();
        (from..=self.calls.len()).filter(changed).collect()
    }

    /// Whether the call of this number needs room on the disk.
    #[must_use]
    pub fn needs_room(&self, at: usize) -> bool {
        let call = self.calls.get(at);
        matches!(call, Some(Call::Create { .. } | Call::Write { .. } | Call::Rename { .. }))
    }

    /// Whether the call of this number is a write.
    #[must_use]
    pub fn is_write(&self, at: usize) -> bool {
        matches!(self.calls.get(at), Some(Call::Write { .. }))
    }

    /// The files after a power cut just before the call of this number.
    #[must_use]
    pub fn image(&self, at: usize, keep: Keep) -> Image {
        let mut disk = Disk::new(&self.before);
        for call in self.calls.iter().take(at) {
            disk.play(call);
        }
        disk.after_power_cut(keep)
    }

    /// The files as the calls left them, to hold against the real ones.
    #[must_use]
    pub fn files(&self) -> Image {
        self.image(self.calls.len(), Keep::Everything)
    }
}

struct Disk<'a> {
    names: BTreeMap<PathBuf, Inode>,
    names_pending: Vec<&'a Call>,
    bytes: BTreeMap<Inode, Vec<u8>>,
    pending: BTreeMap<Inode, Vec<&'a Call>>,
}

impl<'a> Disk<'a> {
    fn new(before: &BTreeMap<PathBuf, (Inode, Vec<u8>)>) -> Self {
        Self {
            names: before.iter().map(|(path, (inode, _))| (path.clone(), *inode)).collect(),
            names_pending: Vec::new(),
            bytes: before.values().cloned().collect(),
            pending: BTreeMap::new(),
        }
    }

    fn play(&mut self, call: &'a Call) {
        match call {
            Call::Other => {}
            Call::Create { .. } | Call::Rename { .. } | Call::Unlink { .. } => self.names_pending.push(call),
            Call::Write { inode, .. } | Call::Truncate { inode, .. } => {
                self.pending.entry(*inode).or_default().push(call);
            }
            Call::Sync { inode } => {
                let bytes = self.bytes.entry(*inode).or_default();
                for call in self.pending.remove(inode).into_iter().flatten() {
                    apply(bytes, call, None);
                }
            }
            Call::SyncFolder { path } => {
                let (now, later): (Vec<_>, Vec<_>) =
                    self.names_pending.iter().partition(|call| touches(call, path));
                self.names_pending = later;
                now.into_iter().for_each(|call| rename(&mut self.names, call));
            }
        }
    }

    fn after_power_cut(mut self, keep: Keep) -> Image {
        let mut dice = match keep {
            Keep::Nothing | Keep::Everything => Dice(0),
            Keep::Some(seed) => Dice(seed),
        };
        // Names are kept in the order in which they changed: file systems write them to a log.
        let kept = match keep {
            Keep::Nothing => 0,
            Keep::Everything => self.names_pending.len(),
            Keep::Some(_) => dice.below(self.names_pending.len() + 1),
        };
        for call in self.names_pending.iter().take(kept) {
            rename(&mut self.names, call);
        }
        for (inode, calls) in &self.pending {
            let bytes = self.bytes.entry(*inode).or_default();
            for call in calls {
                match keep {
                    Keep::Nothing => {}
                    Keep::Everything => apply(bytes, call, None),
                    Keep::Some(_) => match dice.below(3) {
                        0 => {}
                        1 => apply(bytes, call, None),
                        _ => apply(bytes, call, Some(&mut dice)),
                    },
                }
            }
        }
        let bytes = &self.bytes;
        self.names
            .into_iter()
            .map(|(path, inode)| (path, bytes.get(&inode).cloned().unwrap_or_default()))
            .collect()
    }
}

fn touches(call: &Call, folder: &Path) -> bool {
    match call {
        Call::Create { path, .. } | Call::Unlink { path } => path.parent() == Some(folder),
        Call::Rename { from, to } => [from, to].iter().any(|path| path.parent() == Some(folder)),
        Call::Other
        | Call::Write { .. }
        | Call::Truncate { .. }
        | Call::Sync { .. }
        | Call::SyncFolder { .. } => false,
    }
}

fn rename(names: &mut BTreeMap<PathBuf, Inode>, call: &Call) {
    match call {
        Call::Create { path, inode } => {
            names.insert(path.clone(), *inode);
        }
        Call::Unlink { path } => {
            names.remove(path);
        }
        Call::Rename { from, to } => {
            move_names(names, from, to);
        }
        Call::Other
        | Call::Write { .. }
        | Call::Truncate { .. }
        | Call::Sync { .. }
        | Call::SyncFolder { .. } => {}
    }
}

/// Gives a file another name, or a folder with all that is in it.
pub(crate) fn move_names(names: &mut BTreeMap<PathBuf, Inode>, from: &Path, to: &Path) {
    let moved: Vec<PathBuf> = names.keys().filter(|name| name.starts_with(from)).cloned().collect();
    for name in moved {
        let rest = name.strip_prefix(from).unwrap_or(Path::new("")).to_owned();
        if let Some(inode) = names.remove(&name) {
            let new = if rest.as_os_str().is_empty() { to.to_owned() } else { to.join(rest) };
            names.insert(new, inode);
        }
    }
}

/// Does a write or a cut; with dice, only some of its sectors.
fn apply(file: &mut Vec<u8>, call: &Call, torn: Option<&mut Dice>) {
    match (call, torn) {
        (Call::Truncate { length, .. }, _) => file.resize(*length, 0),
        (Call::Write { offset, bytes, .. }, None) => write(file, *offset, bytes),
        (Call::Write { offset, bytes, .. }, Some(dice)) => {
            let mut place = 0;
            while place < bytes.len() {
                // A sector ends where its number on the disk does.
                let end = (place + SECTOR - (offset + place) % SECTOR).min(bytes.len());
                if dice.below(2) == 0 {
                    write(file, offset + place, &bytes[place..end]);
                }
                place = end;
            }
        }
        (_, _) => {}
    }
}

fn write(file: &mut Vec<u8>, offset: usize, bytes: &[u8]) {
    let end = offset + bytes.len();
    if file.len() < end {
        file.resize(end, 0);
    }
    file[offset..end].copy_from_slice(bytes);
}

/// splitmix64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let bound = u64::try_from(bound).unwrap_or(1).max(1);
        usize::try_from((mixed ^ (mixed >> 31)) % bound).unwrap_or(0)
    }
}
