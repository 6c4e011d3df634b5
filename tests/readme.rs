//! The README keeps its word: each block of code is compiled or run, each number is the program's own.
//!
//! Rust blocks are compiled and run as documentation tests (`Readme` in src/lib.rs); the C block is the file that tests/capi
//! compiles and runs. `TAXDOC_REFRESH=1 cargo test --test readme` writes the C block and the output of the console blocks anew: read
//! the difference.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that fails this way has failed"
)]

use std::env;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use taxdoc::Limits;

/// A fenced block: its language, and its lines from `start` to `end` of the README, fences left out.
#[derive(Debug)]
struct Block {
    language: String,
    start: usize,
    end: usize,
}

struct Readme {
    lines: Vec<String>,
}

impl Readme {
    fn read() -> Self {
        let text = fs::read_to_string(root().join("README.md")).unwrap();
        Self { lines: text.lines().map(str::to_owned).collect() }
    }

    fn blocks(&self) -> Vec<Block> {
        let fences: Vec<usize> = (0..self.lines.len()).filter(|index| self.lines[*index].starts_with("```")).collect();
        assert!(fences.len().is_multiple_of(2), "a fence is missing");
        let block = |pair: &[usize]| Block { language: self.lines[pair[0]][3..].to_owned(), start: pair[0] + 1, end: pair[1] };
        fences.chunks(2).map(block).collect()
    }

    fn of(&self, language: &str) -> Vec<Block> {
        self.blocks().into_iter().filter(|block| block.language == language).collect()
    }

    fn text(&self, block: &Block) -> String {
        self.lines[block.start..block.end].iter().map(|line| format!("{line}\n")).collect()
    }

    /// Checks that the block reads so, or writes it so when asked to refresh.
    #[track_caller]
    fn expect(&mut self, block: &Block, text: &str) {
        if self.text(block) == text {
            return;
        }
        assert!(env::var_os("TAXDOC_REFRESH").is_some(), "refresh README.md: it has\n{}for\n{text}", self.text(block));
        self.lines.splice(block.start..block.end, text.lines().map(str::to_owned));
        fs::write(root().join("README.md"), self.lines.join("\n") + "\n").unwrap();
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The example program, beside this test's folder: `cargo test` builds it.
fn program() -> PathBuf {
    let folder = env::current_exe().unwrap().parent().unwrap().parent().unwrap().join("examples");
    let program = folder.join(format!("validate{}", env::consts::EXE_SUFFIX));
    assert!(program.is_file(), "{} is not built: cargo build --example validate", program.display());
    program
}

/// Standard output and exit status of the program with these arguments, as seen at the root of the repository.
fn run(arguments: &str) -> (String, i32) {
    let output = Command::new(program())
        .args(arguments.split_whitespace())
        .current_dir(root())
        .env_remove("COLUMNS")
        .env("LC_ALL", "C")
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{arguments}");
    (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap())
}

const FIRST: &str = "cargo run --release --example validate -- ";

#[test]
fn every_block_has_a_language_that_is_tested() {
    let blocks = Readme::read().blocks();
    for block in &blocks {
        assert!(["rust", "c", "sh", "console"].contains(&block.language.as_str()), "{block:?}");
    }
    assert_eq!(blocks.iter().filter(|block| block.language == "rust").count(), 1);
}

#[test]
fn commands_run() {
    let readme = Readme::read();
    for block in readme.of("sh") {
        for line in readme.text(&block).lines() {
            match line.strip_prefix(FIRST) {
                // The examples hold an invalid one.
                Some(arguments) => assert_eq!(run(arguments).1, 1, "{line}"),
                None if line.starts_with("cc ") => compiles(line),
                None if line.starts_with("target/readme ") => {}
                None => assert!(
                    ["cargo test --workspace", "cargo build --release"].contains(&line),
                    "nothing tests this command: {line}"
                ),
            }
        }
    }
}

/// The command that compiles the C program, against the library that this test was built with; the program finds the wrong total.
fn compiles(line: &str) {
    let folder = program().parent().unwrap().parent().unwrap().to_owned();
    if !folder.join("libtaxdoc.so").is_file() || Command::new("cc").arg("--version").output().is_err() {
        println!("SKIPPED: the C program of the README: no C compiler, or `cargo build` did not run");
        return;
    }
    let library = folder.to_str().unwrap();
    let made = format!("{library}/readme");
    let line = line.replace("target/readme", &made).replace("target/release", library);
    let compiled = Command::new("sh").args(["-c", &line]).current_dir(root()).status().unwrap();
    assert!(compiled.success(), "{line}");
    let input = fs::File::open(root().join("examples/data/wrong-total.xml")).unwrap();
    let output = Command::new(made).stdin(input).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stdout).unwrap().starts_with("Tổng tiền thanh toán"));
}

/// One test for both, so that two refreshes do not write over each other.
#[test]
fn console_and_c_blocks_show_what_there_is() {
    let mut readme = Readme::read();
    let c = fs::read_to_string(root().join("examples/c/readme.c")).unwrap();
    let block = readme.of("c").remove(0);
    readme.expect(&block, &c);
    for index in 0..readme.of("console").len() {
        let block = readme.of("console").remove(index);
        let command = readme.lines[block.start].clone();
        let (output, _) = run(command.strip_prefix("$ validate ").expect("a command"));
        readme.expect(&block, &format!("{command}\n{}\n", output.trim_end()));
    }
}

/// The rows of the table are the fields of [`Limits`] and their defaults, in order.
#[test]
fn limits_are_those_of_the_library() {
    let readme = Readme::read();
    let start = readme.lines.iter().position(|line| line == "| limit | default | of what |").unwrap() + 2;
    let rows = readme.lines[start..].iter().take_while(|line| line.starts_with('|'));
    let written: Vec<String> = rows
        .map(|row| {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            format!("{}: {}", cells[1].trim_matches('`'), cells[2])
        })
        .collect();
    assert_eq!(format!("Limits {{ {} }}", written.join(", ")), format!("{:?}", Limits::default()));
}

#[test]
fn files_that_it_names_exist() {
    let text = Readme::read().lines.join("\n");
    for link in text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
        assert!(link.starts_with("https://") || root().join(link).exists(), "{link}");
    }
}

#[test]
fn the_version_of_rust_is_the_one_of_the_package() {
    let text = Readme::read().lines.join("\n");
    assert!(text.contains(&format!("Needs Rust {}.", env!("CARGO_PKG_RUST_VERSION"))));
}
