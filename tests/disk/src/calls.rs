//! The calls of the C library, taken by name: the linker prefers our functions to the library's.

#![allow(unsafe_code, reason = "functions of the C library have raw pointers")]

use std::collections::BTreeMap;
use std::ffi::{CStr, OsStr};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use libc::{c_char, c_int, c_long, c_void, mode_t, off_t, size_t, ssize_t};

use crate::journal::{Call, Image, Inode, Journal, move_names};
use crate::sqlite;

/// What goes wrong, from the call of a number on (from 0, counted from [`start`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// This call fails with `EIO`, the next ones do not.
    Once(usize),
    /// This and every later call fails with `EIO`.
    ForEver(usize),
    /// Nothing can grow any more: `ENOSPC`.
    Full(usize),
    /// As [`Failure::Full`], but the first write still puts down its half.
    FullHalfway(usize),
}

/// What was written down.
#[derive(Debug, Default)]
pub struct Recorded {
    pub journal: Journal,
    /// Calls before [`start`].
    pub started: usize,
    /// Calls since [`start`].
    pub counted: usize,
    /// Acknowledgements.
    pub marks: usize,
}

#[derive(Debug, Clone)]
enum Open {
    File(Inode),
    Folder(PathBuf),
}

#[derive(Debug, Default)]
struct State {
    root: PathBuf,
    journal: Journal,
    records: bool,
    inodes: BTreeMap<PathBuf, Inode>,
    inode_last: Inode,
    open: BTreeMap<c_int, Open>,
    started: Option<usize>,
    calls: usize,
    failure: Option<Failure>,
    half_done: bool,
    marks: usize,
}

/// Folders on a full disk, and the bytes that became free below each since.
static FULL: Mutex<Vec<(PathBuf, u64)>> = Mutex::new(Vec::new());
static FULL_FOLDERS: AtomicUsize = AtomicUsize::new(0);
static ON: AtomicBool = AtomicBool::new(false);
static STATE: Mutex<Option<State>> = Mutex::new(None);

fn state() -> MutexGuard<'static, Option<State>> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn begin(root: &Path, records: bool, failure: Option<Failure>) {
    let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let mut new = State { root: root.clone(), records, failure, ..State::default() };
    if records {
        for (path, bytes) in read_below(&root) {
            new.inode_last += 1;
            new.inodes.insert(path.clone(), new.inode_last);
            new.journal.before.insert(path, (new.inode_last, bytes));
        }
    }
    sqlite::watch();
    *state() = Some(new);
    ON.store(true, Ordering::SeqCst);
}

/// Writes down every call below `root`, whose files are taken to be on the disk.
pub fn record(root: &Path) {
    begin(root, true, None);
}

/// Lets calls below `root` fail.
pub fn fail(root: &Path, failure: Failure) {
    begin(root, false, Some(failure));
}

/// From here on calls are counted, and fail where that is ordered.
pub fn start() {
    if let Some(state) = state().as_mut() {
        state.started = Some(state.calls);
    }
}

/// From now on there is no room below `root` (`ENOSPC`) but what is given back there: nothing grows, nothing is made.
/// What is there can be written over. Any number of folders may be full at once, whatever else goes on.
pub fn fill(root: &Path) {
    let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let mut full = full();
    full.push((root, 0));
    FULL_FOLDERS.store(full.len(), Ordering::SeqCst);
}

/// There is room again.
pub fn free(root: &Path) {
    let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let mut full = full();
    full.retain(|(folder, _)| *folder != root);
    FULL_FOLDERS.store(full.len(), Ordering::SeqCst);
}

/// Looks into a full folder although a look takes a little room itself. What it gives back stays given back.
pub fn with_room<T>(root: &Path, look: impl FnOnce() -> T) -> T {
    /// More than any look takes.
    const LENT: u64 = 1 << 40;
    let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let lend = |change: &dyn Fn(u64) -> u64| {
        full().iter_mut().filter(|(folder, _)| *folder == root).for_each(|(_, room)| *room = change(*room));
    };
    lend(&|room| room + LENT);
    let seen = look();
    lend(&|room| room.saturating_sub(LENT));
    seen
}

fn full() -> MutexGuard<'static, Vec<(PathBuf, u64)>> {
    FULL.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes so much room below a full folder; `false` where there is not enough.
