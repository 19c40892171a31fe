//! Files → [`Ratings`], without a file in memory and without a system to read from.
//!
//! A [`Loader`] says which bytes it [wants](Loader::want) next and is [fed](Loader::feed) with them,
//! so the same code reads files natively and slices of a `File` in the browser. It looks into zip
//! archives through their directories, unpacks gzip, tells the format of each file
//! ([`crate::format`]), and joins what they say.

mod finish;
mod memory;
mod native;
mod plan;
mod reading;
mod remarks;
mod sample;
mod source;

pub use native::load_bytes;
#[cfg(not(target_arch = "wasm32"))]
pub use native::load_paths;
pub use sample::sample;
pub use source::{LoadOptions, LoadProgress, Source, Want};

use crate::error::{Error, ErrorKind, Position, Result};
use crate::format::Sink;
use crate::format::archive::crc::Crc;
use crate::format::archive::unpack::{MAX_RATIO, MAX_UNPACKED, Packing, Trouble};
use crate::format::archive::zip::{self, Directory, Member};
use crate::format::personal::OwnItem;
use crate::format::table::Preview;
use crate::format::text::Encoding;
use crate::memory::LIMIT;
use crate::ratings::Ratings;
use crate::report::Report;
use plan::{File, Kind, Plan};
use reading::Reading;

/// Bytes asked for at a time: as many as stay in a processor's cache while they are parsed.
pub const CHUNK: usize = 1 << 20;

/// What was loaded.
#[derive(Debug, PartialEq)]
pub struct Loaded {
    /// The ratings to train on.
    pub ratings: Ratings,
    /// The ratings to test on, when there were test files, over the same catalog.
    pub test: Option<Ratings>,
    /// What was read, what was left out, and why.
    pub report: Report,
    /// The first rows of each table, from which a person may choose what its columns mean.
    pub previews: Vec<Preview>,
    /// Entries of a person's own export; see [`crate::export::match_to`]. When there was nothing else,
    /// `ratings` holds them as the ratings of one user.
    pub own: Vec<OwnItem>,
}

/// What the next bytes are for.
enum Step {
    /// The first bytes of a source tell whether it is an archive.
    Magic(usize),
    ZipEnd(usize),
    ZipEnd64(usize, u64),
    ZipDirectory(usize, Directory, Vec<u8>),
    /// The header before the data of the entry that is next in the plan.
    LocalHeader,
    /// The data of the file that is next in the plan.
    Data(Box<Reading>),
    Finished,
}

/// Length of the magic numbers.
const MAGIC: usize = 4;

/// Reads files; see the [module](self).
pub struct Loader {
    sources: Vec<Source>,
    options: LoadOptions,
    files: Vec<File>,
    /// What remains to be read, the last one first.
    plan: Vec<File>,
    step: Step,
    sink: Sink,
    splits: Vec<String>,
    notes: Vec<String>,
    bytes: u64,
    total: u64,
    testing: bool,
    previews: Vec<Preview>,
    chunk: u64,
    memory: u64,
}

/// Most previews that are kept.
const PREVIEWS: usize = 16;

impl Loader {
    /// A loader of these files.
    ///
    /// # Errors
    /// When there is no file, or an option lies outside its range.
    pub fn new(sources: Vec<Source>, options: LoadOptions) -> Result<Self> {
        if sources.is_empty() {
            return Err(Error::data("a file", "none"));
        }
        if let Some(share) = options.keep_users
            && !(share > 0.0 && share <= 1.0)
        {
            return Err(Error::parameter("load", "keepUsers", "above 0, at most 1", share.to_string()));
        }
        let total = sources.iter().map(|s| s.size).sum();
        let sink = Sink::new(options.keep_users, options.implicit);
        let notes = options.found.clone();
        Ok(Loader {
            sources,
            options,
            files: Vec::new(),
            plan: Vec::new(),
            step: Step::Magic(0),
            sink,
            splits: Vec::new(),
            notes,
            bytes: 0,
            total,
            testing: false,
            previews: Vec::new(),
            chunk: CHUNK as u64,
            memory: LIMIT,
        })
    }

    /// Lets the data take this many bytes at most, instead of [`LIMIT`]. A load that would need more
    /// ends with an error as soon as that can be told from the rows so far and the bytes to come.
    pub fn set_memory(&mut self, bytes: u64) {
        self.memory = bytes;
    }

