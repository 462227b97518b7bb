//! Where the bytes come from: a file or standard input, read as they arrive and cut on demand.

use core::{num::NonZeroUsize, slice::Chunks};
use std::{
    fs::File,
    io::{self, ErrorKind, Read},
    path::{Path, PathBuf},
};

use clap::{Arg, ArgMatches, value_parser};

use crate::failure::Failure;

/// Bytes asked for in one read. A pipe gives what it has, so that nothing waits for more.
const READ_LEN: usize = 64 * 1024;

/// A captured stream.
pub(crate) struct Source {
    name: String,
    reader: Box<dyn Read>,
    buffer: Vec<u8>,
    cut: usize,
}

/// The argument that says where the bytes come from.
pub(crate) fn file() -> Arg {
    Arg::new("FILE")
        .help("The captured stream; absent or `-`: standard input")
        .value_parser(value_parser!(PathBuf))
}

/// The option that says how they are cut, for codecs of streams.
pub(crate) fn cut() -> Arg {
    Arg::new("cut")
        .long("cut")
        .value_name("N")
        .help("Feed the decoder at most N bytes at a time")
        .value_parser(value_parser!(NonZeroUsize))
}

impl Source {
    /// As [`file()`] says, and [`cut`] if it was asked for.
    pub(crate) fn open(matches: &ArgMatches) -> Result<Self, Failure> {
        let cut: Option<&NonZeroUsize> = matches.try_get_one("cut").ok().flatten();
        let cut = cut.map_or(READ_LEN, |cut| cut.get());
        let path = matches.get_one("FILE").map(PathBuf::as_path);
        Self::open_at(path, cut)
    }

    /// The file of an option, or standard input.
    pub(crate) fn open_beside(path: &Path) -> Result<Self, Failure> {
        Self::open_at(Some(path), READ_LEN)
    }

    fn open_at(path: Option<&Path>, cut: usize) -> Result<Self, Failure> {
        match path {
            Some(path) if path != Path::new("-") => {
                let name = path.display().to_string();
                match File::open(path) {
                    Ok(file) => Ok(Self::new(name, Box::new(file), cut)),
                    Err(error) => Err(Failure::Input { name, error }),
                }
            }
            _ => {
                let stdin = Box::new(io::stdin().lock());
                Ok(Self::new("standard input".into(), stdin, cut))
            }
        }
    }

    pub(crate) fn new(name: String, reader: Box<dyn Read>, cut: usize) -> Self {
        Self {
            name,
            reader,
            buffer: vec![0; READ_LEN],
            cut,
        }
    }

    /// Waits for the next bytes and gives them in pieces. `None`: the input has ended.
    pub(crate) fn read(&mut self) -> Result<Option<Chunks<'_, u8>>, Failure> {
        let len = loop {
            match self.reader.read(&mut self.buffer) {
                Ok(len) => break len,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    let name = self.name.clone();
                    return Err(Failure::Input { name, error });
                }
            }
        };
        Ok(match self.buffer.get(..len) {
            Some([]) | None => None,
            Some(bytes) => Some(bytes.chunks(self.cut)),
        })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Fails behind its bytes.
    pub(crate) struct Failing(pub(crate) &'static [u8]);

    impl Read for Failing {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            match self.0.read(buffer)? {
                0 => Err(ErrorKind::ConnectionReset.into()),
                len => Ok(len),
            }
        }
    }

    /// Gives one byte and an interruption in turn.
    struct Interrupted(Vec<u8>, bool);

    impl Read for Interrupted {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.1 = !self.1;
            if self.1 {
                return Err(ErrorKind::Interrupted.into());
            }
            let Some(byte) = self.0.pop() else {
                return Ok(0);
            };
            buffer[0] = byte;
            Ok(1)
        }
    }

    fn pieces(source: &mut Source) -> Vec<Vec<u8>> {
        let mut pieces = Vec::new();
        while let Some(read) = source.read().unwrap() {
            pieces.extend(read.map(<[u8]>::to_vec));
        }
        pieces
    }

    #[test]
    fn an_interrupted_read_is_retried() {
        let reader = Box::new(Interrupted(b"cba".to_vec(), false));
        let mut source = Source::new(String::new(), reader, READ_LEN);
        assert_eq!(pieces(&mut source), [b"a", b"b", b"c"]);
    }

    #[test]
    fn pieces_are_as_long_as_the_cut_and_the_last_one_is_the_rest() {
        for (cut, expected) in [
            (1, &[&b"a"[..], b"b", b"c", b"d", b"e"][..]),
            (2, &[b"ab", b"cd", b"e"]),
            (5, &[b"abcde"]),
            (usize::MAX, &[b"abcde"]),
        ] {
            let mut source = Source::new(String::new(), Box::new(&b"abcde"[..]), cut);
            assert_eq!(pieces(&mut source), expected, "cut {cut}");
        }
    }
}
