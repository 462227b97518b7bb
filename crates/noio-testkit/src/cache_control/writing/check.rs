//! Builders beside the writer that pushes strings, and what is read of what they write.

use noio_cache_control::{
    Delta, Directive, Directives, EncodeError, Extension, MaxStale, Member, RequestDirectives,
    ResponseDirectives, Scope, Token, no_cache_fields, private_fields,
};

use super::{Call, Said, request_text, response_text, with_request, with_response};
use crate::{
    cache_control::{
        check::{Input, check_reading},
        reference::{REQUEST_NAMES, RESPONSE_NAMES, is_token},
    },
    escape,
};

/// No writer of fields writes this octet.
const UNTOUCHED: u8 = 0;

/// The builder for a response that was told all of this writes what the string is. That is read as
/// what the builder says, with nothing odd, and comes back with all names and extensions.
///
/// # Errors
///
/// How what is written or read differs.
pub fn check_response_writing(calls: &[Call]) -> Result<(), String> {
    let text = response_text(calls);
    let what = Input(&[&text]);
    let seen = ResponseDirectives::parse([&text]);
    with_response(calls, |builder| {
        what.same("text", builder.to_string(), text.clone())?;
        what.same("is empty", builder.is_empty(), text.is_empty())?;
        what.same("directives", builder.directives(), seen)?;
        let len = builder.encoded_len();
        check_encoded(&text, len, |out| builder.encode_to_slice(out))
    })?;
    what.same("nothing odd", seen.anomalies().is_empty(), true)?;
    check_extensions(&text, calls, |it| it.is_response_directive())?;
    check_reading(&[text.as_bytes()])?;
    let again = response_text(&response_calls_of(&[text.as_bytes()]));
    what.same("canonical form", again, text.clone())
}

/// The same for a request.
///
/// # Errors
///
/// As [`check_response_writing`].
pub fn check_request_writing(calls: &[Call]) -> Result<(), String> {
    let text = request_text(calls);
    let what = Input(&[&text]);
    let seen = RequestDirectives::parse([&text]);
    with_request(calls, |builder| {
        what.same("text", builder.to_string(), text.clone())?;
        what.same("is empty", builder.is_empty(), text.is_empty())?;
        what.same("directives", builder.directives(), seen)?;
        let len = builder.encoded_len();
        check_encoded(&text, len, |out| builder.encode_to_slice(out))
    })?;
    what.same("nothing odd", seen.anomalies().is_empty(), true)?;
    check_extensions(&text, calls, |it| it.is_request_directive())?;
    check_reading(&[text.as_bytes()])?;
    let again = request_text(&request_calls_of(&[text.as_bytes()]));
    what.same("canonical form", again, text.clone())
}

/// What builders make of a field that was read is the same when it is read and written again, and
/// means what the field meant, if nothing in that was odd.
///
/// # Errors
///
/// How the two differ.
pub fn check_fixpoint(lines: &[&[u8]]) -> Result<(), String> {
    let what = Input(lines);
    let encoded = |calls: &[Call]| with_response(calls, |builder| builder.to_string());
    let first = encoded(&response_calls_of(lines));
    let second = encoded(&response_calls_of(&[first.as_bytes()]));
    what.same("response, written again", &second, &first)?;
    let read = ResponseDirectives::parse(lines);
    // A builder does not say both, and what is read may.
    let is_both = read.public() && read.private() == Scope::All;
    if read.anomalies().is_empty() && !is_both {
        let again = ResponseDirectives::parse([&first]);
        what.same("response, read again", again, read)?;
    }

    let encoded = |calls: &[Call]| with_request(calls, |builder| builder.to_string());
    let first = encoded(&request_calls_of(lines));
    let second = encoded(&request_calls_of(&[first.as_bytes()]));
    what.same("request, written again", &second, &first)?;
    let read = RequestDirectives::parse(lines);
    if read.anomalies().is_empty() {
        let again = RequestDirectives::parse([&first]);
        what.same("request, read again", again, read)?;
    }
    Ok(())
}

/// An extension with this name and argument is refused, or comes back as it went in.
///
/// # Errors
///
/// What comes of it instead.
pub fn check_extension(name: &[u8], argument: Option<&str>) -> Result<(), String> {
    let what = Input(&[name, argument.unwrap_or("(none)").as_bytes()]);
    let token = Token::new(name);
    what.same("name", token.is_some(), is_token(name))?;
    let Some(token) = token else {
        return Ok(());
    };
    let is_known = |known: &&str| known.as_bytes().eq_ignore_ascii_case(name);
    let is_known = RESPONSE_NAMES.iter().chain(&REQUEST_NAMES).any(is_known);
    let is_control = |octet: u8| octet != b'\t' && (octet < b' ' || octet == 0x7f);
    let has_control = argument.is_some_and(|argument| argument.bytes().any(is_control));
    let refusal = match (is_known, has_control) {
        (true, _) => Some(EncodeError::KnownDirective),
        (_, true) => Some(EncodeError::ControlInArgument),
        _ => None,
    };
    what.same("refusal", Extension::new(token, argument).err(), refusal)?;
    if refusal.is_some() {
        return Ok(());
    }
    // Between two others, so that what breaks out of it is seen.
    let extension =
        |name: &str, argument: Option<&str>| (name.to_owned(), argument.map(str::to_owned));
    let calls = [
        Call::Directive("no-store", Said::Flag),
        Call::Extensions(vec![
            extension("first", Some("a, b")),
            extension(token.as_str(), argument),
            extension("last", None),
        ]),
    ];
    check_response_writing(&calls)?;
    check_request_writing(&calls)
}

