//! Named arrays: what a model is made of when it is saved. The file format is safetensors,
//! which other tools read as well.

use crate::error::{Error, Result};
use crate::matrix::{self, flat};
use ndarray::Array2;
use safetensors::tensor::{Metadata, TensorInfo};
use safetensors::{Dtype, SafeTensors};
use std::collections::{BTreeMap, HashMap};

/// Numbers of one kind, or what stands for them in a file.
#[derive(Debug, Clone, Copy)]
pub enum Numbers<'a> {
    /// Four bytes each.
    F32(&'a [f32]),
    /// Four bytes each.
    U32(&'a [u32]),
    /// As they stand in a file, the lowest byte first.
    Bytes(&'a [u8]),
}

impl Numbers<'_> {
    /// How many bytes they take in a file.
    pub fn size(self) -> usize {
        match self {
            Numbers::F32(numbers) => 4 * numbers.len(),
            Numbers::U32(numbers) => 4 * numbers.len(),
            Numbers::Bytes(bytes) => bytes.len(),
        }
    }
}

/// Takes arrays by name, one after the other. [`Tensors`] keeps them, [`write()`] puts them in a file, [`Finite`] and [`Size`] only
/// look at them.
pub trait Arrays {
    /// Takes an array, row-major in this shape.
    fn put(&mut self, name: &str, dtype: Dtype, shape: &[usize], numbers: Numbers<'_>);

    /// Takes an array of `f32`, row-major in this shape.
    fn put_f32(&mut self, name: &str, shape: &[usize], data: &[f32]) {
        self.put(name, Dtype::F32, shape, Numbers::F32(data));
    }

    /// Takes an array of `u32`.
    fn put_u32(&mut self, name: &str, data: &[u32]) {
        self.put(name, Dtype::U32, &[data.len()], Numbers::U32(data));
    }

    /// Takes text as an array of bytes.
    fn put_text(&mut self, name: &str, text: &str) {
        self.put(name, Dtype::U8, &[text.len()], Numbers::Bytes(text.as_bytes()));
    }
}

impl dyn Arrays + '_ {
    /// Takes a row-major matrix.
    pub fn put_matrix(&mut self, name: &str, matrix: &Array2<f32>) {
        self.put_f32(name, matrix.shape(), flat(matrix));
    }
}

/// Remembers whether every number that came was finite.
#[derive(Debug, Clone, Copy)]
pub struct Finite(pub bool);

impl Arrays for Finite {
    fn put(&mut self, _name: &str, _dtype: Dtype, _shape: &[usize], numbers: Numbers<'_>) {
        if let Numbers::F32(data) = numbers {
            self.0 &= crate::kernel::all_finite(data);
        }
    }
}

/// Adds up the bytes of what comes.
#[derive(Debug, Clone, Copy)]
pub struct Size(pub u64);

impl Arrays for Size {
    fn put(&mut self, _name: &str, _dtype: Dtype, _shape: &[usize], numbers: Numbers<'_>) {
        self.0 += numbers.size() as u64;
    }
}

/// The memory of a file that is written in any order.
pub trait Place {
    /// Writes numbers from the byte `at` on.
    fn put(&mut self, at: usize, numbers: Numbers<'_>);
}

impl Place for Vec<u8> {
    fn put(&mut self, at: usize, numbers: Numbers<'_>) {
        let place = &mut self[at..][..numbers.size()];
        match numbers {
            Numbers::F32(numbers) => little_endian(place, numbers, f32::to_le_bytes),
            Numbers::U32(numbers) => little_endian(place, numbers, u32::to_le_bytes),
            Numbers::Bytes(bytes) => place.copy_from_slice(bytes),
        }
    }
}

/// Numbers as they stand in a file.
fn little_endian<T: Copy>(place: &mut [u8], numbers: &[T], bytes_of: impl Fn(T) -> [u8; 4]) {
    for (bytes, &number) in place.as_chunks_mut().0.iter_mut().zip(numbers) {
        *bytes = bytes_of(number);
    }
}

/// The name of the metadata's one entry.
const METADATA: &str = "kindred";

/// Writes arrays as a safetensors file with this metadata, none of them being held a second time. `each` gives all of them, the same
/// each time: first to find out where they stand. `place` has so many bytes. The same arrays make the same bytes.
///
/// # Errors
/// When they cannot be written in that format.
pub fn write<P: Place>(
    metadata: &BTreeMap<String, String>,
    each: &dyn Fn(&mut dyn Arrays),
    place: impl FnOnce(usize) -> P,
) -> Result<P> {
    let mut layout = Layout::default();
    each(&mut layout);
    let (head, starts, len) = layout.head(metadata)?;
    let mut place = place(len);
    place.put(0, Numbers::Bytes(&head));
    each(&mut Placed { starts: starts.into_iter(), place: &mut place });
    Ok(place)
}

/// What arrays there are, in the order in which they come.
#[derive(Default)]
struct Layout(Vec<(String, TensorInfo)>);

impl Arrays for Layout {
    fn put(&mut self, name: &str, dtype: Dtype, shape: &[usize], numbers: Numbers<'_>) {
        let info = TensorInfo { dtype, shape: shape.to_vec(), data_offsets: (0, numbers.size()) };
        self.0.push((name.to_owned(), info));
    }
}

impl Layout {
    /// The file's header, where in the file each array begins, and how long the file is.
    #[inline(never)]
    fn head(self, metadata: &BTreeMap<String, String>) -> Result<(Vec<u8>, Vec<usize>, usize)> {
        // In the order that the format's own writer has: numbers of more bytes first, so that each stands where it may.
        let order = crate::order::permutation(self.0.len(), &|a, b| {
            let ((name, info), (other, its)) = (&self.0[a], &self.0[b]);
            its.dtype.cmp(&info.dtype).then_with(|| name.cmp(other))
        });
        let (mut starts, mut end) = (vec![0; self.0.len()], 0);
        let mut arrays = Vec::with_capacity(self.0.len());
        for at in order {
            let (name, info) = &self.0[at as usize];
            starts[at as usize] = end;
            end += info.data_offsets.1;
            arrays.push((
                name.clone(),
                TensorInfo { data_offsets: (starts[at as usize], end), ..info.clone() },
            ));
        }
        let broken = |e: &dyn std::fmt::Display| Error::model_file("arrays to write", e.to_string());
        // As one text, because the order of several would be that of a hash map and so differ from save to save.
        let text = serde_json::to_string(metadata).map_err(|e| broken(&e))?;
        let text = HashMap::from([(METADATA.to_owned(), text)]);
        let header = Metadata::new(Some(text), arrays).map_err(|e| broken(&e))?;
        let mut header = serde_json::to_string(&header).map_err(|e| broken(&e))?;
        while header.len() % 8 > 0 {
            header.push(' ');
        }
        let mut head = (header.len() as u64).to_le_bytes().to_vec();
        head.extend_from_slice(header.as_bytes());
        starts.iter_mut().for_each(|start| *start += head.len());
        let len = head.len() + end;
        Ok((head, starts, len))
    }
}

/// Writes arrays where they belong, which come in the same order once more.
struct Placed<'a> {
    starts: std::vec::IntoIter<usize>,
    place: &'a mut dyn Place,
}

impl Arrays for Placed<'_> {
    fn put(&mut self, _name: &str, _dtype: Dtype, _shape: &[usize], numbers: Numbers<'_>) {
        if let Some(at) = self.starts.next() {
            self.place.put(at, numbers);
        }
    }
}

