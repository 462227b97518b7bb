//! A client and a server that agree on a connection, whatever each of them wants.

use noio_websocket::handshake::{EncodeError, Field, Offer, ResponseErrorKind, Uri};

mod answer;
mod exchange;
mod legal;

pub use self::answer::check_answer;
pub use self::exchange::{
    Answered, Asked, Form, Message, OwnedField, Policy, Unanswered, borrowed, encoded, owned,
    receive, rendered, request, serve,
};

use self::legal::{
    fields_result, is_offer, is_reserved, is_value, may_be_sent, request_fields_result,
};

/// What answers [`KEY`](super::KEY).
const ACCEPT: &str = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

/// What separates the parts of a script. It is in no UTF-8.
const SEPARATOR: u8 = 0xfe;

/// What both ends want of a handshake, legal or not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "tests make them")]
pub struct Wanted {
    /// Where the client connects to.
    pub uri: String,
    /// The subprotocols that it offers.
    pub subprotocols: Vec<String>,
    /// The extensions that it offers: a field value.
    pub extensions: Option<String>,
    /// More fields of the request.
    pub fields: Vec<OwnedField>,
    /// The subprotocols that the server speaks.
    pub supported: Vec<String>,
    /// The extensions that it agrees to. None: to all that were offered.
    pub agreed: Option<String>,
    /// More fields of the response.
    pub answer_fields: Vec<OwnedField>,
}

impl Wanted {
    /// What arbitrary bytes stand for: parts with 0xFE between them, of which the first byte says
    /// what the others are.
    ///
    /// | byte | what |
    /// |---|---|
    /// | `u` | the URI; without one `ws://example.com/` |
    /// | `s` `S` | one more subprotocol of the client, of the server |
    /// | `x` `X` | the extensions of the client, of the server |
    /// | `f` `F` | one more field of the request, of the response: a name, a colon, the value |
    ///
    /// A part that has to be text and is none stands for nothing.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let mut wanted = Self {
            uri: "ws://example.com/".to_owned(),
            ..Self::default()
        };
        for part in bytes.split(|&byte| byte == SEPARATOR) {
            let Some((kind, rest)) = part.split_first() else {
                continue;
            };
            if let b'f' | b'F' = kind {
                let colon = rest.iter().position(|&byte| byte == b':');
                let (name, value) = rest.split_at(colon.unwrap_or(rest.len()));
                if let Ok(name) = str::from_utf8(name) {
                    let value = value.strip_prefix(b":").unwrap_or_default();
                    let fields = match kind {
                        b'f' => &mut wanted.fields,
                        _ => &mut wanted.answer_fields,
                    };
                    fields.push((name.to_owned(), value.to_vec()));
                }
                continue;
            }
            let Ok(text) = str::from_utf8(rest) else {
                continue;
            };
            let text = text.to_owned();
            match kind {
                b'u' => wanted.uri = text,
                b's' => wanted.subprotocols.push(text),
                b'S' => wanted.supported.push(text),
                b'x' => wanted.extensions = Some(text),
                b'X' => wanted.agreed = Some(text),
                _ => {}
            }
        }
        wanted
    }
}

/// Checks a handshake in all its forms: that what both ends may say is taken, and nothing else;
/// that it is encoded in as much space as they say, and not in less; and that each end reads what
/// the other one said, and no more than that.
///
/// What may not be said is left out when it was refused. The URI has to be legal for anything to be
/// said at all.
///
/// # Errors
///
/// What does not hold.
pub fn check_pair(wanted: &Wanted) -> Result<(), String> {
    let Ok(uri) = Uri::parse(&wanted.uri) else {
        return Ok(());
    };
    let shown = uri.to_string();
    let again = Uri::parse(&shown).map_err(|error| format!("{shown}: {error}"))?;
    same(&parts(&again), &parts(&uri))?;
    let subprotocols: Vec<_> = wanted.subprotocols.iter().map(String::as_str).collect();
    let fields: Vec<_> = borrowed(&wanted.fields).collect();
    let mut offer = Offer::new(uri);
    let mut offered = Offered {
        subprotocols: &[],
        extensions: Vec::new(),
        extensions_value: None,
        fields: &[],
    };
    let expected = is_offer(&subprotocols)
        .then_some(())
        .ok_or(EncodeError::InvalidSubprotocols);
    if let Some(taken) = agree(offer.with_subprotocols(&subprotocols), expected)? {
        offer = taken;
        offered.subprotocols = &subprotocols;
    }
    if let Some(extensions) = &wanted.extensions {
        let read = read_extensions(extensions);
        let expected = (read.is_ok() && may_be_sent(extensions))
            .then_some(())
            .ok_or(EncodeError::InvalidExtensions);
        if let Some(taken) = agree(offer.with_extensions(extensions), expected)? {
            offer = taken;
            offered.extensions = read.unwrap_or_default();
            offered.extensions_value = Some(extensions);
        }
    }
    if let Some(taken) = agree(offer.with_fields(&fields), request_fields_result(&fields))? {
        offer = taken;
        offered.fields = &fields;
    }
    for form in Form::ALL {
        check_form(form, offer, &offered, wanted)
            .map_err(|detail| format!("{detail}\n  over {form:?}"))?;
    }
    Ok(())
}