fn takes_room(path: &Path, bytes: u64) -> bool {
    if is_memory(path) {
        return true;
    }
    match full().iter_mut().find(|(folder, _)| path.starts_with(folder)) {
        Some((_, room)) => match room.checked_sub(bytes) {
            Some(rest) => {
                *room = rest;
                true
            }
            None => false,
        },
        None => true,
    }
}

fn gives_room(path: &Path, bytes: u64) {
    if let Some((_, room)) = full().iter_mut().find(|(folder, _)| path.starts_with(folder)) {
        *room = room.saturating_add(bytes);
    }
}

fn any_full() -> bool {
    FULL_FOLDERS.load(Ordering::SeqCst) > 0
}

fn path_behind(fd: c_int) -> PathBuf {
    std::fs::read_link(format!("/proc/self/fd/{fd}")).unwrap_or_default()
}

fn length_of(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |known| known.len())
}

/// Whether a write would make a file longer for which there is no room.
fn finds_no_room(fd: c_int, count: size_t, offset: Option<off_t>) -> bool {
    if !any_full() {
        return false;
    }
    let path = path_behind(fd);
    let place = offset.unwrap_or_else(|| {
        // SAFETY: asks where the file stands.
        off_t::from(unsafe { libc::syscall(libc::SYS_lseek, fd, 0, libc::SEEK_CUR) })
    });
    let end = u64::try_from(place).unwrap_or(0).saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
    let grows = end.saturating_sub(length_of(&path));
    grows > 0 && !takes_room(&path, grows)
}

/// Something was acknowledged.
pub fn mark() {
    if let Some(state) = state().as_mut() {
        state.marks += 1;
        state.journal.marks.push(state.calls);
    }
}

/// Ends it. Paths in the journal are below the root.
pub fn stop() -> Recorded {
    ON.store(false, Ordering::SeqCst);
    let Some(state) = state().take() else { return Recorded::default() };
    let started = state.started.unwrap_or(state.calls);
    Recorded { journal: state.journal, started, counted: state.calls - started, marks: state.marks }
}

/// Where the files below a folder are not as the journal says: somebody wrote past this crate.
#[must_use]
pub fn check(root: &Path, journal: &Journal) -> Vec<PathBuf> {
    let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let (real, told): (Image, Image) = (read_below(&root).into_iter().collect(), journal.files());
    let paths = real.keys().chain(told.keys());
    let mut differ: Vec<PathBuf> = paths.filter(|path| real.get(*path) != told.get(*path)).cloned().collect();
    differ.sort();
    differ.dedup();
    differ
}

fn read_below(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(read_below(&path));
        } else if !is_memory(&path) {
            found.push((path.clone(), std::fs::read(&path).unwrap_or_default()));
        }
    }
    found
}

fn is_memory(path: &Path) -> bool {
    path.as_os_str().as_bytes().ends_with(b"-shm")
}

/// What a call asks for, as far as it matters whether it may fail for want of room.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asks {
    Room,
    Other,
}

enum Verdict {
    Pass,
    Error(c_int),
    /// Write so many bytes only.
    Short(usize),
}

impl State {
    fn covers(&self, path: &Path) -> bool {
        path.starts_with(&self.root) && !is_memory(path)
    }

    /// Counts a call and says what becomes of it.
    fn judge(&mut self, asks: Asks, length: usize) -> Verdict {
        let Some(started) = self.started else {
            self.calls += 1;
            return Verdict::Pass;
        };
        let number = self.calls - started;
        self.calls += 1;
        match self.failure {
            Some(Failure::Once(at)) if number == at => Verdict::Error(libc::EIO),
            Some(Failure::ForEver(at)) if number >= at => Verdict::Error(libc::EIO),
            Some(Failure::Full(at)) if number >= at && asks == Asks::Room => Verdict::Error(libc::ENOSPC),
            Some(Failure::FullHalfway(at)) if number >= at && asks == Asks::Room => {
                if length > 1 && !self.half_done {
                    self.half_done = true;
                    return Verdict::Short(length / 2);
                }
                Verdict::Error(libc::ENOSPC)
            }
            _ => Verdict::Pass,
        }
    }

    fn note(&mut self, call: Call) {
        if self.records {
            self.journal.calls.push(call);
        }
    }

    fn file(&self, fd: c_int) -> Option<Inode> {
        match self.open.get(&fd) {
            Some(Open::File(inode)) => Some(*inode),
            Some(Open::Folder(_)) | None => None,
        }
    }
}

