//! What can go wrong, said so that a person can mend it: where, what was expected, what was found.

use std::fmt;

/// The result of anything that can fail on what a person gave.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error of the library. Small to return; [`Error::kind`] tells what happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Error(Box<ErrorKind>);

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[derive(serde::Serialize)]
pub struct Position {
    /// Name of the file, with the archive it came from in front (`ml-100k.zip/u.data`).
    pub file: String,
    /// Line, counted from 1; 0 when the trouble is with the file as a whole.
    pub line: u64,
    /// Column (field), counted from 1; 0 when the trouble is with the line as a whole.
    pub column: u32,
}

/// What happened. New kinds may be added.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file, or a line of it, could not be read.
    File {
        /// Where.
        position: Position,
        /// What should have stood there.
        expected: String,
        /// What stood there.
        found: String,
    },
    /// The ratings as a whole cannot serve the purpose (no rows, one user, …).
    Data {
        /// What is needed.
        expected: String,
        /// What there is.
        found: String,
    },
    /// A parameter of a model, a split or a metric is not acceptable.
    Parameter {
        /// Whose parameter: the model's name, `split`, `metric`, ….
        of: String,
        /// The parameter's name.
        name: String,
        /// Its type and range.
        expected: String,
        /// The value received.
        found: String,
    },
    /// No model, user, item or sample of that name.
    Unknown {
        /// `model`, `user`, `item`, `sample`, `category`.
        what: &'static str,
        /// The name asked for.
        name: String,
        /// What could have been meant, or how to list what there is.
        hint: String,
    },
    /// The model has no meaningful answer to this question.
    Unsupported {
        /// The model's name.
        model: &'static str,
        /// What it cannot do.
        what: &'static str,
    },
    /// A factor became infinite or not a number in training.
    Diverged {
        /// The model's name.
        model: &'static str,
        /// The epoch, counted from 1.
        epoch: u32,
        /// What to do about it.
        remedy: String,
    },
    /// More memory would be needed than there is.
    Memory {
        /// For what.
        what: String,
        /// Bytes needed.
        need: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// A saved model could not be read.
    ModelFile {
        /// What should have been there.
        expected: String,
        /// What was there.
        found: String,
    },
    /// A call came in a wrong order (train before load, …).
    State {
        /// What has to be done first.
        expected: &'static str,
    },
}

impl Error {
    /// What happened, with its details.
    pub fn kind(&self) -> &ErrorKind {
        &self.0
    }

    /// The kind as one word; it is the `name` of the JavaScript `Error`.
    pub fn name(&self) -> &'static str {
        match *self.0 {
            ErrorKind::File { .. } => "FileError",
            ErrorKind::Data { .. } => "DataError",
            ErrorKind::Parameter { .. } => "ParameterError",
            ErrorKind::Unknown { .. } => "UnknownError",
            ErrorKind::Unsupported { .. } => "UnsupportedError",
            ErrorKind::Diverged { .. } => "DivergedError",
            ErrorKind::Memory { .. } => "MemoryError",
            ErrorKind::ModelFile { .. } => "ModelFileError",
            ErrorKind::State { .. } => "StateError",
        }
    }

    /// A fault of the ratings as a whole.
    pub fn data(expected: impl Into<String>, found: impl Into<String>) -> Self {
        ErrorKind::Data { expected: expected.into(), found: found.into() }.into()
    }

    /// A parameter that cannot be accepted.
    pub fn parameter(
        of: impl Into<String>,
        name: impl Into<String>,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        ErrorKind::Parameter {
            of: of.into(),
            name: name.into(),
            expected: expected.into(),
            found: found.into(),
        }
        .into()
    }

    /// A saved model that cannot be read.
    pub fn model_file(expected: impl Into<String>, found: impl Into<String>) -> Self {
        ErrorKind::ModelFile { expected: expected.into(), found: found.into() }.into()
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Error(Box::new(kind))
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ", line {}", self.line)?;
        }
        if self.column > 0 {
            write!(f, ", column {}", self.column)?;
        }
        Ok(())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            ErrorKind::File { position, expected, found } => {
                write!(f, "{position}: expected {expected}, found {found}")
            }
            ErrorKind::Data { expected, found } => {
                write!(f, "the ratings do not serve: expected {expected}, found {found}")
            }
            ErrorKind::Parameter { of, name, expected, found } => {
                write!(f, "{of}: {name} must be {expected}, not {found}")
            }
            ErrorKind::Unknown { what, name, hint } => {
                write!(f, "there is no {what} “{name}”; {hint}")
            }
            ErrorKind::Unsupported { model, what } => {
                write!(f, "the model {model} cannot tell {what}")
            }
            ErrorKind::Diverged { model, epoch, remedy } => {
                write!(f, "{model} diverged in epoch {epoch}: a number is no longer finite; {remedy}")
            }
            ErrorKind::Memory { what, need, limit } => write!(
                f,
                "{what} needs {} MiB of memory, {} MiB are allowed",
                need.div_ceil(1 << 20),
                limit >> 20
            ),
            ErrorKind::ModelFile { expected, found } => {
                write!(f, "not a usable model file: expected {expected}, found {found}")
            }
            ErrorKind::State { expected } => write!(f, "too early: {expected} first"),
        }
    }
}
