//! The event streams of the web platform's own tests.
//!
//! They are not in this repository. `NOIO_SSE_WPT` is the path of a JSON file with them: an object
//! whose `vectors` are objects with `name`, `input` (the body, as text), `events` (each with
//! `type`, `data` and `id`), and where they matter `retry` and `last_event_id_after` (the state
//! behind the body), `content_type` (of the response) and `refused` (the body must not be read).

#![expect(clippy::expect_used, reason = "a panic fails the test")]

use std::{env, fs};

use noio_sse::{Decoder, Event, header::is_event_stream};
use serde_json::Value;

/// The fewest vectors that a file worth its name has.
const MIN_COUNT: usize = 30;

#[test]
fn streams_of_the_web_platform_tests() {
    let Some(path) = env::var_os("NOIO_SSE_WPT") else {
        println!("not run: NOIO_SSE_WPT is not set");
        return;
    };
    let text = fs::read_to_string(path).expect("the file that NOIO_SSE_WPT names");
    let file: Value = serde_json::from_str(&text).expect("JSON");
    let vectors = file["vectors"].as_array().expect("`vectors`, a list");
    assert!(vectors.len() >= MIN_COUNT, "only {} vectors", vectors.len());
    let failures: Vec<String> = vectors
        .iter()
        .filter_map(|vector| {
            let failure = check(vector).err()?;
            Some(format!("{}: {failure}", vector["name"]))
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    println!("{} streams pass", vectors.len());
}

fn check(vector: &Value) -> Result<(), String> {
    let is_refused = vector["refused"] == true;
    if let Some(content_type) = vector["content_type"].as_str() {
        if is_event_stream(content_type.as_bytes()) == is_refused {
            return Err(format!("content type {content_type}"));
        }
    } else if is_refused {
        return Err("refused, but for no content type".into());
    }
    if is_refused {
        return Ok(());
    }
    let body = vector["input"].as_str().ok_or("no `input`")?.as_bytes();
    for feed_len in [1, 2, 3, 5, body.len().max(1)] {
        check_body(vector, body, feed_len)
            .map_err(|failure| format!("in feeds of {feed_len}: {failure}"))?;
    }
    Ok(())
}

fn check_body(vector: &Value, body: &[u8], feed_len: usize) -> Result<(), String> {
    let mut decoder = Decoder::new();
    let mut seen = Vec::new();
    for mut input in body.chunks(feed_len) {
        while let Some(event) = decoder.decode(&mut input).map_err(|e| e.to_string())? {
            if let Event::Message(message) = event {
                seen.push([
                    message.event_type.to_owned(),
                    message.data.to_string(),
                    message.last_event_id.to_owned(),
                ]);
            }
        }
    }
    // What is cut off is dropped, as the standard says.
    let _ = decoder.finish().map_err(|error| error.to_string())?;

    let expected = vector["events"].as_array().ok_or("no `events`")?;
    let expected: Vec<[String; 3]> = expected
        .iter()
        .map(|event| {
            ["type", "data", "id"].map(|name| event[name].as_str().expect("text").to_owned())
        })
        .collect();
    if seen != expected {
        return Err(format!("expected {expected:?}, seen {seen:?}"));
    }
    if let Some(retry) = vector.get("retry") {
        let time = decoder.reconnection_time();
        let seen = time.map(|time| u64::try_from(time.as_millis()).expect("in range"));
        if seen != retry.as_u64() {
            return Err(format!("expected retry {retry}, seen {seen:?}"));
        }
    }
    if let Some(id) = vector.get("last_event_id_after") {
        let seen = decoder.last_event_id();
        if id != seen {
            return Err(format!("expected last event id {id}, seen {seen:?}"));
        }
    }
    Ok(())
}
