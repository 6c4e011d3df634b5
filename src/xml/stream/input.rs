//! Bytes on their way to quick-xml: decoded to UTF-8, and no more of them for one piece of markup than the limit.

use std::io;
use std::io::BufRead;
use std::io::Chain;
use std::io::Cursor;
use std::io::Read;

use encoding_rs::Decoder;
use encoding_rs::DecoderResult;

use crate::xml::source::Written;
use crate::xml::source::first_beyond_ascii;

/// UTF-8 that is made at once of an input in another encoding.
const CHUNK: usize = 16 << 10;

/// Why no more bytes come, other than that the input failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// One piece of markup is longer than the limit.
    Limit,
    /// The bytes are not valid in their encoding.
    Malformed,
}

/// An input of any encoding as UTF-8. UTF-8 itself passes through and is checked by its reader.
pub(super) struct Input<R> {
    inner: Chain<Cursor<Vec<u8>>, R>,
    encoding: Written,
    decoder: Option<Decoder>,
    decoded: Vec<u8>,
    at: usize,
    is_finished: bool,
    is_malformed: bool,
    /// Bytes that the current piece of markup may still take.
    left: usize,
    stop: Option<Stop>,
}

impl<R: BufRead> Input<R> {
    /// The input whose first bytes were read already; those before `mark` are left out.
    pub(super) fn new(head: Vec<u8>, mark: usize, rest: R, encoding: Written) -> Self {
        let mut head = Cursor::new(head);
        head.set_position(mark as u64);
        let decoder = match encoding {
            Written::SingleByte(table) | Written::Utf16(table) => Some(table.new_decoder_without_bom_handling()),
            Written::Ascii | Written::Latin1 | Written::Utf8 => None,
        };
        Self {
            inner: head.chain(rest),
            encoding,
            decoder,
            decoded: Vec::new(),
            at: 0,
            is_finished: false,
            is_malformed: false,
            left: usize::MAX,
            stop: None,
        }
    }

    /// Bytes for the next piece of markup.
    pub(super) const fn allow(&mut self, bytes: usize) {
        self.left = bytes;
    }

    pub(super) const fn stop(&self) -> Option<Stop> {
        self.stop
    }

    fn refuse(&mut self, stop: Stop) -> io::Error {
        self.stop = Some(stop);
        io::Error::from(io::ErrorKind::InvalidData)
    }

    /// Decodes further; at the end of the input nothing is added.
    fn decode(&mut self) -> io::Result<()> {
        self.decoded.clear();
        self.at = 0;
        while self.decoded.is_empty() && !self.is_finished {
            if self.is_malformed {
                return Err(self.refuse(Stop::Malformed));
            }
            let bytes = self.inner.fill_buf()?;
            let is_last = bytes.is_empty();
            let mut taken = bytes.len();
            match (&mut self.decoder, self.encoding) {
                (Some(decoder), _) => {
                    self.decoded.resize(CHUNK, 0);
                    let (result, read, written) = decoder.decode_to_utf8_without_replacement(bytes, &mut self.decoded, is_last);
                    self.decoded.truncate(written);
                    taken = read;
                    // What was good comes first; the fault is told when it is reached.
                    self.is_malformed = matches!(result, DecoderResult::Malformed(..));
                    self.is_finished = is_last && result == DecoderResult::InputEmpty;
                }
                (None, Written::Latin1) => {
                    self.decoded.extend_from_slice(encoding_rs::mem::decode_latin1(bytes).as_bytes());
                    self.is_finished = is_last;
                }
                (None, _) => {
                    if let Some(offset) = first_beyond_ascii(bytes) {
                        taken = offset;
                        self.is_malformed = true;
                    }
                    self.decoded.extend_from_slice(bytes.get(..taken).unwrap_or_default());
                    self.is_finished = is_last;
                }
            }
            self.inner.consume(taken);
        }
        Ok(())
    }
}

impl<R: BufRead> BufRead for Input<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(self.refuse(Stop::Limit));
        }
        if matches!(self.encoding, Written::Utf8) {
            return self.inner.fill_buf();
        }
        if self.at >= self.decoded.len() {
            self.decode()?;
        }
        Ok(self.decoded.get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.left = self.left.saturating_sub(count);
        if matches!(self.encoding, Written::Utf8) {
            self.inner.consume(count);
        } else {
            self.at += count;
        }
    }
}

impl<R: BufRead> Read for Input<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut bytes = self.fill_buf()?;
        let count = bytes.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}
