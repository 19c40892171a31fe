//! Files → [`Ratings`], without a file in memory and without a system to read from.
//!
//! A [`Loader`] says which bytes it [wants](Loader::want) next and is [fed](Loader::feed) with them,
//! so the same code reads files natively and slices of a `File` in the browser. It looks into zip
//! archives through their directories, unpacks gzip, tells the format of each file
//! ([`crate::format`]), and joins what they say.

use crate::error::{Error, ErrorKind, Position, Result};
use crate::format::delimited::Preview;
use crate::format::text::{Decoder, Encoding, line_text};
use crate::format::unpack::{MAX_RATIO, MAX_UNPACKED, Packing, Trouble, Unpack};
use crate::format::zip::{self, Directory, Entry};
use crate::format::{HEAD, Head, Parser, Sink, personal, recognize, shown};
use crate::order;
use crate::ratings::{Builder, FeatureKind, Ratings};
use crate::report::Report;
use std::borrow::Cow;

/// Bytes asked for at a time. Each request costs a browser about two milliseconds, whatever its length.
pub const CHUNK: usize = 4 << 20;

/// Bytes that the data may take while they are read: WebAssembly has 4 GiB of addresses, of which
/// half a gibibyte stays for everything else. Natively the system is the limit.
#[cfg(target_arch = "wasm32")]
pub const MEMORY: u64 = 7 << 29;
/// Bytes that the data may take while they are read. Natively the system is the limit.
#[cfg(not(target_arch = "wasm32"))]
pub const MEMORY: u64 = u64::MAX;

/// Bytes that a row takes while rows are sorted, the time when a load holds most: 16 as it was read
/// and 12 in its place.
const ROW: u64 = 28;

/// Bytes of a file after which its rows are counted up to its end.
const ENOUGH: u64 = 1 << 20;

/// A file to be read.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Source {
    /// Its name. `archive.zip#u1.base` picks one entry of an archive, by its path or file name.
    pub name: String,
    /// Its length in bytes.
    pub size: u64,
    /// True when its rows are for testing, not for training.
    #[serde(default)]
    pub test: bool,
}

/// How to read the files.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", default)]
pub struct LoadOptions {
    /// What the columns mean, instead of what is recognized.
    pub columns: Option<Columns>,
    /// Share of the users to keep, above 0 to 1. Which ones are kept depends on their ids alone.
    pub keep_users: Option<f32>,
    /// True: every row is a plain yes. False: counts are ratings. Absent: as the files suggest.
    pub implicit: Option<bool>,
    /// A predefined split of the data (`u1`): its training rows and its test rows.
    pub split: Option<String>,
}

/// What the columns of a table mean. Columns are counted from 0; what is absent is guessed.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", default)]
pub struct Columns {
    /// The file or archive entry this is about; absent: every file.
    pub file: Option<String>,
    /// What stands between fields.
    pub separator: Option<String>,
    /// Whether `"` encloses fields.
    pub quote: Option<bool>,
    /// Whether the first line names the columns.
    pub header: Option<bool>,
    /// How bytes stand for characters.
    pub encoding: Option<Encoding>,
    /// The column with the user's id.
    pub user: Option<u32>,
    /// The column with the item's id.
    pub item: Option<u32>,
    /// The column with the rating or count; absent: every row counts 1.
    pub rating: Option<u32>,
    /// The column with the time.
    pub time: Option<u32>,
    /// The column with the item's title.
    pub title: Option<u32>,
}

impl Columns {
    /// True when this is about the file of this name.
    pub fn apply_to(&self, name: &str) -> bool {
        self.file.as_ref().is_none_or(|file| file == name)
    }
}

/// Bytes that a [`Loader`] needs next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Want {
    /// Index of the source.
    pub source: usize,
    /// Where the bytes begin in it.
    pub offset: u64,
    /// How many; fewer only when the source ends before.
    pub length: usize,
}

/// How far a load is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct LoadProgress {
    /// Bytes read.
    pub bytes: u64,
    /// Bytes to be read in all; may shrink when it turns out that a file does not matter.
    pub total: u64,
    /// Rows so far.
    pub rows: u64,
}

