//! Structured values that own what they are made of.

/// A bare item (RFC 9651 §3.3).
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "tests look at all of them")]
pub enum Value {
    /// An Integer.
    Integer(i64),
    /// A Decimal, in thousandths.
    Decimal(i64),
    /// A String, without its escapes.
    String(String),
    /// A Token.
    Token(String),
    /// A Byte Sequence, decoded.
    Bytes(Vec<u8>),
    /// A Boolean.
    Boolean(bool),
    /// A Date, in seconds since 1970.
    Date(i64),
    /// A Display String, decoded.
    Display(String),
}

/// An ordered map (RFC 9651 §3): parameters, or the members of a Dictionary.
pub type Map<T> = Vec<(String, T)>;

/// An Item (RFC 9651 §3.3).
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "tests make them")]
pub struct Item {
    /// The value.
    pub value: Value,
    /// Its parameters.
    pub parameters: Map<Value>,
}

/// A member of a List or of a Dictionary (RFC 9651 §3.1, §3.2).
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "tests look at all of them")]
pub enum Member {
    /// An Item.
    Item(Item),
    /// An Inner List and its own parameters.
    InnerList(Vec<Item>, Map<Value>),
}

/// Puts `value` behind all others, or in the place of the one that has its key.
pub fn put<T>(map: &mut Map<T>, key: String, value: T) {
    match map.iter_mut().find(|(name, _)| *name == key) {
        Some((_, old)) => *old = value,
        None => map.push((key, value)),
    }
}
