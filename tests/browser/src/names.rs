//! Names of websites that lead to this machine, for a browser that can't be told so itself.

use std::net::Ipv4Addr;

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A proxy to which every name is 127.0.0.1. It goes when dropped.
pub(crate) struct Names {
    port: u16,
    task: JoinHandle<()>,
}

impl Names {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
        let port = listener.local_addr().expect("the address just bound").port();
        let task = tokio::spawn(async move {
            while let Ok((browser, _)) = listener.accept().await {
                tokio::spawn(serve(browser));
            }
        });
        Self { port, task }
    }

    /// The proxy as a browser's environment names it. Addresses are asked without it. As a session's
    /// setting that would be a list, with which MiniBrowser crashes now and then as it starts.
    pub(crate) fn environment(&self) -> [(&'static str, String); 2] {
        let proxy = format!("http://127.0.0.1:{}", self.port);
        [("http_proxy", proxy), ("no_proxy", "127.0.0.1,localhost".to_owned())]
    }
}

impl Drop for Names {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Connects a browser with the server whose port its first request names. Servers understand
/// requests to proxies, and browsers have a connection for each server.
async fn serve(mut browser: TcpStream) -> Option<()> {
    let mut head = Vec::new();
    while !head.contains(&b'\n') {
        if browser.read_buf(&mut head).await.ok()? == 0 {
            return None;
        }
    }
    // GET http://www.shop.test:8080/path HTTP/1.1
    let line = String::from_utf8_lossy(&head);
    let authority = line.split_once("http://")?.1.split(['/', '?', ' ']).next()?;
    let port: u16 = authority.split_once(':')?.1.parse().ok()?;
    let mut server = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.ok()?;
    server.write_all(&head).await.ok()?;
    copy_bidirectional(&mut browser, &mut server).await.ok().map(drop)
}
