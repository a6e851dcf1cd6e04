//! Pictures and other files that posts use: what they are by their bytes, how large, and under which address
//! they are kept. Nothing here looks at a post.

use std::collections::HashMap;

use twox_hash::XxHash3_64;

use super::{
    folder::MediaFile,
    source::{Place, Tree, name},
};
use crate::server::services::{
    media::{
        address, hash_of,
        notes::{self, Bare},
        picture::{self, Packed},
        svg,
    },
    written::rest::FileFacts,
};

/// Largest file taken over; more belongs on a file host.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// Longest side of a picture, in pixels, that is taken over without a remark.
const LONGEST_SIDE: u32 = 8192;

impl MediaFile {
    /// What is to be stored: the file's own bytes, the picture without its notes, or the SVG made harmless. Read anew each time,
    /// so that of many files one is in memory; the error is a sentence about why it cannot be had any more.
    pub fn bytes(&self) -> Result<Vec<u8>, String> {
        let path = &self.source_path;
        let Inspected { bytes, .. } = inspect(path, read(&self.place, path)?)?;
        if XxHash3_64::oneshot(&bytes) == self.digest {
            Ok(bytes)
        } else {
            Err(format!("{path} changed while it was imported; import again"))
        }
    }
}

fn read(place: &Place, path: &str) -> Result<Vec<u8>, String> {
    place
        .read()
        .map_err(|error| format!("{path} cannot be read ({error})"))
}

fn place(tree: &Tree, path: &str) -> Result<Place, String> {
    let place = tree.place(path);
    place
        .cloned()
        .map_err(|error| format!("{path} cannot be read ({error})"))
}

/// Looks at each file once and remembers what became of it, but not its bytes.
#[derive(Debug, Default)]
pub struct Shelf {
    by_path: HashMap<String, Result<usize, String>>,
    by_hash: HashMap<String, usize>,
    files: Vec<MediaFile>,
    remarks: Vec<(String, String)>,
}

impl Shelf {
    /// Takes a file of the tree; the error is a sentence about why it cannot be used.
    pub fn take(&mut self, tree: &Tree, path: &str) -> Result<&MediaFile, String> {
        let known = match self.by_path.get(path) {
            Some(known) => known.clone(),
            None => {
                let outcome = self.load(tree, path);
                self.by_path.insert(path.to_owned(), outcome.clone());
                outcome
            }
        };
        let index = known?;
        self.files
            .get(index)
            .ok_or_else(|| format!("{path} cannot be read"))
    }

    /// Takes a file of an own export under the address that it had; the error is a sentence.
    pub fn keep(&mut self, tree: &Tree, said: &FileFacts) -> Result<(), String> {
        let path = format!("media/{}", said.file);
        if !tree.has(&path) {
            return Err(format!("{path} is not in the folder"));
        }
        if tree.size(&path) > MOST_BYTES {
            return Err(format!("{path} is larger than {} MiB", MOST_BYTES / 1024 / 1024));
        }
        let place = place(tree, &path)?;
        let Inspected {
            kind, bytes, size, ..
        } = inspect(&path, read(&place, &path)?)?;
        let url = format!("/{path}");
        let is_hash = said.hash.len() == 64 && said.hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_hash || address(&said.hash, kind.extension) != url {
            return Err(format!("{path} is not the file that its name and its hash say"));
        }
        let index = self.files.len();
        self.by_path.insert(path.clone(), Ok(index));
        self.by_hash.insert(said.hash.clone(), index);
        self.files.push(MediaFile {
            source_path: path,
            name: said.name.clone(),
            hash: said.hash.clone(),
            length: bytes.len() as u64,
            digest: XxHash3_64::oneshot(&bytes),
            place,
            extension: kind.extension,
            mime: kind.mime,
            size,
            url,
        });
        Ok(())
    }

    /// A file taken before, by its new address.
    pub fn by_url(&self, url: &str) -> Option<&MediaFile> {
        self.files.iter().find(|file| file.url == url)
    }

    /// The files taken, and remarks about some of them as pairs of path and sentence.
    pub fn into_parts(self) -> (Vec<MediaFile>, Vec<(String, String)>) {
        (self.files, self.remarks)
    }

