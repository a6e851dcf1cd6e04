//! `logbook settings`, and a server that runs meanwhile.

use std::{
    path::Path,
    process::{Command, Output},
    time::Duration,
};

use logbook::server::calendar;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::program::Program;

fn logbook(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_logbook"))
        .args(["--data", folder.to_str().unwrap(), "settings"])
        .args(arguments)
        .output()
        .unwrap()
}

fn told(folder: &Path, arguments: &[&str]) -> String {
    let output = logbook(folder, arguments);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn complaint(folder: &Path, arguments: &[&str]) -> String {
    let output = logbook(folder, arguments);
    assert!(
        !output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn the_command_line_changes_exports_and_imports() {
    let folder = tempfile::tempdir().unwrap();
    let (data, other) = (folder.path().join("one"), folder.path().join("two"));
    assert!(told(&data, &["set", "name", "-- Tide \"tables\""]).contains("Name is set."));
    assert_eq!(told(&data, &["get", "name"]), "-- Tide \"tables\"\n");
    assert!(told(&data, &["get"]).contains("time_zone = \"UTC\""));
    told(&data, &["set", "time-zone", "Europe/Berlin"]);
    assert!(told(&data, &["unset", "time-zone"]).contains("Time zone is as it was at first: UTC"));
    assert_eq!(told(&data, &["get", "time_zone"]), "UTC\n");
    assert!(complaint(&data, &["unset", "colour"]).contains("There are: name"));
    for name in ["settings.toml", "settings.json"] {
        let file = folder.path().join(name);
        let file = file.to_str().unwrap();
        told(&data, &["export", file]);
        told(&other, &["set", "name", "Another"]);
        told(&other, &["import", file]);
        assert_eq!(told(&other, &["export"]), told(&data, &["export"]));
    }
}

#[test]
fn an_import_is_all_or_nothing_and_names_every_error() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = folder.path().join("settings.toml");
    let name = file.to_str().unwrap();
    std::fs::write(
        &file,
        format!(
            "owner = \"Ada\"\nname = \"{}\"\nbase_url = \"htps://example.org\"\ntagline = 7\ncolour = \"red\"\n[site]\n",
            "a".repeat(10_000)
        ),
    )
    .unwrap();
    let complaint_of_all = complaint(&data, &["import", name]);
    for told in [
        "nothing was changed",
        "name: Use at most 60",
        "base_url: It has to begin",
        "tagline: Write it as text",
        "colour: There is no such setting. There are: name",
        "site: There is no such setting, either.",
    ] {
        assert!(complaint_of_all.contains(told), "{complaint_of_all}");
    }
    std::fs::write(&file, b"owner = \"Zo\xeb\"\n").unwrap();
    assert!(complaint(&data, &["import", name]).contains("save it as UTF-8"));
    std::fs::write(&file, vec![b'#'; 1024 * 1024 + 1]).unwrap();
    assert!(complaint(&data, &["import", name]).contains("it may have 1 MiB"));
    assert_eq!(told(&data, &["get", "owner"]), "The authors\n");
    for (text, says) in [("= nonsense", "is no TOML"), ("", "")] {
        std::fs::write(&file, text).unwrap();
        if says.is_empty() {
            assert!(told(&data, &["import", name]).starts_with("0 settings"));
        } else {
            assert!(complaint(&data, &["import", name]).contains(says));
        }
    }
    assert!(complaint(&data, &["import", "none.toml"]).contains("cannot be read"));
    assert!(complaint(&data, &["set", "colour", "red"]).contains("There are: name"));
    assert!(complaint(&data, &["set", "base_url", "https://example.org/blog"]).contains("at its root"));
}

async fn home(program: &Program) -> String {
    let mut stream = TcpStream::connect(program.address).await.unwrap();
    stream
        .write_all(b"GET /privacy HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .await
        .unwrap();
    let mut page = Vec::new();
    stream.read_to_end(&mut page).await.unwrap();
    String::from_utf8_lossy(&page).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_runs_shows_what_the_command_line_changed() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path().to_str().unwrap(), &["--owner", "Given"]);
    assert!(home(&program).await.contains("Notes on building systems"));
    told(folder.path(), &["set", "tagline", "Ebb and flow"]);
    told(folder.path(), &["set", "owner", "Chosen"]);
    for _ in 0..100 {
        if home(&program).await.contains("Ebb and flow") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let page = home(&program).await;
    assert!(page.contains("Ebb and flow"), "{page}");
    let year = calendar::Calendar::default().year(calendar::now());
    assert!(
        page.contains(&format!("© {year} Given")),
        "what was given goes before: {page}"
    );
}
