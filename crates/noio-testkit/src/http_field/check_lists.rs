//! The codec beside the grammar: parameters and lists.
#![expect(clippy::expect_used, reason = "a slip in here fails a test")]

use noio_http_field::{Connection, FieldErrorKind, KeepAlive, List, Parameters};

use super::{
    check::{same, unquoted},
    grammar::{Rule, any, optional},
    rules,
};

/// A name and what its value means.
type Pair = (Vec<u8>, Option<Vec<u8>>);

/// `input` as parameters, with each of the grammars that there are.
///
/// # Errors
///
/// How the codec and the grammar differ.
pub fn check_parameters(input: &[u8]) -> Result<(), String> {
    let (strict, lenient) = (rules::parameter(), rules::parameter_or_name());
    let parameters = Parameters::new(input);
    check_grammar(parameters.clone(), input, optional(strict.clone()), &strict)?;
    let parameters = parameters.allow_missing_value();
    check_grammar(parameters, input, optional(lenient.clone()), &lenient)?;
    let extension = rules::parameter_with_whitespace();
    let parameters = Parameters::with_bad_whitespace(input);
    check_grammar(parameters, input, extension.clone(), &extension)
}

fn check_grammar(
    mut parameters: Parameters<'_>,
    input: &[u8],
    behind_semicolon: Rule,
    parameter: &Rule,
) -> Result<(), String> {
    let whole = any(Rule::Sequence(vec![rules::semicolon(), behind_semicolon]));
    let mut taken = Vec::new();
    let mut outcome = Ok(());
    for item in parameters.by_ref() {
        match item {
            Ok(parameter) => taken.push((
                parameter.name.as_bytes().to_vec(),
                parameter.value.map(|value| value.bytes().collect()),
            )),
            Err(error) => outcome = Err(error.offset()),
        }
    }
    same(
        "item behind the end",
        input,
        parameters.next().is_none(),
        true,
    )?;
    same("parameters", input, outcome, whole.check(input))?;

    let mut expected: Vec<Pair> = Vec::new();
    let mut rest = input;
    while let Some(len) = rules::semicolon().find(rest).longest() {
        rest = &rest[len..];
        if let Some(len) = parameter.find(rest).longest() {
            expected.push(pair(&rest[..len]));
            rest = &rest[len..];
        }
    }
    if outcome.is_err() {
        // The last one may be what is wrong.
        expected.truncate(taken.len());
    }
    same("parameters", input, taken, expected)
}

fn pair(parameter: &[u8]) -> Pair {
    let is_space = |byte: &u8| b" \t".contains(byte);
    match parameter.iter().position(|&byte| byte == b'=') {
        None => (parameter.to_vec(), None),
        Some(equals) => {
            let name = parameter[..equals].iter().copied();
            let value = &parameter[equals + 1..];
            let start = value.iter().position(|byte| !is_space(byte)).unwrap_or(0);
            let name = name.filter(|byte| !is_space(byte)).collect();
            (name, Some(unquoted(&value[start..])))
        }
    }
}

/// `lines` as a list, one by one, and joined if that is legal.
///
/// # Errors
///
/// How the codec and the grammar differ.
pub fn check_list(lines: &[&[u8]]) -> Result<(), String> {
    let joined = lines.join(&b", "[..]);
    let mut list = List::from_lines(lines.iter().copied());
    let mut taken = Vec::new();
    let mut outcome = Ok(());
    for item in list.by_ref() {
        match item {
            Ok(element) => taken.push(element),
            Err(error) => outcome = Err(error.offset()),
        }
    }
    same("item behind the end", &joined, list.next().is_none(), true)?;

    let comma = Rule::Text(b",");
    let behind = any(Rule::Sequence(vec![comma, rules::element()]));
    let whole = Rule::Sequence(vec![rules::element(), behind]);
    let mut expected = Vec::new();
    let mut verdict = Ok(());
    for line in lines {
        verdict = whole.check(line);
        let mut rest = *line;
        loop {
            rest = &rest[rules::ows().find(rest).longest().unwrap_or(0)..];
            let len = rules::element().find(rest).longest().unwrap_or(0);
            if !matches!(rest.get(len), None | Some(b',')) {
                same("rest", &joined, list.rest(), rest)?;
                break;
            }
            let mut element = &rest[..len];
            while let [front @ .., b' ' | b'\t'] = element {
                element = front;
            }
            if !element.is_empty() {
                expected.push(element);
            }
            if rest.len() == len {
                break;
            }
            rest = &rest[len + 1..];
        }
        if verdict.is_err() {
            break;
        }
    }
    same("list", &joined, outcome, verdict)?;
    same("elements", &joined, &taken, &expected)?;
    if outcome.is_ok() {
        let of_one_line: Vec<_> = List::new(&joined).collect();
        let expected = taken.into_iter().map(Ok).collect();
        same("joined list", &joined, of_one_line, expected)?;
    }
    Ok(())
}