fn set_errno(code: c_int) {
    // SAFETY: the address of this thread's errno is always valid.
    unsafe { *libc::__errno_location() = code };
}

/// Runs `act` on the state while it is on; `None` lets the call through.
fn with<T>(act: impl FnOnce(&mut State) -> Option<T>) -> Option<T> {
    if !ON.load(Ordering::SeqCst) {
        return None;
    }
    state().as_mut().and_then(act)
}

unsafe fn path_of<'a>(path: *const c_char) -> &'a Path {
    // SAFETY: the C library's callers give a string that ends.
    Path::new(OsStr::from_bytes(unsafe { CStr::from_ptr(path) }.to_bytes()))
}

fn int(result: c_long) -> c_int {
    c_int::try_from(result).unwrap_or(-1)
}

unsafe fn open_file(path: *const c_char, flags: c_int, mode: mode_t) -> c_int {
    // SAFETY: arguments of open(2) as they came.
    let pass = || int(unsafe { libc::syscall(libc::SYS_openat, libc::AT_FDCWD, path, flags, mode) });
    // SAFETY: as above.
    let name = unsafe { path_of(path) };
    if any_full() {
        if flags & libc::O_CREAT != 0 && !name.exists() && !takes_room(name, 1) {
            set_errno(libc::ENOSPC);
            return -1;
        }
        if flags & libc::O_TRUNC != 0 {
            gives_room(name, length_of(name));
        }
    }
    let done = with(|state| {
        if !state.covers(name) {
            return None;
        }
        let exists = name.exists();
        let creates = flags & libc::O_CREAT != 0 && !exists;
        let asks = if creates { Asks::Room } else { Asks::Other };
        if let Verdict::Error(code) = state.judge(asks, 0) {
            state.note(Call::Other);
            set_errno(code);
            return Some(-1);
        }
        let fd = pass();
        if fd < 0 {
            state.note(Call::Other);
            return Some(fd);
        }
        if name.is_dir() {
            state.open.insert(fd, Open::Folder(name.to_owned()));
            state.note(Call::Other);
            return Some(fd);
        }
        if creates || !state.inodes.contains_key(name) {
            state.inode_last += 1;
            state.inodes.insert(name.to_owned(), state.inode_last);
        }
        let inode = state.inodes.get(name).copied().unwrap_or_default();
        state.open.insert(fd, Open::File(inode));
        if creates {
            state.note(Call::Create { path: name.to_owned(), inode });
        } else if flags & libc::O_TRUNC != 0 {
            state.note(Call::Truncate { inode, length: 0 });
        } else {
            state.note(Call::Other);
        }
        Some(fd)
    });
    done.unwrap_or_else(pass)
}

unsafe fn write_at(fd: c_int, bytes: *const c_void, count: size_t, offset: Option<off_t>) -> ssize_t {
    let pass = |count: size_t| -> ssize_t {
        // SAFETY: arguments of write(2) or pwrite(2) as they came, or less of them.
        let written = unsafe {
            match offset {
                Some(offset) => libc::syscall(libc::SYS_pwrite64, fd, bytes, count, offset),
                None => libc::syscall(libc::SYS_write, fd, bytes, count),
            }
        };
        ssize_t::try_from(written).unwrap_or(-1)
    };
    if finds_no_room(fd, count, offset) {
        set_errno(libc::ENOSPC);
        return -1;
    }
    let done = with(|state| {
        let inode = state.file(fd)?;
        let count = match state.judge(Asks::Room, count) {
            Verdict::Error(code) => {
                state.note(Call::Other);
                set_errno(code);
                return Some(-1);
            }
            Verdict::Short(count) => count,
            Verdict::Pass => count,
        };
        let place = match offset {
            Some(offset) => offset,
            // SAFETY: asks where the file stands.
            None => off_t::from(unsafe { libc::syscall(libc::SYS_lseek, fd, 0, libc::SEEK_CUR) }),
        };
        let written = pass(count);
        match (usize::try_from(written), usize::try_from(place)) {
            (Ok(written), Ok(offset)) if state.records => {
                // SAFETY: the kernel has just read so many bytes from there.
                let bytes = unsafe { std::slice::from_raw_parts(bytes.cast::<u8>(), written) }.to_vec();
                state.note(Call::Write { inode, offset, bytes });
            }
            (_, _) => state.note(Call::Other),
        }
        Some(written)
    });
    done.unwrap_or_else(|| pass(count))
}

