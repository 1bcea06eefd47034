//! Leaves of a wasm's description (the section `contractspecv0`) only what the contract uses. The SDK
//! puts all of its own types in and leaves this step to who builds: `shake FROM TO`.

use std::error::Error;
use std::{env, fs};

use soroban_spec::{read, shaking};
use stellar_xdr::{Limits, WriteXdr};

const HEADER: usize = 8;
const SPEC: &[u8] = b"contractspecv0";

fn main() -> Result<(), Box<dyn Error>> {
    let names: Vec<String> = env::args().skip(1).collect();
    let [from, to] = names.as_slice() else {
        return Err("usage: shake FROM TO".into());
    };
    let wasm = fs::read(from)?;
    let markers = shaking::find_all(&wasm);
    let mut spec = SPEC.to_vec();
    spec.insert(0, SPEC.len() as u8);
    for entry in shaking::filter(read::from_wasm(&wasm)?, &markers) {
        spec.extend(entry.to_xdr(Limits::none())?);
    }
    fs::write(to, with_spec(&wasm, &spec)?)?;
    Ok(())
}

fn with_spec(wasm: &[u8], spec: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut out = wasm[..HEADER].to_vec();
    let mut at = HEADER;
    while at < wasm.len() {
        let (size, body) = number(wasm, at + 1)?;
        let end = body + size;
        let section = wasm
            .get(body..end)
            .ok_or("a section ends beyond the file")?;
        if wasm[at] == 0 && section.get(1..).is_some_and(|it| it.starts_with(SPEC)) {
            out.push(0);
            put_number(&mut out, spec.len());
            out.extend(spec);
        } else {
            out.extend(&wasm[at..end]);
        }
        at = end;
    }
    Ok(out)
}

/// A number in LEB128, and where it ends.
fn number(bytes: &[u8], mut at: usize) -> Result<(usize, usize), Box<dyn Error>> {
    let (mut value, mut shift) = (0, 0);
    loop {
        let byte = *bytes.get(at).ok_or("the file ends within a number")? as usize;
        value |= (byte & 127) << shift;
        at += 1;
        shift += 7;
        if byte < 128 {
            return Ok((value, at));
        }
    }
}

fn put_number(out: &mut Vec<u8>, mut value: usize) {
    while value > 127 {
        out.push(value as u8 | 128);
        value >>= 7;
    }
    out.push(value as u8);
}
