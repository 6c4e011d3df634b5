//! Where canonical octets go.

use ring::digest;

use crate::pki::Digest;

/// Takes canonical octets piece by piece.
pub trait Sink {
    /// Takes the next octets.
    fn write(&mut self, octets: &[u8]);
}

impl Sink for Vec<u8> {
    #[inline]
    fn write(&mut self, octets: &[u8]) {
        self.extend_from_slice(octets);
    }
}

/// How many octets are gathered before the digest function sees them: each call of it has a fixed cost.
const BUFFER: usize = 1024;

/// Digests octets without keeping them.
pub(in crate::dsig) struct Hasher {
    context: digest::Context,
    buffer: [u8; BUFFER],
    used: usize,
}

impl Hasher {
    pub(in crate::dsig) fn new(function: Digest) -> Self {
        let algorithm = match function {
            Digest::Sha1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
            Digest::Sha256 => &digest::SHA256,
            Digest::Sha384 => &digest::SHA384,
            Digest::Sha512 => &digest::SHA512,
        };
        Self { context: digest::Context::new(algorithm), buffer: [0; BUFFER], used: 0 }
    }

    fn flush(&mut self) {
        self.context.update(self.buffer.get(..self.used).unwrap_or_default());
        self.used = 0;
    }

    pub(in crate::dsig) fn finish(mut self) -> Octets {
        self.flush();
        Octets(self.context.finish())
    }
}

impl Sink for Hasher {
    #[inline]
    fn write(&mut self, octets: &[u8]) {
        if let Some(free) = self.buffer.get_mut(self.used..self.used + octets.len()) {
            free.copy_from_slice(octets);
            self.used += octets.len();
            return;
        }
        self.flush();
        match self.buffer.get_mut(..octets.len()) {
            Some(free) => {
                free.copy_from_slice(octets);
                self.used = octets.len();
            }
            None => self.context.update(octets),
        }
    }
}

/// The octets of a digest.
#[derive(Clone, Copy)]
pub(in crate::dsig) struct Octets(digest::Digest);

impl AsRef<[u8]> for Octets {
    fn as_ref(&self) -> &[u8] {
        self.0.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_any_size_digest_alike() {
        let octets: Vec<u8> = (0..10_000_u32).map(|number| number.to_le_bytes()[0]).collect();
        for function in [Digest::Sha1, Digest::Sha256, Digest::Sha384, Digest::Sha512] {
            let mut whole = Hasher::new(function);
            whole.write(&octets);
            let expected = whole.finish();
            for size in [1, 7, 1023, 1024, 1025, 4000] {
                let mut hasher = Hasher::new(function);
                octets.chunks(size).for_each(|piece| hasher.write(piece));
                assert_eq!(hasher.finish().as_ref(), expected.as_ref());
            }
        }
    }

    #[test]
    fn the_empty_message_has_the_published_digest() {
        // FIPS 180-4, SHA-256 of nothing.
        assert_eq!(Hasher::new(Digest::Sha256).finish().as_ref()[..4], [0xe3, 0xb0, 0xc4, 0x42]);
    }
}
