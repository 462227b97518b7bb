//! A chunked body made anew of what was decoded from one.

use core::num::NonZeroU64;
use std::io::{self, Write};

use noio_chunked::{CHUNK_END, ChunkHead, Encoder, Trailer};

use super::{Extension, extensions};

/// Makes a body with the same chunks, extensions and trailer fields. The lines are the encoder's.
#[derive(Default)]
pub(super) struct Reencoder {
    encoder: Encoder,
    /// Data of the chunk under way that has yet to come.
    remaining: u64,
    /// Those of the chunk under way.
    extensions: Vec<Extension>,
    trailers: Vec<(String, Vec<u8>)>,
}

impl Reencoder {
    /// Writes the size line, unless it is that of the last chunk: it comes with the trailer
    /// section.
    pub(super) fn chunk(&mut self, head: &ChunkHead<'_>, out: &mut impl Write) -> io::Result<()> {
        self.extensions = extensions(head);
        self.remaining = head.size();
        if let Some(size) = NonZeroU64::new(head.size()) {
            let mut line = Vec::new();
            self.encoder
                .encode_head(size, &borrowed(&self.extensions), &mut line)?;
            out.write_all(&line)?;
        }
        Ok(())
    }

    /// Writes data, and the line end behind the last of a chunk.
    pub(super) fn data(&mut self, data: &[u8], out: &mut impl Write) -> io::Result<()> {
        out.write_all(data)?;
        self.remaining = self.remaining.saturating_sub(data.len() as u64);
        if self.remaining == 0 {
            out.write_all(CHUNK_END)?;
        }
        Ok(())
    }

    /// Keeps a trailer field for the end.
    pub(super) fn trailer(&mut self, trailer: &Trailer<'_>) {
        let name = trailer.name().as_str().to_owned();
        self.trailers.push((name, trailer.value().to_vec()));
    }

    /// Writes the last chunk and the trailer section.
    pub(super) fn end(&mut self, out: &mut impl Write) -> io::Result<()> {
        let trailers: Vec<(&str, &[u8])> = self
            .trailers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_slice()))
            .collect();
        let mut end = Vec::new();
        self.encoder
            .finish_with_extensions(&borrowed(&self.extensions), &trailers, &mut end)?;
        out.write_all(&end)
    }
}

fn borrowed(extensions: &[Extension]) -> Vec<(&str, Option<&[u8]>)> {
    extensions
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_deref()))
        .collect()
}