/// What was loaded.
#[derive(Debug)]
pub struct Loaded {
    /// The ratings to train on.
    pub ratings: Ratings,
    /// The ratings to test on, when there were test files, over the same catalog.
    pub test: Option<Ratings>,
    /// What was read, what was left out, and why.
    pub report: Report,
    /// The first rows of each table, from which a person may choose what its columns mean.
    pub previews: Vec<Preview>,
    /// Entries of a person's own export; see [`personal::match_to`]. When there was nothing else,
    /// `ratings` holds them as the ratings of one user.
    pub own: Vec<personal::Entry>,
}

/// A file that may be read: a source itself, or an entry of an archive.
#[derive(Debug, Clone)]
struct File {
    source: usize,
    /// With the archive's name in front.
    name: String,
    kind: Kind,
    test: bool,
    /// Named by the person, so it is read whatever it is called.
    picked: bool,
}

#[derive(Debug, Clone)]
enum Kind {
    Plain,
    Gzip,
    Entry(Entry),
}

impl File {
    /// Bytes to be read for it.
    fn length(&self, sources: &[Source]) -> u64 {
        match &self.kind {
            Kind::Entry(entry) => entry.packed,
            _ => sources[self.source].size,
        }
    }

    /// The path inside the archive, or the source's name.
    fn path<'a>(&'a self, sources: &'a [Source]) -> &'a str {
        match &self.kind {
            Kind::Entry(entry) => &entry.name,
            _ => &sources[self.source].name,
        }
    }
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

/// A file while it is read.
struct Reading {
    /// Where the bytes begin in the source, where the next ones stand, and where they end.
    start: u64,
    at: u64,
    end: u64,
    /// Rows of the files before.
    rows_before: u64,
    unpack: Unpack,
    out: Vec<u8>,
    /// The first bytes, until the format is known.
    head: Vec<u8>,
    text: Option<(Decoder, Box<dyn Parser>)>,
    /// Of an archive's entry, to compare with what the directory says.
    crc: Option<flate2::Crc>,
    preview: Option<Preview>,
    /// False once it is clear that the file holds nothing of use.
    useful: bool,
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
        let sink = Sink::new(&options);
        Ok(Loader {
            sources,
            options,
            files: Vec::new(),
            plan: Vec::new(),
            step: Step::Magic(0),
            sink,
            splits: Vec::new(),
            notes: Vec::new(),
            bytes: 0,
            total,
            testing: false,
            previews: Vec::new(),
            chunk: CHUNK as u64,
            memory: MEMORY,
        })
    }

