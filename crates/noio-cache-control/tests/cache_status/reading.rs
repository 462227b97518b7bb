//! What is read of a field.

use noio_cache_control::{
    cache_status::{CacheStatus, Forward, Fwd},
    structured::BareItem,
};

use super::{member, members};

/// A request that went forward for this reason, of which nothing else is said.
fn forward(fwd: Fwd<'_>) -> Option<Forward<'_>> {
    Some(Forward::new(fwd))
}

#[test]
fn line_91_members_come_in_the_order_of_the_caches() {
    let names = |lines: &[&str]| -> Vec<String> {
        let caches = members(lines).into_iter().map(|member| member.cache());
        caches.map(|cache| cache.to_string()).collect()
    };
    let expected = ["Origin", "a CDN", "Browser"];
    assert_eq!(names(&["Origin; hit, \"a CDN\"; hit, Browser"]), expected);
    assert_eq!(names(&["Origin; hit", "\"a CDN\", Browser"]), expected);
    assert_eq!(
        names(&["Origin", "\"a CDN\"", "Browser; fwd=miss"]),
        expected
    );
    // The same cache may be on the way twice.
    assert_eq!(names(&["a, a"]), ["a", "a"]);
    assert!(members(&[]).is_empty());
    assert!(members(&[""]).is_empty());
}

#[test]
fn line_91a_the_examples_of_the_standard() {
    let hit = member("ExampleCache; hit");
    assert!(hit.is_hit() && hit.cache() == "ExampleCache");
    assert_eq!((hit.forward(), hit.ttl()), (None, None));
    assert_eq!(member("ExampleCache; hit; ttl=376").ttl(), Some(376));

    let stale = member("ExampleCache; hit; ttl=-412");
    assert!(stale.is_hit());
    assert_eq!(stale.ttl(), Some(-412));

    let miss = member("ExampleCache; fwd=uri-miss");
    assert!(!miss.is_hit());
    assert_eq!(miss.forward(), forward(Fwd::UriMiss));

    let validated = Forward {
        fwd_status: Some(304),
        ..Forward::new(Fwd::Stale)
    };
    let line = "ExampleCache; fwd=stale; fwd-status=304";
    assert_eq!(member(line).forward(), Some(validated));

    let collapsed = |collapsed| {
        Some(Forward {
            collapsed: Some(collapsed),
            ..Forward::new(Fwd::UriMiss)
        })
    };
    let line = "ExampleCache; fwd=uri-miss; collapsed";
    assert_eq!(member(line).forward(), collapsed(true));
    let line = "ExampleCache; fwd=uri-miss; collapsed=?0";
    assert_eq!(member(line).forward(), collapsed(false));

    let layers = members(&["OriginCache; hit; ttl=1100,\t \"CDN Company Here\"; hit; ttl=545"]);
    let layers: Vec<_> = layers
        .iter()
        .map(|layer| (layer.cache().to_string(), layer.is_hit(), layer.ttl()))
        .collect();
    assert_eq!(
        layers,
        [
            ("OriginCache".to_owned(), true, Some(1100)),
            ("CDN Company Here".to_owned(), true, Some(545)),
        ]
    );

    let layers = members(&[
        "ReverseProxyCache; hit",
        "ForwardProxyCache; fwd=uri-miss; collapsed; stored",
        "BrowserCache; fwd=uri-miss",
    ]);
    let forwards: Vec<_> = layers.iter().map(|layer| layer.forward()).collect();
    let collapsed = Forward {
        stored: Some(true),
        collapsed: Some(true),
        ..Forward::new(Fwd::UriMiss)
    };
    assert_eq!(forwards, [None, Some(collapsed), forward(Fwd::UriMiss)]);

    let detail = member("ExampleCache; hit; detail=MEMORY").detail();
    assert!(detail.is_some_and(|detail| detail == "MEMORY"));
}

#[test]
fn line_91b_a_cache_is_named_by_a_string_or_a_token() {
    for (line, name) in [
        ("cache-3.example.com", "cache-3.example.com"),
        ("*a:b/c", "*a:b/c"),
        ("\"\"", ""),
        ("\"192.0.2.7, or so\"", "192.0.2.7, or so"),
        (r#""a \"b\" \\""#, r#"a "b" \"#),
    ] {
        let cache = member(line).cache();
        assert_eq!(cache, name, "{line}");
        assert_eq!(cache.to_string(), name);
        let plain = (!line.contains('\\')).then_some(name);
        assert_eq!(cache.as_str(), plain, "{line}");
        assert!(cache.chars().eq(name.chars()));
        assert!(format!("{cache:?}").starts_with("Text("));
    }
    assert_eq!(member("a").cache(), member("\"a\"").cache());
    assert_ne!(member("a").cache(), member("A").cache());

    for other in [
        "1", "1.5", "?1", ":YWJj:", "@7", "%\"a\"", "(a b)", "(a);hit", "()",
    ] {
        let line = format!("first; hit, {other};ttl=5, last; fwd=miss");
        let members = members(&[&line]);
        assert_eq!(members.len(), 2, "{line}");
        assert!(members[0].cache() == "first" && members[0].is_hit());
        assert!(members[1].cache() == "last" && members[1].forward().is_some());
    }
}

#[test]
fn line_91c_an_error_ends_the_field() {
    for broken in [
        ",",
        "a b",
        "a;",
        "a; Hit",
        "a; hit=",
        "\"open",
        "\"\u{e9}\"",
        "192.0.2.7",
        "a; ttl=1e3",
        "a; ttl=1234567890123456",
        "a; key=\"\\n\"",
        "a;hit ;ttl=5",
    ] {
        for lines in [
            vec!["first; hit", broken, "last; hit"],
            vec!["first; hit", broken],
        ] {
            let mut members = CacheStatus::from_lines(lines);
            let first = members.next().unwrap().unwrap();
            assert_eq!(first.cache(), "first");
            // Members of the broken line itself may be in front of what breaks it.
            let rest: Vec<_> = members.by_ref().collect();
            assert!(rest.last().is_some_and(Result::is_err), "{broken}");
            let errors = rest.iter().filter(|member| member.is_err()).count();
            assert_eq!(errors, 1, "{broken}");
            assert!(members.next().is_none(), "{broken}");
        }
    }
}

#[test]
fn line_91d_hit_is_true_or_means_nothing() {
    assert!(member("a;hit").is_hit());
    assert!(member("a;hit=?1").is_hit());
    for other in ["?0", "1", "1.0", "true", "\"?1\"", ":AQ==:", "@1", "%\"1\""] {
        let line = format!("a;hit={other}");
        assert!(!member(&line).is_hit(), "{line}");
    }
    assert!(!member("a").is_hit());
    assert!(!member("hit").is_hit());
}

#[test]
fn line_91e_fwd_is_a_token() {
    for (text, fwd) in [
        ("bypass", Fwd::Bypass),
        ("method", Fwd::Method),
        ("uri-miss", Fwd::UriMiss),
        ("vary-miss", Fwd::VaryMiss),
        ("miss", Fwd::Miss),
        ("request", Fwd::Request),
        ("stale", Fwd::Stale),
        ("partial", Fwd::Partial),
    ] {
        let line = format!("a;fwd={text}");
        assert_eq!(member(&line).forward(), forward(fwd));
        assert_eq!((fwd.as_str(), fwd.to_string().as_str()), (text, text));
        let line = format!("a;fwd=\"{text}\"");
        assert_eq!(member(&line).forward(), None, "{line}");
        for other in [text.to_uppercase(), format!("{text}s"), format!("*{text}")] {
            let line = format!("a;fwd={other}");
            let fwd = member(&line).forward().unwrap().fwd;
            assert!(matches!(fwd, Fwd::Other(token) if token.as_str() == other));
            assert_eq!(fwd.as_str(), other);
        }
    }
    for other in ["?1", "?0", "1", "1.5", ":AQ==:", "@1", "%\"miss\""] {
        let line = format!("a;fwd={other}");
        assert_eq!(member(&line).forward(), None, "{line}");
    }
    assert_eq!(member("a;fwd").forward(), None);
    // At odds with each other: both are told.
    let both = member("a;hit;fwd=miss");
    assert!(both.is_hit() && both.forward() == forward(Fwd::Miss));
}

#[test]
fn line_91f_what_belongs_to_fwd_means_nothing_without_it() {
    for without in ["", "hit;", "fwd=\"miss\";", "fwd;"] {
        let line = format!("a;{without}fwd-status=200;stored;collapsed");
        assert_eq!(member(&line).forward(), None, "{line}");
    }
    let line = "a;fwd-status=200;stored;collapsed;fwd=miss";
    let all = Forward {
        fwd: Fwd::Miss,
        fwd_status: Some(200),
        stored: Some(true),
        collapsed: Some(true),
    };
    assert_eq!(member(line).forward(), Some(all));
}

#[test]
fn line_91g_fwd_status_is_of_three_digits() {
    let status = |text: &str| {
        let line = format!("a;fwd=stale;fwd-status={text}");
        member(&line).forward().unwrap().fwd_status
    };
    for good in [100, 200, 304, 599, 600, 999] {
        assert_eq!(status(&good.to_string()), Some(good));
    }
    // Zeros in front are those of an Integer.
    assert_eq!(status("0304"), Some(304));
    for bad in [
        "0",
        "99",
        "1000",
        "-200",
        // These would be 200 in 16 bits.
        "65736",
        "-65336",
        "999999999999999",
        "200.0",
        "ok",
        "\"200\"",
        "?1",
        "@200",
    ] {
        assert_eq!(status(bad), None, "{bad}");
    }
}

#[test]
fn line_91h_ttl_is_an_integer() {
    let ttl = |text: &str| member(&format!("a;hit;ttl={text}")).ttl();
    for (text, seconds) in [
        ("0", 0),
        ("-0", 0),
        ("60", 60),
        ("-412", -412),
        ("999999999999999", 999_999_999_999_999),
        ("-999999999999999", -999_999_999_999_999),
    ] {
        assert_eq!(ttl(text), Some(seconds), "{text}");
    }
    for bad in ["60.0", "\"60\"", "a60", "?1", "@60", ":AQ==:"] {
        assert_eq!(ttl(bad), None, "{bad}");
    }
    // It stands by itself.
    assert_eq!(member("a;ttl=5").ttl(), Some(5));
    assert_eq!(member("a;fwd=stale;ttl=-5").ttl(), Some(-5));
}

#[test]
fn line_91i_stored_and_collapsed_have_three_states() {
    for (text, value) in [
        ("", Some(true)),
        ("=?1", Some(true)),
        ("=?0", Some(false)),
        ("=1", None),
        ("=yes", None),
        ("=\"?1\"", None),
    ] {
        let line = format!("a;fwd=miss;stored{text}");
        let forward = member(&line).forward().unwrap();
        assert_eq!((forward.stored, forward.collapsed), (value, None), "{line}");
        let line = format!("a;fwd=miss;collapsed{text}");
        let forward = member(&line).forward().unwrap();
        assert_eq!((forward.stored, forward.collapsed), (None, value), "{line}");
    }
}

#[test]
fn line_91j_key_is_a_string() {
    let line = r#"a;hit;key="/index.html?a=\"b\"""#;
    assert!(
        member(line)
            .key()
            .is_some_and(|key| key == r#"/index.html?a="b""#)
    );
    assert!(member("a;key=\"\"").key().is_some_and(|key| key == ""));
    for bad in ["token", "1", "?1", "%\"a\"", ":AQ==:"] {
        assert!(member(&format!("a;key={bad}")).key().is_none(), "{bad}");
    }
    assert!(member("a").key().is_none());
}

#[test]
fn line_91k_detail_is_a_string_or_a_token() {
    for (text, detail) in [
        ("MEMORY", "MEMORY"),
        ("\"a, b\"", "a, b"),
        (r#""\\""#, r"\"),
    ] {
        let line = format!("a;detail={text}");
        assert!(member(&line).detail().is_some_and(|seen| seen == detail));
    }
    for bad in ["1", "?1", "%\"a\"", ":AQ==:", "@1"] {
        assert!(
            member(&format!("a;detail={bad}")).detail().is_none(),
            "{bad}"
        );
    }
    assert!(member("a;detail").detail().is_none());
}

#[test]
fn line_91l_of_several_the_last_counts() {
    assert!(!member("a;hit;hit=?0").is_hit());
    assert!(member("a;hit=?0;hit").is_hit());
    assert_eq!(member("a;ttl=1;ttl=2").ttl(), Some(2));
    assert_eq!(member("a;ttl=1;ttl=x").ttl(), None);
    assert_eq!(member("a;fwd=miss;fwd=\"stale\"").forward(), None);
    assert_eq!(
        member("a;fwd=miss;fwd=stale").forward(),
        forward(Fwd::Stale)
    );
    assert!(member("a;key=\"a\";key=b").key().is_none());
}

#[test]
fn line_91m_unknown_parameters_are_kept() {
    let member = member("a;x-id=7;hit;region=\"eu\";ttl=\"5\"");
    let seen: Vec<_> = member
        .parameters()
        .iter()
        .map(|(key, _)| key.as_str())
        .collect();
    assert_eq!(seen, ["x-id", "hit", "region", "ttl"]);
    let id = member.parameters().last(b"x-id");
    assert!(matches!(id, Some(BareItem::Integer(7))));
    let region = member.parameters().last(b"region");
    assert!(matches!(region, Some(BareItem::String(text)) if text.as_str() == Some("eu")));
    // What is of a wrong type is there, too.
    let ttl = member.parameters().last(b"ttl");
    assert!(matches!(ttl, Some(BareItem::String(_))));
    assert_eq!(member.ttl(), None);
}
