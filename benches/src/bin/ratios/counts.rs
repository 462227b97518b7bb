//! What the program `allocations` counts.

use std::{env, process::Command};

/// Allocations per event, and heap held.
pub(crate) struct Counts {
    pub(crate) allocations: Vec<Allocations>,
    pub(crate) heap: Vec<Heap>,
}

/// What one contender allocates on one stream that is cut in one way, once its buffers have grown.
pub(crate) struct Allocations {
    pub(crate) stream_name: String,
    pub(crate) cut_name: String,
    pub(crate) contender: String,
    pub(crate) per_event: f64,
    pub(crate) bytes_per_event: f64,
}

/// What our decoder holds after all events of a stream, with nothing pending.
pub(crate) struct Heap {
    pub(crate) after: String,
    pub(crate) bytes: f64,
}

impl Counts {
    /// Builds and runs the program, since its allocator must not be in this one.
    pub(crate) fn take() -> Self {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(["run", "--quiet", "--release", "--package", "noio-benches"])
            .args(["--bin", "allocations"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo can be run");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "allocations failed: {error}");
        Self::from_lines(&String::from_utf8_lossy(&output.stdout))
    }

    fn from_lines(text: &str) -> Self {
        let mut counts = Self {
            allocations: Vec::new(),
            heap: Vec::new(),
        };
        let number = |field: &str| field.parse().expect("a number");
        for line in text.lines() {
            match *line.split('\t').collect::<Vec<_>>() {
                ["allocations", stream, cut, contender, count, bytes] => {
                    counts.allocations.push(Allocations {
                        stream_name: stream.into(),
                        cut_name: cut.into(),
                        contender: contender.into(),
                        per_event: number(count),
                        bytes_per_event: number(bytes),
                    });
                }
                ["heap", after, bytes] => counts.heap.push(Heap {
                    after: after.into(),
                    bytes: number(bytes),
                }),
                _ => panic!("unknown line from allocations: {line}"),
            }
        }
        counts
    }

    /// What `contender` allocates on the stream.
    pub(crate) fn find(&self, stream: &str, cut: &str, contender: &str) -> Option<&Allocations> {
        self.allocations.iter().find(|row| {
            row.stream_name == stream && row.cut_name == cut && row.contender == contender
        })
    }
}
