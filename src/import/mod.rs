//! Foreign files to articles.

pub mod plain;
