//! Standard input and output for the runtime.
//!
//! Input is read on a thread of its own and never waits for us, so that a client that writes much
//! before it reads cannot block both sides. Output is written at once: with one client there is
//! nothing better to do than to wait until it has taken the answer.

use std::io::{self, Read, Write};
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::mpsc;

const CHUNK: usize = 32 * 1024;

/// What the client says.
pub(super) struct Input {
    chunks: mpsc::UnboundedReceiver<Vec<u8>>,
    chunk: Vec<u8>,
    read: usize,
}

impl Input {
    /// Starts to read.
    pub(super) fn spawn() -> Input {
        let (sender, chunks) = mpsc::unbounded_channel();
        std::thread::spawn(move || forward(&sender));
        Input { chunks, chunk: Vec::new(), read: 0 }
    }
}

/// Until the end of input or of the server. Errors mean that nobody is there any more, too.
fn forward(sender: &mpsc::UnboundedSender<Vec<u8>>) {
    let mut stdin = io::stdin().lock();
    let mut buffer = vec![0; CHUNK];
    loop {
        match stdin.read(&mut buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Ok(0) | Err(_) => return,
            Ok(len) => {
                let chunk = buffer.get(..len).unwrap_or_default().to_vec();
                if sender.send(chunk).is_err() {
                    return;
                }
            }
        }
    }
}

impl AsyncRead for Input {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let input = self.get_mut();
        if input.read == input.chunk.len() {
            match input.chunks.poll_recv(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => return Poll::Ready(Ok(())),
                Poll::Ready(Some(chunk)) => (input.chunk, input.read) = (chunk, 0),
            }
        }
        let rest = input.chunk.get(input.read..).unwrap_or_default();
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
        Poll::Ready(io::stdout().lock().write(bytes))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(io::stdout().lock().flush())
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_flush(context)
    }
}