unsafe fn read_at(fd: c_int, bytes: *mut c_void, count: size_t, offset: Option<off_t>) -> ssize_t {
    let refused = with(|state| {
        state.file(fd)?;
        state.note(Call::Other);
        match state.judge(Asks::Other, 0) {
            Verdict::Error(code) => Some(code),
            Verdict::Pass | Verdict::Short(_) => None,
        }
    });
    if let Some(code) = refused {
        set_errno(code);
        return -1;
    }
    // SAFETY: arguments of read(2) or pread(2) as they came.
    let read = unsafe {
        match offset {
            Some(offset) => libc::syscall(libc::SYS_pread64, fd, bytes, count, offset),
            None => libc::syscall(libc::SYS_read, fd, bytes, count),
        }
    };
    ssize_t::try_from(read).unwrap_or(-1)
}

fn sync(fd: c_int, number: c_long) -> c_int {
    // SAFETY: arguments of fsync(2) or fdatasync(2) as they came.
    let pass = || int(unsafe { libc::syscall(number, fd) });
    let done = with(|state| {
        let open = state.open.get(&fd).cloned()?;
        if let Verdict::Error(code) = state.judge(Asks::Other, 0) {
            state.note(Call::Other);
            set_errno(code);
            return Some(-1);
        }
        // The folder is in memory: there is nothing to wait for.
        state.note(match open {
            Open::File(inode) => Call::Sync { inode },
            Open::Folder(path) => Call::SyncFolder { path },
        });
        Some(0)
    });
    done.unwrap_or_else(pass)
}

fn truncate(fd: c_int, length: off_t) -> c_int {
    if any_full() {
        let path = path_behind(fd);
        gives_room(&path, length_of(&path).saturating_sub(u64::try_from(length).unwrap_or(0)));
    }
    // SAFETY: arguments of ftruncate(2) as they came.
    let pass = || int(unsafe { libc::syscall(libc::SYS_ftruncate, fd, length) });
    let done = with(|state| {
        let inode = state.file(fd)?;
        if let Verdict::Error(code) = state.judge(Asks::Other, 0) {
            state.note(Call::Other);
            set_errno(code);
            return Some(-1);
        }
        let cut = pass();
        match usize::try_from(length) {
            Ok(length) if cut == 0 => state.note(Call::Truncate { inode, length }),
            _ => state.note(Call::Other),
        }
        Some(cut)
    });
    done.unwrap_or_else(pass)
}

/// # Safety
/// As open(2); the third argument is read whether or not it was given, and used only by the kernel where it was.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn open(path: *const c_char, flags: c_int, mode: mode_t) -> c_int {
    // SAFETY: as the caller's.
    unsafe { open_file(path, flags, mode) }
}

/// # Safety
/// As open(2).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn open64(path: *const c_char, flags: c_int, mode: mode_t) -> c_int {
    // SAFETY: as the caller's.
    unsafe { open_file(path, flags, mode) }
}

/// # Safety
/// As write(2).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn write(fd: c_int, bytes: *const c_void, count: size_t) -> ssize_t {
    // SAFETY: as the caller's.
    unsafe { write_at(fd, bytes, count, None) }
}

/// # Safety
/// As pwrite(2).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pwrite(fd: c_int, bytes: *const c_void, count: size_t, offset: off_t) -> ssize_t {
    // SAFETY: as the caller's.
    unsafe { write_at(fd, bytes, count, Some(offset)) }
}

/// # Safety
/// As pwrite(2).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pwrite64(fd: c_int, bytes: *const c_void, count: size_t, offset: off_t) -> ssize_t {
    // SAFETY: as the caller's.
    unsafe { write_at(fd, bytes, count, Some(offset)) }
}

/// # Safety
/// As read(2).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn read(fd: c_int, bytes: *mut c_void, count: size_t) -> ssize_t {
    // SAFETY: as the caller's.
    unsafe { read_at(fd, bytes, count, None) }
}

/// # Safety
/// As pread(2).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pread(fd: c_int, bytes: *mut c_void, count: size_t, offset: off_t) -> ssize_t {
    // SAFETY: as the caller's.
    unsafe { read_at(fd, bytes, count, Some(offset)) }
}

