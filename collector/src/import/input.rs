//! A file, or a member of a zip archive: how it is packed, what its first bytes are like, and its bytes as a stream.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use flate2::read::{DeflateDecoder, MultiGzDecoder};
use sha2::{Digest as _, Sha256};
use whence_store::evidence::chain::hex;

use super::ImportError;
use super::archive::{self, Member};
use super::preset::{FileFormat, Preset};

/// How a file is packed, as its first bytes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packed {
    No,
    Gzip,
    Zstd,
}

impl Packed {
    fn of(magic: &[u8]) -> Self {
        match magic {
            [0x1f, 0x8b, ..] => Self::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Self::Zstd,
            _ => Self::No,
        }
    }
}

/// A file to be imported.
#[derive(Debug)]
pub struct Input {
    /// The name in messages: the path as given, and the member's in it.
    pub(super) name: String,
    /// The SHA-256 of the file as it lies on the disk, in hexadecimal.
    pub(super) sha256: String,
    /// Its size on the disk, in bytes.
    pub(super) size: u64,
    packed: Packed,
    path: PathBuf,
    member: Option<Member>,
}

impl Input {
    /// Hashes a file and looks whether it is packed: gives it, or the members of an archive that may hold records.
    ///
    /// # Errors
    /// The file cannot be read, or is an archive that is not to be unpacked.
    pub fn open(path: &Path) -> Result<Vec<Self>, ImportError> {
        let name = path.display().to_string();
        let failed = |source| ImportError::Read { file: path.display().to_string(), source };
        let mut file = File::open(path).map_err(failed)?;
        let mut hash = Sha256::new();
        let mut buffer = vec![0; 1 << 16];
        let mut size = 0_u64;
        let mut magic = Vec::new();
        loop {
            let n = file.read(&mut buffer).map_err(failed)?;
            if n == 0 {
                break;
            }
            if magic.len() < 4 {
                magic.extend_from_slice(&buffer[..n.min(4 - magic.len())]);
            }
            size += n as u64;
            hash.update(&buffer[..n]);
        }
        let sha256 = hex(&hash.finalize());
        let whole =
            Self { name, sha256, size, packed: Packed::of(&magic), path: path.to_path_buf(), member: None };
        if !archive::is_zip(&magic) {
            return Ok(vec![whole]);
        }
        let members = archive::members(path, size)
            .map_err(|message| whole.format_error("archive".to_owned(), message))?;
        let input = |member: Member| {
            let mut input = Self {
                name: format!("{}/{}", whole.name, member.name),
                sha256: whole.sha256.clone(),
                size,
                packed: Packed::No,
                path: path.to_path_buf(),
                member: Some(member),
            };
            let mut magic = [0; 4];
            if let Ok(()) =
                input.reader().and_then(|mut r| r.read_exact(&mut magic).map_err(|e| input.read_error(e)))
            {
                input.packed = Packed::of(&magic);
            }
            input
        };
        Ok(members.into_iter().map(input).collect())
    }

    /// The path that the file's name is read from: that of a member goes on in its archive.
    pub(super) fn place(&self) -> PathBuf {
        match &self.member {
            Some(member) => self.path.join(&member.name),
            None => self.path.clone(),
        }
    }

    /// Whether it lies in an archive.
    pub(super) fn member(&self) -> Option<&str> {
        self.member.as_ref().map(|member| member.name.as_str())
    }

    /// Whether its bytes have to be unpacked.
    pub(super) fn is_packed(&self) -> bool {
        self.packed != Packed::No || self.member.is_some()
    }

    /// Its bytes, unpacked.
    pub(super) fn reader(&self) -> Result<Box<dyn BufRead>, ImportError> {
        let mut file = File::open(&self.path).map_err(|source| self.read_error(source))?;
        let bytes: Box<dyn Read> = match &self.member {
            None => Box::new(file),
            Some(member) => {
                file.seek(SeekFrom::Start(member.from)).map_err(|source| self.read_error(source))?;
                let stored = file.take(member.packed);
                let unpacked: Box<dyn Read> = if member.is_deflated {
                    Box::new(DeflateDecoder::new(BufReader::new(stored)))
                } else {
                    Box::new(stored)
                };
                Box::new(archive::Bounded::new(unpacked, member))
            }
        };
        Ok(match self.packed {
            Packed::Gzip => Box::new(BufReader::new(MultiGzDecoder::new(bytes))),
            Packed::Zstd => {
                let unpacked = zstd::Decoder::new(bytes).map_err(|source| self.read_error(source))?;
                Box::new(BufReader::new(unpacked))
            }
            Packed::No => Box::new(BufReader::new(bytes)),
        })
    }

    pub(super) fn read_error(&self, source: std::io::Error) -> ImportError {
        ImportError::Read { file: self.name.clone(), source }
    }

    pub(super) fn format_error(&self, place: String, message: String) -> ImportError {
        ImportError::Format { file: self.name.clone(), place, message }
    }

    /// What is said of bytes that cannot be unpacked.
    #[allow(clippy::unused_self, reason = "of this file")]
    pub(super) fn ended(&self, source: &std::io::Error) -> String {
        match source.kind() {
            std::io::ErrorKind::FileTooLarge => source.to_string(),
            _ => format!("the file ends early: {source}"),
        }
    }

    /// Of several formats, an array is a document, and so is an object that does not end with its line.
    pub(super) fn format(&self, preset: &Preset) -> Result<FileFormat, ImportError> {
        let (&first, rest) = preset
            .format
            .split_first()
            .ok_or_else(|| self.format_error("preset".to_owned(), "names no format".to_owned()))?;
        if rest.is_empty() {
            return Ok(first);
        }
        let fitting = self.formats()?;
        Ok(fitting.into_iter().find(|format| preset.format.contains(format)).unwrap_or(first))
    }

    /// The formats that the beginning of the file may be of, the likeliest first.
    pub(super) fn formats(&self) -> Result<Vec<FileFormat>, ImportError> {
        let mut reader = self.reader()?;
        let mut line = Vec::new();
        loop {
            line.clear();
            let limit = super::chunk::LONGEST_RECORD as u64;
            let n = (&mut reader)
                .take(limit)
                .read_until(b'\n', &mut line)
                .map_err(|source| self.read_error(source))?;
            let text = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&line).trim_ascii();
            if n > 0 && text.is_empty() {
                continue;
            }
            let is_json = |text: &[u8]| serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok();
            return Ok(match text.first() {
                Some(b'{') if is_json(text) => vec![FileFormat::Ndjson, FileFormat::Json],
                Some(b'{') if n == super::chunk::LONGEST_RECORD || !line.ends_with(b"}\n") => {
                    vec![FileFormat::Json, FileFormat::Ndjson]
                }
                // A broken first line of many, or the beginning of a document.
                Some(b'{') => vec![FileFormat::Ndjson, FileFormat::Json],
                Some(b'[') if is_json(text) && self.goes_on(&mut reader)? => {
                    vec![FileFormat::Ndjson, FileFormat::Json]
                }
                Some(b'[') => vec![FileFormat::Json, FileFormat::Ndjson],
                Some(_) => vec![FileFormat::Csv],
                None => Vec::new(),
            });
        }
    }

    fn goes_on(&self, reader: &mut dyn BufRead) -> Result<bool, ImportError> {
        let rest = reader.fill_buf().map_err(|source| self.read_error(source))?;
        Ok(rest.iter().any(|byte| !byte.is_ascii_whitespace()))
    }
}
