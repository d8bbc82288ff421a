//! `hashiya`: see the library for how it is built, and `hashiya --help` for what it does.

use std::process::ExitCode;

fn main() -> ExitCode {
    hashiya::cli::run(std::env::args_os())
}
