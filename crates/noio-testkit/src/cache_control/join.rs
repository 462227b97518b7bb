//! The lines of a field beside one line with all of it.

use noio_cache_control::{
    Expires, HttpDate, RequestDirectives, ResponseDirectives, freshness::ResponseTimes,
};

use super::{
    check::{Input, members},
    freshness::{
        decisions::{check_use_by_request, check_use_of_response},
        junk::{check_request, check_response},
        scenario::Circumstances,
    },
    reference::Line,
};

/// Lines are equal to their join, where each of them ends outside of quoted-strings. Where one does
/// not, they permit nothing that they do not with that one and all behind it joined, and restrict all
/// that they do then. Those in front of it are the same in any join.
pub(super) fn check_join(lines: &[&[u8]]) -> Result<(), String> {
    let what = Input(lines);
    let is_broken = |line: &&[u8]| Line::new(line).is_broken();
    let first_broken = lines.iter().position(is_broken);
    for separator in [", ", ",", " ,\t, "] {
        let Some(at) = first_broken else {
            check_equal(lines, &lines.join(separator.as_bytes()))?;
            continue;
        };
        let (front, behind) = lines.split_at(at);
        let joined = behind.join(separator.as_bytes());
        let joined = [front, &[&joined]].concat();
        what.same("beside the join", check_no_looser(lines, &joined), Ok(()))?;
    }
    Ok(())
}

fn check_equal(lines: &[&[u8]], joined: &[u8]) -> Result<(), String> {
    let what = Input(lines);
    let members_of = |lines| members(lines).into_iter().map(|seen| seen.0);
    what.same(
        "members of the join",
        members_of(&[joined]).collect::<Vec<_>>(),
        members_of(lines).collect(),
    )?;
    what.same(
        "join as a response's",
        ResponseDirectives::parse([joined]),
        ResponseDirectives::parse(lines),
    )?;
    what.same(
        "join as a request's",
        RequestDirectives::parse([joined]),
        RequestDirectives::parse(lines),
    )
}

fn check_no_looser(lines: &[&[u8]], joined: &[&[u8]]) -> Result<(), String> {
    let of_join = ResponseDirectives::parse(joined);
    let of_lines = ResponseDirectives::parse(lines);
    check_response(&of_join, &of_lines)?;
    // With 200 a response is stored unless something forbids it, with 299 if something permits it.
    for status in [200, 299] {
        check_use_of_response(&of_join, &of_lines, &circumstances(status))?;
    }
    let of_join = RequestDirectives::parse(joined);
    let of_lines = RequestDirectives::parse(lines);
    check_request(&of_join, &of_lines)?;
    check_use_by_request(&of_join, &of_lines, &circumstances(200))
}

/// A response that was changed a while ago, and the usual beside it.
fn circumstances(status: u16) -> Circumstances {
    let received = HttpDate::saturating_from_unix_seconds(784_111_777);
    Circumstances {
        status,
        request: RequestDirectives::default(),
        pragma: &[],
        response: ResponseDirectives::parse(["max-age=60, stale-if-error=60"]),
        expires: Expires::Absent,
        last_modified: Some(HttpDate::saturating_from_unix_seconds(784_000_000)),
        times: ResponseTimes {
            request_time: received,
            response_time: received,
            date: None,
            age: None,
        },
        omits_listed_fields: true,
        resident_seconds: 30,
    }
}
