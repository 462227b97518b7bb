//! PUT and DELETE, and two clients that want the same file.

use std::{
    fs,
    process::{Output, Stdio},
    thread,
};

use super::{Answer, MODIFIED, World, has_curl};

#[test]
fn a_file_is_made_replaced_and_deleted() {
    if !has_curl() {
        return;
    }
    let world = World::new();
    let put = |content: &str, condition: &str| {
        let arguments = ["-X", "PUT", "--data-binary", content, "-H", condition];
        world.curl(&arguments, "/a.txt")
    };
    // Nothing is there to be replaced.
    assert_eq!(put("1", "If-Match: *").status, 412);
    assert_eq!(world.content("a.txt"), None);
    let made = put("1", "If-None-Match: *");
    assert_eq!(made.status, 201);
    assert_eq!(world.content("a.txt").as_deref(), Some(&b"1"[..]));
    // Made once.
    assert_eq!(put("2", "If-None-Match: *").status, 412);
    assert_eq!(world.content("a.txt").as_deref(), Some(&b"1"[..]));
    // The tag in the answer is that of the file, at once.
    let first = made.line("ETag").expect("a tag").to_owned();
    assert_eq!(first, world.etag("/a.txt"));
    let replaced = put("2", &format!("If-Match: {first}"));
    assert_eq!((replaced.status, replaced.text()), (204, ""));
    assert_eq!(replaced.line("Content-Length"), None);
    assert_eq!(world.content("a.txt").as_deref(), Some(&b"2"[..]));
    let second = replaced.line("ETag").expect("a tag").to_owned();
    assert_ne!(first, second);
    // That was the last of the first.
    assert_eq!(put("3", &format!("If-Match: {first}")).status, 412);
    assert_eq!(put("3", &format!("If-Match: W/{second}")).status, 412);
    assert_eq!(put("3", "If-Match: 3").status, 400);
    assert_eq!(
        put("3", &format!("If-Unmodified-Since: {MODIFIED}")).status,
        412
    );
    assert_eq!(world.content("a.txt").as_deref(), Some(&b"2"[..]));
    assert_eq!(put("3", &format!("If-Match: \"x\", {second}")).status, 204);

    let delete = |condition: &str| world.curl(&["-X", "DELETE", "-H", condition], "/a.txt");
    assert_eq!(delete(&format!("If-Match: {second}")).status, 412);
    assert!(world.content("a.txt").is_some());
    assert_eq!(
        delete(&format!("If-Match: {}", world.etag("/a.txt"))).status,
        204
    );
    assert_eq!(world.content("a.txt"), None);
    assert_eq!(delete("If-Match: *").status, 404);
    assert_eq!(world.curl(&[], "/a.txt").status, 404);
    assert_eq!(
        fs::read_dir(world.path("")).expect("a directory").count(),
        0
    );
}

#[test]
fn an_upload_of_the_most_there_may_be() {
    if !has_curl() {
        return;
    }
    let world = World::new();
    let source = world.directory.join("source");
    let path = source.to_str().expect("a path of text");
    // For so much, curl waits for a 100 before it sends.
    fs::write(&source, vec![b'a'; 1024 * 1024]).expect("a file");
    let answer = world.curl(&["-T", path, "-H", "Expect: 100-continue"], "/a");
    assert_eq!(answer.status, 201);
    assert_eq!(world.content("a"), fs::read(&source).ok());
    assert!(!world.etag("/a").starts_with("W/"));
    fs::write(&source, vec![b'b'; 1024 * 1024 + 1]).expect("a file");
    assert_eq!(world.curl(&["-T", path], "/a").status, 413);
    assert_eq!(
        world.content("a").map(|content| content.len()),
        Some(1024 * 1024)
    );
    // Of unknown length, and with a length alone.
    let in_chunks = ["-T", path, "-H", "Transfer-Encoding: chunked"];
    assert_eq!(world.curl(&in_chunks, "/a").status, 501);
    assert_eq!(world.curl(&["-X", "PUT"], "/a").status, 411);
    let answer = world.curl(&["-X", "POST"], "/a");
    assert_eq!(
        (answer.status, answer.line("Allow")),
        (405, Some("DELETE, GET, HEAD, PUT"))
    );
    assert_eq!(world.curl(&["-X", "LOCK"], "/a").status, 501);
    assert_eq!(
        world.curl(&["-X", "PUT", "-d", "a"], "/no/such/a").status,
        409
    );
}

