//! The conformance checklist in `vectors/README.md`: every line of it is a vector or, where it is
//! not about reading one field, a test with its number in its name.

use noio_cache_control::{
    Age, Delta, Directives, EncodeError, Expires, Extension, HttpDate, RequestBuilder,
    RequestDirectives, ResponseBuilder, ResponseDirectives, Token,
    freshness::{Cache, Lifetime, LifetimeSource},
};
use noio_testkit::{cache_control::vectors, vectors::Checklist};

fn checklist() -> Checklist {
    Checklist::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests"))
}

#[test]
fn every_vector_is_read_as_it_says() {
    let files = checklist().files().unwrap();
    assert!(files.len() >= 4, "some files are missing");
    match vectors::check_files(&files) {
        Ok(count) => assert!(count >= 90, "some cases are missing: {count}"),
        Err(failures) => panic!("{failures}"),
    }
}

#[test]
fn every_line_of_the_checklist_has_a_case() {
    let rules = checklist().check(&["vectors.rs"]).unwrap();
    assert!(rules >= 44, "some lines are missing: {rules}");
}

#[test]
fn line_20_invalid_seconds_are_not_absent() {
    let date = HttpDate::from_unix_seconds(1_000_000).unwrap();
    let later = HttpDate::from_unix_seconds(1_000_600).unwrap();
    for cache in [Cache::Private, Cache::Shared] {
        for invalid in [
            "max-age=x",
            "max-age",
            "max-age =60",
            "max-age=60;",
            "max-age=\"60",
        ] {
            let directives = ResponseDirectives::parse([invalid]);
            assert_eq!(directives.max_age(), Delta::Invalid, "{invalid}");
            assert!(directives.max_age().is_present());
            assert_eq!(directives.max_age().seconds(), None);
            let lifetime =
                Lifetime::explicit(cache, &directives, Expires::At(later), date).unwrap();
            assert_eq!(lifetime.seconds(), 0, "{invalid}");
            assert_eq!(lifetime.source(), LifetimeSource::MaxAge, "{invalid}");
        }
        let absent = ResponseDirectives::parse(["max-agee=x"]);
        assert_eq!(absent.max_age(), Delta::Absent);
        assert!(!absent.max_age().is_present());
        let lifetime = Lifetime::explicit(cache, &absent, Expires::At(later), date).unwrap();
        assert_eq!(lifetime.seconds(), 600);
    }
}

#[test]
fn line_25_no_cache_in_pragma_counts() {
    const NONE: [&str; 0] = [];
    let no_cache = RequestDirectives::parse(["no-cache"]);
    for pragma in [
        "no-cache",
        "NO-CACHE",
        "foo, no-cache",
        "no-cache, no-store, max-age=0",
    ] {
        let read = RequestDirectives::parse_with_pragma(NONE, [pragma]);
        assert_eq!(read, no_cache, "{pragma}");
        for cache_control in ["", "max-age=5, max-stale", "no-cache", "\""] {
            let read = RequestDirectives::parse_with_pragma([cache_control], [pragma]);
            assert!(read.no_cache(), "{cache_control} and {pragma}");
            let alone = RequestDirectives::parse([cache_control]);
            assert_eq!(read.max_age(), alone.max_age());
            assert_eq!(read.max_stale(), alone.max_stale());
            assert_eq!(read.anomalies(), alone.anomalies());
            assert!(!read.no_store());
        }
    }
    for pragma in ["", "foo", "no-store", "no-cachee", "x=\"no-cache\""] {
        let read = RequestDirectives::parse_with_pragma(NONE, [pragma]);
        assert_eq!(read, RequestDirectives::default(), "{pragma}");
        for cache_control in ["max-age=5", "no-cache"] {
            let read = RequestDirectives::parse_with_pragma([cache_control], [pragma]);
            assert_eq!(read, RequestDirectives::parse([cache_control]), "{pragma}");
        }
    }
    // Nothing in Cache-Control is lost by what is wrong in Pragma, and the word counts there, too.
    let read = RequestDirectives::parse_with_pragma(["max-age=5"], ["x=\"no-cache"]);
    assert_eq!(read.max_age(), Delta::Seconds(5));
    assert!(read.no_cache() && read.anomalies().is_empty());
    let read = RequestDirectives::parse_with_pragma(NONE, NONE);
    assert_eq!(read, RequestDirectives::default());
}

#[test]
fn line_26_the_first_member_of_age_counts() {
    let seconds = |lines: &[&str]| Age::parse(lines).map(Age::seconds);
    assert_eq!(seconds(&["7200"]), Some(7200));
    assert_eq!(seconds(&[" 7200\t"]), Some(7200));
    assert_eq!(seconds(&["7200, 0"]), Some(7200));
    assert_eq!(seconds(&["0, 7200"]), Some(0));
    assert_eq!(seconds(&["5", "7200"]), Some(5));
    assert_eq!(seconds(&["5, x"]), Some(5));
    assert_eq!(seconds(&[" ,\t, 7200"]), Some(7200));
    assert_eq!(seconds(&["", ",", "7200"]), Some(7200));
    for large in ["2147483648", "9223372036854775808", "18446744073709551615"] {
        assert_eq!(seconds(&[large]), Some(1 << 31));
    }
    assert_eq!(seconds(&[&"9".repeat(40)]), Some(1 << 31));
    for nothing in [&[][..], &[""], &[",", " "]] {
        assert_eq!(seconds(nothing), None, "{nothing:?}");
    }
    for ignored in [
        "abc", "-7200", "+7200", "7200.0", "7200s", "\"7200\"", "72 00", "7;8",
    ] {
        assert_eq!(seconds(&[ignored]), None, "{ignored}");
        assert_eq!(seconds(&[ignored, "5"]), None, "{ignored}");
    }
    for above in [
        (1 << 31) + 1,
        (1 << 32) - 1,
        1 << 32,
        (1 << 32) + 60,
        u64::MAX,
    ] {
        assert_eq!(Age::from_seconds(above).to_string(), "2147483648");
    }
    assert_eq!(Age::from_seconds((1 << 31) - 1).seconds(), (1 << 31) - 1);
    assert_eq!(Age::from_seconds(60).seconds(), 60);
}

