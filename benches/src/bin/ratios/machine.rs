//! Where and when a measurement was made.

use std::{
    env, fs,
    process::Command,
    thread,
    time::{SystemTime, UNIX_EPOCH},
};

/// The processor's name, the cores, and the vector instructions that a codec may find.
pub(crate) fn processor() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let field = |name: &str| {
        let line = info.lines().find(|line| line.starts_with(name))?;
        Some(line.split_once(':')?.1.trim())
    };
    let model = field("model name").unwrap_or("unknown processor");
    let number = field("model\t").unwrap_or("?");
    let flags = field("flags").unwrap_or_default();
    let has = |flag| flags.split(' ').any(|word| word == flag);
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let mut text = format!("{model} (model {number}), {cores} cores");
    for (flag, name) in [
        ("avx2", "AVX2"),
        ("avx512bw", "AVX-512"),
        ("hypervisor", "virtual machine"),
    ] {
        if has(flag) {
            text.push_str(", ");
            text.push_str(name);
        }
    }
    text
}

/// The compiler, as it names itself.
pub(crate) fn compiler() -> String {
    output("rustc", &["--version"]).unwrap_or_else(|| "unknown".into())
}

/// The commit that was measured; `+dirty` if the tree differs from it.
pub(crate) fn commit() -> String {
    let Some(commit) = output("git", &["rev-parse", "--short", "HEAD"]) else {
        return "none".into();
    };
    let status = ["status", "--porcelain", "--", ":/", ":(exclude)RESULTS.md"];
    match output("git", &status).as_deref() {
        Some("") => commit,
        _ => format!("{commit}+dirty"),
    }
}

/// Today, in UTC.
pub(crate) fn date() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let (year, month, day) = civil(now.map_or(0, |since| since.as_secs() / 86_400));
    format!("{year}-{month:02}-{day:02}")
}

fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().into())
}

/// Year, month and day of a day since 1970-01-01.
fn civil(mut days: u64) -> (u64, u64, u64) {
    let is_leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let mut year = 1970;
    loop {
        let len = 365 + u64::from(is_leap(year));
        if days < len {
            break;
        }
        days -= len;
        year += 1;
    }
    let february = 28 + u64::from(is_leap(year));
    let mut month = 1;
    for len in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < len {
            break;
        }
        days -= len;
        month += 1;
    }
    (year, month, days + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_calendar() {
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(civil(11_016), (2000, 2, 29));
        assert_eq!(civil(11_017), (2000, 3, 1));
        assert_eq!(civil(20_453), (2025, 12, 31));
    }
}
