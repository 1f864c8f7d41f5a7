//! `--fix` and `--diff`: what `fix` makes of the files, written or shown.

use std::process::ExitCode;

use super::check::{CheckArgs, deliver};
use super::checking::Checker;
use super::input::InputFile;
use super::terminal::{self, print_error};
use super::{FOUND, Failure, fix};
use crate::disk;
use crate::report::{self, CheckedFile};

/// Mends the files on the disk and in the list.
pub(super) fn fix_files(
    files: &mut [CheckedFile],
    checker: &Checker,
    unsafe_fixes: bool,
) -> Result<(), Failure> {
    let mut changed = 0;
    for file in files {
        let fails =
            |error| Failure::new(format!("cannot write `{}`: {}", file.name, disk::reason(&error)));
        let fixed = fix::fixed(file, unsafe_fixes);
        if let Some(fixed) = &fixed {
            let old = file.snapshot.document.text().as_str();
            let new = fixed.snapshot.document.text().as_str();
            disk::replace(&file.path, old, new).map_err(fails)?;
        }
        let new_name = fix::new_name(fixed.as_ref().unwrap_or(file), unsafe_fixes);
        let Some(next) = (match new_name {
            Some(name) => Some(renamed(file, name, checker)?),
            None => fixed,
        }) else {
            continue;
        };
        changed += 1;
        *file = next;
    }
    if changed > 0 {
        print_error(&format!("changed {}\n", report::counted(changed, "file")))?;
    }
    Ok(())
}

/// The file under its new name, checked again: what a file is called changes what is said about it.
fn renamed(file: &CheckedFile, name: &str, checker: &Checker) -> Result<CheckedFile, Failure> {
    let fails =
        |error| Failure::new(format!("cannot rename `{}`: {}", file.name, disk::reason(&error)));
    let moved = InputFile::at(disk::rename(&file.path, name).map_err(fails)?);
    let bytes = disk::read(&moved.path).map_err(fails)?;
    checker
        .check_bytes(&moved, bytes)
        .ok_or_else(|| Failure::new(format!("cannot check `{}`", moved.name)))
}

/// Shows what [`fix_files`] would do.
pub(super) fn show_diffs(args: &CheckArgs, files: &[CheckedFile]) -> Result<ExitCode, Failure> {
    let on_terminal = args.output_file.is_none() && terminal::is_terminal();
    let mut diffs = String::new();
    let mut differs = false;
    for file in files {
        let fixed = fix::fixed(file, args.unsafe_fixes);
        if let Some(fixed) = &fixed {
            diffs.push_str(&report::diff(file, fixed, on_terminal));
        }
        // A plain diff has no words for this.
        let new_name = fix::new_name(fixed.as_ref().unwrap_or(file), args.unsafe_fixes);
        if let Some(name) = new_name {
            let old = report::printable(&file.name);
            print_error(&format!("`{old}` would be renamed to `{name}`\n"))?;
        }
        differs |= fixed.is_some() || new_name.is_some();
    }
    deliver(args, &diffs)?;
    let fails = differs && !args.exit_zero;
    Ok(if fails { ExitCode::from(FOUND) } else { ExitCode::SUCCESS })
}
