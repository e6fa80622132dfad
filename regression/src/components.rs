//! The few directions in which vectors differ most, and what of a vector goes together along them.

/// Numbers of a vector.
pub const NUMBERS: usize = 1024;

pub const COMPONENTS: usize = 64;

/// One for each pair of components, squares included.
pub const PRODUCTS: usize = COMPONENTS * (COMPONENTS + 1) / 2;

/// Rounds of orthogonal iteration. The products depend on the space that the components span, not on
/// the components themselves, and that is soon found.
const ROUNDS: usize = 8;

/// Shorter directions are noise.
const LEAST: f32 = 1e-6;

type Vector = [f32; NUMBERS];

/// Numbers of the components, side by side.
type Places = [f32; COMPONENTS];

/// The principal components of vectors, nearly.
#[derive(Clone, Debug, PartialEq)]
pub struct Components {
    /// For each number of a vector its share in each component.
    pub axes: Vec<Places>,
    /// Where the mean of all vectors lies.
    pub middle: Places,
}

impl Components {
    pub fn of(vectors: &[&Vector]) -> Components {
        let mean = mean(vectors);
        let mut axes = first_axes(vectors, &mean);
        for _ in 0..ROUNDS {
            orthonormalise(&mut axes);
            let mut next = vec![[0.0; COMPONENTS]; NUMBERS];
            for vector in vectors {
                let vector = difference(vector, &mean);
                let places = project(&axes, &vector);
                for (next, number) in next.iter_mut().zip(&vector) {
                    add(next, &places, *number);
                }
            }
            axes = next;
        }
        orthonormalise(&mut axes);
        Components {
            middle: project(&axes, &mean),
            axes,
        }
    }

    /// Every two components of a vector multiplied, after they were scaled to length 1 together. The
    /// products have length 1, too.
    pub fn products(&self, vector: &Vector) -> Vec<f32> {
        let mut places = project(&self.axes, vector);
        add(&mut places, &self.middle, -1.0);
        let length = dot(&places, &places).sqrt().max(LEAST);
        let places = places.map(|place| place / length);
        let mut products = Vec::with_capacity(PRODUCTS);
        for (at, place) in places.iter().enumerate() {
            products.push(place * place);
            // Each pair stands for itself and its mirror image.
            let others = places[at + 1..].iter();
            products.extend(others.map(|other| 2f32.sqrt() * place * other));
        }
        products
    }
}

fn mean(vectors: &[&Vector]) -> Vector {
    let mut sum = [0.0; NUMBERS];
    for vector in vectors {
        for (sum, number) in sum.iter_mut().zip(*vector) {
            *sum += number;
        }
    }
    sum.map(|sum| sum / vectors.len().max(1) as f32)
}

/// Any directions will do to begin with, such as those of vectors from everywhere among them.
fn first_axes(vectors: &[&Vector], mean: &Vector) -> Vec<Places> {
    let mut axes = vec![[0.0; COMPONENTS]; NUMBERS];
    let step = (vectors.len() / COMPONENTS).max(1);
    for (component, vector) in vectors.iter().step_by(step).take(COMPONENTS).enumerate() {
        for (axes, number) in axes.iter_mut().zip(difference(vector, mean)) {
            axes[component] = number;
        }
    }
    axes
}

fn project(axes: &[Places], vector: &Vector) -> Places {
    let mut places = [0.0; COMPONENTS];
    for (axes, number) in axes.iter().zip(vector) {
        add(&mut places, axes, *number);
    }
    places
}

/// Makes each axis perpendicular to those before it and of length 1, or nothing if nothing is left of it.
fn orthonormalise(axes: &mut [Places]) {
    for axis in 0..COMPONENTS {
        let before = length(axes, axis);
        let mut shares = [0.0; COMPONENTS];
        for row in axes.iter() {
            add(&mut shares, row, row[axis]);
        }
        for row in axes.iter_mut() {
            row[axis] -= dot(&row[..axis], &shares[..axis]);
        }
        let after = length(axes, axis);
        let factor = if after > LEAST * before {
            1.0 / after
        } else {
            0.0
        };
        axes.iter_mut().for_each(|row| row[axis] *= factor);
    }
}

fn length(axes: &[Places], axis: usize) -> f32 {
    let squares: f32 = axes.iter().map(|row| row[axis] * row[axis]).sum();
    squares.sqrt()
}

fn difference(one: &Vector, other: &Vector) -> Vector {
    std::array::from_fn(|at| one[at] - other[at])
}

fn dot(one: &[f32], other: &[f32]) -> f32 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

fn add(sum: &mut Places, places: &Places, factor: f32) {
    for (sum, place) in sum.iter_mut().zip(places) {
        *sum += factor * place;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Vectors that differ in two numbers only, and in one of them more.
    fn vectors() -> Vec<Vector> {
        let vector = |at: usize| {
            let mut vector = [0.5; NUMBERS];
            vector[3] += [-2.0, 2.0][at % 2];
            vector[7] += [-1.0, 1.0][at / 2 % 2];
            vector
        };
        (0..200).map(vector).collect()
    }

    fn components() -> Components {
        Components::of(&vectors().iter().collect::<Vec<_>>())
    }

    #[test]
    fn components_span_what_differs() {
        let axes = components().axes;
        let share = |number: usize| dot(&axes[number], &axes[number]);
        assert!((share(3) - 1.0).abs() < 1e-4 && (share(7) - 1.0).abs() < 1e-4);
        assert!(share(8) < 1e-4);
    }

    #[test]
    fn products_compare_by_the_square_of_the_cosine() {
        let (vectors, components) = (vectors(), components());
        let products: Vec<_> = vectors.iter().map(|one| components.products(one)).collect();
        // (2, 1) and (2, -1): the cosine is 0.6. (-2, -1) is opposite to the first.
        assert!((dot(&products[3], &products[1]) - 0.36).abs() < 1e-3);
        assert!((dot(&products[3], &products[0]) - 1.0).abs() < 1e-3);
    }

    #[test]
    fn there_are_as_many_products_as_pairs() {
        assert_eq!(components().products(&[0.1; NUMBERS]).len(), PRODUCTS);
    }

    #[test]
    fn no_vectors_have_no_components() {
        let products = Components::of(&[]).products(&[0.1; NUMBERS]);
        assert!(products.iter().all(|product| *product == 0.0));
    }
}
