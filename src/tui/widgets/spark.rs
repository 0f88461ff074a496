//! A sparkline: a series in a few columns.

/// The bars, from low to high.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Renders the last numbers of a series as at most `columns` bars; a constant series is level.
pub fn sparkline(numbers: &[f64], columns: usize) -> String {
    let shown = &numbers[numbers.len().saturating_sub(columns)..];
    let low = shown.iter().copied().fold(f64::INFINITY, f64::min);
    let high = shown.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let bar = |number: &f64| {
        let share = if high > low { (number - low) / (high - low) } else { 0.5 };
        // The highest bar is reserved for the largest number.
        let step =
            (0..BARS.len() - 1).rev().find(|step| share >= f64::from(u8::try_from(*step).unwrap_or(0)) / 7.0);
        BARS[if share >= 1.0 { BARS.len() - 1 } else { step.unwrap_or(0) }]
    };
    shown.iter().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_go_from_the_lowest_to_the_highest() {
        assert_eq!(sparkline(&[800.0, 400.0, 380.0], 8), "█▁▁");
        assert_eq!(sparkline(&[1.0, 2.0, 3.0, 4.0], 2), "▁█");
        assert_eq!(sparkline(&[5.0], 8), "▄");
        assert_eq!(sparkline(&[], 8), "");
    }
}
