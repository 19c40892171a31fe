//! `.safetensors` of other programs: two matrices, one of them of users.

use super::{Outside, Training, Vectors, unknown};
use crate::error::{Error, Result};
use crate::tensors::Tensors;

/// Factors of a matrix with “user” and one with “item” in its name; a matrix alone is of items. Ids are a list in the
/// metadata or lines of a text, named `user_ids` or `item_ids`, else the rows' numbers.
pub(super) fn read(bytes: &[u8]) -> Result<Outside> {
    let t = Tensors::from_bytes(bytes)?;
    let matrices: Vec<&str> = t.names().filter(|n| t.shape(n).is_ok_and(|shape| shape.len() == 2)).collect();
    let side = |name: &str, ids: &str| {
        let &[rows, k] = t.shape(name)? else { return Err(unknown("an array that is no matrix")) };
        let numbers = t.f32(name, &[rows, k])?;
        if let Ok(text) = t.text_of(ids) {
            let ids: Vec<String> = serde_json::from_str(text)
                .map_err(|e| Error::model_file(format!("a list of texts as “{ids}”"), e.to_string()))?;
            return Vectors::new(name, &mut ids.into_iter(), k, &numbers);
        }
        if t.has(ids) {
            return Vectors::new(name, &mut t.text(ids)?.lines().map(str::to_owned), k, &numbers);
        }
        Vectors::new(name, &mut (0..rows).map(|row| row.to_string()), k, &numbers)
    };
    let named = |part: &str| matrices.iter().find(|name| name.to_lowercase().contains(part));
    match (named("user"), named("item"), &matrices[..]) {
        (Some(users), Some(items), _) => {
            let ratings = t.text_of("ratings").ok().map(|text| text == "true");
            let training = Training { ratings, regularization: 0.1, alpha: 1.0, spark: true };
            Outside::factors(side(users, "user_ids")?, side(items, "item_ids")?, training)
        }
        (None, _, [items]) => side(items, "item_ids").map(Outside::Vectors),
        (_, _, []) => Err(unknown("a .safetensors file without a matrix")),
        (_, _, names) => Err(unknown(format!("a .safetensors file of {}", names.join(", ")))),
    }
}