    /// Lets the data take this many bytes at most, instead of [`MEMORY`]. A load that would need more
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
                let Kind::Entry(entry) = &file.kind else { return None };
                (file.source, entry.header, zip::LOCAL_HEADER as u64)
            }
            Step::Data(reading) => {
                let file = self.plan.last()?;
                (file.source, reading.at, (reading.end - reading.at).min(self.chunk))
            }
            Step::Finished => return None,
        };
        Some(Want { source, offset, length: length as usize })
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
                self.entries(source, directory, &read)
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
        self.make_plan()?;
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
        if directory.length == 0 { self.entries(source, directory, &[]) } else { Ok(()) }
    }

    fn entries(&mut self, source: usize, directory: Directory, bytes: &[u8]) -> Result<()> {
        let (entries, whole) = zip::entries(bytes, directory);
        let Source { name, test, .. } = self.sources[source].clone();
        if !whole {
            if entries.is_empty() {
                return self.broken_archive(source, "a damaged one");
            }
            self.notes.push(format!("The directory of {name} is damaged; some files may be missing."));
        }
        let (archive, picked) = match name.split_once('#') {
            Some((archive, pick)) => (archive, Some(pick)),
            None => (name.as_str(), None),
        };
        let before = self.files.len();
        for entry in entries {
            let matches =
                picked.is_none_or(|pick| entry.name == pick || entry.name.rsplit('/').next() == Some(pick));
            if matches && !entry.name.ends_with('/') {
                let name = format!("{archive}/{}", entry.name);
                let picked = picked.is_some() || test;
                self.files.push(File { source, name, kind: Kind::Entry(entry), test, picked });
            }
        }
        if let Some(pick) = picked
            && self.files.len() == before
        {
            return Err(file_error(archive, 0, &format!("an entry “{pick}”"), "none of that name"));
        }
        self.next_source(source)
    }

    /// Chooses which files are read, in which order, and which of them are for testing.
    fn make_plan(&mut self) -> Result<()> {
        let mut left = Vec::new();
        let mut plan = Vec::new();
        let files = std::mem::take(&mut self.files);
        let (picked, free): (Vec<File>, Vec<File>) = files.into_iter().partition(|f| f.picked);
        let free: Vec<File> = free
            .into_iter()
            .filter(|file| {
                let path = file.path(&self.sources);
                let archived = matches!(file.kind, Kind::Entry(_));
                let wanted = !(is_clutter(path) || archived && is_prose(path));
                if !wanted && !is_clutter(path) {
                    left.push(base_name(path).to_owned());
                }
                wanted
            })
            .collect();
        let halves: Vec<Option<Half>> = free.iter().map(|f| Half::of(f.path(&self.sources))).collect();
        let mut splits: Vec<String> = Vec::new();
        for half in halves.iter().flatten().filter(|h| !h.test) {
            let paired = halves.iter().flatten().any(|h| h.test && h.same_split(half));
            if paired && !splits.contains(&half.split) {
                splits.push(half.split.clone());
            }
        }
        order::sort_by(&mut splits, &|a, b| a.cmp(b));
        if let Some(split) = &self.options.split
            && !splits.contains(split)
        {
            let known = if splits.is_empty() { "none".to_owned() } else { splits.join(", ") };
            let expected = format!("a predefined split of the files ({known})");
            return Err(Error::parameter("load", "split", expected, format!("“{split}”")));
        }
        let is_split = |half: &Option<Half>| half.as_ref().is_some_and(|h| splits.contains(&h.split));
        let whole = free
            .iter()
            .zip(&halves)
            .any(|(file, half)| !is_split(half) && is_ratings_name(base_name(file.path(&self.sources))));
        // Without the whole data set, its first split serves.
        let used = self.options.split.clone().or_else(|| splits.first().filter(|_| !whole).cloned());
        for (mut file, half) in free.into_iter().zip(halves) {
            if is_split(&half) {
                let Some(half) = half.filter(|h| Some(&h.split) == used.as_ref()) else { continue };
                file.test = half.test;
            } else if used.is_some() && is_ratings_name(base_name(file.path(&self.sources))) {
                continue;
            }
            plan.push(file);
        }
        plan.extend(picked);
        if !left.is_empty() {
            self.notes.push(format!("Left unread: {}.", list(&left, 8)));
        }
        if let (Some(split), None) = (&used, &self.options.split) {
            self.notes.push(format!("The files are a split: {split} is read, its test rows for testing."));
        }
        self.splits = splits;
        // Rows for testing come last, as a builder takes them.
        order::sort_by(&mut plan, &|a, b| a.test.cmp(&b.test));
        plan.reverse();
        self.total = self.bytes + plan.iter().map(|f| f.length(&self.sources)).sum::<u64>();
        self.plan = plan;
        Ok(())
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
            let rows = self.sink.builder.len() as u64;
            let size = self.sources[file.source].size;
            let trouble = match &file.kind {
                _ if file.length(&self.sources) == 0 => "the file is empty".to_owned(),
                Kind::Plain => {
                    self.step = Step::Data(Box::new(Reading::new(0, size, Packing::Stored, rows)));
                    return;
                }
                Kind::Gzip => {
                    self.step = Step::Data(Box::new(Reading::new(0, size, Packing::Gzip, rows)));
                    return;
                }
                Kind::Entry(entry) if entry.encrypted => "needs a password and was left unread".to_owned(),
                Kind::Entry(Entry { method: 0 | 8, .. }) => {
                    self.step = Step::LocalHeader;
                    return;
                }
                Kind::Entry(entry) => {
                    format!(
                        "is packed by method {} and was left unread; stored and deflated files are read",
                        entry.method
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
        self.sink.end_file();
        self.plan.pop();
        self.next_file();
    }

    fn local_header(&mut self, bytes: &[u8]) -> Result<()> {
        let Some(Kind::Entry(entry)) = self.plan.last().map(|f| &f.kind) else { return Ok(()) };
        let Some(offset) = zip::data_offset(bytes) else {
            self.sink.note("the archive holds something else at its place");
            self.end_file();
            return Ok(());
        };
        let packing = if entry.method == 8 { Packing::Deflate } else { Packing::Stored };
        let start = entry.header + offset;
        let rows = self.sink.builder.len() as u64;
        let mut reading = Reading::new(start, start.saturating_add(entry.packed), packing, rows);
        reading.crc = Some(flate2::Crc::new());
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
            let result = reading.portion(&mut rest);
            trouble = result.err();
            reading.take_out(&mut self.sink, &self.options)?;
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
                if let Kind::Entry(entry) = &file.kind
                    && reading.crc.as_ref().is_some_and(|crc| crc.sum() != entry.crc)
                {
                    self.notes.push(format!("{}: the checksum differs; the file is damaged.", file.name));
                    self.sink.note("the checksum differs");
                }
            }
        }
        Ok(())
    }

    /// Stops a load that will not fit, before it fails: rows go on at the rate of this file so far.
    fn check_memory(&self, reading: &Reading) -> Result<()> {
        let rows = self.sink.builder.len() as u64;
        let read = reading.at - reading.start;
        let mut all = rows;
        if read >= ENOUGH {
            let rate = (rows - reading.rows_before) as f64 / read as f64;
            all += (rate * (reading.end - reading.at) as f64) as u64;
        }
        let ids = self.sink.builder.id_bytes() as u64;
        let need = all.saturating_mul(ROW).saturating_add(ids);
        if need <= self.memory {
            return Ok(());
        }
        let share = self.options.keep_users.unwrap_or(1.0);
        // A tenth of the room is left for what the rate does not show.
        let room = 0.9 * self.memory.saturating_sub(ids) as f64 / (all * ROW).max(1) as f64;
        let percent = (100.0 * room * f64::from(share)).floor().max(1.0);
        let what = format!("Reading about {all} rows (a sample of {percent} % of the users would fit)");
        Err(ErrorKind::Memory { what, need, limit: self.memory }.into())
    }

    /// Sorts and joins everything.
    ///
    /// # Errors
    /// When no file held ratings; the error tells what stood in the way.
    pub fn finish(self) -> Result<Loaded> {
        if !matches!(self.step, Step::Finished) {
            return Err(ErrorKind::State { expected: "feed all bytes" }.into());
        }
        let Loader { mut sink, sources, options, splits, mut notes, previews, .. } = self;
        let own = std::mem::take(&mut sink.own);
        if sink.builder.is_empty() {
            personal::into_ratings(&own, &mut sink);
        }
        let Sink { builder, files, skipped, .. } = sink;
        if builder.is_empty() {
            if let Some(first) = skipped.first.into_iter().next() {
                let (position, expected, found) = (first.position, first.expected, first.found);
                return Err(ErrorKind::File { position, expected, found }.into());
            }
            let file = files.iter().find(|f| f.format.is_empty()).or(files.first());
            let name = file.map_or(sources[0].name.as_str(), |f| f.name.as_str());
            let found = match file {
                Some(file) if !file.note.is_empty() => file.note.as_str(),
                Some(file) if !file.format.is_empty() && file.rows == 0 => "no row",
                Some(_) => "only descriptions of users or items",
                None => "no file that could be one",
            };
            return Err(file_error(name, 0, "ratings of items by users", found));
        }
        let titled = builder.described_items();
        let built = builder.build()?;
        let ratings = built.ratings;
        let first = base_name(&sources[0].name);
        let name = match sources.len() {
            1 => first.to_owned(),
            n => format!("{first} and {} more", n - 1),
        };
        let mut report = Report::of(name, &ratings, built.test.as_ref());
        if ratings.is_empty() {
            notes.push("There are only rows for testing, none for training.".into());
        }
        if let Some(share) = options.keep_users
            && share < 1.0
        {
            notes.push(format!("About {:.0} % of the users were kept, chosen by their ids.", share * 100.0));
        }
        if titled > 0 && built.unrated_items == titled {
            notes.push(format!(
                "None of the {titled} described items has a rating: the files do not belong together."
            ));
        } else if built.unrated_items > 0 {
            notes.push(format!("{} described items have no rating.", built.unrated_items));
        }
        if built.unrated_users > 0 {
            notes.push(format!("{} described users have no rating.", built.unrated_users));
        }
        let scale = ratings.scale();
        for (fact, note) in [
            (ratings.n_users() == 1, "There is one user only; most models need more."),
            (ratings.n_items() == 1, "There is one item only; there is nothing to recommend."),
            (
                ratings.feedback() == crate::ratings::Feedback::Explicit && scale.min == scale.max,
                "All ratings are equal; read them as plain choices (implicit) to learn from them.",
            ),
        ] {
            if fact && !ratings.is_empty() {
                notes.push(note.into());
            }
        }
        report.duplicates = built.duplicates;
        report.files = files;
        report.skipped = skipped;
        report.notes = notes;
        report.splits = splits;
        Ok(Loaded { ratings, test: built.test, report, previews, own })
    }

    /// The entries of one person's export, when that is all that the files hold.
    ///
    /// # Errors
    /// When they hold no export, or ratings of other people as well.
    pub fn finish_own(self) -> Result<Vec<personal::Entry>> {
        if !matches!(self.step, Step::Finished) {
            return Err(ErrorKind::State { expected: "feed all bytes" }.into());
        }
        let found = match (self.sink.own.is_empty(), self.sink.builder.is_empty()) {
            (false, true) => return Ok(self.sink.own),
            (false, false) => "ratings of other people as well",
            (true, false) => "ratings of several people",
            (true, true) => "neither ratings nor films or books",
        };
        Err(file_error(&self.sources[0].name, 0, "an export of Letterboxd, IMDb or Goodreads", found))
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

impl Reading {
    fn new(start: u64, end: u64, packing: Packing, rows_before: u64) -> Self {
        Reading {
            start,
            at: start,
            end,
            rows_before,
            unpack: Unpack::new(packing),
            out: Vec::new(),
            head: Vec::new(),
            text: None,
            crc: None,
            preview: None,
            useful: true,
        }
    }

    fn portion(&mut self, rest: &mut &[u8]) -> Result<(), Trouble> {
        let used = self.unpack.portion(rest, &mut self.out)?;
        *rest = &rest[used..];
        Ok(())
    }

    /// Parses what was just unpacked.
    fn take_out(&mut self, sink: &mut Sink, options: &LoadOptions) -> Result<()> {
        let out = std::mem::take(&mut self.out);
        if let Some(crc) = &mut self.crc {
            crc.update(&out);
        }
        if let Some((decoder, parser)) = &mut self.text {
            parser.push(decoder.decode(&out), sink)?;
        } else if self.useful {
            let (head, rest) = out.split_at(out.len().min(HEAD - self.head.len()));
            self.head.extend_from_slice(head);
            if self.head.len() == HEAD {
                self.open(false, sink, options)?;
                if let Some((decoder, parser)) = &mut self.text {
                    parser.push(decoder.decode(rest), sink)?;
                }
            }
        }
        self.out = out;
        Ok(())
    }

    /// Tells the format by the head, and parses the head.
    fn open(&mut self, whole: bool, sink: &mut Sink, options: &LoadOptions) -> Result<()> {
        let head = std::mem::take(&mut self.head);
        let columns = options.columns.as_ref().filter(|columns| columns.apply_to(sink.file_name()));
        let forced = columns.and_then(|columns| columns.encoding);
        let mut decoder = Decoder::new(&head, forced);
        let bytes = decoder.decode(&head).to_vec();
        let text = line_text(whole_lines(&bytes, whole));
        let name = sink.file_name().to_owned();
        let found = Head::new(&name, &text, whole, options);
        let encoding = match decoder.encoding() {
            Encoding::Utf8 if matches!(text, Cow::Owned(_)) => Encoding::Windows1252,
            encoding => encoding,
        };
        let found_format = recognize(&found);
        let why = found_format.is_none().then(|| unrecognized(&bytes, &found));
        if found_format.as_ref().is_none_or(|f| f.confidence <= 50 || f.confidence == 100)
            && !is_binary(&bytes)
        {
            self.preview = Preview::of(&name, &found, encoding);
        }
        match found_format {
            Some(found) => {
                sink.set_format(found.format);
                let mut parser = found.parser;
                parser.push(&bytes, sink)?;
                self.text = Some((decoder, parser));
            }
            None => {
                sink.note(why.unwrap_or_default());
                self.useful = false;
            }
        }
        Ok(())
    }

    fn finish(&mut self, sink: &mut Sink, options: &LoadOptions) -> Result<()> {
        if self.text.is_none() && self.useful {
            if self.head.is_empty() {
                if !sink.is_cut() {
                    sink.note("the file is empty");
                }
                return Ok(());
            }
            self.open(true, sink, options)?;
        }
        if let Some((mut decoder, mut parser)) = self.text.take() {
            parser.push(decoder.finish(), sink)?;
            parser.finish(sink)?;
        }
        Ok(())
    }
}

/// The part of a head that can be decoded by itself: up to the last line end.
fn whole_lines(bytes: &[u8], whole: bool) -> &[u8] {
    if whole {
        return bytes;
    }
    let end = memchr::memrchr(b'\n', bytes).or_else(|| memchr::memrchr(b'\r', bytes));
    match (end, std::str::from_utf8(bytes)) {
        (Some(end), _) => &bytes[..=end],
        (None, Err(error)) if error.error_len().is_none() => &bytes[..error.valid_up_to()],
        _ => bytes,
    }
}

/// Why no format took the file.
fn unrecognized(bytes: &[u8], head: &Head<'_>) -> String {
    let start = head.text.trim_start();
    let page = start.get(..15).unwrap_or(start).to_ascii_lowercase();
    if page.starts_with("<!doctype html") || page.starts_with("<html") {
        "a web page (HTML), not a table".into()
    } else if is_binary(bytes) {
        "binary data, not a table".into()
    } else {
        match head.lines().next() {
            Some(line) => format!("no columns of user, item and rating recognized in “{}”", shown(line)),
            None => "no line of text".into(),
        }
    }
}

/// True when more than one byte in a hundred is a control character.
fn is_binary(bytes: &[u8]) -> bool {
    bytes.iter().filter(|&&b| b < 9 || (14..32).contains(&b)).count() * 100 > bytes.len()
}

fn file_error(file: &str, line: u64, expected: &str, found: &str) -> Error {
    let position = Position { file: file.to_owned(), line, column: 0 };
    ErrorKind::File { position, expected: expected.to_owned(), found: found.to_owned() }.into()
}

fn base_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

fn list(names: &[String], most: usize) -> String {
    let shown = names.iter().take(most).map(String::as_str).collect::<Vec<_>>().join(", ");
    match names.len().checked_sub(most) {
        Some(more @ 1..) => format!("{shown} and {more} more"),
        _ => shown,
    }
}

/// Files that systems put beside others.
fn is_clutter(path: &str) -> bool {
    let name = base_name(path);
    path.contains("__MACOSX/") || name.starts_with('.') || matches!(name, "Thumbs.db" | "desktop.ini" | "")
}

/// Files of an archive that are certainly not data: descriptions, scripts, pictures.
fn is_prose(path: &str) -> bool {
    let name = base_name(path).to_lowercase();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let words = ["readme", "license", "copying", "changelog"];
    words.iter().any(|word| name.starts_with(word))
        || matches!(
            extension,
            "md" | "html"
                | "htm"
                | "pdf"
                | "doc"
                | "docx"
                | "png"
                | "jpg"
                | "jpeg"
                | "gif"
                | "svg"
                | "pl"
                | "sh"
                | "py"
                | "r"
                | "ipynb"
                | "info"
                | "genre"
                | "occupation"
                | "md5"
                | "sha256"
        )
}

/// Names of files that hold all ratings, beside which splits are copies.
fn is_ratings_name(name: &str) -> bool {
    let name = name.to_lowercase();
    name == "u.data" || name.starts_with("ratings.")
}

/// One half of a predefined split, by its file's name: `u1.base` and `u1.test`, or `r1.train` and
/// `r1.test`.
struct Half {
    folder: String,
    split: String,
    test: bool,
}

impl Half {
    fn of(path: &str) -> Option<Half> {
        let name = base_name(path);
        let folder = path[..path.len() - name.len()].to_owned();
        let (split, extension) = name.rsplit_once('.')?;
        let test = match extension {
            "base" | "train" => false,
            "test" => true,
            _ => return None,
        };
        (!split.is_empty()).then(|| Half { folder, split: split.to_owned(), test })
    }

    fn same_split(&self, other: &Half) -> bool {
        (&self.folder, &self.split) == (&other.folder, &other.split)
    }
}

/// One of the embedded samples, as if it had been read from a file.
///
/// # Errors
/// For an unknown name.
pub fn sample(name: &str) -> Result<Loaded> {
    let Some(info) = crate::sample::SAMPLES.iter().find(|s| s.name == name) else {
        let names: Vec<_> = crate::sample::SAMPLES.iter().map(|s| s.name).collect();
        let hint = format!("there are {}", names.join(", "));
        return Err(ErrorKind::Unknown { what: "sample", name: name.to_owned(), hint }.into());
    };
    let mut b = Builder::default();
    if name == "films" {
        for film in crate::sample::films() {
            b.item_title(film.id, film.title);
            b.item_feature(film.id, "year", FeatureKind::Attribute, &film.year.to_string(), 1.0);
            for genre in &film.genres {
                b.item_feature(film.id, "genre", FeatureKind::Category, genre, 1.0);
            }
        }
        crate::sample::film_ratings(|row| {
            b.rating(row.user, row.item, row.value, u32::try_from(row.time).ok())
        });
    } else {
        b.set_implicit();
        crate::sample::interests(|row| b.rating(row.user, row.item, row.value, None));
    }
    let built = b.build()?;
    let mut report = Report::of(info.title, &built.ratings, None);
    report.notes.push(info.summary.to_owned());
    Ok(Loaded { ratings: built.ratings, test: None, report, previews: Vec::new(), own: Vec::new() })
}

/// Loads files given as names and bytes.
///
/// # Errors
/// As [`Loader::run`].
pub fn load_bytes(files: &[(&str, &[u8])], options: LoadOptions) -> Result<Loaded> {
    let sources = files.iter().map(|(name, bytes)| Source {
        name: (*name).to_owned(),
        size: bytes.len() as u64,
        test: false,
    });
    Loader::new(sources.collect(), options)?.run(|want| {
        let bytes = files[want.source].1;
        let start = usize::try_from(want.offset).map_or(bytes.len(), |at| at.min(bytes.len()));
        Ok(bytes[start..bytes.len().min(start + want.length)].to_vec())
    })
}

/// Loads files of the file system, some of them for testing. `archive.zip#u1.base` picks one entry
/// of an archive, by its path in it or its file name.
///
/// # Errors
/// As [`Loader::run`].
#[cfg(not(target_arch = "wasm32"))]
pub fn load_paths<P: AsRef<std::path::Path>>(
    train: &[P],
    test: &[P],
    options: LoadOptions,
) -> Result<Loaded> {
    use std::io::{Read, Seek, SeekFrom};
    let mut sources = Vec::new();
    let mut files = Vec::new();
    for (path, test) in train.iter().map(|p| (p, false)).chain(test.iter().map(|p| (p, true))) {
        let path = path.as_ref();
        let name = path.to_string_lossy().into_owned();
        let unreadable = |e: std::io::Error| file_error(&name, 0, "a readable file", &e.to_string());
        let (archive, pick) = match name.split_once('#') {
            Some((archive, pick)) if !path.exists() => (std::path::Path::new(archive), Some(pick)),
            _ => (path, None),
        };
        let file = std::fs::File::open(archive).map_err(unreadable)?;
        let size = file.metadata().map_err(unreadable)?.len();
        let base = archive.file_name().unwrap_or(archive.as_os_str()).to_string_lossy();
        let name = pick.map_or_else(|| base.clone().into_owned(), |pick| format!("{base}#{pick}"));
        sources.push(Source { name, size, test });
        files.push(file);
    }
    Loader::new(sources, options)?.run(|want| {
        let file = &mut files[want.source];
        file.seek(SeekFrom::Start(want.offset))?;
        let mut bytes = Vec::with_capacity(want.length);
        file.take(want.length as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    })
}
