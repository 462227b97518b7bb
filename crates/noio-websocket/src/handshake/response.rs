//! The client's side: what the server has answered.

use core::fmt;

use super::{Extension, Fields, collected::Once, extension, fields::lines};

/// The answer to a request for a WebSocket connection.
#[derive(Clone, Debug)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a server opens the connection or does not"
)]
#[must_use = "the connection is open only if it was accepted"]
pub enum Response<'h, F = Fields<'h>> {
    /// The connection is open: what is behind the head are frames.
    Accepted(Accepted<'h, F>),
    /// The server refuses, redirects, or wants credentials: what is behind the head is content, by
    /// the rules of HTTP, and the connection one of HTTP.
    Refused(Refused<F>),
}

/// A response that opens the connection, found legal (RFC 6455 §4.1, RFC 8441 §5).
#[derive(Clone)]
pub struct Accepted<'h, F = Fields<'h>> {
    subprotocol: Option<&'h str>,
    extensions: Once<'h>,
    fields: F,
}

impl<'h, F, N, V> Accepted<'h, F>
where
    F: IntoIterator<Item = (&'h N, &'h V)> + Clone,
    N: AsRef<[u8]> + ?Sized + 'h,
    V: AsRef<[u8]> + ?Sized + 'h,
{
    pub(super) const fn new(subprotocol: Option<&'h str>, extensions: Once<'h>, fields: F) -> Self {
        Self {
            subprotocol,
            extensions,
            fields,
        }
    }

    /// The subprotocol that the server has chosen out of those that were offered. None: it goes
    /// without, which is for the client to accept or not.
    pub const fn subprotocol(&self) -> Option<&'h str> {
        self.subprotocol
    }

    /// The extensions that the server has agreed to, all of which were offered, in the order in
    /// which they apply (RFC 6455 §9.1).
    pub fn extensions(&self) -> impl Iterator<Item = Extension<'h>> + use<'h, F, N, V> {
        extension::listed(lines(self.extensions, &self.fields, extension::NAME))
    }

    /// All fields, such as Set-Cookie.
    pub fn fields(&self) -> F {
        self.fields.clone()
    }
}

impl<F> fmt::Debug for Accepted<'_, F> {
    /// Tells neither what is agreed to nor any field: they may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Accepted").finish_non_exhaustive()
    }
}

/// A final response that opens no connection.
#[derive(Clone)]
pub struct Refused<F> {
    status: u16,
    fields: F,
}

impl<F: Clone> Refused<F> {
    pub(super) const fn new(status: u16, fields: F) -> Self {
        Self { status, fields }
    }

    /// The status, such as 302, 401 or 403.
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// All fields, such as Location or WWW-Authenticate.
    pub fn fields(&self) -> F {
        self.fields.clone()
    }
}

impl<F> fmt::Debug for Refused<F> {
    /// Tells no fields: they may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refused")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
