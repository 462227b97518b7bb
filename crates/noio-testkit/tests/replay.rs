//! Files are replayed, and failures are named.

#![expect(clippy::expect_used, reason = "a panic fails the test")]

use std::{fs, panic::catch_unwind, path::PathBuf};

use noio_testkit::replay::replay;

/// An empty folder of this name.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("a folder that can be removed");
    }
    fs::create_dir_all(&folder).expect("a new folder");
    folder
}

#[test]
fn every_file_that_is_not_hidden_is_replayed() {
    let folder = folder("replay_all");
    for (name, content) in [("a", "1"), ("b", ""), (".keep", "fail")] {
        fs::write(folder.join(name), content).expect("a file");
    }
    let count = replay(&folder, |content| assert_ne!(content, b"fail"));
    assert_eq!(count.expect("a readable folder"), 2);
}

#[test]
fn an_empty_folder_has_no_files_and_a_missing_one_is_an_error() {
    let folder = folder("replay_none");
    assert_eq!(replay(&folder, |_| ()).expect("a readable folder"), 0);
    let error = replay(&folder.join("missing"), |_| ()).expect_err("it is missing");
    assert!(error.to_string().contains("missing: "), "{error}");
}

#[test]
fn files_that_fail_are_named() {
    let folder = folder("replay_failures");
    for (name, content) in [("good", "1"), ("bad-1", "fail"), ("bad-2", "fail")] {
        fs::write(folder.join(name), content).expect("a file");
    }
    let panic = catch_unwind(|| replay(&folder, |content| assert_ne!(content, b"fail")))
        .expect_err("two files fail");
    let message = panic.downcast_ref::<String>().expect("a message");
    assert!(message.contains("bad-1, "), "{message}");
    assert!(message.ends_with("bad-2"), "{message}");
    assert!(!message.contains("good"), "{message}");
}
