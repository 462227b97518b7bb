//! Whether a response may be stored (RFC 9111 §3).

use noio_cache_control::{
    Expires,
    freshness::{Cache, Exchange, NotStorable},
    private_fields,
};

use super::{after, authorized, exchange, request, storage, uninvited};

const BOTH: [Result<(), NotStorable>; 2] = [Ok(()); 2];

const fn neither(reason: NotStorable) -> [Result<(), NotStorable>; 2] {
    [Err(reason); 2]
}

const fn private_only(reason: NotStorable) -> [Result<(), NotStorable>; 2] {
    [Ok(()), Err(reason)]
}

#[test]
fn line_40_no_store_in_either_message_forbids_it() {
    for line in [
        "no-store",
        "No-StOrE",
        "max-age=60, no-store, public",
        "no-store=1",
        "no-store;",
        "\"no-store\"",
        "x=\"open, no-store",
    ] {
        assert_eq!(
            storage(exchange(line)),
            neither(NotStorable::NoStore),
            "{line}"
        );
        let asked = Exchange {
            request: request(line),
            ..exchange("public, max-age=60, must-understand")
        };
        assert_eq!(
            storage(asked),
            neither(NotStorable::RequestNoStore),
            "{line}"
        );
    }
    assert_eq!(
        storage(exchange("x=\"no-store\", x-no-store, no-stores")),
        BOTH
    );
}

#[test]
fn line_41_the_response_has_to_be_final() {
    for status in (0..200).chain(600..=1_000).chain([u16::MAX]) {
        let exchange = Exchange {
            status,
            ..exchange("public, max-age=60")
        };
        assert_eq!(
            storage(exchange),
            neither(NotStorable::NotFinal),
            "{status}"
        );
    }
}

#[test]
fn line_42_some_statuses_have_to_be_understood() {
    for (status, needs_it) in [
        (200, false),
        (206, true),
        (299, false),
        (304, true),
        (404, false),
        (599, false),
    ] {
        let mut exchange = Exchange {
            status,
            ..exchange("max-age=60")
        };
        assert_eq!(storage(exchange), BOTH);
        exchange.is_status_understood = false;
        let expected = if needs_it {
            neither(NotStorable::StatusNotUnderstood)
        } else {
            BOTH
        };
        assert_eq!(storage(exchange), expected, "{status}");
    }
}

#[test]
fn line_42b_the_method_has_to_be_understood() {
    let exchange = Exchange {
        is_method_understood: false,
        ..exchange("public, max-age=60")
    };
    assert_eq!(storage(exchange), neither(NotStorable::Method));
}

#[test]
fn line_43_must_understand_comes_before_no_store() {
    for line in [
        "must-understand, no-store",
        "no-store, must-understand",
        "no-store, must-understand, max-age=60",
        // That it is malformed as well takes nothing from the one that is as it has to be.
        "must-understand, must-understand x, no-store",
        "must-understand x, must-understand, no-store",
        "must-understand=1, no-store, must-understand",
    ] {
        let mut exchange = exchange(line);
        assert_eq!(storage(exchange), BOTH, "{line}");
        exchange.is_status_understood = false;
        assert_eq!(storage(exchange), neither(NotStorable::StatusNotUnderstood));
    }
    // It is no invitation by itself.
    let line = "must-understand, no-store";
    assert_eq!(
        storage(uninvited(line)),
        neither(NotStorable::NothingSaysSo)
    );
    // Malformed, it asks to be understood, and permits nothing.
    for line in [
        "must-understand=1, no-store",
        "must-understand;, no-store",
        "no-store, must-understand x",
        "must-understand, no-store, x=\"open",
    ] {
        let mut exchange = exchange(line);
        assert_eq!(storage(exchange), neither(NotStorable::NoStore), "{line}");
        exchange.is_status_understood = false;
        assert_eq!(storage(exchange), neither(NotStorable::StatusNotUnderstood));
    }
}

#[test]
fn line_44_must_understand_asks_for_it_with_any_status() {
    let mut exchange = exchange("must-understand, max-age=60");
    assert_eq!(storage(exchange), BOTH);
    exchange.is_status_understood = false;
    assert_eq!(storage(exchange), neither(NotStorable::StatusNotUnderstood));
}

#[test]
fn line_45_private_is_for_private_caches() {
    for line in [
        "private",
        "PRIVATE, max-age=60",
        "public, private",
        "private, s-maxage=60",
        "private, private=\"a\"",
        "private=\"\", max-age=60",
        "private=\"a b\", max-age=60",
        "private x, max-age=60",
        "max-age=60, x=\"private",
    ] {
        let expected = private_only(NotStorable::Private);
        assert_eq!(storage(exchange(line)), expected, "{line}");
    }
    // It invites a private cache, whatever the status.
    let forbidden = |line| Exchange {
        status: 403,
        ..exchange(line)
    };
    assert_eq!(storage(forbidden("private"))[0], Ok(()));
    assert_eq!(storage(forbidden("private, private=a"))[0], Ok(()));
    // A list does not.
    for line in ["private=\"set-cookie\"", "private=a, PRIVATE=b"] {
        for omits_listed_fields in [false, true] {
            let exchange = Exchange {
                omits_listed_fields,
                ..forbidden(line)
            };
            let expected = Err(NotStorable::NothingSaysSo);
            assert_eq!(storage(exchange)[0], expected, "{line}");
        }
    }
    // Nor does anything malformed.
    for line in [
        "private=\"\"",
        "private=,",
        "private x",
        "\"private\"",
        "private, \"",
    ] {
        let seen = storage(forbidden(line));
        assert_eq!(seen[0], Err(NotStorable::NothingSaysSo), "{line}");
        assert_eq!(seen[1], Err(NotStorable::Private), "{line}");
    }
}

