//! That nothing out of the directory can be read or written, also by symbolic links.

use std::fs;

use super::{World, has_curl};

#[test]
fn nothing_out_of_the_directory_is_there() {
    if !has_curl() {
        return;
    }
    let world = World::new();
    fs::write(world.directory.join("secret"), "secret").expect("a file");
    fs::write(world.path(".hidden"), "hidden").expect("a file");
    fs::create_dir(world.path("d")).expect("a directory");
    world.file("d/a", b"a");
    let long = format!("/{}", "a".repeat(1000));
    for (target, status) in [
        ("/d/a", 200),
        ("/%64/%61", 200),
        ("/d/a?b", 200),
        ("/d", 404),
        ("/d/", 404),
        ("/d/a/", 404),
        ("/d/a/b", 404),
        ("/e/a", 404),
        ("/", 404),
        ("/../secret", 404),
        ("/d/../../secret", 404),
        ("/%2e%2e/secret", 404),
        ("/d/%2e%2e/%2e%2e/secret", 404),
        ("/..%2fsecret", 404),
        ("/.hidden", 404),
        ("/%2ehidden", 404),
        ("/d/a%00", 404),
        ("/%zz", 400),
        (long.as_str(), 404),
    ] {
        let answer = world.curl(&[], target);
        assert_eq!(answer.status, status, "{target}");
        assert_eq!(answer.text() == "a", status == 200, "{target}");
    }
    let absolute = world.directory.join("secret");
    let absolute = absolute.to_str().expect("a path of text");
    for target in [format!("/{absolute}"), absolute.replace('/', "%2f")] {
        assert_ne!(
            world.curl(&[], &format!("/{target}")).status,
            200,
            "{target}"
        );
    }
}

#[test]
#[cfg(unix)]
fn links_do_not_lead_out() {
    use std::os::unix::fs::symlink;

    if !has_curl() {
        return;
    }
    let world = World::new();
    fs::write(world.directory.join("secret"), "secret").expect("a file");
    fs::create_dir(world.directory.join("out")).expect("a directory");
    world.file("a", b"a");
    symlink("../secret", world.path("file")).expect("a link");
    symlink("../out", world.path("dir")).expect("a link");
    symlink("../new", world.path("dangling")).expect("a link");
    symlink("loop", world.path("loop")).expect("a link");
    symlink("../root/a", world.directory.join("out").join("back")).expect("a link");
    symlink("a", world.path("inside")).expect("a link");
    assert_eq!(world.curl(&[], "/inside").text(), "a");
    for target in [
        "/file",
        "/dir/a",
        "/dir/back",
        "/dangling",
        "/loop",
        "/loop/a",
        "/loop/a/b",
    ] {
        assert_eq!(world.curl(&[], target).status, 404, "{target}");
        assert_eq!(
            world.curl(&["-X", "PUT", "-d", "a"], target).status,
            409,
            "{target}"
        );
        assert_eq!(
            world.curl(&["-X", "DELETE"], target).status,
            404,
            "{target}"
        );
    }
    assert_eq!(
        fs::read(world.directory.join("secret")).ok().as_deref(),
        Some(&b"secret"[..])
    );
    assert!(!world.directory.join("new").exists());
    assert!(!world.directory.join("out").join("a").exists());
    assert!(world.directory.join("out").join("back").is_symlink());
    assert_eq!(world.content("a").as_deref(), Some(&b"a"[..]));
    // What a link inside leads to is what is replaced.
    assert_eq!(
        world
            .curl(&["-X", "PUT", "--data-binary", "b"], "/inside")
            .status,
        204
    );
    assert_eq!(world.content("a").as_deref(), Some(&b"b"[..]));
    assert!(world.path("inside").is_symlink());
}

#[test]
#[cfg(unix)]
fn what_is_deleted_is_what_the_name_names() {
    use std::os::unix::fs::symlink;

    let world = World::new();
    fs::create_dir(world.path("d")).expect("a directory");
    world.file("d/a", b"a");
    symlink("d/a", world.path("file")).expect("a link");
    symlink("d", world.path("dir")).expect("a link");
    let mut client = world.connect();
    let mut delete = |target: &str, fields: &str| {
        client.send(format!("DELETE {target} HTTP/1.1\r\nHost: a\r\n{fields}\r\n").as_bytes());
        client.receive().status
    };
    // A directory is no file, nor is a link to one.
    assert_eq!(delete("/dir", ""), 404);
    assert!(world.path("dir").is_symlink());
    // The tag is that of the file, and the link goes.
    assert_eq!(delete("/file", "If-Match: \"x\"\r\n"), 412);
    assert!(world.path("file").is_symlink());
    let tag = world.etag("/file");
    assert_eq!(delete("/file", &format!("If-Match: {tag}\r\n")), 204);
    assert!(!world.path("file").is_symlink());
    assert_eq!(world.content("d/a").as_deref(), Some(&b"a"[..]));
    assert_eq!(delete("/file", ""), 404);
    // What a link on the way leads to is the same directory.
    assert_eq!(delete("/dir/a", ""), 204);
    assert_eq!(world.content("d/a"), None);
    assert!(world.path("dir").is_symlink());
}