    /// Asks for this many bytes at a time, at least 1, instead of [`CHUNK`]. The result is the same.
    pub fn set_chunk(&mut self, bytes: usize) {
        self.chunk = bytes.max(1) as u64;
    }

    /// The bytes to feed next; `None` when everything has been read.
    pub fn want(&mut self) -> Option<Want> {
        let mut ahead = 0;
        let (source, offset, length) = match &self.step {
            Step::Magic(source) => (*source, 0, MAGIC as u64),
            Step::ZipEnd(source) => {
                let size = self.sources[*source].size;
                (*source, size.saturating_sub(zip::TAIL), zip::TAIL.min(size))
            }
            Step::ZipEnd64(source, at) => (*source, *at, zip::END_64 as u64),
            Step::ZipDirectory(source, directory, read) => {
                let read = read.len() as u64;
                (*source, directory.offset + read, (directory.length - read).min(self.chunk))
            }
            Step::LocalHeader => {
                let file = self.plan.last()?;
                let Kind::Member(member) = &file.kind else { return None };
                (file.source, member.header, zip::LOCAL_HEADER as u64)
            }
            Step::Data(reading) => {
                let file = self.plan.last()?;
                let left = reading.end - reading.at;
                let length = left.min(self.chunk);
                ahead = left - length;
                (file.source, reading.at, length)
            }
            Step::Finished => return None,
        };
        Some(Want { source, offset, length: length as usize, ahead })
    }