#[test]
fn line_45b_private_fields_are_left_out_in_shared_caches() {
    let lines = [
        "private=\"set-cookie, x-user\", max-age=60",
        "private=x-more",
    ];
    let exchange = exchange(&lines.join(", "));
    assert_eq!(storage(exchange), BOTH);
    let names: Vec<_> = private_fields(lines).map(|it| it.as_str()).collect();
    assert_eq!(names, ["set-cookie", "x-user", "x-more"]);
    // A cache that leaves nothing out takes it for all of the response.
    let keeps_all = |line| Exchange {
        omits_listed_fields: false,
        ..super::exchange(line)
    };
    for line in lines {
        let seen = storage(keeps_all(line));
        assert_eq!(seen, private_only(NotStorable::Private), "{line}");
    }
    assert_eq!(storage(keeps_all("no-cache=\"a\"")), BOTH);
}

#[test]
fn line_46_authorization_needs_a_permission_in_shared_caches() {
    for line in [
        "",
        "max-age=60",
        "max-age=60, max-age=61",
        "foo=1, foo=2, max-age=60",
        "max-age=60, proxy-revalidate, immutable, no-cache",
        "s-maxage=x, max-age=60",
        "s-maxage, max-age=60",
        "public=1, max-age=60",
        "must-revalidate=1, max-age=60",
        "must-revalidate x, max-age=60",
        "\"public\", max-age=60",
        "public;s-maxage=60, max-age=60",
        "public, s-maxage=60, must-revalidate, a\\b",
    ] {
        let expected = private_only(NotStorable::Authorization);
        assert_eq!(storage(authorized(line)), expected, "{line}");
    }
    for line in [
        "public",
        "s-maxage=60",
        "s-maxage=0, max-age=60",
        "must-revalidate",
    ] {
        assert_eq!(storage(authorized(line)), BOTH, "{line}");
    }
}

#[test]
fn line_47_something_has_to_say_so() {
    for line in [
        "",
        "no-cache",
        "must-revalidate",
        "immutable",
        "private=a",
        "must-understand",
        "stale-while-revalidate=60, stale-if-error=60",
        "max-age=x",
        "max-age",
        "public=1",
        "public x",
    ] {
        let seen = storage(uninvited(line));
        assert_eq!(seen, neither(NotStorable::NothingSaysSo), "{line}");
    }
    for line in ["public", "max-age=0", "max-age=60"] {
        assert_eq!(storage(uninvited(line)), BOTH, "{line}");
    }
    let [private, shared] = storage(uninvited("s-maxage=60"));
    assert_eq!((private, shared), (Err(NotStorable::NothingSaysSo), Ok(())));
    assert_eq!(storage(uninvited("private"))[0], Ok(()));
    for expires in [
        Expires::Invalid,
        Expires::At(after(-1)),
        Expires::At(after(60)),
    ] {
        let exchange = Exchange {
            expires,
            ..uninvited("")
        };
        assert_eq!(storage(exchange), BOTH, "{expires:?}");
    }
    for status in 200..600 {
        let is_invited = [200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501];
        let expected = if is_invited.contains(&status) {
            BOTH
        } else {
            neither(NotStorable::NothingSaysSo)
        };
        let exchange = Exchange {
            status,
            ..exchange("")
        };
        assert_eq!(storage(exchange), expected, "{status}");
    }
}

#[test]
fn line_48_any_final_status_may_be_stored_with_a_lifetime() {
    for status in 200..600 {
        let exchange = Exchange {
            status,
            ..exchange("max-age=60")
        };
        assert_eq!(storage(exchange), BOTH, "{status}");
    }
}

/// Each rule breaks one after the other, from the last to the first.
#[test]
fn the_first_rule_that_forbids_it_is_the_reason() {
    let mut exchange = Exchange {
        has_authorization: true,
        ..uninvited("")
    };
    let mut seen = vec![storage(exchange)[0].expect_err("uninvited")];
    let reason = |exchange: &Exchange| exchange.check(Cache::Shared).expect_err("forbidden");
    seen.push(reason(&exchange));
    exchange.response = super::response("private");
    seen.push(reason(&exchange));
    exchange.response = super::response("private, no-store");
    seen.push(reason(&exchange));
    exchange.request = request("no-store");
    seen.push(reason(&exchange));
    exchange.response = super::response("private, no-store, must-understand");
    exchange.is_status_understood = false;
    seen.push(reason(&exchange));
    exchange.status = 100;
    seen.push(reason(&exchange));
    exchange.is_method_understood = false;
    seen.push(reason(&exchange));
    let with_sections: Vec<_> = seen.iter().map(|it| (*it, it.section())).collect();
    assert_eq!(
        with_sections,
        [
            (NotStorable::NothingSaysSo, "RFC 9111 §3"),
            (NotStorable::Authorization, "RFC 9111 §3.5"),
            (NotStorable::Private, "RFC 9111 §5.2.2.7"),
            (NotStorable::NoStore, "RFC 9111 §5.2.2.5"),
            (NotStorable::RequestNoStore, "RFC 9111 §5.2.1.5"),
            (NotStorable::StatusNotUnderstood, "RFC 9111 §3"),
            (NotStorable::NotFinal, "RFC 9111 §3"),
            (NotStorable::Method, "RFC 9111 §3"),
        ]
    );
    let texts: Vec<_> = seen.iter().map(ToString::to_string).collect();
    assert_eq!(
        texts,
        [
            "nothing says that the response may be stored",
            "request with Authorization in a shared cache",
            "private response in a shared cache",
            "no-store in the response",
            "no-store in the request",
            "status that the cache does not understand",
            "status that is not final",
            "method that the cache does not understand",
        ]
    );
}
