//! What is answered: functions of the request, the file as it is now, and the time.

use noio_conditional::{
    Condition, ETag, HttpDate, LastModified, Outcome, Representation, evaluate,
    is_not_modified_field,
};

use crate::{
    range::Range,
    request::{Fields, Method, Refusal},
};

/// What a file is now, as far as a decision depends on it.
#[derive(Clone, Debug)]
pub(crate) struct FileState {
    /// The value of the ETag field.
    pub(crate) etag: Vec<u8>,
    pub(crate) last_modified: LastModified,
    pub(crate) len: u64,
    pub(crate) content_type: &'static str,
}

impl FileState {
    fn as_representation(&self) -> Representation<'_> {
        Representation::current(ETag::parse(&self.etag), Some(self.last_modified))
    }

    /// The fields that a 200 has.
    fn fields(&self) -> Vec<(&'static str, Vec<u8>)> {
        vec![
            ("Accept-Ranges", b"bytes".to_vec()),
            // It may change at any time, so that caches are to ask: that costs a 304.
            ("Cache-Control", b"no-cache".to_vec()),
            ("Content-Type", self.content_type.into()),
            ("ETag", self.etag.clone()),
            ("Last-Modified", self.last_modified.to_string().into_bytes()),
        ]
    }

    /// Those of them that a recipient needs which has the rest already.
    fn fields_for_update(&self) -> Vec<(&'static str, Vec<u8>)> {
        let mut fields = self.fields();
        fields.retain(|(name, _)| is_not_modified_field(name.as_bytes(), true));
        fields
    }
}

/// A response.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) status: u16,
    /// All but Date, Content-Length and Connection.
    pub(crate) fields: Vec<(&'static str, Vec<u8>)>,
    /// What GET gets; with HEAD only its length is said.
    pub(crate) content: Content,
    /// For the log.
    pub(crate) why: String,
}

/// The content of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// None can be: 204 and 304.
    Nothing,
    Text(String),
    /// A run of octets of the file.
    File {
        first: u64,
        len: u64,
    },
}

impl Plan {
    /// A response that says in words what it is.
    pub(crate) fn text(status: u16, why: impl ToString) -> Self {
        let why = why.to_string();
        Self {
            status,
            fields: vec![
                ("Cache-Control", b"no-store".to_vec()),
                ("Content-Type", b"text/plain; charset=utf-8".to_vec()),
            ],
            content: Content::Text(format!("{why}\n")),
            why,
        }
    }

    /// The answer to what is not accepted.
    pub(crate) fn refusal(refusal: Refusal) -> Self {
        let mut plan = Self::text(refusal.status, refusal.reason);
        if plan.status == 405 {
            // RFC 9110 §15.5.6.
            plan.fields
                .push(("Allow", b"DELETE, GET, HEAD, PUT".to_vec()));
        }
        plan
    }

    /// The answer to a PUT that was carried out. Its validator is that of what was sent, which is
    /// kept as it is (RFC 9110 §9.3.4).
    pub(crate) fn replaced(is_new: bool, etag: Vec<u8>, why: String) -> Self {
        let etag = ("ETag", etag);
        if is_new {
            let mut plan = Self::text(201, "created");
            plan.fields.push(etag);
            return Self { why, ..plan };
        }
        Self {
            status: 204,
            fields: vec![etag],
            content: Content::Nothing,
            why,
        }
    }

    /// The answer to a DELETE that was carried out.
    pub(crate) const fn deleted(why: String) -> Self {
        Self {
            status: 204,
            fields: Vec::new(),
            content: Content::Nothing,
            why,
        }
    }
}

/// The answer to a GET or HEAD.
pub(crate) fn retrieve(
    method: Method,
    fields: &Fields,
    current: Option<&FileState>,
    now: HttpDate,
) -> Plan {
    // Preconditions do not count where the answer would be no success anyway (RFC 9110 §13.2.1).
    let Some(current) = current else {
        return Plan::text(404, "no such file");
    };
    let representation = current.as_representation();
    let evaluation = evaluate(
        method.as_str().as_bytes(),
        fields.iter(),
        &representation,
        now,
    );
    let why = format!("{evaluation} ({})", evaluation.reason().section());
    let range = match evaluation.outcome() {
        Outcome::PreconditionFailed => return Plan::text(412, why),
        Outcome::NotModified => {
            return Plan {
                status: 304,
                fields: current.fields_for_update(),
                content: Content::Nothing,
                why,
            };
        }
        // RFC 9110 §14.2: of a HEAD there is no part.
        Outcome::Proceed if method == Method::Get => {
            Range::select(fields.lines("range"), current.len)
        }
        Outcome::Proceed | Outcome::IgnoreRange => Range::Whole,
    };
    match range {
        Range::Whole => Plan {
            status: 200,
            fields: current.fields(),
            content: Content::File {
                first: 0,
                len: current.len,
            },
            why,
        },
        Range::Part { first, len } => {
            // With If-Range, the client has told that it has the other fields (RFC 9110 §15.3.7).
            let mut fields = if evaluation.preconditions().if_range() == Condition::True {
                current.fields_for_update()
            } else {
                current.fields()
            };
            let last = first + (len - 1);
            let content_range = format!("bytes {first}-{last}/{}", current.len);
            fields.push(("Content-Range", content_range.into_bytes()));
            Plan {
                status: 206,
                fields,
                content: Content::File { first, len },
                why,
            }
        }
        Range::Unsatisfiable => {
            let mut plan = Plan::text(416, "nothing of it is in that range");
            let content_range = format!("bytes */{}", current.len);
            plan.fields
                .push(("Content-Range", content_range.into_bytes()));
            plan
        }
    }
}

/// Whether a PUT or DELETE may be carried out, and why; if not, the answer.
pub(crate) fn change(
    method: Method,
    fields: &Fields,
    current: Option<&FileState>,
    now: HttpDate,
) -> Result<String, Plan> {
    // As above: without preconditions, this would be no success.
    if method == Method::Delete && current.is_none() {
        return Err(Plan::text(404, "no such file"));
    }
    let representation = current.map_or(Representation::absent(), FileState::as_representation);
    let evaluation = evaluate(
        method.as_str().as_bytes(),
        fields.iter(),
        &representation,
        now,
    );
    if evaluation.preconditions().is_malformed() {
        return Err(Plan::text(400, "malformed If-Match or If-None-Match"));
    }
    let why = format!("{evaluation} ({})", evaluation.reason().section());
    match evaluation.outcome() {
        Outcome::Proceed | Outcome::IgnoreRange => Ok(why),
        Outcome::NotModified | Outcome::PreconditionFailed => Err(Plan::text(412, why)),
    }
}
