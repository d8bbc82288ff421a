//! Splits samples, for comparison with Python's `iterative-stratification` (`.ci/stratify`):
//! `cargo bench --bench split -- FILE`. A line of the file is a case, `{"weights": [80, 10, 10], "labels":
//! [[1, 0, 1], …]}` with a row for each sample; a line of the answer has the part of each, and the seconds
//! that it took of a processor.

use std::error::Error;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};

use hashiya::model::split::{Unit, stratify};
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
struct Case {
    weights: Vec<u64>,
    labels: Vec<Vec<u64>>,
}

/// The time that this process, which has one thread, had of a processor, in seconds.
fn processor() -> Result<f64, Box<dyn Error>> {
    let told = std::fs::read_to_string("/proc/self/schedstat")?;
    let nanoseconds = told.split_whitespace().next().unwrap_or_default();
    Ok(nanoseconds.parse::<f64>()? / 1e9)
}

fn main() -> Result<(), Box<dyn Error>> {
    let Some(path) = std::env::args().skip(1).find(|it| !it.starts_with("--")) else {
        return Ok(());
    };
    let mut out = std::io::stdout().lock();
    for line in BufReader::new(File::open(path)?).lines() {
        let case: Case = serde_json::from_str(&line?)?;
        let unit = |labels: Vec<u64>| Unit {
            size: 1,
            labels,
            fixed: None,
        };
        let units: Vec<Unit> = case.labels.into_iter().map(unit).collect();
        // The best of three: others' work makes it longer, nothing shorter.
        let mut seconds = f64::INFINITY;
        let mut parts = Vec::new();
        for _ in 0..3 {
            // What the scheduler has not counted yet does not count for the one that is measured.
            std::thread::yield_now();
            let before = processor()?;
            parts = stratify(&units, &case.weights);
            std::thread::yield_now();
            seconds = seconds.min(processor()? - before);
        }
        writeln!(out, "{}", json!({ "parts": parts, "seconds": seconds }))?;
    }
    Ok(())
}
