//! Makes a corpus of records to measure with: `cargo bench --bench corpus -- --records 100000
//! --bytes 250 FILE.jsonl`. The same numbers make the same file.

use std::fs::File;
use std::io::{BufWriter, Write};

const TEXT: &str = include_str!("../samples/texts/annual-report-long.txt");

fn main() -> std::io::Result<()> {
    let (mut records, mut bytes, mut path) = (100_000_usize, 250_usize, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut number = |default| {
            let value = arguments.next().and_then(|value| value.parse().ok());
            value.unwrap_or(default)
        };
        match argument.as_str() {
            "--records" => records = number(records),
            "--bytes" => bytes = number(bytes),
            // What cargo hands to every bench.
            "--bench" | "--test" => {}
            _ => path = Some(argument),
        }
    }
    let Some(path) = path else {
        return Ok(());
    };
    let words: Vec<&str> = TEXT.split_whitespace().collect();
    let mut file = BufWriter::new(File::create(path)?);
    let mut seed = 1_u64;
    for number in 0..records {
        let mut text = String::new();
        // `{"id": "r-000000", "text": "…"}` and a line end.
        while text.len() + 33 < bytes {
            // Knuth's MMIX generator.
            seed = seed
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            let index = usize::try_from(seed >> 33).unwrap_or_default() % words.len();
            text.push_str(words[index]);
            text.push(if index.is_multiple_of(97) { '\n' } else { ' ' });
        }
        let text = text.trim_end().replace('"', "»").replace('\n', "\\n");
        writeln!(file, "{{\"id\": \"r-{number:06}\", \"text\": \"{text}\"}}")?;
    }
    file.flush()
}
