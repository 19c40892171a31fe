//! Named arrays: what a model is made of when it is saved. The file format is safetensors,
//! which other tools read as well.

use crate::error::{Error, Result};
use crate::matrix::{self, flat};
use ndarray::Array2;
use safetensors::{Dtype, SafeTensors, tensor::TensorView};
use std::collections::{BTreeMap, HashMap};

/// Takes arrays by name, one after the other. [`Tensors`] keeps them, [`Finite`] and [`Size`] only look at them.
pub trait Arrays {
    /// Takes an array of `f32`, row-major in this shape.
    fn put_f32(&mut self, name: &str, shape: &[usize], data: &[f32]);

    /// Takes an array of `u32`.
    fn put_u32(&mut self, name: &str, data: &[u32]);
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
    fn put_f32(&mut self, _name: &str, _shape: &[usize], data: &[f32]) {
        self.0 &= crate::kernel::all_finite(data);
    }

    fn put_u32(&mut self, _name: &str, _data: &[u32]) {}
}

/// Adds up the bytes of what comes.
#[derive(Debug, Clone, Copy)]
pub struct Size(pub u64);

impl Arrays for Size {
    fn put_f32(&mut self, _name: &str, _shape: &[usize], data: &[f32]) {
        self.0 += 4 * data.len() as u64;
    }

    fn put_u32(&mut self, _name: &str, data: &[u32]) {
        self.0 += 4 * data.len() as u64;
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
    fn put_f32(&mut self, name: &str, shape: &[usize], data: &[f32]) {
        self.put(name, Dtype::F32, shape, little_endian(data, f32::to_le_bytes));
    }

    fn put_u32(&mut self, name: &str, data: &[u32]) {
        self.put(name, Dtype::U32, &[data.len()], little_endian(data, u32::to_le_bytes));
    }
}

/// The bytes of numbers as they stand in a file.
fn little_endian<T: Copy>(numbers: &[T], bytes_of: impl Fn(T) -> [u8; 4]) -> Vec<u8> {
    let mut bytes = vec![0; 4 * numbers.len()];
    for (bytes, &number) in bytes.as_chunks_mut().0.iter_mut().zip(numbers) {
        *bytes = bytes_of(number);
    }
    bytes
}

/// The name of the metadata's one entry.
const METADATA: &str = "kindred";

impl Tensors {
    /// Adds text as an array of bytes.
    pub fn put_text(&mut self, name: &str, text: &str) {
        self.put(name, Dtype::U8, &[text.len()], text.as_bytes().to_vec());
    }

    fn put(&mut self, name: &str, dtype: Dtype, shape: &[usize], bytes: Vec<u8>) {
        self.arrays.insert(name.to_owned(), Array { dtype, shape: shape.to_vec(), bytes });
    }

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
    /// When the set cannot be written in that format.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let broken = |e: safetensors::SafeTensorError| Error::model_file("arrays to write", e.to_string());
        let mut views = Vec::with_capacity(self.arrays.len());
        for (name, array) in &self.arrays {
            let view = TensorView::new(array.dtype, array.shape.clone(), &array.bytes).map_err(broken)?;
            views.push((name.as_str(), view));
        }
        // As one text, because the order of several would be that of a hash map and so differ from save to save.
        let text = serde_json::to_string(&self.metadata)
            .map_err(|e| Error::model_file("metadata to write", e.to_string()))?;
        safetensors::serialize(views, Some(HashMap::from([(METADATA.to_owned(), text)]))).map_err(broken)
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
            let one = metadata.get(METADATA).and_then(|text| serde_json::from_str(text).ok());
            // Files of version 1 have an entry for each name.
            let each = || metadata.iter().map(|(name, text)| (name.clone(), text.clone())).collect();
            tensors.metadata = one.unwrap_or_else(each);
        }
        for (name, view) in file.tensors() {
            tensors.put(&name, view.dtype(), view.shape(), view.data().to_vec());
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