    /// Takes the bytes that were wanted. Fewer mean that the file ended early: what came is kept
    /// and the report says so.
    ///
    /// # Errors
    /// When nothing can come of this load any more.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<()> {
        match std::mem::replace(&mut self.step, Step::Finished) {
            Step::Magic(source) => self.magic(source, bytes),
            Step::ZipEnd(source) => match zip::end(bytes, self.sources[source].size) {
                Some(zip::End::Directory(directory)) => self.directory(source, directory),
                Some(zip::End::Zip64(at)) => {
                    self.step = Step::ZipEnd64(source, at);
                    Ok(())
                }
                None => self.broken_archive(source, "none: the archive is damaged or cut off"),
            },
            Step::ZipEnd64(source, at) => match zip::end_64(bytes, at) {
                Some(directory) => self.directory(source, directory),
                None => self.broken_archive(source, "a damaged one"),
            },
            Step::ZipDirectory(source, directory, mut read) => {
                read.extend_from_slice(bytes);
                if (read.len() as u64) < directory.length && !bytes.is_empty() {
                    self.step = Step::ZipDirectory(source, directory, read);
                    return Ok(());
                }
                self.members(source, directory, &read)
            }
            Step::LocalHeader => self.local_header(bytes),
            Step::Data(reading) => self.data(reading, bytes),
            Step::Finished => Ok(()),
        }
    }

    /// How far the load is.
    pub fn progress(&self) -> LoadProgress {
        LoadProgress {
            bytes: self.bytes.min(self.total),
            total: self.total,
            rows: self.sink.builder.len() as u64,
        }
    }

    /// The first rows of each table so far; also of those that were not understood, so that a person
    /// can say what the columns mean.
    pub fn previews(&self) -> &[Preview] {
        &self.previews
    }

    fn magic(&mut self, source: usize, bytes: &[u8]) -> Result<()> {
        let Source { name, test, .. } = &self.sources[source];
        let (test, name) = (*test, name.clone());
        let kind = match bytes {
            [b'P', b'K', 3, 4] | [b'P', b'K', 5, 6] => {
                self.step = Step::ZipEnd(source);
                return Ok(());
            }
            [0x1F, 0x8B, ..] => Kind::Gzip,
            _ => Kind::Plain,
        };
        self.files.push(File { source, name, kind, test, picked: test });
        self.next_source(source)
    }

    fn next_source(&mut self, source: usize) -> Result<()> {
        if source + 1 < self.sources.len() {
            self.step = Step::Magic(source + 1);
            return Ok(());
        }
        let files = std::mem::take(&mut self.files);
        let Plan { mut files, splits, notes } = Plan::of(files, &self.sources, &self.options)?;
        self.total = self.bytes + files.iter().map(|f| f.length(&self.sources)).sum::<u64>();
        self.sink.set_alone(files.len() == 1);
        files.reverse();
        self.plan = files;
        self.splits = splits;
        self.notes.extend(notes);
        self.next_file();
        Ok(())
    }

    fn broken_archive(&self, source: usize, found: &str) -> Result<()> {
        Err(file_error(&self.sources[source].name, 0, "the directory of a zip archive", found))
    }

    fn directory(&mut self, source: usize, directory: Directory) -> Result<()> {
        if directory.length > zip::MAX_DIRECTORY {
            let found = format!("one of {} MiB", directory.length >> 20);
            let expected = format!("an archive directory of at most {} MiB", zip::MAX_DIRECTORY >> 20);
            return Err(file_error(&self.sources[source].name, 0, &expected, &found));
        }
        self.step = Step::ZipDirectory(source, directory, Vec::new());
        if directory.length == 0 { self.members(source, directory, &[]) } else { Ok(()) }
    }

    fn members(&mut self, source: usize, directory: Directory, bytes: &[u8]) -> Result<()> {
        let (members, whole) = zip::members(bytes, directory);
        let Source { name, test, .. } = self.sources[source].clone();
        if !whole {
            if members.is_empty() {
                return self.broken_archive(source, "a damaged one");
            }
            self.notes.push(format!("The directory of {name} is damaged; some files may be missing."));
        }
        let (archive, picked) = match name.split_once('#') {
            Some((archive, pick)) => (archive, Some(pick)),
            None => (name.as_str(), None),
        };
        let before = self.files.len();
        for member in members {
            let matches =
                picked.is_none_or(|pick| member.name == pick || member.name.rsplit('/').next() == Some(pick));
            if matches && !member.name.ends_with('/') {
                let name = format!("{archive}/{}", member.name);
                let picked = picked.is_some() || test;
                self.files.push(File { source, name, kind: Kind::Member(member), test, picked });
            }
        }
        if let Some(pick) = picked
            && self.files.len() == before
        {
            return Err(file_error(archive, 0, &format!("an entry “{pick}”"), "none of that name"));
        }
        self.next_source(source)
    }

    /// Begins the next file of the plan that can be read.
    fn next_file(&mut self) {
        self.step = Step::Finished;
        while let Some(file) = self.plan.last() {
            if file.test && !self.testing {
                self.testing = true;
                self.sink.builder.begin_test();
            }
            self.sink.begin_file(&file.name);
            let before = self.growth();
            let size = self.sources[file.source].size;
            let trouble = match &file.kind {
                _ if file.length(&self.sources) == 0 => "the file is empty".to_owned(),
                Kind::Plain => {
                    self.step = Step::Data(Box::new(Reading::new(0, size, Packing::Stored, before)));
                    return;
                }
                Kind::Gzip => {
                    self.step = Step::Data(Box::new(Reading::new(0, size, Packing::Gzip, before)));
                    return;
                }
                Kind::Member(member) if member.encrypted => "needs a password and was left unread".to_owned(),
                Kind::Member(Member { method: 0 | 8, .. }) => {
                    self.step = Step::LocalHeader;
                    return;
                }
                Kind::Member(member) => {
                    format!(
                        "is packed by method {} and was left unread; stored and deflated files are read",
                        member.method
                    )
                }
            };
            if size > 0 && !trouble.ends_with("empty") {
                self.notes.push(format!("{} {trouble}.", file.name));
            }
            self.sink.note(trouble);
            self.sink.end_file();
            self.plan.pop();
        }
    }

    fn end_file(&mut self) {
        if self.sink.has_utf8() {
            // The head seemed to be Windows-1252; the rest tells that only some lines are.
            let name = self.sink.file_name();
            for preview in self.previews.iter_mut().filter(|preview| preview.file == name) {
                preview.columns.encoding = Some(Encoding::Utf8);
            }
        }
        self.sink.end_file();
        self.plan.pop();
        self.next_file();
    }

    fn local_header(&mut self, bytes: &[u8]) -> Result<()> {
        let Some(Kind::Member(member)) = self.plan.last().map(|f| &f.kind) else { return Ok(()) };
        let Some(offset) = zip::data_offset(bytes) else {
            self.sink.note("the archive holds something else at its place");
            self.end_file();
            return Ok(());
        };
        let packing = if member.method == 8 { Packing::Deflate } else { Packing::Stored };
        let start = member.header + offset;
        let before = self.growth();
        let mut reading = Reading::new(start, start.saturating_add(member.packed), packing, before);
        reading.crc = Some(Crc::default());
        self.step = Step::Data(Box::new(reading));
        Ok(())
    }

    fn data(&mut self, mut reading: Box<Reading>, bytes: &[u8]) -> Result<()> {
        let wanted = (reading.end - reading.at).min(self.chunk);
        let bytes = &bytes[..bytes.len().min(wanted as usize)];
        reading.at += bytes.len() as u64;
        self.bytes += bytes.len() as u64;
        let ended_early = (bytes.len() as u64) < wanted;
        if ended_early {
            let missing = reading.end - reading.at;
            self.sink.note(format_args!("the file ends {missing} bytes before its stated end"));
            self.sink.set_cut();
        }
        let mut rest = bytes;
        let mut trouble = None;
        while !rest.is_empty() && reading.useful && trouble.is_none() {
            if let Some((portion, after)) = reading.unpack.stored(rest) {
                reading.take(portion, &mut self.sink, &self.options)?;
                rest = after;
            } else {
                trouble = reading.portion(&mut rest).err();
                reading.take_out(&mut self.sink, &self.options)?;
            }
            self.keep_preview(&mut reading);
        }
        let mut ended = reading.at == reading.end || ended_early || trouble.is_some();
        if ended && reading.useful {
            if trouble.is_none() {
                let mut out = std::mem::take(&mut reading.out);
                trouble = reading.unpack.finish(&mut out).err();
                reading.out = out;
                reading.take_out(&mut self.sink, &self.options)?;
            }
            self.report_trouble(trouble, &reading)?;
            reading.finish(&mut self.sink, &self.options)?;
            self.keep_preview(&mut reading);
        }
        ended |= !reading.useful;
        self.check_memory(&reading)?;
        if ended {
            // What is not read does not count.
            self.total = self.total.saturating_sub(reading.end - reading.at);
            self.end_file();
        } else {
            self.step = Step::Data(reading);
        }
        Ok(())
    }

    fn keep_preview(&mut self, reading: &mut Reading) {
        if let Some(preview) = reading.preview.take()
            && self.previews.len() < PREVIEWS
        {
            self.previews.push(preview);
        }
    }

    fn report_trouble(&mut self, trouble: Option<Trouble>, reading: &Reading) -> Result<()> {
        let Some(file) = self.plan.last() else { return Ok(()) };
        match trouble {
            Some(Trouble::TooLarge) => {
                let expected = format!(
                    "an archive that unpacks to at most {MAX_RATIO} times its size and {} GiB",
                    MAX_UNPACKED >> 30
                );
                return Err(file_error(&file.name, 0, &expected, "more"));
            }
            Some(Trouble::Damaged(how)) => {
                let at = reading.unpack.packed();
                self.notes.push(format!(
                    "{} is damaged or cut off after {at} of its bytes ({how}); the whole lines before are used.",
                    file.name
                ));
                self.sink.note(format_args!("cut off after {at} bytes"));
                self.sink.set_cut();
            }
            None => {
                if let Kind::Member(member) = &file.kind
                    && reading.crc.as_ref().is_some_and(|crc| crc.sum() != member.crc)
                {
                    self.notes.push(format!("{}: the checksum differs; the file is damaged.", file.name));
                    self.sink.note("the checksum differs");
                }
            }
        }
        Ok(())
    }

    /// Drives the loader to its end; `read` gives the bytes of a want.
    ///
    /// # Errors
    /// As [`Loader::feed`] and [`Loader::finish`], and when `read` fails.
    pub fn run(mut self, mut read: impl FnMut(&Want) -> std::io::Result<Vec<u8>>) -> Result<Loaded> {
        while let Some(want) = self.want() {
            match read(&want) {
                Ok(bytes) => self.feed(&bytes)?,
                Err(error) => {
                    let name = &self.sources[want.source].name;
                    return Err(file_error(name, 0, "a readable file", &error.to_string()));
                }
            }
        }
        self.finish()
    }
}

fn file_error(file: &str, line: u64, expected: &str, found: &str) -> Error {
    let position = Position { file: file.to_owned(), line, column: 0 };
    ErrorKind::File { position, expected: expected.to_owned(), found: found.to_owned() }.into()
}

fn base_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