/// What a client was allowed to ask for.
struct Offered<'w> {
    subprotocols: &'w [&'w str],
    extensions: Vec<String>,
    extensions_value: Option<&'w str>,
    fields: &'w [Field<'w>],
}

fn check_form(
    form: Form,
    offer: Offer<'_>,
    offered: &Offered<'_>,
    wanted: &Wanted,
) -> Result<(), String> {
    let request = request(form, offer);
    let asked = serve(form, &request, Policy::default())
        .map_err(|error| format!("{request:?} gave {error:?}"))?;
    let uri = offer.uri();
    same(&asked.target, &uri.resource_name().to_string())?;
    let resource = (asked.path.as_str(), asked.query.as_deref());
    same(&resource, &(uri.path(), uri.query()))?;
    same(&asked.authority.as_str(), &uri.authority())?;
    same(&asked.host.as_str(), &uri.host())?;
    let default_port = if uri.is_secure() { 443 } else { 80 };
    same(&asked.port.unwrap_or(default_port), &uri.port())?;
    same(&asked.subprotocols, &to_strings(offered.subprotocols))?;
    same(&asked.extensions, &offered.extensions)?;
    let mut own = vec!["sec-websocket-version"];
    if form != Form::Connect {
        own.extend(["host", "upgrade", "connection", "sec-websocket-key"]);
    }
    if !offered.subprotocols.is_empty() {
        own.push("sec-websocket-protocol");
    }
    if !offered.extensions.is_empty() {
        own.push("sec-websocket-extensions");
    }
    check_fields(form, &asked.fields, own, offered.fields)?;

    check_agreed(form, offer, &request, offered, wanted)
}

/// Checks the response of a server that wants what is wanted.
fn check_agreed(
    form: Form,
    offer: Offer<'_>,
    request: &Message,
    offered: &Offered<'_>,
    wanted: &Wanted,
) -> Result<(), String> {
    let supported: Vec<_> = wanted.supported.iter().map(String::as_str).collect();
    let fields: Vec<_> = borrowed(&wanted.answer_fields).collect();
    let mut policy = Policy {
        supported: &supported,
        ..Policy::default()
    };
    let answer = |policy| match serve(form, request, policy) {
        Ok(asked) => Ok(asked.answer),
        Err(error) => Err(format!("was legal before: {error}")),
    };
    let with_fields = Policy {
        fields: &fields,
        ..policy
    };
    let expected = fields_result(&fields).map_err(Unanswered::Encode);
    if agree(answer(with_fields)?, expected)?.is_some() {
        policy = with_fields;
    }
    let mut extensions = Vec::new();
    policy.agreed = wanted.agreed.as_deref().or(offered.extensions_value);
    if let Some(agreed) = policy.agreed {
        let taken = answered_extensions(form, offer, agreed)?;
        let expected = taken.as_ref().map(|_| ());
        if wanted.agreed.is_none() && expected.is_err() {
            return Err(format!("what was offered may not be agreed to: {taken:?}"));
        }
        let expected = expected.map_err(|&error| Unanswered::Encode(error));
        match agree(answer(policy)?, expected)? {
            Some(_) => extensions = taken.unwrap_or_default(),
            None => policy.agreed = None,
        }
    }
    let Ok(response) = answer(policy)? else {
        return Err("was answered before".to_owned());
    };
    let Ok(Answered::Accepted {
        subprotocol,
        extensions: read,
        fields: received,
    }) = receive(form, offer, &response)
    else {
        return Err(format!("{response:?} is refused"));
    };
    let chosen = supported
        .iter()
        .find(|supported| offered.subprotocols.contains(supported));
    same(&subprotocol.as_deref(), &chosen.copied())?;
    same(&read, &extensions)?;
    let mut own = Vec::new();
    if form != Form::Connect {
        own.extend(["upgrade", "connection", "sec-websocket-accept"]);
    }
    if chosen.is_some() {
        own.push("sec-websocket-protocol");
    }
    if policy.agreed.is_some() {
        own.push("sec-websocket-extensions");
    }
    check_fields(form, &received, own, policy.fields)
}

