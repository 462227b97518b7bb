//! Origin (RFC 6455 §10.2): whose pages may open a connection.

use super::*;

/// What a server with these origins answers to a page of `origin`, on `host`.
fn status(form: Form, origins: Origins<'_>, host: &str, origin: Option<&str>) -> u16 {
    status_at(form, origins, &format!("ws://{host}/"), origin)
}

/// The same for a URI.
fn status_at(form: Form, origins: Origins<'_>, uri: &str, origin: Option<&str>) -> u16 {
    let policy = Policy {
        origins,
        ..Policy::default()
    };
    let mut offer = offer_to(uri);
    let value;
    let fields;
    if let Some(origin) = origin {
        value = origin;
        fields = [("Origin", value.as_bytes())];
        offer = offer.with_fields(&fields).expect("legal");
    }
    let asked = serve(form, &request(form, offer), policy).expect("legal");
    assert_eq!(asked.origin.as_deref(), origin.map(str::as_bytes));
    match asked.answer {
        Ok(_) => 101,
        Err(Unanswered::Refused(status)) => status,
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn any_page_may() {
    for form in Form::ALL {
        for origin in [
            None,
            Some("https://evil.example"),
            Some("null"),
            Some("\u{e9}"),
        ] {
            assert_eq!(status(form, Origins::Any, "example.com", origin), 101);
        }
    }
}

#[test]
fn pages_of_the_same_host_may() {
    for (host, origin) in [
        ("example.com", "https://example.com"),
        ("example.com", "http://example.com"),
        ("example.com", "HTTPS://EXAMPLE.com"),
        ("EXAMPLE.com", "https://example.com"),
        ("example.com", "https://example.com:443"),
        ("example.com", "http://example.com:80"),
        ("example.com:443", "https://example.com"),
        ("example.com:443", "HTTPS://example.com"),
        ("example.com:80", "Http://example.com"),
        ("example.com:8080", "http://example.com:8080"),
        ("[::1]:9001", "http://[::1]:9001"),
        ("127.0.0.1:3000", "http://127.0.0.1:3000"),
    ] {
        // Over extended CONNECT the scheme counts, too.
        let is_secure = origin.to_ascii_lowercase().starts_with("https");
        let scheme = if is_secure { "wss" } else { "ws" };
        for (form, scheme) in [
            (Form::Octets, "ws"),
            (Form::Fields, "ws"),
            (Form::Connect, scheme),
        ] {
            let uri = format!("{scheme}://{host}/");
            let status = status_at(form, Origins::SameHost, &uri, Some(origin));
            assert_eq!(status, 101, "{origin} at {uri} over {form:?}");
        }
    }
    for (host, origin) in [
        ("example.com", "https://evil.example"),
        ("example.com", "https://example.com.evil.example"),
        ("example.com", "https://evilexample.com"),
        ("example.com", "https://www.example.com"),
        ("example.com", "https://example.com:8443"),
        ("example.com", "https://example.com:80"),
        ("example.com", "http://example.com:443"),
        ("example.com:8080", "http://example.com"),
        ("example.com:8080", "http://example.com:8081"),
        ("example.com:443", "http://example.com"),
        ("example.com", "null"),
        ("example.com", "example.com"),
        ("example.com", "//example.com"),
        ("example.com", "ftp://example.com"),
        ("example.com", "chrome-extension://example.com"),
        ("example.com", "https://example.com/"),
        ("example.com", "https://example.com@evil.example"),
        ("example.com", "https://evil.example@example.com"),
        ("example.com", "https://example.com https://evil.example"),
        ("example.com", "https://example.com, https://evil.example"),
        ("example.com", "https://example.com:443x"),
        ("example.com", "https://"),
        ("example.com", ""),
    ] {
        for form in Form::ALL {
            for scheme in ["ws", "wss"] {
                let uri = format!("{scheme}://{host}/");
                // There it is the default port, which Host does not say.
                if uri == "wss://example.com:443/" {
                    continue;
                }
                let status = status_at(form, Origins::SameHost, &uri, Some(origin));
                assert_eq!(status, 403, "{origin} at {uri} over {form:?}");
            }
        }
    }
}

/// Only a request of extended CONNECT says of which scheme it is, so that a page that somebody has
/// forged on the way is told apart.
#[test]
fn pages_of_another_scheme_may_where_the_request_does_not_say() {
    for (uri, same, other) in [
        ("ws://a/", "http://a", "https://a"),
        ("wss://a/", "https://a", "http://a"),
        ("wss://a:8443/", "HTTPS://A:8443", "HTTP://A:8443"),
        // With the port that Host names, although it is not that of the scheme.
        ("ws://a:443/", "http://a:443", "https://a"),
        ("wss://a:80/", "https://a:80", "http://a"),
    ] {
        for form in Form::ALL {
            let status = |origin| status_at(form, Origins::SameHost, uri, Some(origin));
            assert_eq!(status(same), 101, "{same} at {uri} over {form:?}");
            let expected = if form == Form::Connect { 403 } else { 101 };
            assert_eq!(status(other), expected, "{other} at {uri} over {form:?}");
            // What the server lists, it has decided.
            for origins in [Origins::Any, Origins::Listed(&[other])] {
                assert_eq!(status_at(form, origins, uri, Some(other)), 101);
            }
        }
    }
}

#[test]
fn listed_pages_may() {
    let origins = Origins::Listed(&["https://example.com", "https://example.com:8443"]);
    for form in Form::ALL {
        for (origin, expected) in [
            ("https://example.com", 101),
            ("HTTPS://example.COM", 101),
            ("https://example.com:8443", 101),
            ("http://example.com", 403),
            ("https://example.com:444", 403),
            ("https://example.com.evil.example", 403),
            ("https://example.co", 403),
            ("https://example.com https://evil.example", 403),
            // Not even those of its own host.
            ("http://host.example", 403),
            ("null", 403),
            ("", 403),
            ("*", 403),
        ] {
            let status = status(form, origins, "host.example", Some(origin));
            assert_eq!(status, expected, "{origin}");
        }
        let null = Origins::Listed(&["null"]);
        assert_eq!(status(form, null, "host.example", Some("null")), 101);
        let none = Origins::Listed(&[]);
        assert_eq!(status(form, none, "host.example", Some("null")), 403);
    }
}

/// Who sends none is no browser, and could have sent any.
#[test]
fn absent_origin_passes() {
    for origins in [
        Origins::Any,
        Origins::SameHost,
        Origins::Listed(&["https://example.com"]),
        Origins::Listed(&[]),
    ] {
        for form in Form::ALL {
            assert_eq!(status(form, origins, "example.com", None), 101);
        }
    }
}

/// RFC 6454 §7.3: there is one.
#[test]
fn two_origins_are_an_error_whoever_may() {
    let (name, good, evil) = ("origin", "https://example.com", "https://evil.example");
    for values in [[good, evil], [evil, good], [good, good], ["", good]] {
        for form in Form::ALL {
            let error = asked(form, &[(name, values[0]), ("Origin", values[1])]);
            assert_eq!(error, Err(RequestErrorKind::InvalidOrigin), "{values:?}");
        }
    }
}

/// RFC 9112 §3.2.2: if the target is a URI, its host is the one that is asked for.
#[test]
fn same_host_is_that_of_the_target() {
    let judge = |target: &str, origin: &str| {
        let start = format!("GET {target} HTTP/1.1");
        let request = head(&start, &[&REQUEST[..], &[("Origin", origin)]].concat());
        let policy = Policy {
            origins: Origins::SameHost,
            ..Policy::default()
        };
        let asked = serve(Form::Octets, &request, policy).expect("legal");
        (asked.authority, asked.answer.map(|_| ()))
    };
    let refused = Err(Unanswered::Refused(403));
    let (target, other) = (
        "http://target.example:81/a?b",
        "target.example:81".to_owned(),
    );
    assert_eq!(
        judge(target, "http://target.example:81"),
        (other.clone(), Ok(()))
    );
    assert_eq!(judge(target, "http://example.com"), (other, refused));
    let own = "example.com".to_owned();
    assert_eq!(judge("/", "http://example.com"), (own.clone(), Ok(())));
    assert_eq!(judge("/", "http://target.example"), (own, refused));
}
