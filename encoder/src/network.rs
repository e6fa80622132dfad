//! From the rows of a text's pieces to its vector.
//!
//! Three branches look at two, three and five neighbouring pieces; what they see of each piece is
//! summed over the text, so that order matters nearby only, and a small deep network makes the
//! vector of the sum.

use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, ArrayView2, ArrayViewMut1, Axis, Slice};

use crate::rows::Rows;
use crate::{Encoded, WIDTH};

/// For each branch: so many pieces are seen at once, so many of them to the left.
pub const ORDERS: [(usize, usize); 3] = [(2, 0), (3, 1), (5, 2)];

/// Width of a branch, and of the layers inside the last part.
pub const BRANCHES: usize = 256;
pub const INNER: usize = 320;

/// Keeps the division in LayerNorm from failing.
const EPSILON: f32 = 1e-12;

#[derive(Debug)]
pub struct Network {
    pub branches: [Branch; 3],
    pub norm: Norm,
    pub pooled: Array2<f32>,
    pub pooled_bias: Array1<f32>,
    pub d0: Array2<f32>,
    pub d1: Array2<f32>,
    pub p1: Array2<f32>,
    pub d2: Array2<f32>,
    pub p3: Array2<f32>,
    pub d3: Array2<f32>,
}

#[derive(Debug)]
pub struct Branch {
    pub projection: Array2<f32>,
    pub bias: Array1<f32>,
    pub norm: Norm,
    /// Weights for one place of the window below those for the place before, and biases.
    pub layers: [(Array2<f32>, Array1<f32>); 2],
    pub left: usize,
}

#[derive(Debug)]
pub struct Norm {
    pub gain: Array1<f32>,
    pub shift: Array1<f32>,
}

impl Network {
    pub fn encode(&self, rows: &Rows, pieces: &[usize]) -> Encoded {
        let width = self.norm.gain.len();
        let mut features = Array2::zeros((pieces.len(), width));
        for (&piece, mut feature) in pieces.iter().zip(features.rows_mut()) {
            if let Some(feature) = feature.as_slice_mut() {
                rows.unpack(piece, feature);
            }
        }
        for (branch, from) in self.branches.iter().zip((WIDTH..).step_by(BRANCHES)) {
            let seen = branch.see(&features.slice_axis(Axis(1), Slice::from(..WIDTH)));
            features
                .slice_axis_mut(Axis(1), Slice::from(from..from + BRANCHES))
                .assign(&seen);
        }
        self.norm.apply(&mut features);
        let number = pieces.len() as f32;
        // Summed before the projection, which is linear, so that one row is projected.
        let pooled = times(&features.sum_axis(Axis(0)), &self.pooled);
        let pooled = (pooled + &self.pooled_bias * number) / number.sqrt();
        let y0 = times(&pooled, &self.d0).mapv_into(relu);
        let y1 = (times(&pooled, &self.p1) + times(&y0, &self.d1)).mapv_into(relu);
        let y2 = times(&y1, &self.d2).mapv_into(relu);
        let vector = (times(&y1, &self.p3) + times(&y2, &self.d3)).mapv_into(f32::tanh);
        Encoded {
            vector: unit(&vector),
            pooled: unit(&pooled),
        }
    }
}

impl Branch {
    fn see(&self, rows: &ArrayView2<'_, f32>) -> Array2<f32> {
        let mut seen = rows.dot(&self.projection) + &self.bias;
        self.norm.apply(&mut seen);
        for (weights, bias) in &self.layers {
            let around = self.convolve(&seen, weights);
            seen.zip_mut_with(&(around + bias), |seen, &around| *seen += relu(around));
        }
        seen
    }

    /// Beyond the ends of the text there is nothing to see.
    fn convolve(&self, rows: &Array2<f32>, weights: &Array2<f32>) -> Array2<f32> {
        let number = rows.nrows();
        let mut sum = Array2::zeros((number, BRANCHES));
        for (place, weights) in weights.axis_chunks_iter(Axis(0), BRANCHES).enumerate() {
            let (back, ahead) = (
                self.left.saturating_sub(place),
                place.saturating_sub(self.left),
            );
            if back.max(ahead) < number {
                let seen = rows.slice_axis(Axis(0), Slice::from(ahead..number - back));
                let mut seeing = sum.slice_axis_mut(Axis(0), Slice::from(back..number - ahead));
                general_mat_mul(1.0, &seen, &weights, 1.0, &mut seeing);
            }
        }
        sum
    }
}

impl Norm {
    /// LayerNorm of each row.
    fn apply(&self, rows: &mut Array2<f32>) {
        let centre = |mut row: ArrayViewMut1<'_, f32>| {
            let width = row.len() as f32;
            row -= row.sum() / width;
            row /= (row.dot(&row) / width + EPSILON).sqrt();
            row *= &self.gain;
            row += &self.shift;
        };
        rows.rows_mut().into_iter().for_each(centre);
    }
}

/// A row times a matrix, along the rows of the matrix, as it lies in memory.
fn times(row: &Array1<f32>, matrix: &Array2<f32>) -> Array1<f32> {
    let mut product = Array1::zeros(matrix.ncols());
    for (&factor, weights) in row.iter().zip(matrix.rows()) {
        product.scaled_add(factor, &weights);
    }
    product
}

/// The same direction, with length 1.
fn unit(vector: &Array1<f32>) -> [f32; WIDTH] {
    let length = vector.dot(vector).sqrt().max(f32::MIN_POSITIVE);
    std::array::from_fn(|at| vector[at] / length)
}

fn relu(number: f32) -> f32 {
    number.max(0.0)
}
