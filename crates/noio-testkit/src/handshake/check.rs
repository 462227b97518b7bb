//! The forms that take a head which another parser has read, beside the reference.

use noio_websocket::handshake::{Client, ConnectLine, Field, Request, RequestLine};

use super::{
    Offers,
    adapter::{push_legal_request, push_response, request_kind, response_kind},
    reference,
};
use crate::{Log, diff::difference};

/// Checks what [`Request::upgrade`] says.
///
/// # Errors
///
/// If the reference says something else.
pub fn check_upgrade(line: RequestLine<'_>, fields: &[Field<'_>]) -> Result<(), String> {
    compare(
        |log| reference::upgrade(&line, fields, log),
        |log| {
            let request = Request::upgrade(line, fields.iter().copied()).map_err(request_kind)?;
            push_legal_request(&request, false, log);
            Ok(())
        },
    )
}

/// Checks what [`Request::connect`] says.
///
/// # Errors
///
/// If the reference says something else.
pub fn check_connect(line: ConnectLine<'_>, fields: &[Field<'_>]) -> Result<(), String> {
    compare(
        |log| reference::connect(&line, fields, log),
        |log| {
            let request = Request::connect(line, fields.iter().copied()).map_err(request_kind)?;
            push_legal_request(&request, false, log);
            Ok(())
        },
    )
}

/// Checks what [`Client::check`] says.
///
/// # Errors
///
/// If the reference says something else.
pub fn check_upgrade_response(
    offers: &Offers,
    status: u16,
    fields: &[Field<'_>],
) -> Result<(), String> {
    compare(
        |log| reference::upgrade_response(status, fields, offers, log),
        |log| {
            let client = Client::new(offers.offer(), offers.key);
            let response = client
                .check(status, fields.iter().copied())
                .map_err(response_kind)?;
            push_response(&response, false, log);
            Ok(())
        },
    )
}

/// Checks what [`Offer::check_connect`](noio_websocket::handshake::Offer::check_connect) says.
///
/// # Errors
///
/// If the reference says something else.
pub fn check_connect_response(
    offers: &Offers,
    status: u16,
    fields: &[Field<'_>],
) -> Result<(), String> {
    compare(
        |log| reference::connect_response(status, fields, offers, log),
        |log| {
            let response = offers
                .offer()
                .check_connect(status, fields.iter().copied())
                .map_err(response_kind)?;
            push_response(&response, false, log);
            Ok(())
        },
    )
}

fn compare(
    reference: impl FnOnce(&mut Log) -> Result<(), &'static str>,
    codec: impl FnOnce(&mut Log) -> Result<(), &'static str>,
) -> Result<(), String> {
    let (mut expected, mut seen) = (Log::new(), Log::new());
    let (expected_end, seen_end) = (reference(&mut expected), codec(&mut seen));
    let lines = |log: &Log, end: Result<(), &str>| {
        let mut lines = log.lines();
        lines.extend(end.err().map(|kind| format!("error {kind}")));
        lines
    };
    let (expected, seen) = (lines(&expected, expected_end), lines(&seen, seen_end));
    if expected == seen {
        return Ok(());
    }
    Err(difference(&expected, &seen))
}
