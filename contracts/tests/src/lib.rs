//! The tests of the contracts: the built wasm of `../wasm` in the network's own host, with a farm that
//! looks like KALE and the host's own Stellar asset contract.
#![cfg(test)]

mod attacks;
mod batch;
mod farm;
mod figures;
mod pool;
mod properties;
mod split;
mod vault;
mod world;
