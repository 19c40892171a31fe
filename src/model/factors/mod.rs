//! Biases and factors learned by gradient descent: [`mf`] and [`svdpp`], which end in the same [`latent`] model.

mod latent;
pub mod mf;
mod side;
pub mod svdpp;
