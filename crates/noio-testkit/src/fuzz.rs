//! What the fuzz targets call, one function each. Ordinary tests call them too.
//!
//! Each panics if a property does not hold. Each input is legal: there is nothing for a fuzzer to
//! learn but the codec. What the first bytes of an input choose is said where the functions are.
//!
//! | function | property |
//! |---|---|
//! | [`cache_control`](fn@cache_control) | the reader of Cache-Control agrees with the reference, and what its writer writes reads back |
//! | [`cache_control_junk`] | junk in a field lets nobody store or use more |
//! | [`cache_freshness`] | age, lifetime, storage and reuse agree with the reference |
//! | [`cache_status`](fn@cache_status) | the reader of Cache-Status agrees with the reference, and what its writer writes reads back |
//! | [`chunked_laws`] | the laws hold for the decoder of chunked bodies, also in place |
//! | [`chunked_reference`] | it agrees with the reference |
//! | [`chunked_round_trip`] | the encoder's output decodes to what went in |
//! | [`conditional`](fn@conditional) | conditional requests are read and decided as the reference does, and monotone where they have to be |
//! | [`framing`](fn@framing) | the framing decision agrees with the reference |
//! | [`http_field`](fn@http_field) | the shared grammar agrees with its ABNF; what is written reads back |
//! | [`sse_laws`] | the laws hold for both decoders of event streams |
//! | [`sse_reference`] | both agree with the reference |
//! | [`sse_round_trip`] | the encoders' output decodes to what went in |
//! | [`structured`](fn@structured) | Structured Fields agree with the reference and with their ABNF; what is written reads back |
//! | [`targeted`](fn@targeted) | targeted fields agree with the reference, also on which of several counts; junk in one gives no permission |
//! | [`websocket_frame`] | the laws hold for the decoder of frames, and it agrees with the reference |
//! | [`websocket_handshake_client`] | the laws hold for the client's side of the handshake, and it agrees with the reference; what both ends want of each other they agree on |
//! | [`websocket_handshake_server`] | the same for the server's side; what it accepts it can answer |
//! | [`websocket_message`] | the same for the decoder of messages, also in place |
//! | [`websocket_pair`] | two ends that are connected lose nothing, and close as they must |
//! | [`websocket_round_trip`] | the encoder's output decodes to what went in |

pub use crate::{
    cache_control::{
        cache_status::cache_status,
        fuzz::{cache_control, cache_control_junk, cache_freshness},
        targeted::targeted,
    },
    chunked::{
        chunked_round_trip,
        fuzz::{chunked_laws, chunked_reference},
    },
    conditional::fuzz::conditional,
    framing::framing,
    handshake::fuzz::{websocket_handshake_client, websocket_handshake_server},
    http_field::http_field,
    sse::fuzz::{sse_laws, sse_reference, sse_round_trip},
    structured::structured,
    websocket::fuzz::{websocket_frame, websocket_message, websocket_pair, websocket_round_trip},
};
