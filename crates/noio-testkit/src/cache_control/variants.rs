//! Other ways to write the same field.

use noio_cache_control::{RequestDirectives, ResponseDirectives};

use super::{check::Input, reference::Line};

/// What means nothing in either direction, wherever it stands: nothing in it is a name that is
/// known.
const UNKNOWN: [&str; 4] = ["foo", "bar=1", "community=\"UCI, x\\\"y\"", "a=\"\""];

/// The same, in a line without broken quoting: a quoted name is text.
const UNKNOWN_QUOTED: &str = "ext=\"a\\\"b, no-store, max-age=5, private\"";

/// What means nothing in a response, and something odd in a request.
const OF_REQUESTS: &str = "only-if-cached=x, min-fresh=y, max-stale=z";

/// What means nothing in a request, and something odd in a response.
const OF_RESPONSES: &str = "public=x, immutable=1, s-maxage=y, private=\"\", must-revalidate=1, must-understand=x, \
     proxy-revalidate=1, stale-while-revalidate";

/// What means nothing changes nothing: the case of letters, empty members and whitespace around
/// members, directives that nobody knows or that are of the other direction, and whether members
/// are in one line or in several.
///
/// # Errors
///
/// Which variant of the field means something else.
pub fn check_variants(lines: &[&[u8]]) -> Result<(), String> {
    let original = Original {
        lines,
        response: ResponseDirectives::parse(lines),
        request: RequestDirectives::parse(lines),
    };
    original.check_cases()?;
    let is_broken = lines.iter().any(|line| Line::new(line).is_broken());
    if !is_broken {
        original.check_split()?;
    }
    for (index, line) in lines.iter().enumerate() {
        for border in Line::new(line).borders {
            original.check_member_at(index, border, is_broken)?;
        }
    }
    Ok(())
}

/// A field, and what it means.
struct Original<'l> {
    lines: &'l [&'l [u8]],
    response: ResponseDirectives,
    request: RequestDirectives,
}

impl Original<'_> {
    /// In capitals, in small letters, and each letter in the other case.
    fn check_cases(&self) -> Result<(), String> {
        let flipped = |octet: &u8| match octet {
            b'a'..=b'z' => octet.to_ascii_uppercase(),
            _ => octet.to_ascii_lowercase(),
        };
        let ways: [&dyn Fn(&u8) -> u8; 3] =
            [&u8::to_ascii_uppercase, &u8::to_ascii_lowercase, &flipped];
        for way in ways {
            let lines: Vec<Vec<u8>> = self
                .lines
                .iter()
                .map(|line| line.iter().map(way).collect())
                .collect();
            self.check_both(&lines)?;
        }
        Ok(())
    }

    /// With a line for each member.
    fn check_split(&self) -> Result<(), String> {
        let mut lines = Vec::new();
        for line in self.lines {
            let borders = Line::new(line).borders;
            lines.extend(
                borders
                    .windows(2)
                    .map(|border| line[border[0]..border[1]].to_vec()),
            );
        }
        self.check_both(&lines)
    }

    /// With more at a border between members.
    fn check_member_at(&self, index: usize, border: usize, is_broken: bool) -> Result<(), String> {
        let with_at = |at: usize, inserted: &str| -> Vec<Vec<u8>> {
            let mut lines: Vec<Vec<u8>> = self.lines.iter().map(|line| line.to_vec()).collect();
            lines[index].splice(at..at, inserted.bytes());
            lines
        };
        let with = |inserted: &str| with_at(border, inserted);
        // In front, it is before a member that may be there; everywhere else it is behind one.
        let member = |member: &str| match border {
            0 => format!("{member},"),
            _ => format!(",{member}"),
        };
        for nothing in [" \t", ",", "\t, ,,"] {
            self.check_both(&with(nothing))?;
        }
        if self.lines[index].get(border) == Some(&b',') {
            self.check_both(&with_at(border + 1, " \t"))?;
        }
        for unknown in UNKNOWN {
            self.check_both(&with(&member(unknown)))?;
        }
        if !is_broken {
            self.check_both(&with(&member(UNKNOWN_QUOTED)))?;
        }
        self.check_response(&with(&member(OF_REQUESTS)))?;
        self.check_request(&with(&member(OF_RESPONSES)))
    }

    fn check_both(&self, lines: &[Vec<u8>]) -> Result<(), String> {
        self.check_response(lines)?;
        self.check_request(lines)
    }

    fn check_response(&self, lines: &[Vec<u8>]) -> Result<(), String> {
        let seen = ResponseDirectives::parse(lines);
        Input(lines).same("response", seen, self.response)
    }

    fn check_request(&self, lines: &[Vec<u8>]) -> Result<(), String> {
        let seen = RequestDirectives::parse(lines);
        Input(lines).same("request", seen, self.request)
    }
}
