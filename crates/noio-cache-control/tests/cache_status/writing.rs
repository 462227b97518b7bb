//! What is written of a field.

use noio_cache_control::{
    EncodeError,
    cache_status::{Forward, Fwd, MemberBuilder},
};

use super::{member, members};

const ALL: Forward<'_> = Forward {
    fwd: Fwd::Stale,
    fwd_status: Some(304),
    stored: Some(true),
    collapsed: Some(false),
};

fn hit(cache: &str) -> MemberBuilder<'_> {
    MemberBuilder::hit(cache).unwrap()
}

#[test]
fn line_91n_a_member_goes_behind_those_that_are_there() {
    let there = ["OriginCache; hit; ttl=1100; x=1", "\"a, b\"; fwd=miss"];
    let own = hit("Own").ttl(5).to_string();
    let lines = [there[0], there[1], &own];
    let after = members(&lines);
    let before = members(&there);
    assert_eq!(after.len(), before.len() + 1);
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(format!("{before:?}"), format!("{after:?}"));
    }
    assert!(after[2].cache() == "Own" && after[2].is_hit());
    assert_eq!(after[2].ttl(), Some(5));

    // Also for who joins lines.
    let joined = lines.join(", ");
    assert_eq!(members(&[&joined]).len(), 3);
}

#[test]
fn line_91o_parameters_are_written_in_one_order() {
    let builder = MemberBuilder::forwarded("a", ALL)
        .and_then(|builder| builder.detail("MEMORY"))
        .and_then(|builder| builder.key("/"))
        .unwrap()
        .ttl(-3);
    let text = "a;fwd=stale;fwd-status=304;ttl=-3;stored;collapsed=?0;key=\"/\";detail=MEMORY";
    assert_eq!(builder.to_string(), text);
    assert_eq!(member(text).forward(), Some(ALL));
    assert!(!member(text).is_hit());

    let builder = hit("a").detail("d").unwrap().key("k").unwrap().ttl(3);
    let text = "a;hit;ttl=3;key=\"k\";detail=d";
    assert_eq!(builder.to_string(), text);
    assert!(member(text).is_hit());
    assert_eq!(member(text).forward(), None);

    // The last call counts.
    let builder = builder.ttl(4).key("l").unwrap().detail("e").unwrap();
    assert_eq!(builder.to_string(), "a;hit;ttl=4;key=\"l\";detail=e");
    let miss = MemberBuilder::forwarded("a", Forward::new(Fwd::UriMiss)).unwrap();
    assert_eq!(miss.to_string(), "a;fwd=uri-miss");

    let other = member("a;fwd=*x:/").forward().unwrap();
    let builder = MemberBuilder::forwarded("a", other).unwrap();
    assert_eq!(builder.to_string(), "a;fwd=*x:/");
}

