//! What is in a release, with its checksums: whoever has it can say whether it is whole.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// `manifest.json`. It says nothing of when and where it was made, so that it is the same again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the release's format.
    pub format: u32,
    /// The release's name.
    pub release: String,
    /// The project's name.
    pub project: String,
    /// Whose decisions are in `data`.
    pub who: String,
    /// Whether no word of the texts is in it.
    pub stand_off: bool,
    /// What was masked in it; nothing where the project masks nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub masked: Option<Masked>,
    /// Every other file, in the order of their paths.
    pub files: Vec<Listed>,
}

/// What was masked: which rules there are, and how often each held in the texts of the articles. Neither
/// the names nor the patterns are told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Masked {
    /// By the name of the rule.
    pub counts: BTreeMap<String, usize>,
}

/// A file of a release.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Listed {
    /// Where it is in the release.
    pub path: String,
    /// How long it is.
    pub bytes: u64,
    /// SHA-256, in hexadecimal.
    pub sha256: String,
}

/// Writes through, and keeps the checksum.
pub struct Summed<W> {
    inner: W,
    bytes: u64,
    digest: Sha256,
}

impl<W: Write> Summed<W> {
    /// Nothing was written yet.
    pub fn new(inner: W) -> Self {
        Self {
            inner,
            bytes: 0,
            digest: Sha256::new(),
        }
    }

    /// What was written to, and what of it is listed under `path`.
    pub fn finish(self, path: &str) -> (W, Listed) {
        let digest = self.digest.finalize();
        let listed = Listed {
            path: path.to_owned(),
            bytes: self.bytes,
            sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
        };
        (self.inner, listed)
    }
}

impl<W: Write> Write for Summed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        let part = bytes.get(..written).unwrap_or_default();
        self.digest.update(part);
        self.bytes += part.len() as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_listed_with_what_was_written() {
        let mut file = Summed::new(Vec::new());
        file.write_all(b"a").unwrap();
        file.write_all(b"bc").unwrap();
        let (bytes, listed) = file.finish("x");
        assert_eq!((bytes.as_slice(), listed.bytes), (&b"abc"[..], 3));
        // FIPS 180-2, the first example.
        assert!(
            listed
                .sha256
                .starts_with("ba7816bf8f01cfea414140de5dae2223")
        );
    }
}