/// A named set of arrays with text metadata.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tensors {
    arrays: BTreeMap<String, Array>,
    /// Names, versions, parameters.
    pub metadata: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq)]
struct Array {
    dtype: Dtype,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

impl Arrays for Tensors {
    fn put(&mut self, name: &str, dtype: Dtype, shape: &[usize], numbers: Numbers<'_>) {
        let mut bytes = vec![0; numbers.size()];
        bytes.put(0, numbers);
        self.arrays.insert(name.to_owned(), Array { dtype, shape: shape.to_vec(), bytes });
    }
}

impl Tensors {
    #[cfg(not(target_arch = "wasm32"))]
    /// The names of all arrays, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.arrays.keys().map(String::as_str)
    }

    /// True when there is an array of this name.
    pub fn has(&self, name: &str) -> bool {
        self.arrays.contains_key(name)
    }

    /// An array of `f32` of this shape.
    ///
    /// # Errors
    /// When it is missing or has another shape, or an element is not finite.
    pub fn f32(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>> {
        let array = self.get(name, Dtype::F32)?;
        if array.shape != shape {
            return Err(Error::model_file(
                format!("“{name}” of shape {shape:?}"),
                format!("shape {:?}", array.shape),
            ));
        }
        let data: Vec<f32> = array.bytes.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect();
        if !crate::kernel::all_finite(&data) {
            return Err(Error::model_file(format!("finite numbers in “{name}”"), "others"));
        }
        Ok(data)
    }

    /// A matrix of this shape.
    ///
    /// # Errors
    /// As [`Tensors::f32`].
    pub fn matrix(&self, name: &str, rows: usize, columns: usize) -> Result<Array2<f32>> {
        let data = self.f32(name, &[rows, columns])?;
        Ok(matrix::of(rows, columns, data))
    }

    /// The shape of an array, to be checked against what the model expects.
    ///
    /// # Errors
    /// When it is missing.
    pub fn shape(&self, name: &str) -> Result<&[usize]> {
        match self.arrays.get(name) {
            Some(array) => Ok(&array.shape),
            None => Err(Error::model_file(format!("an array “{name}”"), "none of that name")),
        }
    }

    /// An array of `u32` of any length.
    ///
    /// # Errors
    /// When it is missing.
    pub fn u32(&self, name: &str) -> Result<Vec<u32>> {
        let array = self.get(name, Dtype::U32)?;
        Ok(array.bytes.as_chunks::<4>().0.iter().map(|b| u32::from_le_bytes(*b)).collect())
    }

    /// A text of the metadata.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn text_of(&self, name: &str) -> Result<&str> {
        self.metadata.get(name).map(String::as_str).ok_or_else(|| {
            Error::model_file(
                format!("“{name}” in the file's metadata"),
                "none; it was not written by Kindred",
            )
        })
    }

