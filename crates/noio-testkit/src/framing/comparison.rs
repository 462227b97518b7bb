//! `noio-chunked` beside the reference.

use noio_chunked::framing::{
    self, Decision, Framing, FramingError, FramingErrorKind, Policy, Reason, Version,
};

use super::{
    Head, Message,
    reference::{Refusal, Verdict, decide},
};

/// Checks that [`noio_chunked::framing`] says of a head what the reference says.
///
/// # Errors
///
/// What each of them said.
pub fn check(head: &Head) -> Result<(), String> {
    let expected = decide(head);
    let seen = decision(head);
    if let Err(error) = &seen
        && !error.is_smuggling_signal()
        && error.kind() != FramingErrorKind::TooManyCodings
    {
        return Err(format!("{error:?} is no smuggling signal\n  {head:?}"));
    }
    let seen = seen
        .map(|decision| verdict(&decision))
        .map_err(|error| refusal(&error));
    if seen == expected {
        Ok(())
    } else {
        Err(format!(
            "expected {expected:?}\n  seen     {seen:?}\n  {head:?}"
        ))
    }
}

fn decision(head: &Head) -> Result<Decision, FramingError> {
    let mut policy = Policy::new();
    let leniencies = head.leniencies;
    policy.allow_content_length_with_transfer_encoding =
        leniencies.content_length_with_transfer_encoding;
    policy.allow_repeated_content_length = leniencies.repeated_content_length;
    policy.allow_transfer_encoding_in_http10 = leniencies.transfer_encoding_in_http10;
    policy.allow_transfer_encoding_without_content = leniencies.transfer_encoding_without_content;
    let version = if head.is_http10 {
        Version::Http10
    } else {
        Version::Http11
    };
    let fields = head.fields.iter().map(|(name, value)| (name, value));
    match &head.message {
        Message::Request => framing::request(version, fields, &policy),
        Message::Response { method, status } => {
            framing::response(method, *status, version, fields, &policy)
        }
    }
}

fn verdict(decision: &Decision) -> Verdict {
    Verdict {
        framing: match decision.framing() {
            Framing::None => "none".into(),
            Framing::Tunnel => "tunnel".into(),
            Framing::Length(length) => format!("length {length}"),
            Framing::Chunked => "chunked".into(),
            Framing::UntilClose => "until-close".into(),
        },
        close: decision.close(),
        strip_content_length: decision.strip_content_length(),
        codings: decision
            .codings()
            .iter()
            .map(|coding| coding.as_str())
            .collect(),
        rule: match decision.reason() {
            Reason::Head
            | Reason::Informational
            | Reason::SwitchingProtocols
            | Reason::NoContent
            | Reason::NotModified => 1,
            Reason::Tunnel => 2,
            Reason::TransferEncodingOverrides => 3,
            Reason::FinalChunked | Reason::FinalNotChunked => 4,
            Reason::ContentLength => 6,
            Reason::NoFieldInRequest => 7,
            Reason::NoFieldInResponse => 8,
            other => unreachable!("{other:?} has no rule yet"),
        },
    }
}

fn refusal(error: &FramingError) -> Refusal {
    Refusal {
        kind: kind_name(error.kind()),
        line: error.line(),
        status: error.status(),
    }
}

/// The name of a kind of error in kebab case, as the tool shows it.
pub fn kind_name(kind: FramingErrorKind) -> &'static str {
    use FramingErrorKind as Kind;

    match kind {
        Kind::InvalidFieldName => "invalid-field-name",
        Kind::InvalidFieldValue => "invalid-field-value",
        Kind::InvalidTransferEncoding => "invalid-transfer-encoding",
        Kind::EmptyTransferEncoding => "empty-transfer-encoding",
        Kind::UnknownCoding => "unknown-coding",
        Kind::CodingParameter => "coding-parameter",
        Kind::RepeatedChunked => "repeated-chunked",
        Kind::TooManyCodings => "too-many-codings",
        Kind::FinalCodingNotChunked => "final-coding-not-chunked",
        Kind::ContentLengthWithTransferEncoding => "content-length-with-transfer-encoding",
        Kind::TransferEncodingInHttp10 => "transfer-encoding-in-http10",
        Kind::TransferEncodingWithoutContent => "transfer-encoding-without-content",
        Kind::InvalidContentLength => "invalid-content-length",
        Kind::ContentLengthOverflow => "content-length-overflow",
        Kind::RepeatedContentLength => "repeated-content-length",
        Kind::ConflictingContentLength => "conflicting-content-length",
        other => unreachable!("{other:?} has no name yet"),
    }
}
