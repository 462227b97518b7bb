//! The tests of the HTTP working group for Structured Fields.
//!
//! They are not in this repository. `NOIO_STRUCTURED_FIELD_TESTS` is the path of a copy of
//! <https://github.com/httpwg/structured-field-tests>: its JSON files are run, and what they expect
//! is also written with the testkit's writer, whose output has to be their canonical form. The
//! folder with tests of writing alone is for those who have a writer.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a panic fails the test"
)]

use std::{env, fs, path::Path};

use noio_testkit::structured::{
    Item, Map, Member, Value as Bare, check_structured, read_dictionary, read_item, read_list,
    writer,
};
use serde_json::Value;

/// The fewest tests that a copy worth its name has.
const MIN_COUNT: usize = 1_500;

#[derive(Default)]
struct Seen {
    passed: usize,
    /// Those among them that may fail and do not.
    could_fail: usize,
    /// Those that may fail, and do.
    permitted: usize,
    failures: Vec<String>,
}

#[test]
fn fields_of_the_working_group() {
    let Some(folder) = env::var_os("NOIO_STRUCTURED_FIELD_TESTS") else {
        println!("not run: NOIO_STRUCTURED_FIELD_TESTS is not set");
        return;
    };
    let mut seen = Seen::default();
    for entry in fs::read_dir(&folder).expect("the folder that NOIO_STRUCTURED_FIELD_TESTS names") {
        let path = entry.expect("a file of it").path();
        if path.extension().is_some_and(|it| it == "json") {
            run(&path, &mut seen);
        }
    }
    let Seen {
        passed,
        could_fail,
        permitted,
        failures,
    } = seen;
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(passed + permitted >= MIN_COUNT, "only {passed} tests");
    println!("{passed} tests pass ({could_fail} of them need not), {permitted} fail as they may");
}

fn run(path: &Path, seen: &mut Seen) {
    let text = fs::read_to_string(path).expect("a readable file");
    let tests: Value = serde_json::from_str(&text).expect("JSON");
    for test in tests.as_array().expect("a list of tests") {
        let can_fail = test["can_fail"] == true;
        match check(test) {
            Ok(()) => {
                seen.passed += 1;
                seen.could_fail += usize::from(can_fail);
            }
            Err(_) if can_fail => seen.permitted += 1,
            Err(failure) => {
                let name = path.display();
                seen.failures
                    .push(format!("{name}: {}: {failure}", test["name"]));
            }
        }
    }
}

fn check(test: &Value) -> Result<(), String> {
    let raw = strings(&test["raw"]).ok_or("no `raw`")?;
    let lines: Vec<&[u8]> = raw.iter().map(|line| line.as_bytes()).collect();
    check_structured(&lines)?;
    let expected = &test["expected"];
    // What the codec says, and the writer of what is expected.
    let (outcome, written) = match test["header_type"].as_str() {
        Some("dictionary") => {
            let ours = read_dictionary(&lines)?;
            let outcome = ours.map(|ours| Some(ours) == map(expected, member));
            (
                outcome,
                map(expected, member).map(|it| writer::dictionary(&it)),
            )
        }
        Some("list") => {
            let ours = read_list(&lines)?;
            let outcome = ours.map(|ours| Some(ours) == members(expected));
            (outcome, members(expected).map(|it| writer::list(&it)))
        }
        Some("item") => {
            // An Item has one line; several are joined, as for everybody.
            let line = lines.join(&b", "[..]);
            let ours = read_item(&line)?;
            let outcome = ours.map(|ours| Some(ours) == item(expected));
            (outcome, item(expected).map(|it| writer::item(&it)))
        }
        other => return Err(format!("header type {other:?}")),
    };
    let must_fail = test["must_fail"] == true;
    match outcome {
        Err(_) if must_fail => return Ok(()),
        Ok(_) if must_fail => return Err("read".into()),
        Err(error) => return Err(error.to_string()),
        Ok(false) => return Err(format!("not read as {expected}")),
        Ok(true) => {}
    }
    let canonical = strings(&test["canonical"]).unwrap_or(raw);
    let written = written.filter(|it| !it.is_empty());
    if written
        .iter()
        .ne(canonical.iter().filter(|it| !it.is_empty()))
    {
        return Err(format!("written as {written:?}"));
    }
    Ok(())
}

fn strings(list: &Value) -> Option<Vec<String>> {
    let strings = list.as_array()?.iter();
    strings.map(|it| it.as_str().map(str::to_owned)).collect()
}

fn map<T>(pairs: &Value, value: impl Fn(&Value) -> Option<T>) -> Option<Map<T>> {
    let pairs = pairs.as_array()?.iter();
    pairs
        .map(|pair| Some((pair[0].as_str()?.to_owned(), value(&pair[1])?)))
        .collect()
}

fn members(list: &Value) -> Option<Vec<Member>> {
    list.as_array()?.iter().map(member).collect()
}

fn member(pair: &Value) -> Option<Member> {
    match pair[0].as_array() {
        None => item(pair).map(Member::Item),
        Some(items) => {
            let items = items.iter().map(item).collect::<Option<_>>()?;
            Some(Member::InnerList(items, map(&pair[1], bare_item)?))
        }
    }
}

fn item(pair: &Value) -> Option<Item> {
    Some(Item {
        value: bare_item(&pair[0])?,
        parameters: map(&pair[1], bare_item)?,
    })
}

fn bare_item(it: &Value) -> Option<Bare> {
    Some(match it {
        Value::Bool(is_true) => Bare::Boolean(*is_true),
        Value::String(text) => Bare::String(text.clone()),
        Value::Number(number) => match number.as_i64() {
            Some(number) => Bare::Integer(number),
            // To the next thousandth: no test has more of them than a double can tell apart.
            None => {
                let thousandths = format!("{:.3}", number.as_f64()?).replace('.', "");
                Bare::Decimal(thousandths.parse().ok()?)
            }
        },
        Value::Object(_) => {
            let value = &it["value"];
            match it["__type"].as_str()? {
                "token" => Bare::Token(value.as_str()?.to_owned()),
                "binary" => Bare::Bytes(base32(value.as_str()?)?),
                "date" => Bare::Date(value.as_i64()?),
                "displaystring" => Bare::Display(value.as_str()?.to_owned()),
                _ => return None,
            }
        }
        Value::Null | Value::Array(_) => return None,
    })
}

/// RFC 4648 §6
fn base32(text: &str) -> Option<Vec<u8>> {
    let (mut bits, mut len) = (0_u32, 0);
    let mut bytes = Vec::new();
    for char in text.trim_end_matches('=').chars() {
        let five = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(char)?;
        bits = bits << 5 & 0xffff | u32::try_from(five).unwrap();
        len += 5;
        if len >= 8 {
            len -= 8;
            bytes.push((bits >> len & 0xff).try_into().unwrap());
        }
    }
    Some(bytes)
}
