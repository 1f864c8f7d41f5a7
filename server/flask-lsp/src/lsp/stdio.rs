//! Standard input and output for the runtime.
//!
//! Input is read on a thread of its own and never waits for us, so that a client that writes much
//! before it reads cannot block both sides. Output is written at once: with one client there is
//! nothing better to do than to wait until it has taken the answer.

use std::io::{self, BufReader, Write};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::mpsc;

use super::frames::{self, Frame};
use super::shared::Shared;

/// Holds a burst of messages, so that one can be seen as such.
const BUFFER: usize = 64 * 1024;

/// What the client says.
pub(super) struct Input {
    frames: mpsc::UnboundedReceiver<Vec<u8>>,
    frame: Vec<u8>,
    read: usize,
}

impl Input {
    /// Starts to read, and tells the server whether more has come already.
    pub(super) fn spawn(shared: Arc<Shared>) -> Input {
        let (sender, frames) = mpsc::unbounded_channel();
        std::thread::spawn(move || forward(&sender, &shared));
        Input { frames, frame: Vec::new(), read: 0 }
    }
}

/// Until the end of input or of the server.
///
/// What is not a message is answered here: the transport would take it for the end.
fn forward(sender: &mpsc::UnboundedSender<Vec<u8>>, shared: &Shared) {
    let mut stdin = BufReader::with_capacity(BUFFER, io::stdin().lock());
    while let Some(frame) = frames::next(&mut stdin) {
        shared.more_has_come.store(!stdin.buffer().is_empty(), Ordering::Release);
        let passed_on = match frame {
            Frame::Message(bytes) => sender.send(bytes).is_ok(),
            Frame::Refused(answer) => write(&answer).is_ok(),
        };
        if !passed_on {
            return;
        }
    }
}

/// Whole messages only, so that those of two threads never mix.
pub(super) fn write(bytes: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes)?;
    stdout.flush()
}

impl AsyncRead for Input {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let input = self.get_mut();
        if input.read == input.frame.len() {
            match input.frames.poll_recv(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => return Poll::Ready(Ok(())),
                Poll::Ready(Some(frame)) => (input.frame, input.read) = (frame, 0),
            }
        }
        let rest = input.frame.get(input.read..).unwrap_or_default();
        let taken = rest.get(..buffer.remaining()).unwrap_or(rest);
        buffer.put_slice(taken);
        input.read += taken.len();
        Poll::Ready(Ok(()))
    }
}

/// What the server says.
pub(super) struct Output;

impl AsyncWrite for Output {
    fn poll_write(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Poll::Ready(write(bytes).map(|()| bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