/// What `encode` writes: `text`, whatever more space there is, and nothing at all where there is
/// less.
pub(in crate::cache_control) fn check_encoded(
    text: &str,
    encoded_len: usize,
    encode: impl Fn(&mut [u8]) -> Result<usize, EncodeError>,
) -> Result<(), String> {
    let what = Input(&[text]);
    let len = text.len();
    what.same("encoded_len", encoded_len, len)?;
    let mut space = vec![UNTOUCHED; len + 2];
    what.same("length", encode(&mut space), Ok(len))?;
    let behind = space.split_off(len);
    what.same("octets behind", behind, vec![UNTOUCHED; 2])?;
    what.same("octets", escape(&space), escape(text.as_bytes()))?;
    for short in 0..len {
        let mut space = vec![UNTOUCHED; short];
        let refused = encode(&mut space);
        what.same("too small a space", refused, Err(EncodeError::NoSpace))?;
        what.same("too small a space", space, vec![UNTOUCHED; short])?;
    }
    Ok(())
}

/// A name and an argument.
type Extended = (String, Option<String>);

/// The extensions that were written last are those that are read, in order and spelling.
fn check_extensions(
    text: &str,
    calls: &[Call],
    is_known: fn(&Directive<'_>) -> bool,
) -> Result<(), String> {
    let written = calls.iter().rev().find_map(|call| match call {
        Call::Extensions(extensions) => Some(extensions.clone()),
        Call::Directive(..) => None,
    });
    let read = extensions_of(&[text.as_bytes()], is_known);
    Input(&[text]).same("extensions", read, written.unwrap_or_default())
}

/// The directives that are not known, if their arguments are text.
fn extensions_of(lines: &[&[u8]], is_known: fn(&Directive<'_>) -> bool) -> Vec<Extended> {
    let members = Directives::from_lines(lines).filter_map(|member| match member {
        Member::Directive(directive) if !is_known(&directive) => Some(directive),
        _ => None,
    });
    members
        .filter_map(|directive| {
            let argument = directive.argument.map(|value| value.bytes().collect());
            let argument = argument.map(String::from_utf8).transpose().ok()?;
            Some((directive.name.as_str().to_owned(), argument))
        })
        .collect()
}

/// The calls that make a builder write what is read of these lines.
fn response_calls_of(lines: &[&[u8]]) -> Vec<Call> {
    let seen = ResponseDirectives::parse(lines);
    let mut calls = Vec::new();
    add_flags(
        &mut calls,
        &[
            ("public", seen.public()),
            ("no-store", seen.no_store()),
            ("must-understand", seen.must_understand()),
            ("must-revalidate", seen.must_revalidate()),
            ("proxy-revalidate", seen.proxy_revalidate()),
            ("no-transform", seen.no_transform()),
            ("immutable", seen.immutable()),
        ],
    );
    add_deltas(
        &mut calls,
        &[
            ("max-age", seen.max_age()),
            ("s-maxage", seen.s_maxage()),
            ("stale-while-revalidate", seen.stale_while_revalidate()),
            ("stale-if-error", seen.stale_if_error()),
        ],
    );
    add_scope(&mut calls, "private", seen.private(), private_fields(lines));
    add_scope(
        &mut calls,
        "no-cache",
        seen.no_cache(),
        no_cache_fields(lines),
    );
    add_extensions(&mut calls, lines, |it| it.is_response_directive());
    calls
}

fn request_calls_of(lines: &[&[u8]]) -> Vec<Call> {
    let seen = RequestDirectives::parse(lines);
    let mut calls = Vec::new();
    add_flags(
        &mut calls,
        &[
            ("no-cache", seen.no_cache()),
            ("no-store", seen.no_store()),
            ("no-transform", seen.no_transform()),
            ("only-if-cached", seen.only_if_cached()),
            ("max-stale", seen.max_stale() == MaxStale::Any),
        ],
    );
    add_deltas(
        &mut calls,
        &[
            ("max-age", seen.max_age()),
            ("min-fresh", seen.min_fresh()),
            ("stale-if-error", seen.stale_if_error()),
        ],
    );
    if let MaxStale::Seconds(seconds) = seen.max_stale() {
        calls.push(Call::Directive("max-stale", Said::Seconds(seconds)));
    }
    add_extensions(&mut calls, lines, |it| it.is_request_directive());
    calls
}

fn add_flags(calls: &mut Vec<Call>, flags: &[(&'static str, bool)]) {
    let set = flags.iter().filter(|(_, is_set)| *is_set);
    calls.extend(set.map(|(name, _)| Call::Directive(name, Said::Flag)));
}

fn add_deltas(calls: &mut Vec<Call>, deltas: &[(&'static str, Delta)]) {
    for (name, delta) in deltas {
        if let Some(seconds) = delta.seconds() {
            calls.push(Call::Directive(name, Said::Seconds(seconds)));
        }
    }
}

fn add_scope<'a>(
    calls: &mut Vec<Call>,
    name: &'static str,
    scope: Scope,
    fields: impl Iterator<Item = Token<'a>>,
) {
    let said = match scope {
        Scope::None => return,
        Scope::All => Said::Flag,
        Scope::Fields => Said::Fields(fields.map(|name| name.as_str().to_owned()).collect()),
    };
    calls.push(Call::Directive(name, said));
}

/// Those that are of the other direction are no extensions for a builder.
fn add_extensions(calls: &mut Vec<Call>, lines: &[&[u8]], is_known: fn(&Directive<'_>) -> bool) {
    let mut extensions = extensions_of(lines, is_known);
    extensions.retain(|(name, argument)| {
        Token::new(name.as_bytes())
            .is_some_and(|name| Extension::new(name, argument.as_deref()).is_ok())
    });
    calls.push(Call::Extensions(extensions));
}
