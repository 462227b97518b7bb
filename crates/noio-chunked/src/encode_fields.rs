//! Extensions and trailers, for sending.

use bytes::BufMut;
use noio_http_field::{EncodedParameter, EncodedValue, Token, is_field_name, is_field_value};

use crate::{EncodeError, is_forbidden_trailer};

/// The length of what [`put_extensions`] appends. Checks each one.
pub(crate) fn extensions_len(extensions: &[(&str, Option<&[u8]>)]) -> Result<usize, EncodeError> {
    extensions.iter().try_fold(0_usize, |len, &(name, value)| {
        let parameter_len = parameter(name, value)?.encoded_len();
        Ok(len.saturating_add(1).saturating_add(parameter_len))
    })
}

/// Appends `*( ";" chunk-ext-name [ "=" chunk-ext-val ] )` (RFC 9112 §7.1.1).
///
/// Fails on nothing that [`extensions_len`] lets through, if there is space for so many bytes.
pub(crate) fn put_extensions(
    extensions: &[(&str, Option<&[u8]>)],
    out: &mut impl BufMut,
) -> Result<(), EncodeError> {
    for &(name, value) in extensions {
        let parameter = parameter(name, value)?;
        out.put_u8(b';');
        parameter.encode(out).map_err(|_| EncodeError::NoSpace)?;
    }
    Ok(())
}

fn parameter<'a>(
    name: &'a str,
    value: Option<&'a [u8]>,
) -> Result<EncodedParameter<'a>, EncodeError> {
    let name = Token::new(name.as_bytes()).ok_or(EncodeError::InvalidExtensionName)?;
    let value = value
        .map(EncodedValue::new)
        .transpose()
        .map_err(|_| EncodeError::InvalidExtensionValue)?;
    Ok(EncodedParameter { name, value })
}

/// The length of what [`put_trailers`] appends. Checks each one.
pub(crate) fn trailers_len(trailers: &[(&str, &[u8])]) -> Result<usize, EncodeError> {
    trailers.iter().try_fold(0_usize, |len, &(name, value)| {
        if !is_field_name(name.as_bytes()) {
            return Err(EncodeError::InvalidTrailerName);
        }
        if is_forbidden_trailer(name.as_bytes()) {
            return Err(EncodeError::ForbiddenTrailer);
        }
        if !is_field_value(value) {
            return Err(EncodeError::InvalidTrailerValue);
        }
        Ok(len
            .saturating_add(name.len())
            .saturating_add(COLON.len())
            .saturating_add(value.len())
            .saturating_add(LINE_END.len()))
    })
}

/// Appends `*( field-line CRLF )` (RFC 9112 §7.1.2), of what [`trailers_len`] let through.
pub(crate) fn put_trailers(trailers: &[(&str, &[u8])], out: &mut impl BufMut) {
    for (name, value) in trailers {
        out.put_slice(name.as_bytes());
        out.put_slice(COLON);
        out.put_slice(value);
        out.put_slice(LINE_END);
    }
}

const COLON: &[u8] = b": ";

const LINE_END: &[u8] = b"\r\n";
