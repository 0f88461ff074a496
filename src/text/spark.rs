//! A sparkline: a series in a few columns.

/// The bars, from low to high. None fills its cell, so that the bars of two rows do not touch.
const BARS: [char; 7] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇'];

/// Renders the whole series in at most `columns` bars; a constant series is level. If there are more numbers
/// than columns, each bar is the last number of its part, so that the last bar is the latest number.
pub fn sparkline(numbers: &[f64], columns: usize) -> String {
    let shown = resampled(numbers, columns);
    let low = shown.iter().copied().fold(f64::INFINITY, f64::min);
    let high = shown.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let last = BARS.len() - 1;
    let bar = |number: &f64| {
        let share = if high > low { (number - low) / (high - low) } else { 0.5 };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "the share is in 0 to 1"
        )]
        let step = (share * last as f64).round() as usize;
        BARS[step.min(last)]
    };
    shown.iter().map(bar).collect()
}

fn resampled(numbers: &[f64], columns: usize) -> Vec<f64> {
    if numbers.len() <= columns {
        return numbers.to_vec();
    }
    (1..=columns).map(|part| numbers[part * numbers.len() / columns - 1]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_go_from_the_lowest_to_the_highest() {
        assert_eq!(sparkline(&[800.0, 400.0, 380.0], 8), "▇▁▁");
        assert_eq!(sparkline(&[5.0], 8), "▄");
        assert_eq!(sparkline(&[], 8), "");
        assert_eq!(sparkline(&[1.0], 0), "");
    }

    #[test]
    fn a_long_series_is_shown_whole() {
        let falling: Vec<f64> = (0..100).rev().map(f64::from).collect();
        assert_eq!(sparkline(&falling, 7), "▇▆▅▄▃▂▁");
    }
}
