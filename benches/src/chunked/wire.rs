//! Chunked bodies.

use core::iter;

use bytes::Bytes;

use crate::spread::spread;

/// A body and its chunks.
#[derive(Clone, Debug)]
pub struct Wire {
    /// What was chunked: bytes of every value, line ends among them.
    pub body: Bytes,
    /// The chunks, with the last one and no trailers.
    pub bytes: Bytes,
    /// How many chunks, without the last.
    pub chunks: usize,
    /// Bytes of data in a chunk, at most.
    pub max_len: usize,
}

/// A kind of body.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Short name, for tables and the command line.
    pub name: &'static str,
    /// What it stands for.
    pub about: &'static str,
    /// Chunks of about 4 MiB.
    pub chunks: usize,
    /// Makes a body with that many chunks.
    pub wire: fn(chunks: usize) -> Wire,
}

/// Chunks that are all of the same length.
pub const EQUAL: [Shape; 3] = [
    Shape {
        name: "16B",
        about: "chunks of 16 B, as of tokens and ticks",
        chunks: 190_000,
        wire: |chunks| equal(16, chunks),
    },
    Shape {
        name: "1KiB",
        about: "chunks of 1 KiB, as of rows and log lines",
        chunks: 4_000,
        wire: |chunks| equal(1_024, chunks),
    },
    Shape {
        name: "16KiB",
        about: "chunks of 16 KiB, as of files",
        chunks: 256,
        wire: |chunks| equal(16 * 1_024, chunks),
    },
];

/// Chunks whose length cannot be foreseen.
pub const MIXED: Shape = Shape {
    name: "mixed",
    about: "chunks of 1 B to 4 KiB, with one, two or three digits about equally often",
    chunks: 13_000,
    wire: mixed,
};

/// `chunks` chunks of `len` bytes each.
pub fn equal(len: usize, chunks: usize) -> Wire {
    wire(iter::repeat_n(len, chunks))
}

/// `chunks` chunks of 1 to 4,096 bytes, the short ones more often.
pub fn mixed(chunks: usize) -> Wire {
    wire((0..chunks).map(|index| {
        let limit = 1 << (spread(2 * index) % 13);
        1 + spread(2 * index + 1) as usize % limit
    }))
}

fn wire(lens: impl Iterator<Item = usize>) -> Wire {
    let (mut body, mut bytes) = (Vec::new(), Vec::new());
    let (mut chunks, mut max_len) = (0, 0);
    for len in lens {
        let start = body.len();
        body.extend((start..start + len).map(byte));
        let (_, data) = body.split_at(start);
        bytes.extend_from_slice(format!("{len:x}\r\n").as_bytes());
        bytes.extend_from_slice(data);
        bytes.extend_from_slice(b"\r\n");
        chunks += 1;
        max_len = max_len.max(len);
    }
    bytes.extend_from_slice(b"0\r\n\r\n");
    Wire {
        body: body.into(),
        bytes: bytes.into(),
        chunks,
        max_len,
    }
}

/// A byte of a body: it does not depend on the chunk that it is in.
fn byte(index: usize) -> u8 {
    let [.., byte] = spread(index).to_be_bytes();
    byte
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_as_described() {
        for shape in EQUAL.into_iter().chain([MIXED]) {
            let wire = (shape.wire)(shape.chunks);
            assert_eq!(wire.chunks, shape.chunks);
            let mib = wire.bytes.len() as f64 / f64::from(1 << 20);
            assert!((3.5..4.5).contains(&mib), "{}: {mib} MiB", shape.name);
        }
        let two = equal(3, 2);
        let [a, b, c, d, e, f] = *two.body else {
            panic!("{:?}", two.body);
        };
        let expected = [
            b"3\r\n",
            &[a, b, c][..],
            b"\r\n3\r\n",
            &[d, e, f],
            b"\r\n0\r\n\r\n",
        ];
        assert_eq!(two.bytes, expected.concat());
    }

    #[test]
    fn mixed_chunks_have_any_number_of_digits() {
        let wire = mixed(3_000);
        assert!(wire.max_len > 2_048 && wire.max_len <= 4_096);
        let mut digits = [0; 5];
        let mut rest = &*wire.bytes;
        while let Ok(httparse::Status::Complete((head, len))) = httparse::parse_chunk_size(rest) {
            if len == 0 {
                break;
            }
            digits[head - 2] += 1;
            let len = usize::try_from(len).unwrap();
            rest = rest.split_at(head + len + 2).1;
        }
        assert_eq!(digits.iter().sum::<usize>(), wire.chunks);
        assert!(digits[1..=3].iter().all(|&count| count > 600), "{digits:?}");
    }
}
