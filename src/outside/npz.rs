//! `.npz`: a zip archive of numpy arrays, read and written. An array is a `.npy` file: a magic number, a header in
//! Python's notation, the numbers (<https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>).

use super::{Outside, Training, Vectors, unknown};
use crate::error::{Error, Result};
use crate::format::archive::whole;

/// One array of a file.
struct Array {
    /// Type of an element, as numpy writes it: `<f4`.
    kind: String,
    /// Numbers are column after column.
    fortran: bool,
    shape: Vec<usize>,
    data: Vec<u8>,
}

/// Makes the model of implicit (factors) or of scipy (similarities) that an archive holds.
pub(super) fn read(bytes: &[u8]) -> Result<Outside> {
    let arrays = arrays(bytes)?;
    let get = |name: &str| arrays.iter().find(|a| a.0 == name).map(|a| &a.1);
    let number = |name: &str, usual: f32| {
        get(name).and_then(|array| array.numbers().ok()?.first().copied()).map_or(usual, |x| x as f32)
    };
    if let (Some(users), Some(items)) = (get("user_factors"), get("item_factors")) {
        let side = |what, array: &Array, ids: Option<&Array>| {
            let (k, numbers) = array.matrix(what)?;
            match ids {
                Some(ids) => Vectors::new(what, &mut ids.texts(what)?.into_iter(), k, &numbers),
                None => {
                    let rows = numbers.len().checked_div(k).unwrap_or(0);
                    Vectors::new(what, &mut (0..rows).map(|row| row.to_string()), k, &numbers)
                }
            }
        };
        let training = Training {
            ratings: get("ratings").map(|_| number("ratings", 0.0) != 0.0),
            regularization: number("regularization", 0.01),
            alpha: number("alpha", 1.0),
            spark: false,
        };
        let users = side("user_factors", users, get("user_ids"))?;
        return Outside::factors(users, side("item_factors", items, get("item_ids"))?, training);
    }
    if let (Some(data), Some(indices), Some(indptr), Some(shape)) =
        (get("data"), get("indices"), get("indptr"), get("shape"))
    {
        if let Some(format) = get("format").filter(|format| format.data != b"csr") {
            let found = format!("one as {}", String::from_utf8_lossy(&format.data));
            return Err(Error::model_file("a sparse matrix in rows", found));
        }
        return similarities(data, indices, indptr, shape);
    }
    let names: Vec<_> = arrays.iter().map(|a| a.0.as_str()).collect();
    let found = if names.is_empty() { "no arrays".to_owned() } else { names.join(", ") };
    Err(unknown(format!("an archive with {found}")))
}

/// A sparse matrix as `scipy.sparse.save_npz` has it.
fn similarities(data: &Array, indices: &Array, indptr: &Array, shape: &Array) -> Result<Outside> {
    let whole = |array: &Array| -> Result<Vec<u32>> {
        let numbers = array.numbers()?.into_iter().map(|x| if x < 0.0 { u32::MAX } else { x as u32 });
        Ok(numbers.collect())
    };
    let n = match whole(shape)?[..] {
        [rows, columns] if rows == columns && rows > 0 => rows,
        ref other => {
            return Err(Error::model_file("a square sparse matrix", format!("the shape {other:?}")));
        }
    };
    let values: Vec<f32> = data.numbers()?.into_iter().map(|x| x as f32).collect();
    let starts = whole(indptr)?;
    // Before so many ids are made.
    let ids = (0..n.min(starts.len() as u32)).map(|row| row.to_string()).collect();
    Outside::similarities(ids, &starts, &whole(indices)?, &values)
}

