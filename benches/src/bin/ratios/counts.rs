//! What the program `allocations` counts.

use std::{env, process::Command};

/// Allocations, and memory held.
#[derive(Default)]
pub(crate) struct Counts {
    pub(crate) allocations: Vec<Allocations>,
    pub(crate) heap: Vec<Heap>,
    pub(crate) sizes: Vec<Size>,
}

/// What one contender allocates on one input that is cut in one way, once its buffers have grown.
pub(crate) struct Allocations {
    pub(crate) codec: String,
    pub(crate) task: String,
    pub(crate) workload: String,
    pub(crate) cut_name: String,
    pub(crate) contender: String,
    pub(crate) per_unit: f64,
    pub(crate) bytes_per_unit: f64,
}

/// What our decoder holds after all of an input, with nothing pending.
pub(crate) struct Heap {
    pub(crate) codec: String,
    pub(crate) after: String,
    pub(crate) bytes: f64,
}

/// The size of a type.
pub(crate) struct Size {
    pub(crate) codec: String,
    pub(crate) name: String,
    pub(crate) bytes: usize,
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
        let mut counts = Self::default();
        let number = |field: &str| field.parse().expect("a number");
        for line in text.lines() {
            match *line.split('\t').collect::<Vec<_>>() {
                [
                    "allocations",
                    codec,
                    task,
                    workload,
                    cut,
                    contender,
                    count,
                    bytes,
                ] => {
                    counts.allocations.push(Allocations {
                        codec: codec.into(),
                        task: task.into(),
                        workload: workload.into(),
                        cut_name: cut.into(),
                        contender: contender.into(),
                        per_unit: number(count),
                        bytes_per_unit: number(bytes),
                    });
                }
                ["heap", codec, after, bytes] => counts.heap.push(Heap {
                    codec: codec.into(),
                    after: after.into(),
                    bytes: number(bytes),
                }),
                ["size", codec, name, bytes] => counts.sizes.push(Size {
                    codec: codec.into(),
                    name: name.into(),
                    bytes: bytes.parse().expect("a number"),
                }),
                _ => panic!("unknown line from allocations: {line}"),
            }
        }
        counts
    }
}
