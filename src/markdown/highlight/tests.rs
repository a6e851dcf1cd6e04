//! That the grammars say what their origin says.

use sha2::{Digest as _, Sha256};

mod origin;
mod patterns;
mod soup;

#[test]
fn the_grammars_are_those_of_this_version_of_the_renderer() {
    let hash = Sha256::digest(super::grammar::TEXT);
    let hash: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(
        hash, "4548d6173fc5f082",
        "other grammars colour stored posts in another way: raise RENDERER_VERSION, then write this hash here"
    );
}

#[test]
fn the_code_of_the_demo_is_highlighted_as_its_origin_does() {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src/server/services/demo/content/posts"
    );
    let mut lines = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for fence in text.split("\n```").skip(1).step_by(2) {
            let (info, code) = fence.split_once('\n').unwrap_or_default();
            let name = info.split([' ', ',', '{']).next().unwrap_or_default();
            let syntax = super::super::language::find(name).map_or("", |language| language.syntax);
            if syntax.is_empty() {
                continue;
            }
            let code: Vec<&str> = code.split_inclusive('\n').collect();
            let ours = super::highlight(
                &code,
                syntax,
                &mut super::super::memory::Memory::new(super::Languages::all()),
            );
            for (index, (ours, origin)) in ours.iter().zip(origin::highlight(&code, syntax)).enumerate() {
                assert_eq!(*ours, origin, "{name}: {}", code[index]);
                lines += 1;
            }
        }
    }
    assert!(lines > 500, "{lines} lines");
}
