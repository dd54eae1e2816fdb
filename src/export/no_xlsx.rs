//! What stands in for workbooks where the program was built without them.

use std::io::{self, Write};

use super::{Listing, Results};

pub(super) fn workbook(_: &Results<'_>, _: &mut dyn Write) -> io::Result<()> {
    Err(none())
}

pub(super) fn listing(_: &Listing<'_>, _: &mut dyn Write) -> io::Result<()> {
    Err(none())
}

pub(crate) fn matrix_workbook(_: &crate::Matrix, _: &Results<'_>, _: &mut dyn Write) -> io::Result<()> {
    Err(none())
}

fn none() -> io::Error {
    let message = "this build has no workbooks; build it with the feature `xlsx`, or choose the format csv";
    io::Error::new(io::ErrorKind::Unsupported, message)
}
