//! The real program on a folder, as an operator starts it; it ends with the test whatever happens.

use std::{
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    process::{Child, Command, Stdio},
};

/// A running program.
pub struct Program {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Program {
    /// Starts `logbook serve`; done once it says where it listens.
    pub fn start(folder: &str, arguments: &[&str]) -> Self {
        Self::run(Command::new(env!("CARGO_BIN_EXE_logbook")), folder, arguments)
    }

    /// The same from a shell, after what is to be done there first.
    pub fn start_with(before: &str, folder: &str) -> Self {
        let mut shell = Command::new("sh");
        shell.args([
            "-c",
            &format!("{before}; exec \"$0\" \"$@\""),
            env!("CARGO_BIN_EXE_logbook"),
        ]);
        Self::run(shell, folder, &[])
    }

    fn run(mut command: Command, folder: &str, arguments: &[&str]) -> Self {
        let mut child = command
            .args(["serve", "--addr", "127.0.0.1:0", "--data", folder])
            .args(["--base-url", "http://localhost:3000"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let port = line.trim().rsplit(':').next().unwrap().parse().unwrap();
        Self {
            child,
            address: SocketAddr::from(([127, 0, 0, 1], port)),
        }
    }

    /// Ends it as `kill -9` does.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
