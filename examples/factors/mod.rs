//! Models trained elsewhere from the file system, those of Spark included: their tables are Parquet, which the page reads
//! by a library of JavaScript and these programs by a crate.

use kindred::error::{Error, Result};
use kindred::format::archive::whole;
use kindred::outside::{Columns, Outside, spark};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::RowAccessor;
use std::path::Path;

/// Opens a file, or a folder or zip archive that holds an `ALSModel`.
pub fn open(path: &Path) -> Result<Outside> {
    let unreadable =
        |e: std::io::Error| Error::model_file(format!("a readable {}", path.display()), e.to_string());
    if path.is_dir() {
        let mut files = Vec::new();
        for folder in ["metadata", "userFactors", "itemFactors"] {
            let Ok(entries) = std::fs::read_dir(path.join(folder)) else { continue };
            for entry in entries {
                let file = entry.map_err(unreadable)?.path();
                let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
                files.push((format!("{folder}/{name}"), std::fs::read(file).map_err(unreadable)?));
            }
        }
        if let Ok(bytes) = std::fs::read(path.join("kindred.json")) {
            files.push(("kindred.json".to_owned(), bytes));
        }
        return folder(files);
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    match whole::files(&bytes, &|name| {
        name.contains("Factors/") || name.contains("metadata/") || name.ends_with("kindred.json")
    }) {
        Some(files) if !files.is_empty() => folder(files),
        _ => Outside::read(&bytes),
    }
}

/// The model of a folder's files.
fn folder(mut files: Vec<(String, Vec<u8>)>) -> Result<Outside> {
    files.sort();
    let named = |part: &'static str| files.iter().filter(move |(name, _)| name.contains(part));
    let texts: Vec<_> = named("kindred.json").chain(named("metadata/part-")).collect();
    let texts: Vec<_> = texts.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect();
    let metadata: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
    let table = |part: &'static str| -> Result<Columns> {
        let mut columns = Columns::default();
        for (name, bytes) in named(part).filter(|(name, _)| name.ends_with(".parquet")) {
            read(bytes.clone(), &mut columns).map_err(|e| {
                Error::model_file(format!("a table of id and features in {name}"), e.to_string())
            })?;
        }
        Ok(columns)
    };
    spark(&metadata, &table("userFactors/")?, &table("itemFactors/")?)
}

/// Appends the rows of a Parquet file.
fn read(bytes: Vec<u8>, columns: &mut Columns) -> Result<(), parquet::errors::ParquetError> {
    let reader = SerializedFileReader::new(bytes::Bytes::from(bytes))?;
    for row in reader.get_row_iter(None)? {
        let row = row?;
        columns.ids.push(row.get_int(0)?);
        let features = row.get_list(1)?.elements();
        for element in features {
            let parquet::record::Field::Float(x) = element else {
                return Err(parquet::errors::ParquetError::General("features of another type".into()));
            };
            columns.features.push(*x);
        }
    }
    Ok(())
}
