//! The program as its users meet it. One binary, a file a subject:
//!
//! - `architecture`: who may name whom;
//! - `journeys`: keys in, screens and files out, with the real state and a real project;
//! - `adjudicating`: the same of a lead who settles what annotators disagree on;
//! - `doctor`: what it says of a terminal;
//! - `duplicates`: which articles it takes for the same text twice;
//! - `rewording`: the guideline changes, and who decided before looks again;
//! - `resegmented`: sentences were split or merged while their annotator was away;
//! - `samples`: the sample project is what it says;
//! - `agreement`, `check`, `status`, `topics`: what the commands of a lead find, say and do;
//! - `commands`: what the program says when it does not start;
//! - `export`, `release`, `split`: decisions that become datasets;
//! - `privacy`: what is masked in them, what looks personal, and what is forgotten everywhere;
//! - `import`: folders that become projects, and what comes into them from other files;
//! - `pty`: the program in a pseudo-terminal, read back through a terminal emulator;
//! - `terminals`: the same in doubles of the terminals that reorder what they are sent;
//! - `crash`: kills, second programs, other hands;
//! - `faults`: kills at random moments, full disks, folders that vanish, files that anybody wrote.
//!
//! `desk`, `double` and `screen` are what these are told with.

mod adjudicating;
mod agreement;
mod architecture;
mod check;
mod commands;
mod crash;
mod desk;
mod doctor;
mod double;
mod duplicates;
mod every_key;
mod export;
mod faults;
mod import;
mod journeys;
mod privacy;
mod pty;
mod release;
mod resegmented;
mod rewording;
mod samples;
mod screen;
mod split;
mod status;
mod terminals;
mod topics;