    /// Text.
    ///
    /// # Errors
    /// When it is missing or not UTF-8.
    pub fn text(&self, name: &str) -> Result<&str> {
        let array = self.get(name, Dtype::U8)?;
        std::str::from_utf8(&array.bytes)
            .map_err(|e| Error::model_file(format!("UTF-8 text in “{name}”"), e.to_string()))
    }

    fn get(&self, name: &str, dtype: Dtype) -> Result<&Array> {
        self.shape(name)?;
        let array = &self.arrays[name];
        if array.dtype != dtype {
            return Err(Error::model_file(
                format!("“{name}” of type {dtype:?}"),
                format!("{:?}", array.dtype),
            ));
        }
        Ok(array)
    }

    /// As the bytes of a safetensors file.
    ///
    /// # Errors
    /// As [`write()`].
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let each = |out: &mut dyn Arrays| {
            for (name, Array { dtype, shape, bytes }) in &self.arrays {
                out.put(name, *dtype, shape, Numbers::Bytes(bytes));
            }
        };
        write(&self.metadata, &each, |len| vec![0; len])
    }

    /// From the bytes of a safetensors file.
    ///
    /// # Errors
    /// When the bytes are cut off or are something else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let broken = |e: safetensors::SafeTensorError| {
            Error::model_file("a whole safetensors file", format!("{} bytes: {e}", bytes.len()))
        };
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(broken)?;
        let file = SafeTensors::deserialize(bytes).map_err(broken)?;
        let mut tensors = Tensors::default();
        if let Some(metadata) = header.metadata() {
            match metadata.get(METADATA).and_then(|text| serde_json::from_str(text).ok()) {
                Some(one) => tensors.metadata = one,
                // Files of version 1 have an entry for each name.
                None => {
                    tensors.metadata.extend(metadata.iter().map(|(name, text)| (name.clone(), text.clone())));
                }
            }
        }
        for (name, view) in file.tensors() {
            tensors.put(&name, view.dtype(), view.shape(), Numbers::Bytes(view.data()));
        }
        Ok(tensors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Tensors {
        let mut t = Tensors::default();
        t.put_f32("factors", &[2, 2], &[1.0, -2.5, 0.0, 4.0]);
        t.put_u32("starts", &[0, 3]);
        t.put_text("ids", "a\nü");
        t.metadata.insert("model".into(), "mf".into());
        t
    }

    #[test]
    fn arrays_come_back_as_they_were() {
        let back = Tensors::from_bytes(&sample().to_bytes().unwrap()).unwrap();
        assert_eq!(back, sample());
        assert_eq!(back.f32("factors", &[2, 2]).unwrap(), [1.0, -2.5, 0.0, 4.0]);
        assert_eq!(back.u32("starts").unwrap(), [0, 3]);
        assert_eq!(back.text("ids").unwrap(), "a\nü");
    }

    #[test]
    fn the_same_arrays_make_the_same_bytes() {
        let mut t = sample();
        for name in ["seed", "params", "feedback", "shape"] {
            t.metadata.insert(name.into(), "1".into());
        }
        let bytes = t.to_bytes().unwrap();
        assert!((0..20).all(|_| t.to_bytes().unwrap() == bytes));
    }

    #[test]
    fn files_are_those_of_the_formats_own_writer() {
        let t = sample();
        let views = t.arrays.iter().map(|(name, array)| {
            (
                name,
                safetensors::tensor::TensorView::new(array.dtype, array.shape.clone(), &array.bytes).unwrap(),
            )
        });
        let text = serde_json::to_string(&t.metadata).unwrap();
        let metadata = HashMap::from([(METADATA.to_owned(), text)]);
        assert_eq!(safetensors::serialize(views, Some(metadata)).unwrap(), t.to_bytes().unwrap());
    }

    #[test]
    fn truncated_foreign_and_misshapen_files_are_errors() {
        let bytes = sample().to_bytes().unwrap();
        for cut in 0..bytes.len() {
            assert!(Tensors::from_bytes(&bytes[..cut]).is_err(), "cut at {cut}");
        }
        assert!(Tensors::from_bytes(b"<!doctype html><html></html>").is_err());
        let t = sample();
        assert!(t.f32("factors", &[4]).is_err());
        assert!(t.f32("starts", &[2]).is_err());
        assert!(t.f32("nothing", &[2]).is_err());
        let mut t = sample();
        t.put_f32("factors", &[1], &[f32::NAN]);
        assert!(t.f32("factors", &[1]).is_err());
    }
}