/// `lines` as those of `Connection`.
///
/// # Errors
///
/// How the codec and the grammar differ.
pub fn check_connection(lines: &[&[u8]]) -> Result<(), String> {
    let joined = lines.join(&b", "[..]);
    let rule = rules::list(rules::token());
    let verdict = lines.iter().try_for_each(|line| rule.check(line));
    let connection = Connection::parse(lines.iter().copied());
    let outcome = connection
        .as_ref()
        .map(drop)
        .map_err(|error| error.offset());
    same("connection", &joined, outcome, verdict)?;
    let Ok(connection) = connection else {
        return Ok(());
    };
    let options: Vec<&str> = connection.options().map(|option| option.as_str()).collect();
    let expected: Vec<&str> = str::from_utf8(&joined)
        .expect("tokens are ASCII")
        .split([',', ' ', '\t'])
        .filter(|word| !word.is_empty())
        .collect();
    for option in &expected {
        let other_case = option.to_ascii_uppercase();
        same("option", &joined, connection.has(&other_case), true)?;
    }
    let has_close = expected
        .iter()
        .any(|option| option.eq_ignore_ascii_case("close"));
    same("close", &joined, connection.has("close"), has_close)?;
    same("options", &joined, options, expected)
}

/// `lines` as those of `Keep-Alive`, and what is read of them written and read again.
///
/// # Errors
///
/// How the codec and the grammar differ.
pub fn check_keep_alive(lines: &[&[u8]]) -> Result<(), String> {
    let joined = lines.join(&b", "[..]);
    let rule = rules::list(rules::parameter_with_whitespace());
    let mut expected = Some(KeepAlive::default());
    let mut verdict = Ok(());
    for line in lines {
        verdict = rule.check(line);
        let mut rest = *line;
        while !rest.is_empty() {
            let Some(len) = rules::parameter_with_whitespace().find(rest).longest() else {
                rest = &rest[1..];
                continue;
            };
            expected = expected.and_then(|sum| said(sum, pair(&rest[..len])));
            rest = &rest[len..];
        }
        if verdict.is_err() || expected.is_none() {
            break;
        }
    }
    match (KeepAlive::parse(lines.iter().copied()), verdict) {
        (Ok(read), Ok(())) => {
            same("keep-alive", &joined, Some(read), expected)?;
            let mut out = vec![0; read.encoded_len()];
            let len = read.encode_to_slice(&mut out);
            same("length", &joined, len, Ok(out.len()))?;
            let mut small = vec![0; out.len().saturating_sub(1)];
            let is_refused = read.encode_to_slice(&mut small).is_err();
            same("small space", &joined, is_refused, !out.is_empty())?;
            same(
                "small space",
                &joined,
                small.iter().all(|&byte| byte == 0),
                true,
            )?;
            same("reading", &out, KeepAlive::parse([&out[..]]), Ok(read))
        }
        (Ok(read), Err(offset)) => Err(format!("{read:?} in spite of byte {offset}: {joined:?}")),
        (Err(error), verdict) if error.kind() == FieldErrorKind::ExpectedNumber => {
            let is_before = verdict.map_or_else(|furthest| error.offset() <= furthest, |()| true);
            same(
                "number at fault",
                &joined,
                (is_before, expected),
                (true, None),
            )
        }
        (Err(error), verdict) => same("keep-alive", &joined, Err(error.offset()), verdict),
    }
}

/// What is said with one more parameter. `None` if its number is none.
fn said(mut sum: KeepAlive, (name, value): Pair) -> Option<KeepAlive> {
    let number = match name.to_ascii_lowercase().as_slice() {
        b"timeout" => &mut sum.timeout,
        b"max" => &mut sum.max,
        _ => return Some(sum),
    };
    let value =
        value.filter(|digits| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit))?;
    let digits = str::from_utf8(&value).ok()?.trim_start_matches('0');
    let new = match digits {
        "" => 0,
        digits => digits.parse().unwrap_or(u64::MAX),
    };
    *number = Some(number.map_or(new, |old| old.min(new)));
    Some(sum)
}
