//! The files of a directory.

use core::time::Duration;
use std::{
    fs::{self, File},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
    process,
    sync::{Mutex, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

use noio_conditional::{ETag, EncodeError, HttpDate, LastModified};
use sha2::{Digest as _, Sha256};

use crate::{
    plan::{self, FileState, Plan},
    request::{Fields, Method},
    target::Target,
};

/// The longest file of which the content is kept in memory, and the longest that can be put.
pub(crate) const MAX_KEPT_LEN: usize = 1024 * 1024;

/// How long a file may change again without its time doing so: the tick of the coarsest file system
/// in use, which is FAT.
const TICK: Duration = Duration::from_secs(2);

/// The files of a directory, and of those below it.
pub(crate) struct Store {
    /// Without symbolic links.
    root: PathBuf,
    clock: fn() -> SystemTime,
    /// How many files were written. Locked while one is looked at and changed.
    write_count: Mutex<u64>,
}

/// A file as it is now.
pub(crate) struct Opened {
    pub(crate) representation: FileState,
    pub(crate) octets: Octets,
}

/// The octets of a file.
pub(crate) enum Octets {
    Kept(Vec<u8>),
    InFile(File),
}

/// Where a target leads.
enum Place {
    /// To a file: its name, which may be that of a link, and where it is.
    File { name: PathBuf, path: PathBuf },
    /// To where one could be: the directory is there.
    Vacant(PathBuf),
    /// To a directory, a device, out of the root, or nowhere.
    NoFile,
}

impl Store {
    pub(crate) fn new(root: &Path, clock: fn() -> SystemTime) -> io::Result<Self> {
        Ok(Self {
            root: root.canonicalize()?,
            clock,
            write_count: Mutex::default(),
        })
    }

    /// The time.
    pub(crate) fn now(&self) -> HttpDate {
        date((self.clock)())
    }

    /// The file to which a target leads, if it is one.
    pub(crate) fn open(&self, target: &Target) -> io::Result<Option<Opened>> {
        match self.place(target)? {
            Place::File { path, .. } => self.open_file(&path, target.name()),
            Place::Vacant(_) | Place::NoFile => Ok(None),
        }
    }

    /// Carries out a PUT or DELETE, if the preconditions in `fields` say so.
    ///
    /// Nothing else is changed here between the look at the file and the change: without the lock,
    /// two clients could both be told that their If-Match matches, and one would overwrite the other.
    pub(crate) fn change(
        &self,
        method: Method,
        target: &Target,
        fields: &Fields,
        content: &[u8],
    ) -> io::Result<Plan> {
        // A thread that panicked left no half of a file under a name that anyone asks for.
        let mut write_count = self
            .write_count
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let (name, path, opened) = match self.place(target)? {
            Place::File { name, path } => {
                let opened = self.open_file(&path, target.name())?;
                (name, path, opened)
            }
            Place::Vacant(path) => (path.clone(), path, None),
            Place::NoFile if method == Method::Put => {
                return Ok(Plan::text(409, "there can be no file here"));
            }
            Place::NoFile => return Ok(Plan::text(404, "no such file")),
        };
        let current = opened.map(|opened| opened.representation);
        let why = match plan::change(method, fields, current.as_ref(), self.now()) {
            Ok(why) => why,
            Err(plan) => return Ok(plan),
        };
        if method == Method::Delete {
            // The link, if it is one: to remove the file would leave a link to nothing.
            fs::remove_file(name)?;
            return Ok(Plan::deleted(why));
        }
        let etag = content_tag(content)?;
        *write_count += 1;
        // No target leads to a name that begins with a dot.
        let new = path.with_file_name(format!(".{}-{write_count}.new", process::id()));
        let file = File::create_new(&new)?;
        let replaced = write(file, content, &path).and_then(|()| fs::rename(&new, &path));
        if let Err(error) = replaced {
            let _is_gone = fs::remove_file(&new);
            return Err(error);
        }
        Ok(Plan::replaced(current.is_none(), etag, why))
    }

    fn place(&self, target: &Target) -> io::Result<Place> {
        let path = target.path(&self.root);
        let (Some(directory), Some(name)) = (path.parent(), path.file_name()) else {
            return Ok(Place::NoFile);
        };
        // By itself, and first: behind a link that leads out there may be one that leads in again.
        let name = match self.resolve(directory)? {
            Some(directory) if directory.is_dir() => directory.join(name),
            _ => return Ok(Place::NoFile),
        };
        Ok(match (self.resolve(&name)?, name.symlink_metadata()) {
            (Some(path), _) if path.is_file() => Place::File { name, path },
            // A link to nothing is no file, but it is there.
            (None, Err(error)) if error.kind() == io::ErrorKind::NotFound => Place::Vacant(name),
            _ => Place::NoFile,
        })
    }

    /// The path without symbolic links; `None` if it leads nowhere, or out of the root.
    fn resolve(&self, path: &Path) -> io::Result<Option<PathBuf>> {
        match path.canonicalize() {
            Ok(path) => Ok(path.starts_with(&self.root).then_some(path)),
            Err(error) if is_nowhere(path, &error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn open_file(&self, path: &Path, name: &str) -> io::Result<Option<Opened>> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut metadata = file.metadata()?;
        let mut kept = None;
        if metadata.len() <= MAX_KEPT_LEN as u64 {
            let mut content = Vec::new();
            let limit = MAX_KEPT_LEN as u64 + 1;
            (&file).take(limit).read_to_end(&mut content)?;
            if content.len() <= MAX_KEPT_LEN {
                kept = Some(content);
            } else {
                // It has grown.
                metadata = file.metadata()?;
            }
        }
        let modified = metadata.modified()?;
        // The time is taken behind the look at the file. Were it taken before, a change since would
        // have its Last-Modified moved back to it, and If-Unmodified-Since would be true.
        let now = (self.clock)();
        let (etag, len) = match &kept {
            Some(content) => (content_tag(content)?, content.len() as u64),
            None => {
                let len = metadata.len();
                (metadata_tag(len, modified, now)?, len)
            }
        };
        Ok(Some(Opened {
            representation: FileState {
                etag,
                last_modified: LastModified::weak(date(modified), date(now)),
                len,
                content_type: content_type(name),
            },
            octets: kept.map_or(Octets::InFile(file), Octets::Kept),
        }))
    }
}

/// Whether a path leads to nothing: to what is not there, through a file, by a name that is too long,
/// or in a circle.
fn is_nowhere(path: &Path, error: &io::Error) -> bool {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::InvalidFilename => {
            true
        }
        io::ErrorKind::PermissionDenied => false,
        // Rust has no stable name for a circle, so any other failure of a path with a link in it is
        // taken for one.
        _ => path.ancestors().any(Path::is_symlink),
    }
}

/// Writes a file, down to the disk. Who may read it is as it was for the one that it replaces.
fn write(mut file: File, content: &[u8], replaced: &Path) -> io::Result<()> {
    if let Ok(metadata) = replaced.metadata() {
        file.set_permissions(metadata.permissions())?;
    }
    file.write_all(content)?;
    file.sync_all()
}

/// The ETag of what is in memory: strong, since other content has another one.
fn content_tag(content: &[u8]) -> Result<Vec<u8>, EncodeError> {
    // Half of the hash. To find two files with the same takes 2^64 attempts.
    let opaque: String = Sha256::digest(content)
        .iter()
        .take(16)
        .map(|octet| format!("{octet:02x}"))
        .collect();
    encode(ETag::strong(opaque.as_bytes())?)
}

/// The ETag of what is not read: weak as long as the file may change without it (RFC 9110 §8.8.1).
fn metadata_tag(len: u64, modified: SystemTime, now: SystemTime) -> Result<Vec<u8>, EncodeError> {
    let (sign, since) = match modified.duration_since(UNIX_EPOCH) {
        Ok(since) => ("", since),
        Err(before) => ("-", before.duration()),
    };
    let (seconds, nanos) = (since.as_secs(), since.subsec_nanos());
    let opaque = format!("{sign}{seconds:x}.{nanos:x}/{len:x}");
    // A time in the future tells nothing.
    let is_settled = now.duration_since(modified).is_ok_and(|age| age >= TICK);
    encode(if is_settled {
        ETag::strong(opaque.as_bytes())?
    } else {
        ETag::weak(opaque.as_bytes())?
    })
}

fn encode(tag: ETag<'_>) -> Result<Vec<u8>, EncodeError> {
    let mut field = Vec::with_capacity(tag.encoded_len());
    tag.encode(&mut field)?;
    Ok(field)
}

/// A time to the second. What is before 1970 is taken for 1970.
fn date(time: SystemTime) -> HttpDate {
    let seconds = time
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    HttpDate::saturating_from_unix_seconds(i64::try_from(seconds).unwrap_or(i64::MAX))
}

/// By the end of the name.
fn content_type(name: &str) -> &'static str {
    match Path::new(name).extension().and_then(|end| end.to_str()) {
        Some("css") => "text/css",
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("json") => "application/json",
        Some("png") => "image/png",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use core::time::Duration;
    use std::time::UNIX_EPOCH;

    use noio_conditional::ETag;

    use super::{content_tag, metadata_tag};

    #[test]
    fn a_tag_of_content_is_of_nothing_else() {
        let tag = |content: &[u8]| content_tag(content).expect("a tag");
        assert_eq!(tag(b""), b"\"e3b0c44298fc1c149afbf4c8996fb924\"");
        assert_eq!(tag(b"a"), tag(b"a"));
        assert_ne!(tag(b"a"), tag(b"b"));
    }

    #[test]
    fn a_tag_of_times_is_strong_when_they_are_over() {
        let at = |millis| {
            UNIX_EPOCH + Duration::from_secs(1_800_000_000) + Duration::from_millis(millis)
        };
        for (now, is_weak) in [(0, true), (1999, true), (2000, false), (9999, false)] {
            let tag = metadata_tag(7, at(0), at(now)).expect("a tag");
            assert_eq!(ETag::parse(&tag).map(ETag::is_weak), Some(is_weak), "{now}");
        }
        // The file comes from the future, or from before 1970.
        let tag = metadata_tag(7, at(1), at(0)).expect("a tag");
        assert!(tag.starts_with(b"W/"));
        let before = metadata_tag(7, UNIX_EPOCH - Duration::from_nanos(255), at(0));
        assert_eq!(before, Ok(b"\"-0.ff/7\"".to_vec()));
        // Each part counts.
        let tag = |len, millis| metadata_tag(len, at(millis), at(9999)).expect("a tag");
        assert_ne!(tag(7, 0), tag(8, 0));
        assert_ne!(tag(7, 0), tag(7, 1));
    }
}
