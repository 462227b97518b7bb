//! A file server that answers 200, 206, 304, 412 and 416, and lets two people change the same file
//! without one of them losing what the other wrote.
//!
//! ```text
//! cargo run -p noio-conditional --example files -- DIR [ADDRESS]
//! curl -i http://127.0.0.1:8080/notes.txt                                      # 200, with an ETag
//! curl -i -H 'If-None-Match: "TAG"' http://127.0.0.1:8080/notes.txt            # 304
//! curl -i -H 'If-Match: "TAG"' -T notes.txt http://127.0.0.1:8080/notes.txt    # 204, or 412
//! curl -i -H 'If-None-Match: *' -T new.txt http://127.0.0.1:8080/new.txt       # 201, or 412
//! ```
//!
//! ADDRESS is 127.0.0.1:8080 by default. Whoever reaches it may read, write and delete what is in
//! DIR: nobody is asked for a name.
//!
//! `plan.rs` and `range.rs` decide. They are functions of the request, of the file as it is now and
//! of the time, and open nothing. `request.rs` and `target.rs` say what a request asks for, `store.rs`
//! has the files, `message.rs` reads and writes heads, `server.rs` has the sockets.
//!
//! What it decides, and the standard leaves open:
//!
//! - **A file of up to 1 MiB has a strong ETag of its content**, which lies in memory anyway. So the
//!   tag is that of the octets that are sent, whoever writes to the file meanwhile. No longer file can
//!   be put, so that the tag in the answer to a PUT will do for the next If-Match.
//! - **A longer file has an ETag of its length and the time of its last change**, to the nanosecond,
//!   since to read it all for a 304 would cost what the 304 is to save. The clocks of file systems are
//!   coarser than that, up to 2 seconds, and within one tick a file can change twice. So the tag is
//!   weak until 2 seconds after the change (RFC 9110 §8.8.1), and then strong. It is as good as the
//!   times are: tools that set them back can change a file behind its tag, if the length stays.
//! - **Last-Modified is always weak**: nobody knows whether a file changed twice within that second.
//!   So If-Range with a date gets the whole file, and If-Unmodified-Since does not see a second change
//!   within a second. If-Match does.
//! - **A request for several ranges gets the whole file**, which is always allowed (RFC 9110 §14.2).
//! - **A PUT or DELETE with a malformed If-Match or If-None-Match is refused with 400.** Its sender
//!   wanted to make sure of something.
//! - **The check and the change are one**: a lock is held from before the file is looked at until
//!   after it is replaced. Other programs that write to DIR do not know the lock.
//! - **A symbolic link is another name of the file.** GET and PUT go to the file, DELETE takes the link
//!   away and leaves the file, as `rm` does. A link that leads nowhere, or in a circle, is no file: GET
//!   and DELETE are answered with 404, PUT with 409.
//!
//! A name that begins with a dot does not exist, nor does anything out of DIR to which a symbolic
//! link points. Who may make such links while it runs must be trusted: between the look and the
//! opening of a file there is a moment.

mod message;
mod plan;
mod range;
mod request;
mod server;
mod store;
mod target;
#[cfg(test)]
mod tests;

use std::{env, io, net::TcpListener, process, time::SystemTime};

use crate::{server::Server, store::Store};

fn main() -> io::Result<()> {
    let mut arguments = env::args_os().skip(1);
    let (Some(directory), address, None) = (arguments.next(), arguments.next(), arguments.next())
    else {
        eprintln!("usage: files DIR [ADDRESS]");
        process::exit(2);
    };
    let address = address.unwrap_or_else(|| "127.0.0.1:8080".into());
    let listener = TcpListener::bind(address.to_string_lossy().as_ref())?;
    let store = Store::new(directory.as_ref(), SystemTime::now)?;
    println!("http://{}/", listener.local_addr()?);
    Server::new(store, |line| println!("{line}")).serve(&listener);
    Ok(())
}