/// # Safety
/// As pread(2).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pread64(fd: c_int, bytes: *mut c_void, count: size_t, offset: off_t) -> ssize_t {
    // SAFETY: as the caller's.
    unsafe { read_at(fd, bytes, count, Some(offset)) }
}

#[unsafe(no_mangle)]
pub extern "C" fn fsync(fd: c_int) -> c_int {
    sync(fd, libc::SYS_fsync)
}

#[unsafe(no_mangle)]
pub extern "C" fn fdatasync(fd: c_int) -> c_int {
    sync(fd, libc::SYS_fdatasync)
}

#[unsafe(no_mangle)]
pub extern "C" fn ftruncate(fd: c_int, length: off_t) -> c_int {
    truncate(fd, length)
}

#[unsafe(no_mangle)]
pub extern "C" fn ftruncate64(fd: c_int, length: off_t) -> c_int {
    truncate(fd, length)
}

#[unsafe(no_mangle)]
pub extern "C" fn close(fd: c_int) -> c_int {
    with(|state| state.open.remove(&fd));
    // SAFETY: as close(2).
    int(unsafe { libc::syscall(libc::SYS_close, fd) })
}

/// # Safety
/// As rename(2).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rename(from: *const c_char, to: *const c_char) -> c_int {
    // SAFETY: as the caller's.
    let pass = || int(unsafe { libc::syscall(libc::SYS_renameat, libc::AT_FDCWD, from, libc::AT_FDCWD, to) });
    // SAFETY: as the caller's.
    let (from, to) = unsafe { (path_of(from), path_of(to)) };
    let done = with(|state| {
        if !state.covers(from) && !state.covers(to) {
            return None;
        }
        if let Verdict::Error(code) = state.judge(Asks::Room, 0) {
            state.note(Call::Other);
            set_errno(code);
            return Some(-1);
        }
        let renamed = pass();
        if renamed == 0 {
            move_names(&mut state.inodes, from, to);
            state.note(Call::Rename { from: from.to_owned(), to: to.to_owned() });
        } else {
            state.note(Call::Other);
        }
        Some(renamed)
    });
    done.unwrap_or_else(pass)
}

/// # Safety
/// As unlink(2).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn unlink(path: *const c_char) -> c_int {
    // SAFETY: as the caller's.
    unsafe { remove(libc::AT_FDCWD, path, 0) }
}

/// # Safety
/// As unlinkat(2).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn unlinkat(folder: c_int, path: *const c_char, flags: c_int) -> c_int {
    // SAFETY: as the caller's.
    unsafe { remove(folder, path, flags) }
}

unsafe fn remove(folder: c_int, path: *const c_char, flags: c_int) -> c_int {
    // SAFETY: as the caller's.
    let pass = || int(unsafe { libc::syscall(libc::SYS_unlinkat, folder, path, flags) });
    if any_full() && flags & libc::AT_REMOVEDIR == 0 && folder == libc::AT_FDCWD {
        // SAFETY: as the caller's.
        let name = unsafe { path_of(path) };
        gives_room(name, length_of(name));
    }
    // A folder is taken away at once, as it is made.
    if flags & libc::AT_REMOVEDIR != 0 || !ON.load(Ordering::SeqCst) {
        return pass();
    }
    // SAFETY: as the caller's.
    let mut name = unsafe { path_of(path) }.to_owned();
    if folder != libc::AT_FDCWD {
        name = std::fs::read_link(format!("/proc/self/fd/{folder}")).unwrap_or_default().join(name);
    }
    let done = with(|state| {
        if !state.covers(&name) {
            return None;
        }
        if let Verdict::Error(code) = state.judge(Asks::Other, 0) {
            state.note(Call::Other);
            set_errno(code);
            return Some(-1);
        }
        let gone = pass();
        if gone == 0 {
            state.inodes.remove(&name);
            state.note(Call::Unlink { path: name.clone() });
        } else {
            state.note(Call::Other);
        }
        Some(gone)
    });
    done.unwrap_or_else(pass)
}

/// Memory is not pinned here: the cipher asks for it at every allocation, and nothing of it is on a disk.
#[unsafe(no_mangle)]
pub extern "C" fn mlock(_address: *const c_void, _length: size_t) -> c_int {
    0
}

#[unsafe(no_mangle)]
pub extern "C" fn munlock(_address: *const c_void, _length: size_t) -> c_int {
    0
}
