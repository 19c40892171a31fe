//! How parameters follow their gradients.

/// AdaGrad's memory of one row: the squared gradients so far (Duchi, Hazan and Singer, 2011). One rate serves a whole
/// row, as in LIBMF (Chin et al., 2015).
#[derive(Debug, Clone, Copy)]
pub struct AdaGrad(f32);

impl AdaGrad {
    /// Nothing so far but `start`, which keeps the first division finite and sets how fast the rate begins to fall.
    pub const fn new(start: f32) -> Self {
        AdaGrad(start)
    }

    /// The learning rate of the next step.
    #[inline]
    pub fn rate(self, rate: f32) -> f32 {
        rate / self.0.sqrt()
    }

    /// What it remembers, to be passed to a checkpoint.
    pub fn memory(&mut self) -> &mut f32 {
        &mut self.0
    }

    /// Takes in a squared gradient: of a row, the mean of its elements'.
    #[inline]
    pub fn add(&mut self, square: f32) {
        self.0 += square;
    }
}

/// One step of Adam (Kingma and Ba, “Adam: a method for stochastic optimization”, 2015), the same for all numbers that take it.
#[derive(Debug, Clone, Copy)]
pub struct AdamStep {
    rate: f32,
    /// What is missing in the running means, because they begin at zero.
    first_share: f32,
    second_share: f32,
}

const KEEP_FIRST: f32 = 0.9;
const KEEP_SECOND: f32 = 0.999;
const EPSILON: f32 = 1e-8;

impl AdamStep {
    /// Step `number`, counted from 1.
    pub fn new(rate: f32, number: u32) -> Self {
        let share = |keep: f32| 1.0 - libm::pow(f64::from(keep), f64::from(number)) as f32;
        AdamStep { rate, first_share: share(KEEP_FIRST), second_share: share(KEEP_SECOND) }
    }

    /// Takes it with the numbers `x`, by their gradients and `penalty` times themselves. `first` and `second` are the running means of
    /// the gradients and of their squares. The gradients are zero then.
    #[inline]
    pub fn descend(
        &self,
        x: &mut [f32],
        gradients: &mut [f32],
        [first, second]: [&mut [f32]; 2],
        penalty: f32,
    ) {
        let moments = first.iter_mut().zip(second);
        for ((x, gradient), (first, second)) in x.iter_mut().zip(gradients).zip(moments) {
            let g = *gradient + penalty * *x;
            *gradient = 0.0;
            *first = KEEP_FIRST * *first + (1.0 - KEEP_FIRST) * g;
            *second = KEEP_SECOND * *second + (1.0 - KEEP_SECOND) * g * g;
            *x -= self.rate * (*first / self.first_share) / ((*second / self.second_share).sqrt() + EPSILON);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_steps_of_adam_worked_out_by_hand() {
        // Corrected for their start the means of the first step are the gradient and its square: a step of one rate.
        let (mut x, mut gradients, mut first, mut second) = ([1.0, 1.0], [4.0, -0.5], [0.0; 2], [0.0; 2]);
        AdamStep::new(0.1, 1).descend(&mut x, &mut gradients, [&mut first, &mut second], 0.0);
        assert_eq!(gradients, [0.0; 2]);
        assert!((x[0] - 0.9).abs() < 1e-6 && (x[1] - 1.1).abs() < 1e-6, "{x:?}");
        // Then no gradient: 0.9 · 0.4 / 0.19 over √(0.999 · 0.016 / 0.001999).
        AdamStep::new(0.1, 2).descend(&mut x, &mut gradients, [&mut first, &mut second], 0.0);
        let expected = 0.9 - 0.1 * (0.36 / 0.19) / (0.999f64 * 0.016 / 0.001_999).sqrt();
        assert!((f64::from(x[0]) - expected).abs() < 1e-5, "{} {expected}", x[0]);
    }

    #[test]
    fn rates_fall_with_the_gradients() {
        let mut row = AdaGrad::new(1.0);
        assert_eq!(row.rate(0.5), 0.5);
        row.add(3.0);
        assert_eq!(row.rate(0.5), 0.25);
    }
}