#[test]
fn line_27_lines_are_octets_in_whatever_container() {
    let expected = ResponseDirectives::parse(["no-store, max-age=5", "private"]);
    let text: Vec<String> = ["no-store, max-age=5", "private"].map(str::to_owned).into();
    let octets: Vec<Vec<u8>> = text.iter().map(|line| line.clone().into_bytes()).collect();
    assert_eq!(ResponseDirectives::parse(&text), expected);
    assert_eq!(ResponseDirectives::parse(&octets), expected);
    assert_eq!(ResponseDirectives::parse(text.iter().rev().rev()), expected);
    assert_eq!(
        ResponseDirectives::parse([&b"no-store, max-age=5"[..], b"private"]),
        expected
    );
    assert_eq!(
        ResponseDirectives::parse([b"max-age=60"]).max_age(),
        Delta::Seconds(60)
    );
    assert!(ResponseDirectives::parse(Some("public")).public());
    assert_eq!(
        ResponseDirectives::parse(None::<&[u8]>),
        ResponseDirectives::default()
    );
    assert_eq!(Directives::from_lines(None::<&str>).count(), 0);
}

#[test]
fn line_28_what_is_written_is_in_one_order() {
    let response = ResponseBuilder::new()
        .immutable()
        .no_transform()
        .proxy_revalidate()
        .must_revalidate()
        .stale_if_error(4)
        .stale_while_revalidate(3)
        .s_maxage(2)
        .max_age(1)
        .no_cache()
        .no_store()
        .must_understand()
        .public();
    assert_eq!(
        response.to_string(),
        "public, must-understand, no-store, no-cache, max-age=1, s-maxage=2, \
         stale-while-revalidate=3, stale-if-error=4, must-revalidate, proxy-revalidate, \
         no-transform, immutable"
    );
    // What is private is not public, whatever was said first.
    let private = response.private();
    assert!(private.to_string().starts_with("private, must-understand"));
    assert_eq!(private.public(), private);
    let request = RequestBuilder::new()
        .only_if_cached()
        .no_transform()
        .stale_if_error(4)
        .min_fresh(3)
        .max_stale(2)
        .max_age(u32::MAX)
        .no_store()
        .no_cache();
    assert_eq!(
        request.to_string(),
        "no-cache, no-store, max-age=2147483648, max-stale=2, min-fresh=3, stale-if-error=4, \
         no-transform, only-if-cached"
    );
    assert!(
        request
            .any_max_stale()
            .to_string()
            .contains(", max-stale, ")
    );
}

#[test]
fn line_29_lists_of_field_names_are_written_as_quoted_strings() {
    let names = [b"set-cookie", b"x-user-id3"].map(|name| Token::new(name).unwrap());
    let policy = ResponseBuilder::new()
        .private_fields(&names)
        .no_cache_fields(&names[..1]);
    assert_eq!(
        policy.to_string(),
        "private=\"set-cookie, x-user-id3\", no-cache=\"set-cookie\""
    );
    assert_eq!(
        policy.private_fields(&[]).no_cache().to_string(),
        "private, no-cache"
    );
    assert_eq!(
        policy.public().no_cache_fields(&[]).to_string(),
        "public, private=\"set-cookie, x-user-id3\", no-cache"
    );
}

#[test]
fn line_30_extensions_are_written_last_and_are_not_known() {
    let token = |name: &'static str| Token::new(name.as_bytes()).unwrap();
    let extensions = [
        Extension::new(token("Zeta"), None).unwrap(),
        Extension::new(token("alpha"), Some("UCI")).unwrap(),
        Extension::new(token("beta"), Some("")).unwrap(),
    ];
    let policy = ResponseBuilder::new().extensions(&extensions).max_age(5);
    assert_eq!(policy.to_string(), "max-age=5, Zeta, alpha=UCI, beta=\"\"");
    for known in ["no-store", "Max-Age", "ONLY-IF-CACHED", "immutable"] {
        let refused = Extension::new(token(known), None);
        assert_eq!(refused, Err(EncodeError::KnownDirective), "{known}");
    }
}

#[test]
fn line_31_nothing_breaks_out_of_an_argument() {
    let name = Token::new(b"x").unwrap();
    let extensions = [Extension::new(name, Some("\", no-store, \"\\")).unwrap()];
    let policy = ResponseBuilder::new().extensions(&extensions);
    assert_eq!(policy.to_string(), "x=\"\\\", no-store, \\\"\\\\\"");
    assert_eq!(Directives::from_lines([&policy.to_string()]).count(), 1);
    for control in ["a\r\nSet-Cookie: b", "\0", "\u{7f}", "\u{1b}"] {
        let refused = Extension::new(name, Some(control));
        assert_eq!(refused, Err(EncodeError::ControlInArgument), "{control:?}");
    }
}