#[test]
fn line_91p_tokens_are_written_where_they_are() {
    for (text, written) in [
        ("ExampleCache", "ExampleCache"),
        ("*", "*"),
        ("a:8080/b", "a:8080/b"),
        ("!a", "\"!a\""),
        ("192.0.2.7", "\"192.0.2.7\""),
        ("[2001:db8::1]", "\"[2001:db8::1]\""),
        ("", "\"\""),
        (" ", "\" \""),
        ("a b", "\"a b\""),
        ("a,b", "\"a,b\""),
        ("a;hit", "\"a;hit\""),
        ("?1", "\"?1\""),
        ("\"", r#""\"""#),
        ("\\", r#""\\""#),
        (r#"a", b;hit"#, r#""a\", b;hit""#),
        ("~", "\"~\""),
    ] {
        let builder = hit(text).detail(text).unwrap();
        let line = builder.to_string();
        assert_eq!(line, format!("{written};hit;detail={written}"));
        let member = member(&line);
        assert_eq!(member.cache(), text);
        assert!(member.detail().is_some_and(|detail| detail == text));
        assert!(member.is_hit());
    }
    for text in ["token", "", "a\"b"] {
        let line = hit("a").key(text).unwrap().to_string();
        assert!(line.starts_with("a;hit;key=\""));
        assert!(member(&line).key().is_some_and(|key| key == text));
    }
}

#[test]
fn line_91q_what_is_not_printable_is_refused() {
    for char in (0..=0x100).filter_map(char::from_u32) {
        let is_printable = matches!(char, ' '..='~');
        for text in [format!("{char}"), format!("a{char}"), format!("{char}a")] {
            for refused in [
                MemberBuilder::hit(&text).err(),
                MemberBuilder::forwarded(&text, ALL).err(),
                hit("a").key(&text).err(),
                hit("a").detail(&text).err(),
            ] {
                let expected = (!is_printable).then_some(EncodeError::NotPrintableAscii);
                assert_eq!(refused, expected, "{text:?}");
            }
        }
    }
}

#[test]
fn line_91r_numbers_have_their_limits() {
    const MOST: i64 = 999_999_999_999_999;
    for (seconds, written) in [
        (0, 0),
        (MOST, MOST),
        (MOST + 1, MOST),
        (i64::MAX, MOST),
        (-MOST, -MOST),
        (-MOST - 1, -MOST),
        (i64::MIN, -MOST),
    ] {
        let line = hit("a").ttl(seconds).to_string();
        assert_eq!(line, format!("a;hit;ttl={written}"));
        assert_eq!(member(&line).ttl(), Some(written));
    }
    for status in 0..=u16::MAX {
        let forward = Forward {
            fwd_status: Some(status),
            ..Forward::new(Fwd::Miss)
        };
        match MemberBuilder::forwarded("a", forward) {
            Ok(builder) => {
                assert!((100..=999).contains(&status));
                let line = builder.to_string();
                assert_eq!(member(&line).forward(), Some(forward));
            }
            Err(error) => {
                assert!(!(100..=999).contains(&status));
                assert_eq!(error, EncodeError::InvalidStatus);
            }
        }
    }
}

#[test]
fn a_member_may_be_a_constant() {
    const MEMBER: MemberBuilder<'_> = match MemberBuilder::forwarded("a", ALL) {
        Ok(builder) => builder.ttl(5),
        Err(_) => panic!(),
    };
    assert_eq!(
        MEMBER.to_string(),
        "a;fwd=stale;fwd-status=304;ttl=5;stored;collapsed=?0"
    );
}

#[test]
fn errors_have_their_text() {
    for (error, text) in [
        (
            EncodeError::NotPrintableAscii,
            "text that is not printable ASCII",
        ),
        (
            EncodeError::InvalidStatus,
            "status that has not three digits",
        ),
    ] {
        assert_eq!(error.to_string(), text);
        #[cfg(feature = "std")]
        {
            let io_error = std::io::Error::from(error);
            assert_eq!(io_error.kind(), std::io::ErrorKind::InvalidInput);
        }
    }
}

#[cfg(feature = "alloc")]
#[test]
fn outputs_of_all_kinds_get_the_same() {
    use bytes::{BufMut as _, BytesMut};

    const FRONT: &[u8] = b"Cache-Status: ";
    let builder = MemberBuilder::forwarded("a \"CDN\"", ALL).unwrap().ttl(-7);
    let text = builder.to_string();
    let expected = [FRONT, text.as_bytes()].concat();
    let mut vec = FRONT.to_vec();
    assert_eq!(builder.encode(&mut vec), Ok(()));
    assert_eq!(vec, expected);
    let mut bytes = BytesMut::from(FRONT);
    assert_eq!(builder.encode(&mut bytes), Ok(()));
    assert_eq!(bytes, expected);
    for space in 0..text.len() {
        let mut limited = Vec::new().limit(space);
        assert_eq!(builder.encode(&mut limited), Err(EncodeError::NoSpace));
        assert!(limited.into_inner().is_empty());
    }
}