    fn load(&mut self, tree: &Tree, path: &str) -> Result<usize, String> {
        if tree.size(path) > MOST_BYTES {
            return Err(format!("{path} is larger than {} MiB", MOST_BYTES / 1024 / 1024));
        }
        let place = place(tree, path)?;
        let Inspected {
            kind,
            hash,
            bytes,
            size,
            remark,
        } = inspect(path, read(&place, path)?)?;
        if let Some(remark) = remark {
            self.remarks.push((path.to_owned(), remark.to_owned()));
        }
        if let Some(said) = name(path).rsplit_once('.').map(|(_, end)| end.to_lowercase())
            && kind.picture
            && said != kind.extension
            && !(said == "jpeg" && kind.extension == "jpg")
        {
            let is = format!(
                "is {} by its content and is kept as .{}",
                kind.spoken, kind.extension
            );
            self.remarks.push((path.to_owned(), is));
        }
        if let Some((width, height)) = size
            && width.max(height) > LONGEST_SIDE
            && kind.extension != "svg"
        {
            let big =
                format!("is {width} × {height} pixels, more than {LONGEST_SIDE} on a side; scale it down");
            self.remarks.push((path.to_owned(), big));
        }
        if let Some(index) = self.by_hash.get(&hash) {
            return Ok(*index);
        }
        let index = self.files.len();
        let url = address(&hash, kind.extension);
        self.by_hash.insert(hash.clone(), index);
        self.files.push(MediaFile {
            name: name(path).to_owned(),
            source_path: path.to_owned(),
            hash,
            length: bytes.len() as u64,
            digest: XxHash3_64::oneshot(&bytes),
            place,
            extension: kind.extension,
            mime: kind.mime,
            size,
            url,
        });
        Ok(index)
    }
}

/// Whether a link to a file of this name may be meant for the shelf.
pub fn is_file_name(path: &str) -> bool {
    let name = name(path);
    name.rsplit_once('.').is_some_and(|(stem, end)| {
        !stem.is_empty()
            && (1..=5).contains(&end.len())
            && end.chars().all(|c| c.is_ascii_alphanumeric())
            && !end.chars().all(|c| c.is_ascii_digit())
            && !matches!(end, "md" | "markdown" | "mdx" | "html" | "htm")
    })
}

/// What a file is, by its bytes.
struct FileKind {
    extension: &'static str,
    mime: &'static str,
    spoken: &'static str,
    picture: bool,
}

const fn shown(extension: &'static str, mime: &'static str, spoken: &'static str) -> FileKind {
    FileKind {
        extension,
        mime,
        spoken,
        picture: true,
    }
}

const fn attachment(extension: &'static str, mime: &'static str) -> FileKind {
    FileKind {
        extension,
        mime,
        spoken: "a file",
        picture: false,
    }
}

/// What becomes of a file.
struct Inspected {
    kind: FileKind,
    hash: String,
    bytes: Vec<u8>,
    size: Option<(u32, u32)>,
    remark: Option<&'static str>,
}

impl Inspected {
    /// A file that is kept as it is.
    fn whole(kind: FileKind, bytes: Vec<u8>, size: Option<(u32, u32)>) -> Self {
        Self {
            kind,
            hash: hash_of(&bytes),
            bytes,
            size,
            remark: None,
        }
    }
}

fn inspect(path: &str, bytes: Vec<u8>) -> Result<Inspected, String> {
    if bytes.is_empty() {
        return Err(format!("{path} is empty"));
    }
    let sniffed = infer::get(&bytes)
        .map(|kind| kind.mime_type())
        .unwrap_or_default();
    let kind = match sniffed {
        "image/png" => shown("png", "image/png", "a PNG picture"),
        "image/jpeg" => shown("jpg", "image/jpeg", "a JPEG picture"),
        "image/gif" => shown("gif", "image/gif", "a GIF picture"),
        "image/webp" => shown("webp", "image/webp", "a WebP picture"),
        "image/avif" | "image/heif" => {
            return Err(format!(
                "{path} is an AVIF or HEIF picture, which is not supported; save it as WebP or PNG"
            ));
        }
        "application/pdf" => attachment("pdf", "application/pdf"),
        "application/zip" => attachment("zip", "application/zip"),
        "application/gzip" => attachment("gz", "application/gzip"),
        "video/mp4" => attachment("mp4", "video/mp4"),
        "video/webm" => attachment("webm", "video/webm"),
        "audio/mpeg" => attachment("mp3", "audio/mpeg"),
        _ => return text_file(path, &bytes),
    };
    if !kind.picture {
        return Ok(Inspected::whole(kind, bytes, None));
    }
    let damaged = || format!("{path} starts like {} but is damaged", kind.spoken);
    let Some(packed) = Packed::of(&bytes) else {
        let (size, _) = picture::size_of(&bytes).ok_or_else(damaged)?;
        return Ok(Inspected::whole(kind, bytes, Some(size)));
    };
    // Where it was taken and with what stays in the folder. The address is that of the file as it lies there: it stays the same
    // whatever is taken out.
    let hash = hash_of(&bytes);
    let Bare { bytes, size, askew } = notes::take_out(&bytes, packed).ok_or_else(damaged)?;
    Ok(Inspected {
        kind,
        hash,
        bytes,
        size: Some(size),
        remark: askew.then_some("is to be turned and cannot be turned here; turn it and import again"),
    })
}

