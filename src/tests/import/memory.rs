//! How much memory an import takes: that of one file, however many there are.
//!
//! Only where the system tells how much there was.

use std::{
    process::{Command, Stdio},
    time::Duration,
};

use super::*;

/// Bytes of each file.
const LARGE: usize = 4 * 1024 * 1024;

/// The most memory that the program has, while it imports a post with this many large files, in bytes.
fn most_memory(files: u32) -> u64 {
    let (folder, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut text = "# Files\n\n".to_owned();
    for number in 0..files {
        let mut bytes = format!("%PDF-1.7\n{number}\n").into_bytes();
        bytes.resize(LARGE, b'.');
        std::fs::write(folder.path().join(format!("{number}.pdf")), bytes).unwrap();
        text.push_str(&format!("[File {number}]({number}.pdf)\n"));
    }
    write(folder.path(), "files.md", &text);
    let mut program = Command::new(env!("CARGO_BIN_EXE_logbook"))
        .arg("--data")
        .arg(data.path())
        .arg("import")
        .arg(folder.path())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", program.id());
    let mut most = 0;
    while program.try_wait().unwrap().is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
        most = most.max(kilobytes.unwrap_or_default() * 1024);
        std::thread::sleep(Duration::from_millis(2));
    }
    assert!(program.wait().unwrap().success());
    let stored = std::fs::read_dir(data.path().join("media")).unwrap().count();
    assert_eq!(stored, files as usize);
    most
}

#[test]
fn memory_does_not_grow_with_the_number_of_files() {
    let (few, many) = (most_memory(2), most_memory(14));
    let grown = many.saturating_sub(few);
    // Held together, twelve more of them were 48 MiB.
    assert!(few > 0 && grown < 5 * LARGE as u64, "{few} {many}");
}