/// Checks that fields are these of the handshake, and behind or between them those of the caller.
fn check_fields(
    form: Form,
    seen: &[OwnedField],
    mut own: Vec<&str>,
    callers: &[Field<'_>],
) -> Result<(), String> {
    let (mut seen_own, seen_callers): (Vec<_>, Vec<_>) =
        borrowed(seen).partition(|(name, _)| is_reserved(name));
    same(&seen_callers.as_slice(), &callers)?;
    // Another stack takes values as they are, and names of HTTP/2 have to be in lower case.
    let is_right = |(name, value): &Field<'_>| {
        is_value(value) && (form != Form::Connect || *name == name.to_ascii_lowercase())
    };
    if let Some((name, value)) = seen_own.iter().find(|field| !is_right(field)) {
        return Err(format!("{name} has {}", value.escape_ascii()));
    }
    // Where another stack writes it, a list has a line for each element.
    seen_own.dedup_by(|(a, _), (b, _)| {
        a.eq_ignore_ascii_case(b) && a.eq_ignore_ascii_case("sec-websocket-protocol")
    });
    let mut names: Vec<_> = seen_own
        .iter()
        .map(|(name, _)| name.to_ascii_lowercase())
        .collect();
    names.sort_unstable();
    own.sort_unstable();
    same(&names, &to_strings(&own))
}

/// What a URI says.
fn parts<'u>(uri: &Uri<'u>) -> (bool, &'u str, &'u str, u16, &'u str, Option<&'u str>) {
    (
        uri.is_secure(),
        uri.authority(),
        uri.host(),
        uri.port(),
        uri.path(),
        uri.query(),
    )
}

/// What was taken, if it was to be. None if it was refused, and was to be.
fn agree<T, E: PartialEq + core::fmt::Debug>(
    seen: Result<T, E>,
    expected: Result<(), E>,
) -> Result<Option<T>, String> {
    match (seen, expected) {
        (Ok(taken), Ok(())) => Ok(Some(taken)),
        (Err(seen), Err(expected)) if seen == expected => Ok(None),
        (seen, expected) => Err(format!(
            "gave {:?}, not {expected:?}",
            seen.map(|_| "what was taken")
        )),
    }
}

fn same<T: PartialEq + core::fmt::Debug>(seen: &T, expected: &T) -> Result<(), String> {
    if seen == expected {
        return Ok(());
    }
    Err(format!("was to be {expected:?}, and is {seen:?}"))
}

fn to_strings(texts: &[&str]) -> Vec<String> {
    texts.iter().copied().map(str::to_owned).collect()
}

/// What a server reads in such a value of Sec-WebSocket-Extensions.
fn read_extensions(value: &str) -> Result<Vec<String>, ()> {
    let request = Message::Request {
        target: "/".to_owned(),
        scheme: "https",
        authority: "example.com".to_owned(),
        fields: vec![
            ("sec-websocket-version".to_owned(), b"13".to_vec()),
            ("sec-websocket-extensions".to_owned(), value.into()),
        ],
    };
    match serve(Form::Connect, &request, Policy::default()) {
        Ok(asked) => Ok(asked.extensions),
        Err(_) => Err(()),
    }
}

/// What a client takes that reads such a value of Sec-WebSocket-Extensions, and the error of an
/// encoder that may not write what is not taken.
fn answered_extensions(
    form: Form,
    offer: Offer<'_>,
    value: &str,
) -> Result<Result<Vec<String>, EncodeError>, String> {
    let (form, status) = match form {
        Form::Octets | Form::Fields => (Form::Fields, 101),
        Form::Connect => (Form::Connect, 200),
    };
    let mut fields = vec![("sec-websocket-extensions".to_owned(), value.into())];
    if form == Form::Fields {
        for (name, value) in [
            ("upgrade", "websocket"),
            ("connection", "upgrade"),
            ("sec-websocket-accept", ACCEPT),
        ] {
            fields.push((name.to_owned(), value.into()));
        }
    }
    let response = Message::Response { status, fields };
    Ok(match receive(form, offer, &response) {
        Ok(_) | Err(ResponseErrorKind::UnexpectedExtension) if !may_be_sent(value) => {
            Err(EncodeError::InvalidExtensions)
        }
        Ok(Answered::Accepted { extensions, .. }) => Ok(extensions),
        Err(ResponseErrorKind::InvalidExtensions) => Err(EncodeError::InvalidExtensions),
        Err(ResponseErrorKind::UnexpectedExtension) => Err(EncodeError::ExtensionNotOffered),
        other => return Err(format!("{response:?} gave {other:?}")),
    })
}
