//! Bytes to text: which encoding it is, and the way out of it.
//!
//! The order was measured on Arabic, Persian, Urdu and Hebrew: byte order mark, UTF-16 without a
//! mark, UTF-8, then statistics. UTF-16 comes before UTF-8, because plain Arabic in UTF-16 has
//! only bytes that are ASCII too (U+0627 is `27 06`).

use std::io::{self, BufRead, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
pub use encoding_rs::Encoding;
use encoding_rs::{Decoder, DecoderResult, UTF_8, UTF_16BE, UTF_16LE};

/// How many bytes of a file the encoding is told by.
pub const WINDOW: usize = 64 * 1024;

/// The encoding called `name`, in any spelling that the web knows: `windows-1256`, `cp1256`, `utf-16`.
pub fn named(name: &str) -> Option<&'static Encoding> {
    let name = name.trim();
    Encoding::for_label(name.as_bytes()).or_else(|| {
        // Python and iconv say cp1256.
        let number = name.to_ascii_lowercase();
        let number = number.strip_prefix("cp")?.to_owned();
        Encoding::for_label(format!("windows-{number}").as_bytes())
    })
}

/// The encoding of what begins with `head`; `whole` if that is all of it.
pub fn detect(head: &[u8], whole: bool) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return encoding;
    }
    if let Some(encoding) = utf_16(head, whole) {
        return encoding;
    }
    if is_utf_8(head, whole) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(head.get(..WINDOW).unwrap_or(head), whole);
    detector.guess(None, Utf8Detection::Allow)
}

/// UTF-16 in one byte order, if nine of ten units are what a text in Arabic, Hebrew or English has.
fn utf_16(head: &[u8], whole: bool) -> Option<&'static Encoding> {
    // Each Arabic letter has a byte 06, each Latin one a byte 00. Without any such byte, two blanks
    // would pass for U+2020.
    if (whole && head.len() % 2 == 1) || !head.iter().any(|&byte| byte < 8) {
        return None;
    }
    let count = head.len() / 2;
    let plausible = |unit: u16| matches!(unit, 0x20..=0x7E | 0x0A | 0x0D | 0x09 | 0x0590..=0x06FF | 0x2000..=0x206F);
    let share = |unit: fn([u8; 2]) -> u16| {
        let pairs = head.chunks_exact(2);
        let units = pairs.filter_map(|pair| Some(unit([*pair.first()?, *pair.get(1)?])));
        units.filter(|&unit| plausible(unit)).count() * 10 >= count * 9
    };
    if count == 0 {
        None
    } else if share(u16::from_le_bytes) {
        Some(UTF_16LE)
    } else {
        share(u16::from_be_bytes).then_some(UTF_16BE)
    }
}

/// Whether it is UTF-8, also with a few damaged places: these are named later, and no reason to take
/// all of a text for another encoding.
fn is_utf_8(head: &[u8], whole: bool) -> bool {
    let error = match std::str::from_utf8(head) {
        Ok(_) => return true,
        Err(error) => error,
    };
    if error.error_len().is_none() && !whole {
        return true;
    }
    let (mut sound, mut damaged) = (0, 0);
    for chunk in head.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        damaged += usize::from(!chunk.invalid().is_empty());
    }
    sound > 3 * damaged
}

/// The text that `bytes` are in `encoding`, without a byte order mark, and how many places could
/// not be decoded: these have U+FFFD.
pub fn decode(bytes: &[u8], encoding: &'static Encoding) -> (String, usize) {
    let mut decoding = Decoding::new(bytes, encoding);
    let mut text = Vec::new();
    // Reading from memory does not fail.
    let _ = decoding.read_to_end(&mut text);
    match String::from_utf8(text) {
        Ok(text) => (text, decoding.replaced()),
        Err(error) => {
            let mut replaced = 0;
            let mut text = String::new();
            for chunk in error.as_bytes().utf8_chunks() {
                text.push_str(chunk.valid());
                if !chunk.invalid().is_empty() {
                    text.push(char::REPLACEMENT_CHARACTER);
                    replaced += 1;
                }
            }
            (text, replaced)
        }
    }
}

