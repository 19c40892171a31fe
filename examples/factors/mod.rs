//! Models trained elsewhere from the file system, those of Spark included: their tables are Parquet, which the page reads
//! by a library of JavaScript and these programs by a crate.

use kindred::error::{Error, Result};
use kindred::format::archive::whole;
use kindred::outside::{Columns, Outside, spark};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row, RowAccessor};
use std::collections::BTreeMap;
use std::path::Path;

/// Opens a file, or a folder or zip archive that holds an `ALSModel`.
pub fn open(path: &Path) -> Result<Outside> {
    let unreadable =
        |e: std::io::Error| Error::model_file(format!("a readable {}", path.display()), e.to_string());
    if path.is_dir() {
        let mut files = Vec::new();
        for folder in ["metadata", "userFactors", "itemFactors", "userIds", "itemIds"] {
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
        let table = name.contains("Factors/") || name.contains("Ids/");
        table || name.contains("metadata/") || name.ends_with("kindred.json")
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
    let rows = |part: &'static str, what: &str, take: &mut dyn FnMut(Row) -> Read| -> Result<()> {
        for (name, bytes) in named(part).filter(|(name, _)| name.ends_with(".parquet")) {
            each_row(bytes.clone(), take)
                .map_err(|e| Error::model_file(format!("a table of {what} in {name}"), e.to_string()))?;
        }
        Ok(())
    };
    let table = |factors, ids| -> Result<Columns> {
        // Ids that are no numbers were numbered by whoever wrote the folder, with a table of which is which.
        let mut names = BTreeMap::new();
        rows(ids, "id and name", &mut |row| {
            names.insert(row.get_int(0)?, row.get_string(1)?.clone());
            Ok(())
        })?;
        let mut columns = Columns::default();
        rows(factors, "id and features", &mut |row| {
            let id = row.get_int(0)?;
            columns.ids.push(names.get(&id).cloned().unwrap_or_else(|| id.to_string()));
            features(&row, &mut columns.features)
        })?;
        Ok(columns)
    };
    spark(&metadata, &table("userFactors/", "userIds/")?, &table("itemFactors/", "itemIds/")?)
}

type Read = std::result::Result<(), ParquetError>;

/// Takes the rows of a Parquet file.
fn each_row(bytes: Vec<u8>, take: &mut dyn FnMut(Row) -> Read) -> Read {
    let reader = SerializedFileReader::new(bytes::Bytes::from(bytes))?;
    for row in reader.get_row_iter(None)? {
        take(row?)?;
    }
    Ok(())
}

/// Appends the numbers of the second column.
fn features(row: &Row, to: &mut Vec<f32>) -> Read {
    for element in row.get_list(1)?.elements() {
        let Field::Float(x) = element else {
            return Err(ParquetError::General("features of another type".into()));
        };
        to.push(*x);
    }
    Ok(())
}
