//! How caches have handled a request: the Cache-Status field of a response (RFC 9211).
//!
//! The field is a list. Each member is one cache on the way, the one nearest to the origin first, and
//! says whether the cache had an answer (`hit`) or why it had to ask (`fwd`).
//!
//! # Reading
//!
//! [`CacheStatus`] iterates over the members in the values of all lines of the field. It is a
//! Structured Field (RFC 9651): where its grammar is broken, the last thing to come is an error, and
//! then the field says nothing at all. Who acts on the members reads the field to its end first.
//!
//! ```
//! use noio_cache_control::cache_status::{CacheStatus, Fwd};
//!
//! // With the `http` crate, `headers.get_all("cache-status")` goes in as it is.
//! let lines = ["OriginCache; hit; ttl=1100", "\"CDN Company Here\"; fwd=uri-miss; stored"];
//! let mut said = Vec::new();
//! for member in CacheStatus::from_lines(lines) {
//!     let member = member?;
//!     said.push(match member.forward() {
//!         Some(forward) if forward.fwd == Fwd::UriMiss => format!("{} had nothing", member.cache()),
//!         Some(forward) => format!("{} asked: {}", member.cache(), forward.fwd),
//!         None if member.is_hit() => format!("{} answered", member.cache()),
//!         None => format!("{} was there", member.cache()),
//!     });
//! }
//! assert_eq!(said, ["OriginCache answered", "CDN Company Here had nothing"]);
//! # Ok::<(), noio_cache_control::FieldError>(())
//! ```
//!
//! # Writing
//!
//! A [`MemberBuilder`] writes one member, which a cache sends as a field line of its own, behind the
//! lines that are there: those of the caches before it are to stay (RFC 9211 §2).
//!
//! ```
//! use noio_cache_control::cache_status::{Forward, Fwd, MemberBuilder};
//!
//! let forward = Forward {
//!     fwd_status: Some(304),
//!     stored: Some(true),
//!     ..Forward::new(Fwd::Stale)
//! };
//! let member = MemberBuilder::forwarded("ExampleCache", forward)?.ttl(60);
//! let mut line = [0; 64];
//! let len = member.encode_to_slice(&mut line)?;
//! assert_eq!(&line[..len], b"ExampleCache;fwd=stale;fwd-status=304;ttl=60;stored");
//! # Ok::<(), noio_cache_control::EncodeError>(())
//! ```
//!
//! # When not to write it
//!
//! To a response that an intermediary makes up by itself it adds no member, unless the response is
//! made of a stored one, such as a 304 or a 206 (RFC 9211 §2).
//!
//! What a cache tells of itself helps whoever attacks it (RFC 9211 §6). That a response was stored
//! tells that somebody has asked for it, and the [key](MemberBuilder::key) tells what is not in it,
//! which is where the poisoning of a cache begins; a key that is only obscured tells it, too. Send
//! the field, or at least the key, only to clients that may know.

mod forward;
mod member;
mod member_builder;

pub use forward::{Forward, Fwd};
pub use member::{CacheStatus, Member};
pub use member_builder::MemberBuilder;
