//! Finds the lowest point of a smooth convex function of very many variables (L-BFGS, after Nocedal
//! and Wright, *Numerical Optimization*, algorithm 7.4). No randomness, no threads: the same
//! function gives the same point.

/// Pairs of steps and changes of slope that stand in for the curvature.
const MEMORY: usize = 8;

/// The search ends when a step gains less than this share of the value.
const ENOUGH: f64 = 1e-5;

/// A step must gain at least this share of what the slope promises.
const ARMIJO: f64 = 1e-4;

/// A step is tried at most so often, each time half as long.
const HALVINGS: u32 = 30;

struct Step {
    moved: Vec<f32>,
    bent: Vec<f32>,
    /// 1 / (moved · bent)
    rho: f64,
}

/// A place on the way down.
struct Place {
    point: Vec<f32>,
    value: f64,
    slope: Vec<f32>,
}

/// Walks from `point` to a minimum of `function`, which writes the slope at a point into its second
/// argument and returns the value there. Gives up after `most` steps.
pub fn minimise(
    point: Vec<f32>,
    most: usize,
    mut function: impl FnMut(&[f32], &mut [f32]) -> f64,
) -> Vec<f32> {
    let mut visit = |point: Vec<f32>| {
        let mut slope = vec![0.0; point.len()];
        let value = function(&point, &mut slope);
        Place {
            point,
            value,
            slope,
        }
    };
    let mut here = visit(point);
    let mut steps: Vec<Step> = Vec::with_capacity(MEMORY);
    for _ in 0..most {
        let direction = downhill(&here.slope, &steps);
        // Nothing is known of the curvature before the first step, so that one is short.
        let first = 1.0 / dot(&here.slope, &here.slope).sqrt().max(1.0);
        let length = if steps.is_empty() { first } else { 1.0 };
        let Some(next) = lower(&here, &direction, length, &mut visit) else {
            break;
        };
        let moved = add(&next.point, &here.point, -1.0);
        let bent = add(&next.slope, &here.slope, -1.0);
        let curvature = dot(&moved, &bent);
        if curvature > 0.0 {
            steps.drain(..(steps.len() + 1).saturating_sub(MEMORY));
            steps.push(Step {
                moved,
                bent,
                rho: 1.0 / curvature,
            });
        }
        let gain = here.value - next.value;
        here = next;
        if gain <= ENOUGH * here.value.abs() {
            break;
        }
    }
    here.point
}

/// The first place in this direction that is low enough, trying ever shorter steps.
fn lower(
    here: &Place,
    direction: &[f32],
    longest: f64,
    visit: &mut impl FnMut(Vec<f32>) -> Place,
) -> Option<Place> {
    let promise = dot(direction, &here.slope);
    if promise >= 0.0 {
        return None;
    }
    (0..HALVINGS)
        .map(|halving| longest / f64::from(1u32 << halving))
        .map(|length| (length, visit(add(&here.point, direction, length as f32))))
        .find(|(length, next)| next.value <= here.value + ARMIJO * length * promise)
        .map(|(_, next)| next)
}

/// The slope, turned by what the last steps taught about the curvature.
fn downhill(slope: &[f32], steps: &[Step]) -> Vec<f32> {
    let mut direction: Vec<f32> = slope.iter().map(|s| -s).collect();
    let mut factors = Vec::with_capacity(steps.len());
    for step in steps.iter().rev() {
        let factor = step.rho * dot(&step.moved, &direction);
        direction = add(&direction, &step.bent, -factor as f32);
        factors.push(factor);
    }
    if let Some(last) = steps.last() {
        let scale = 1.0 / (last.rho * dot(&last.bent, &last.bent));
        direction.iter_mut().for_each(|d| *d *= scale as f32);
    }
    for (step, factor) in steps.iter().zip(factors.iter().rev()) {
        let correction = step.rho * dot(&step.bent, &direction);
        direction = add(&direction, &step.moved, (factor - correction) as f32);
    }
    direction
}

fn dot(a: &[f32], b: &[f32]) -> f64 {
    a.iter()
        .zip(b)
        .map(|(a, b)| f64::from(*a) * f64::from(*b))
        .sum()
}

/// a + factor · b
fn add(a: &[f32], b: &[f32], factor: f32) -> Vec<f32> {
    a.iter().zip(b).map(|(a, b)| a + factor * b).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bottom_of_a_narrow_bowl_is_found() {
        let bottom = minimise(vec![9.0, -7.0], 100, |at, slope| {
            let (x, y) = (f64::from(at[0]) - 1.0, f64::from(at[1]) - 2.0);
            slope.copy_from_slice(&[(2.0 * x) as f32, (200.0 * y) as f32]);
            x * x + 100.0 * y * y
        });
        assert!(
            (bottom[0] - 1.0).abs() < 0.05 && (bottom[1] - 2.0).abs() < 0.05,
            "{bottom:?}"
        );
    }
}
