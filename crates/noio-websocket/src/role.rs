//! The two ends of a connection.

/// Which end of the connection we are (RFC 6455 §1.3): who connects, or who accepts.
///
/// A decoder of the server reads what clients send, and so on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a connection has two ends")]
pub enum Role {
    /// We connect. What we send is masked, what we receive is not (RFC 6455 §5.1).
    Client,
    /// We accept. What we receive is masked, what we send is not.
    Server,
}