#[test]
#[cfg(unix)]
fn who_may_read_a_file_stays() {
    use std::os::unix::fs::PermissionsExt as _;

    let world = World::new();
    world.file("a", b"secret");
    let mode = |mode| fs::Permissions::from_mode(mode);
    fs::set_permissions(world.path("a"), mode(0o600)).expect("a file");
    assert_eq!(world.connect().put("/a", "", "new").status, 204);
    let metadata = fs::metadata(world.path("a")).expect("a file");
    assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
}

#[test]
fn of_two_clients_one_wins() {
    if !has_curl() {
        return;
    }
    let world = World::new();
    world.file("a", b"0");
    let mut tag = world.etag("/a");
    for round in 0..50 {
        let condition = format!("If-Match: {tag}");
        let contents = [
            format!("{round} of the first"),
            format!("{round} of the second"),
        ];
        let clients = contents.each_ref().map(|content| {
            let arguments = [
                "-i",
                "-X",
                "PUT",
                "--data-binary",
                content,
                "-H",
                &condition,
            ];
            let mut command = world.curl_command(&arguments, "/a");
            command.stdout(Stdio::piped()).spawn().expect("curl")
        });
        let outputs: [Output; 2] = clients.map(|client| client.wait_with_output().expect("curl"));
        let answers = outputs.map(|output| Answer::of_curl(&output.stdout));
        let (winner, content) = match answers.each_ref().map(|answer| answer.status) {
            [204, 412] => (&answers[0], &contents[0]),
            [412, 204] => (&answers[1], &contents[1]),
            statuses => panic!("round {round}: {statuses:?}"),
        };
        assert_eq!(world.content("a").as_deref(), Some(content.as_bytes()));
        tag = winner.line("ETag").expect("a tag").to_owned();
    }
}

/// Each of several clients counts up a number, and asks again where another one was faster. Without
/// the lock around check and change, some of it would be lost.
#[test]
fn no_update_is_lost() {
    let world = World::new();
    world.file("a", b"0");
    let count_up = |world: &World| {
        let mut client = world.connect();
        let mut refused = 0;
        let mut counted = 0;
        while counted < 25 {
            let answer = client.get("/a");
            let number: u32 = answer.text().parse().expect("a number");
            let condition = format!("If-Match: {}\r\n", answer.line("ETag").expect("a tag"));
            match client
                .put("/a", &condition, &(number + 1).to_string())
                .status
            {
                204 => counted += 1,
                412 => refused += 1,
                status => panic!("{status}"),
            }
        }
        refused
    };
    let refused: u32 = thread::scope(|scope| {
        let clients: Vec<_> = (0..4).map(|_| scope.spawn(|| count_up(&world))).collect();
        clients
            .into_iter()
            .map(|client| client.join().expect("a client"))
            .sum()
    });
    assert_eq!(world.content("a").as_deref(), Some(&b"100"[..]));
    // They did meet.
    assert!(refused > 0);
}

/// All want to make the same file.
#[test]
fn one_of_many_makes_a_file() {
    let world = World::new();
    for round in 0..20 {
        let target = format!("/{round}");
        let make = |client: usize| {
            let content = client.to_string();
            let mut connection = world.connect();
            connection
                .put(&target, "If-None-Match: *\r\n", &content)
                .status
        };
        let make = &make;
        let statuses: Vec<u16> = thread::scope(|scope| {
            let clients: Vec<_> = (0..4)
                .map(|client| scope.spawn(move || make(client)))
                .collect();
            clients
                .into_iter()
                .map(|client| client.join().expect("a client"))
                .collect()
        });
        let winner = statuses
            .iter()
            .position(|&status| status == 201)
            .expect("a winner");
        assert_eq!(
            statuses.iter().filter(|&&status| status == 412).count(),
            3,
            "{statuses:?}"
        );
        assert_eq!(
            world.content(&round.to_string()),
            Some(winner.to_string().into_bytes())
        );
    }
}