fn text_file(path: &str, bytes: &[u8]) -> Result<Inspected, String> {
    let end = name(path)
        .rsplit_once('.')
        .map(|(_, end)| end.to_lowercase())
        .unwrap_or_default();
    if end == "svg" || svg::looks_like(bytes) {
        let drawing = svg::clean(bytes).map_err(|reason| format!("{path} {reason}"))?;
        return Ok(Inspected::whole(
            shown("svg", "image/svg+xml", "an SVG drawing"),
            drawing.bytes,
            Some(drawing.size),
        ));
    }
    if matches!(end.as_str(), "txt" | "csv" | "log" | "patch" | "diff") && std::str::from_utf8(bytes).is_ok()
    {
        return Ok(Inspected::whole(
            attachment("txt", "text/plain; charset=utf-8"),
            bytes.to_vec(),
            None,
        ));
    }
    if matches!(end.as_str(), "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif") {
        return Err(format!("{path} is not the picture its name says"));
    }
    Err(format!(
        "{path} is of a kind that is not taken over (pictures, PDF, plain text, archives, video and audio are)"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::services::import_folder::read::{source::Source, tests::PNG};

    fn take(path: &str, bytes: &'static [u8]) -> Result<MediaFile, String> {
        let tree = Tree::walk(&Source::Embedded(vec![(path.to_owned(), bytes)]), &mut Vec::new()).unwrap();
        Shelf::default().take(&tree, path).cloned()
    }

    #[test]
    fn a_picture_is_known_by_its_bytes_and_kept_under_its_hash() {
        let file = take("a/b.png", PNG).unwrap();
        assert_eq!(
            (file.extension, file.size, file.bytes().as_deref()),
            ("png", Some((1, 1)), Ok(PNG))
        );
        assert_eq!(file.url, format!("/media/{}.png", &file.hash[..32]));
        assert_eq!(take("b.jpg", PNG).unwrap().extension, "png");
    }

    #[test]
    fn a_drawing_is_stored_harmless() {
        let drawing = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script><rect/></svg>";
        let bytes = take("a.svg", drawing).unwrap().bytes().unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains("<rect") && !text.contains("script"), "{text}");
    }

    #[test]
    fn a_file_that_became_another_one_is_not_stored_under_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.png");
        std::fs::write(&place, PNG).unwrap();
        let tree = Tree::walk(&Source::Disk(folder.path().to_owned()), &mut Vec::new()).unwrap();
        let mut shelf = Shelf::default();
        let file = shelf.take(&tree, "a.png").unwrap();
        assert_eq!(file.bytes().as_deref(), Ok(PNG));
        std::fs::write(&place, b"%PDF-1.7\n").unwrap();
        assert!(
            file.bytes()
                .unwrap_err()
                .contains("changed while it was imported")
        );
        std::fs::remove_file(&place).unwrap();
        assert!(file.bytes().unwrap_err().contains("cannot be read"));
    }

    #[test]
    fn what_is_not_the_picture_it_says_is_refused_with_a_reason() {
        assert!(
            take("a.png", b"<html><script>alert(1)</script>")
                .unwrap_err()
                .contains("not the picture")
        );
        assert!(take("a.png", &PNG[..20]).unwrap_err().contains("damaged"));
        let claims_much = take("a.gif", b"GIF89a not really");
        assert!(claims_much.unwrap_err().contains("damaged"));
        assert!(take("a.png", b"").unwrap_err().contains("empty"));
        assert!(take("a.html", b"<p>hi").unwrap_err().contains("not taken over"));
        let avif = b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf\0\0\0\0";
        assert!(take("a.avif", avif).unwrap_err().contains("AVIF"));
    }
}