/// A file in any encoding, read as UTF-8. What is said to be UTF-8 goes through as it is, for the
/// reader to name the place that is not.
#[derive(Debug)]
pub struct Decoding<R> {
    inner: R,
    decoder: Option<Box<Decoder>>,
    /// Read and not yet decoded: `input[at..]`.
    input: Vec<u8>,
    at: usize,
    /// Decoded and not yet taken: `output[taken..]`.
    output: Vec<u8>,
    taken: usize,
    begun: bool,
    ended: bool,
    replaced: usize,
    /// How much may still be read.
    allowance: usize,
}

impl<R: Read> Decoding<R> {
    /// Reads `inner`, which is in `encoding`.
    pub fn new(inner: R, encoding: &'static Encoding) -> Self {
        let decoder =
            (encoding != UTF_8).then(|| Box::new(encoding.new_decoder_with_bom_removal()));
        Self {
            inner,
            decoder,
            input: Vec::new(),
            at: 0,
            output: Vec::new(),
            taken: 0,
            begun: false,
            ended: false,
            replaced: 0,
            allowance: usize::MAX,
        }
    }

    /// How many places could not be decoded so far.
    pub fn replaced(&self) -> usize {
        self.replaced
    }

    /// Lets so many bytes be read from now on; then comes an error.
    pub(super) fn allow(&mut self, bytes: usize) {
        self.allowance = bytes;
    }

    /// Reads on into `input`; whether there was more.
    fn read_on(&mut self) -> io::Result<bool> {
        self.input.resize(WINDOW, 0);
        self.at = 0;
        let count = loop {
            match self.inner.read(&mut self.input) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                count => break count,
            }
        };
        self.input.truncate(*count.as_ref().unwrap_or(&0));
        Ok(count? > 0)
    }

    fn decode_on(&mut self) -> io::Result<()> {
        self.output.clear();
        self.taken = 0;
        let Some(mut decoder) = self.decoder.take() else {
            self.ended = !self.read_on()?;
            std::mem::swap(&mut self.input, &mut self.output);
            if !self.begun && self.output.starts_with(b"\xEF\xBB\xBF") {
                self.taken = 3;
            }
            self.begun = true;
            return Ok(());
        };
        let decoded = self.decode_with(&mut decoder);
        self.decoder = Some(decoder);
        decoded
    }

    fn decode_with(&mut self, decoder: &mut Decoder) -> io::Result<()> {
        self.output.resize(WINDOW, 0);
        let mut written = 0;
        while written == 0 && !self.ended {
            let last = self.at == self.input.len() && !self.read_on()?;
            let from = self.input.get(self.at..).unwrap_or_default();
            let (result, read, wrote) =
                decoder.decode_to_utf8_without_replacement(from, &mut self.output, last);
            self.at += read;
            written = wrote;
            if let DecoderResult::Malformed(..) = result {
                self.replaced += 1;
                self.output.truncate(written);
                self.output.extend_from_slice("\u{FFFD}".as_bytes());
                written = self.output.len();
            }
            // Where the decoder stopped for another reason, it has not said its last word.
            self.ended = last && result == DecoderResult::InputEmpty;
        }
        self.output.truncate(written);
        Ok(())
    }
}

impl<R: Read> BufRead for Decoding<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.taken >= self.output.len() && !self.ended {
            self.decode_on()?;
        }
        if self.allowance == 0 {
            return Err(io::Error::other("too long"));
        }
        Ok(self.output.get(self.taken..).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.taken += amount;
        self.allowance = self.allowance.saturating_sub(amount);
    }
}

