//! Structured Fields (RFC 9651): dictionaries, lists and items, of which newer fields are made.
//!
//! | a field that is a | is read with | and gives |
//! |---|---|---|
//! | Dictionary (§3.2) | [`Dictionary`] | a [`Key`] and a [`Member`] at a time |
//! | List (§3.1) | [`List`] | a [`Member`] at a time |
//! | Item (§3.3) | [`Item::parse`] | one [`Item`] |
//!
//! ```
//! use noio_http_field::structured::{BareItem, Dictionary, Item, Member};
//!
//! let mut max_age = None;
//! for member in Dictionary::new(b"public, max-age=3600;x=\"?\", max-age=60") {
//!     match member? {
//!         (key, Member::Item(Item { value: BareItem::Integer(seconds), .. })) if key == "max-age" => {
//!             max_age = Some(seconds);
//!         }
//!         _ => {}
//!     }
//! }
//! assert_eq!(max_age, Some(60));
//! # Ok::<(), noio_http_field::FieldError>(())
//! ```
//!
//! # What to know before you trust a value
//!
//! - **All or nothing.** A field with an error means nothing as a whole (§4.2): whoever gathers
//!   members drops them when an error comes. That is stricter than other fields are read, and on
//!   purpose.
//! - **The last one counts.** Of several members, or parameters, of one key the last says what is
//!   meant (§3.1.2, §3.2). They come in wire order, all of them.
//!   [`Parameters::last`] looks one up; of members, the caller keeps the last.
//! - **Types count.** `1`, `1.0`, `"1"` and `?1` are four different values. What a field does with a
//!   value of a type that it does not want is its own rule; RFC 9651 has none.
//! - **Keys and tokens have case.** `Max-Age` is not even a key.
//! - **Several lines are read one by one**, and mean what they mean joined with ", ", so that an empty
//!   one beside others is an error. A string that one line begins and the next one ends is refused,
//!   which §4.2 leaves to the parser.
//!
//! Nothing is allocated or copied. Nothing is bounded but by the input, since nothing is kept; time
//! is linear in the bytes, and each look at parameters or inner lists goes through their bytes once
//! more.

// Inside this module, what takes something from the front of an input leaves it, where it fails, at
// the byte at fault. So nobody has to add up offsets.

mod bare_item;
mod byte_sequence;
mod class;
mod dictionary;
mod display_string;
mod inner_list;
mod item;
mod key;
mod list;
mod members;
mod number;
mod parameters;
mod text;
mod token;

pub use bare_item::BareItem;
pub use byte_sequence::ByteSequence;
pub use dictionary::Dictionary;
pub use display_string::DisplayString;
pub use inner_list::InnerList;
pub use item::Item;
pub use key::Key;
pub use list::{List, Member};
pub use number::Decimal;
pub use parameters::Parameters;
pub use text::Text;
pub use token::Token;
