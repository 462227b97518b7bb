//! Whatever a server accepts it can answer.

use core::error::Error;

use noio_websocket::handshake::{
    Client, MAX_EXTENSIONS, Offer, Origins, Request, RequestDecoder, Response, Subprotocol, Uri,
    accept_key,
};

use super::exchange::{encoded, rendered, unlimited};

/// Answers the request at the front of `octets`, if there is one that is legal: with the last of
/// the subprotocols that it offers, and with all extensions unless they are too many. Checks that a client that has
/// offered the same opens the connection, and reads what the server has chosen.
///
/// # Errors
///
/// If it does not.
pub fn check_answer(octets: &[u8]) -> Result<(), String> {
    let mut decoder = RequestDecoder::with_config(unlimited());
    let Ok(Some(request)) = decoder.decode(&mut &*octets) else {
        return Ok(());
    };
    let subprotocols: Vec<_> = request.subprotocols().collect();
    let chosen = subprotocols.last().copied();
    let extensions: Vec<_> = request.extensions().map(rendered).collect();
    let lines: Vec<_> = request
        .fields()
        .values("sec-websocket-extensions")
        .collect();
    let value = String::from_utf8(lines.join(&b","[..])).map_err(|error| error.to_string())?;
    // A list may come with empty elements, and is not sent with them.
    let elements: Vec<_> = value
        .split(',')
        .map(|element| element.trim_matches([' ', '\t']))
        .filter(|element| !element.is_empty())
        .collect();
    let value = elements.join(", ");
    let agreed = match extensions.len() {
        1..=MAX_EXTENSIONS => Some(&*value),
        _ => None,
    };
    let mut keys = request.fields().values("sec-websocket-key");
    let key = keys.next().unwrap_or_default();
    let Some(key_octets) = octets_of(key) else {
        return Err(format!("{} is no key", key.escape_ascii()));
    };

    let response = accept(request, chosen, agreed)?;
    let line = format!("\r\nSec-WebSocket-Accept: {}\r\n", accept_key(key));
    let has_line = |octets: &[u8]| octets == line.as_bytes();
    if !response.windows(line.len()).any(has_line) {
        return Err(format!("no key is accepted: {}", response.escape_ascii()));
    }
    let texts: Vec<&str> = subprotocols.iter().map(Subprotocol::as_str).collect();
    let offer = offer(&texts, agreed).map_err(|error| error.to_string())?;
    let mut client = Client::new(offer, key_octets).with_config(unlimited());
    let mut input = &*response;
    let answered = client.decode(&mut input);
    let is_agreed = match &answered {
        Ok(Some(Response::Accepted(accepted))) => {
            let agreed = agreed.map_or(&[][..], |_| &extensions);
            accepted.subprotocol() == texts.last().copied()
                && accepted
                    .extensions()
                    .map(rendered)
                    .eq(agreed.iter().cloned())
        }
        _ => false,
    };
    if is_agreed && input.is_empty() {
        return Ok(());
    }
    Err(format!("{} gave {answered:?}", response.escape_ascii()))
}

/// The response to a request.
fn accept(
    request: Request<'_>,
    chosen: Option<Subprotocol<'_>>,
    agreed: Option<&str>,
) -> Result<Vec<u8>, String> {
    let mut acceptance = request
        .accept(Origins::Any)
        .map_err(|refusal| format!("{refusal:?}"))?
        .with_subprotocol(chosen);
    if let Some(agreed) = agreed {
        acceptance = acceptance
            .with_extensions(agreed)
            .map_err(|error| format!("{error}: {agreed}"))?;
    }
    Ok(encoded(acceptance.encoded_len(), |mut out| {
        acceptance.encode(&mut out)
    }))
}

/// What the client has asked for.
fn offer<'o>(
    subprotocols: &'o [&'o str],
    extensions: Option<&'o str>,
) -> Result<Offer<'o>, Box<dyn Error>> {
    let offer = Offer::new(Uri::parse("ws://example.com/")?).with_subprotocols(subprotocols)?;
    Ok(match extensions {
        Some(extensions) => offer.with_extensions(extensions)?,
        None => offer,
    })
}

/// The 16 octets whose base64 is `key` (RFC 4648 §4).
fn octets_of(key: &[u8]) -> Option<[u8; 16]> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let letters = key.strip_suffix(b"==")?;
    let (last, letters) = letters.split_last()?;
    let value = |letter: &u8| {
        let place = ALPHABET.iter().position(|other| other == letter)?;
        u128::try_from(place).ok()
    };
    let mut bits = 0;
    for letter in letters {
        bits = bits << 6 | value(letter)?;
    }
    // Of the last one, two bits are left to make 128.
    Some((bits << 2 | value(last)? >> 4).to_be_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_of_the_sample() {
        let octets = octets_of(b"dGhlIHNhbXBsZSBub25jZQ==");
        assert_eq!(octets, Some(crate::handshake::KEY));
        let octets = octets_of(b"/////////////////////w==");
        assert_eq!(octets, Some([0xff; 16]));
    }
}