impl<R: Read> Read for Decoding<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut ready = self.fill_buf()?;
        let count = ready.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ARABIC: &str = "قالت الوزارة إن الحملة بدأت اليوم في مصر، وإن الخط الساخن 911 يعمل.\n";
    const PERSIAN: &str =
        "وزارت کشور گفت که پنج نفر در گرگان بازداشت شدند و چهار قربانی شناسایی شد.\n";

    /// UTF-16 without a mark.
    fn units(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    fn check(bytes: &[u8], name: &str, text: &str) {
        let encoding = detect(bytes, true);
        assert_eq!(encoding.name(), name);
        assert_eq!(decode(bytes, encoding), (text.to_owned(), 0));
        // In a stream, wherever it is cut.
        struct Drops<'a>(&'a [u8]);
        impl Read for Drops<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let most = buffer.len().min(3);
                self.0.read(&mut buffer[..most])
            }
        }
        let mut read = String::new();
        let mut decoding = Decoding::new(Drops(bytes), encoding);
        decoding.read_to_string(&mut read).unwrap();
        assert_eq!(read, text);
    }

    #[test]
    fn each_encoding_is_found() {
        for text in [ARABIC, PERSIAN] {
            check(text.as_bytes(), "UTF-8", text);
            check(&[b"\xEF\xBB\xBF", text.as_bytes()].concat(), "UTF-8", text);
            check(&units(text, u16::to_le_bytes), "UTF-16LE", text);
            check(&units(text, u16::to_be_bytes), "UTF-16BE", text);
            let marked = format!("\u{FEFF}{text}");
            check(&units(&marked, u16::to_le_bytes), "UTF-16LE", text);
            check(&units(&marked, u16::to_be_bytes), "UTF-16BE", text);
        }
        let windows = named("cp1256").unwrap();
        check(&windows.encode(ARABIC).0, "windows-1256", ARABIC);
        // It has no U+06CC.
        let persian = PERSIAN.replace('ی', "ي").repeat(3);
        check(&windows.encode(&persian).0, "windows-1256", &persian);
        let iso: Vec<u8> = ARABIC
            .chars()
            .map(|c| match u32::from(c) {
                0x60C => 0xAC,
                code @ 0x621..=0x652 => (code - 0x621 + 0xC1) as u8,
                code => code as u8,
            })
            .collect();
        check(&iso, "ISO-8859-6", ARABIC);
        check(b"plain", "UTF-8", "plain");
        check(b"          ", "UTF-8", "          ");
        check(b"", "UTF-8", "");
    }

    #[test]
    fn a_few_damaged_bytes_do_not_make_it_another_encoding() {
        let mut bytes = ARABIC.repeat(3).into_bytes();
        bytes.insert(0, 0xC7);
        bytes.push(0xE1);
        let encoding = detect(&bytes, true);
        assert_eq!(encoding, UTF_8);
        let (text, replaced) = decode(&bytes, encoding);
        assert_eq!(replaced, 2);
        assert_eq!(text, format!("\u{FFFD}{}\u{FFFD}", ARABIC.repeat(3)));
        // Cut in the middle of a letter, it is UTF-8 that goes on.
        assert_eq!(detect(&ARABIC.as_bytes()[..3], false), UTF_8);
    }

    #[test]
    fn holes_of_an_encoding_are_counted() {
        let (text, replaced) = decode(b"a\xA1b\xFF", named("iso-8859-6").unwrap());
        assert_eq!((text.as_str(), replaced), ("a\u{FFFD}b\u{FFFD}", 2));
        let (text, replaced) = decode(b"a\0\x27", UTF_16LE);
        assert_eq!((text.as_str(), replaced), ("a\u{FFFD}", 1));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_bytes_are_decoded_in_a_stream_as_at_once(
            bytes in prop::collection::vec(any::<u8>(), 0..300),
            name in prop::sample::select(vec!["utf-16le", "utf-16be", "windows-1256", "iso-8859-6", "gb18030", "iso-2022-jp"]),
        ) {
            let encoding = named(name).unwrap();
            let (text, _) = decode(&bytes, encoding);
            prop_assert_eq!(text, encoding.decode_with_bom_removal(&bytes).0);
            detect(&bytes, true);
            detect(&bytes, false);
        }
    }
}
