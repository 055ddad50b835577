//! An API that can't be reached.

use std::net::{Ipv4Addr, SocketAddr};

use tokio::net::TcpSocket;

/// A port that nothing listens on, and that nothing else can take meanwhile: connections to it are
/// refused.
pub struct Down {
    socket: TcpSocket,
}

impl Down {
    /// Takes the port.
    pub fn start() -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        socket.bind(any).expect("a free port");
        Self { socket }
    }

    /// The API's base URL.
    pub fn base_url(&self) -> String {
        let address = self.socket.local_addr().expect("the address just bound");
        format!("http://{address}/api/v1")
    }
}
