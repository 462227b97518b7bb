//! What `sse` shows: for people and as JSON Lines.

use crate::{CAPTURES, Ran, any_fields, drives_a_terminal, garbage, path_of, run, run_on};

/// Runs `sse --json` on `input`: the lines it prints, if that is all it does.
fn json(input: impl AsRef<[u8]>) -> String {
    let ran = run(&["sse", "--json"], input);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    ran.stdout
}

#[test]
fn json_of_every_kind() {
    let stream = "retry: 3000\n: alive\n\nid: 7\nevent: tick\ndata: {\"a\": 1}\ndata: \n\ndata\n\n";
    assert_eq!(
        json(stream),
        r#"{"retry_ms":3000}
{"comment":"alive"}
{"event":{"type":"tick","data":"{\"a\": 1}\n","last_event_id":"7"}}
{"event":{"type":"message","data":"","last_event_id":"7"}}
{"end":{"last_event_id":"7","discarded":null}}
"#
    );
}

#[test]
fn json_of_the_end() {
    for (stream, end) in [
        ("", r#"{"last_event_id":"","discarded":null}"#),
        ("id: 7\n\n", r#"{"last_event_id":"7","discarded":null}"#),
        (
            "id: 7\nevent: a\n",
            r#"{"last_event_id":"","discarded":null}"#,
        ),
        (
            "id: 7\ndata: x\n",
            r#"{"last_event_id":"","discarded":{"type":"message","data":"x"}}"#,
        ),
        (
            "event: a\ndata: x\ndata",
            r#"{"last_event_id":"","discarded":{"type":"a","data":"x\n"}}"#,
        ),
    ] {
        assert_eq!(json(stream), format!("{{\"end\":{end}}}\n"), "{stream:?}");
    }
}

#[test]
fn json_keeps_text_exact_and_escapes_what_a_terminal_obeys() {
    assert_eq!(
        json("data: \0\t\x1b\u{9b}\"\\é\u{202e}\u{feff}\n\n"),
        "{\"event\":{\"type\":\"message\",\"data\":\"\\u0000\\t\\u001b\\u009b\\\"\\\\é\\u202e\\ufeff\",\"last_event_id\":\"\"}}\n\
         {\"end\":{\"last_event_id\":\"\",\"discarded\":null}}\n"
    );
}

#[test]
fn json_of_the_largest_retry() {
    let line = "{\"retry_ms\":18446744073709551615}\n";
    assert!(json("retry: 99999999999999999999999\n").starts_with(line));
}

#[test]
fn rows_for_people() {
    let stream = "retry: 3000\n\n: alive\n:\n\nid: 7\nevent: tick\ndata: a  b\n\n\
                  data: one\ndata: two\ndata:\ndata: four\n\ndata\n\nid: 8\n\nid: 9\ndata: cut";
    assert_eq!(
        run(&["sse"], stream),
        Ran::ok(
            "       0  retry      3000 ms
      12  comment    alive
      21  comment
      23  event      tick  id=7  a  b
      54  event      message  id=7
                     one
                     two

                     four
      92  event      message  id=7
      98  discarded  message  id=9  cut
     120  end        id=8
"
        )
    );
}

#[test]
fn an_event_begins_where_the_one_before_it_ended() {
    assert_eq!(
        run(&["sse"], "\u{feff}data: a\r\n\r\n\r\n: b\r\ndata: c\r\r"),
        Ran::ok(
            "       0  event      message  a
      13  comment    b
      20  event      message  c
      30  end
"
        )
    );
}

#[test]
fn hidden_characters_are_escaped_in_every_field() {
    let hidden = "\0\t\x1b\x7f\u{85}\u{9b}\u{61c}\u{200b}\u{200e}\u{202e}\u{2028}\u{2066}\u{feff}";
    let shown =
        r"\u{0}\t\u{1b}\u{7f}\u{85}\u{9b}\u{61c}\u{200b}\u{200e}\u{202e}\u{2028}\u{2066}\u{feff}";
    let (id, shown_id) = (&hidden[1..], &shown[5..]);
    let stream = format!(
        ":{hidden}\nid:{id}\nevent:{hidden}\ndata:{hidden}\n\ndata:{hidden}\ndata:\n\nevent:{hidden}\ndata:{hidden}"
    );
    let rows = run(&["sse"], stream).stdout;
    let values: Vec<&str> = rows.lines().map(|row| &row[21.min(row.len())..]).collect();
    // A tab would split a name, so names with one stand in quotes.
    let (name, id) = (format!("\"{shown}\""), format!("id=\"{shown_id}\""));
    assert_eq!(
        values,
        [
            shown,
            &format!("{name}  {id}  {shown}"),
            &format!("message  {id}"),
            shown,
            "",
            &format!("{name}  {id}  {shown}"),
            &id,
        ]
    );
}

#[test]
fn no_capture_drives_the_terminal() {
    let mut outputs = vec![run(&["sse"], any_fields()).stdout];
    outputs.extend(CAPTURES.map(|capture| run_on(capture, &[]).stdout));
    for output in outputs {
        assert_eq!(output.chars().find(|char| drives_a_terminal(*char)), None);
        assert!(output.lines().count() > 10);
    }
}

#[test]
fn names_cannot_pass_for_other_parts_of_a_row() {
    let rows = run(
        &["sse"],
        "event: tick  id=7\nid: a b\ndata: x\n\nevent: \"\\\ndata: x\n\n",
    );
    assert_eq!(
        rows,
        Ran::ok(
            "       0  event      \"tick  id=7\"  id=\"a b\"  x
      35  event      \"\\\"\\\\\"  id=\"a b\"  x
      54  end        id=\"a b\"
"
        )
    );
}

#[test]
fn the_cut_changes_nothing() {
    for capture in CAPTURES {
        for format in [&[][..], &["--json"], &["--reencode"]] {
            let whole = run_on(capture, format);
            assert_eq!((whole.code, whole.stderr.as_str()), (Some(0), ""));
            for cut in ["1", "2", "3", "7", "18446744073709551615"] {
                let cut = [format, &["--cut", cut]].concat();
                assert_eq!(run_on(capture, &cut), whole, "{capture} {cut:?}");
            }
        }
    }
}

#[test]
fn captures_decode_to_what_their_service_meant() {
    for (capture, events, first, last) in [
        (
            "chat-completion.sse",
            70,
            r#"{"event":{"type":"message","data":"{\"id\":\"chatcmpl-9fK2mQ7vT4\","#,
            r#"{"event":{"type":"message","data":"[DONE]","last_event_id":""}}"#,
        ),
        (
            "typed-events.sse",
            36,
            r#"{"event":{"type":"response.created","data":"{\"type\":\"response.created\","#,
            r#"{"event":{"type":"response.completed","data":"{\"type\":\"response.completed\","#,
        ),
        (
            "typed-messages.sse",
            22,
            r#"{"event":{"type":"message_start","data":"{\"type\":\"message_start\","#,
            r#"{"event":{"type":"message_stop","data":"{\"type\":\"message_stop\"}","#,
        ),
        (
            "heartbeats.sse",
            12,
            r#"{"event":{"type":"reading","data":"{\"sensor\":\"roof-north\","#,
            r#"{"event":{"type":"ping","data":"","last_event_id":"8"}}"#,
        ),
        (
            "ticks.sse",
            14,
            r#"{"event":{"type":"tick","data":"{\"symbol\":\"NORD\",\"price\":101.25,"#,
            r#"{"event":{"type":"close","data":"","last_event_id":""}}"#,
        ),
    ] {
        let stdout = run_on(capture, &["--json"]).stdout;
        let lines: Vec<&str> = stdout
            .lines()
            .filter(|line| line.starts_with("{\"event\""))
            .collect();
        assert_eq!(lines.len(), events, "{capture}");
        assert!(lines[0].starts_with(first), "{capture}: {}", lines[0]);
        assert!(
            lines[events - 1].starts_with(last),
            "{capture}: {}",
            lines[events - 1]
        );
    }
}

#[test]
fn the_hostile_capture_decodes_as_the_standard_says() {
    let rows = r#"       0  event      message  after the byte order mark
      36  comment    CRLF now
      47  event      message
                     one
                     two
                     three

      89  event      message  kept
     153  event      \u{1b}[31mred\u{1b}[0m  \u{1b}]0;new title\u{7} and \u{1b}[2J\u{1b}[H a cleared screen
     224  event      message  the id has a NUL and is ignored
     271  event      \u{2066}tick\u{2069}  id=\u{202e}7654321  user\u{202e}}txt.exe\u{202c} and\u{200b}zero\u{200d}width\u{feff}
     352  event      message  id=\u{202e}7654321  NUL \u{0} BEL \u{7} BS \u{8}\u{8}\u{8} DEL \u{7f} TAB \t VT \u{b} FF \u{c} C1 \u{9b}31m NEL \u{85} LS \u{2028} PS \u{2029} end
     434  event      message  id=\u{202e}7654321
                     bad � �� ��� ����� �
                     �
     473  retry      1000 ms
     485  retry      7 ms
     597  retry      18446744073709551615 ms
     631  event      message  id=only-an-id  message again
     842  event      " "  id=only-an-id   two spaces, one goes
     880  event      "id=7  [DONE]"  id="\"\\ x"      0  event      message  a row that is none
     962  comment    \u{1b}[5mblinking comment\u{202e}esrever
     994  event      message  id="\"\\ x"
    1000  event      message  id="\"\\ x"  https://example.org/?a:b:c
    1040  event      message  id reset
    1059  event      message  soft\u{ad}hyphen tags \u{e0068}\u{e0069} selector ❤\u{fe0f}
    1109  discarded  cut  id=never
                     this block has no end \u{1b}[0m
                     �
    1171  end
"#;
    assert_eq!(run_on("hostile.sse", &[]), Ran::ok(rows));
}

#[test]
fn any_bytes_decode_to_the_end() {
    for input in [
        garbage(100_000),
        vec![0; 100_000],
        vec![0xff; 100_000],
        b"data: \xe2\x82".to_vec(),
        b"data: a\n\ndata: \xf0\x9f\x99\n\n\xf0".to_vec(),
        std::fs::read(path_of("hostile.sse")).unwrap(),
    ] {
        for format in ["--json", "--reencode"] {
            let ran = run(&["sse", format], &input);
            assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        }
        let ran = run(&["sse"], &input);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        let end = format!("{:>8}  end", input.len());
        let last = ran.stdout.lines().last().unwrap();
        assert!(last.starts_with(&end), "{last}");
    }
}

#[test]
fn truncated_utf_8_is_repaired() {
    assert_eq!(
        json(b"data: \xe2\x82\n\ndata: \xf0\x9f\x99"),
        "{\"event\":{\"type\":\"message\",\"data\":\"\u{fffd}\",\"last_event_id\":\"\"}}\n\
         {\"end\":{\"last_event_id\":\"\",\"discarded\":{\"type\":\"message\",\"data\":\"\u{fffd}\"}}}\n"
    );
}
