//! What `sse --reencode` writes.

use crate::{CAPTURES, Ran, any_fields, path_of, run};

#[test]
fn only_what_says_something_is_written() {
    for (stream, expected) in [
        // The default type goes, another one stays.
        (
            "event:message\ndata:a\n\nevent:tick\ndata:b\n\n",
            "data: a\n\nevent: tick\ndata: b\n\n",
        ),
        // An id is written where it changes, also to none.
        (
            "id:1\ndata:a\n\nid:1\ndata:b\n\ndata:c\n\nid\ndata:d\n\n",
            "id: 1\ndata: a\n\ndata: b\n\ndata: c\n\nid: \ndata: d\n\n",
        ),
        // The id of a block without data goes with the next event, or before what is none.
        ("id:1\n\ndata:a\n\n", "id: 1\ndata: a\n\n"),
        ("id:1\n\n:a\n", "id: 1\n\n: a\n\n"),
        ("id:1\n\nretry:5\n", "id: 1\n\nretry: 5\n\n"),
        ("data:a\n\nid:1\n\nid:2\n\n", "data: a\n\nid: 2\n\n"),
        // An id counts from the end of its block on.
        ("id:1\n:a\ndata:b\n\n", ": a\n\nid: 1\ndata: b\n\n"),
        ("retry:007\r\r:  a\r\n:\r\n", "retry: 7\n\n:  a\n\n: \n\n"),
        (
            "data:a\r\ndata\r\ndata: b \r\n\r\n",
            "data: a\ndata: \ndata: b \n\n",
        ),
        // What the end cuts off is not an event.
        ("data:a\n\nid:1\ndata:b", "data: a\n\n"),
        ("", ""),
    ] {
        for cut in ["1", "2", "100"] {
            let ran = run(&["sse", "--reencode", "--cut", cut], stream);
            assert_eq!(ran, Ran::ok(expected), "{stream:?}");
        }
    }
}

#[test]
fn it_decodes_to_the_same_events() {
    let captures = CAPTURES.map(|capture| std::fs::read(path_of(capture)).unwrap());
    for stream in captures.iter().chain([&any_fields()]) {
        let reencoded = run(&["sse", "--reencode"], stream);
        assert_eq!((reencoded.code, reencoded.stderr.as_str()), (Some(0), ""));
        let original = run(&["sse", "--json"], stream).stdout;
        let again = run(&["sse", "--json"], &reencoded.stdout).stdout;
        assert!(original.lines().count() > 10);
        assert_eq!(again, without_discarded(&original));
        // Nothing is left to leave out.
        assert_eq!(run(&["sse", "--reencode"], &reencoded.stdout), reencoded);
    }
}

/// What the end cut off is not in the second stream, so leaves it out of the first.
fn without_discarded(json: &str) -> String {
    let (whole, _) = json.split_once("\"discarded\":").unwrap();
    format!("{whole}\"discarded\":null}}}}\n")
}
