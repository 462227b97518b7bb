//! What a writer is asked for and cannot do.

use thiserror::Error;

/// Why a value was not encoded.
///
/// All are the sender's own fault. `From` turns it into a `std::io::Error` (feature `std`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// An extension has the name of a directive that the standards know: builders have a method for
    /// each.
    #[error("directive that is no extension")]
    KnownDirective,
    /// The argument of an extension holds a control character other than HTAB, which neither a token
    /// nor a quoted-string can carry (RFC 9110 §5.6.4). A CR or LF would end the field line.
    #[error("control character in argument")]
    ControlInArgument,
    /// A name, a key or a detail holds something else than printable ASCII, which is all that a
    /// String of a Structured Field can carry (RFC 9651 §3.3.3).
    #[error("text that is not printable ASCII")]
    NotPrintableAscii,
    /// A status is not of three digits (RFC 9110 §15).
    #[error("status that has not three digits")]
    InvalidStatus,
    /// The output has no space for it.
    #[error("no space left in output")]
    NoSpace,
}

#[cfg(feature = "std")]
impl From<EncodeError> for std::io::Error {
    fn from(error: EncodeError) -> Self {
        use std::io::ErrorKind;

        let kind = match error {
            EncodeError::KnownDirective
            | EncodeError::ControlInArgument
            | EncodeError::NotPrintableAscii
            | EncodeError::InvalidStatus => ErrorKind::InvalidInput,
            EncodeError::NoSpace => ErrorKind::WriteZero,
        };
        Self::new(kind, error)
    }
}
