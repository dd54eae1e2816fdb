//! What stands in for Parquet files where the program was built without them.

use std::io::{self, Write};

use super::Results;

pub(super) fn write(_: &Results<'_>, _: &mut dyn Write) -> io::Result<()> {
    let message = "this build has no Parquet; build it with the feature `parquet`, or choose the format jsonl";
    Err(io::Error::new(io::ErrorKind::Unsupported, message))
}