impl Array {
    /// From the bytes of a `.npy` file.
    fn parse(bytes: &[u8]) -> Option<Array> {
        let rest = bytes.strip_prefix(b"\x93NUMPY")?;
        let (start, length): (usize, usize) = match rest.first()? {
            1 => (4, usize::from(u16::from_le_bytes(*rest.get(2..4)?.first_chunk()?))),
            _ => (6, u32::from_le_bytes(*rest.get(2..6)?.first_chunk()?) as usize),
        };
        let end = start.checked_add(length)?;
        let header = std::str::from_utf8(rest.get(start..end)?).ok()?;
        let after = |key: &str| Some(header.split_once(key)?.1.trim_start_matches([':', ' ', '\'']));
        let shape = after("'shape'")?.strip_prefix('(')?.split_once(')')?.0;
        let shape: Option<Vec<usize>> =
            shape.split(',').map(str::trim).filter(|n| !n.is_empty()).map(|n| n.parse().ok()).collect();
        Some(Array {
            kind: after("'descr'")?.split_once('\'')?.0.to_owned(),
            fortran: after("'fortran_order'")?.starts_with("True"),
            shape: shape?,
            data: rest.get(end..)?.to_vec(),
        })
    }

    /// All numbers as they stand.
    fn numbers(&self) -> Result<Vec<f64>> {
        let b = &self.data;
        let all: Vec<f64> = match self.kind.as_str() {
            "<f4" => b.as_chunks().0.iter().map(|&x| f64::from(f32::from_le_bytes(x))).collect(),
            "<f8" => b.as_chunks().0.iter().map(|&x| f64::from_le_bytes(x)).collect(),
            "<i4" => b.as_chunks().0.iter().map(|&x| f64::from(i32::from_le_bytes(x))).collect(),
            "<i8" => b.as_chunks().0.iter().map(|&x| i64::from_le_bytes(x) as f64).collect(),
            "|b1" => b.iter().map(|&x| f64::from(x)).collect(),
            other => {
                return Err(Error::model_file("numbers of type f4, f8, i4 or i8", format!("“{other}”")));
            }
        };
        let n = self.shape.iter().fold(1usize, |n, &side| n.saturating_mul(side));
        if all.len() == n {
            return Ok(all);
        }
        Err(Error::model_file(format!("{n} numbers of an array"), format!("{}", all.len())))
    }

    /// A matrix as the length of a row and all rows.
    fn matrix(&self, what: &str) -> Result<(usize, Vec<f32>)> {
        let &[rows, k] = &self.shape[..] else {
            return Err(Error::model_file(
                format!("{what} as a matrix"),
                format!("the shape {:?}", self.shape),
            ));
        };
        let numbers = self.numbers()?;
        let at = |i: usize| if self.fortran { numbers[i % k * rows + i / k] } else { numbers[i] };
        Ok((k, (0..numbers.len()).map(|i| at(i) as f32).collect()))
    }

    /// Texts of a fixed length, padded with zeros: numpy's `<U12`; or whole numbers.
    fn texts(&self, what: &str) -> Result<Vec<String>> {
        let Some(length) = self.kind.strip_prefix("<U").and_then(|n| n.parse::<usize>().ok()) else {
            return Ok(self.numbers()?.iter().map(|n| n.to_string()).collect());
        };
        let text = |bytes: &[u8]| {
            let letters = bytes.as_chunks().0.iter().map(|&x| u32::from_le_bytes(x)).take_while(|&x| x != 0);
            letters.map(char::from_u32).collect::<Option<String>>()
        };
        let texts: Option<Vec<String>> = self.data.chunks_exact((4 * length).max(1)).map(text).collect();
        texts.ok_or_else(|| Error::model_file(format!("texts as ids of {what}"), "others"))
    }
}

/// All arrays of an archive by name; objects that Python would have to make are of no use here.
fn arrays(bytes: &[u8]) -> Result<Vec<(String, Array)>> {
    let files = whole::files(bytes, &|name| name.ends_with(".npy"))
        .ok_or_else(|| Error::model_file("a whole .npz archive", format!("{} damaged bytes", bytes.len())))?;
    let array =
        |(name, data): (String, Vec<u8>)| Some((name.strip_suffix(".npy")?.to_owned(), Array::parse(&data)?));
    Ok(files.into_iter().filter_map(array).collect())
}
