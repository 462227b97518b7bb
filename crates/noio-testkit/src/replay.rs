//! Files that a fuzzer left, run as ordinary tests.

use core::panic::AssertUnwindSafe;
use std::{
    fs, io,
    panic::catch_unwind,
    path::{Path, PathBuf},
};

/// Calls `target` with the content of every file in `folder`, and returns how many there are.
///
/// Files whose name begins with a dot are left out, so that a folder can be committed while it is
/// empty.
///
/// # Errors
///
/// If the folder or a file cannot be read.
///
/// # Panics
///
/// If `target` panics: with the names of all files on which it does.
pub fn replay(folder: &Path, target: impl Fn(&[u8])) -> io::Result<usize> {
    let files = files(folder).map_err(|error| in_context(&error, folder))?;
    let mut failed = Vec::new();
    for file in &files {
        let content = fs::read(file).map_err(|error| in_context(&error, file))?;
        if catch_unwind(AssertUnwindSafe(|| target(&content))).is_err() {
            failed.push(file.display().to_string());
        }
    }
    assert!(failed.is_empty(), "failed on {}", failed.join(", "));
    Ok(files.len())
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        if !is_hidden && entry.file_type()?.is_file() {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

fn in_context(error: &io::Error, path: &Path) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
